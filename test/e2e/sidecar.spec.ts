import assert from 'node:assert/strict';
import { kill, until } from '../lib/processes.js';
import { sidecars, spec } from './stage.js';

spec('killing the sidecar is survived', 'healthy', async ({ workbench }) => {
  await workbench.badgeBecomes(/^Go Vitals: healthy/);
  const [first, ...more] = sidecars();
  assert.ok(first !== undefined, 'no sidecar runs');
  assert.deepEqual(more, [], 'one window has one sidecar');

  kill(first);
  await until('the sidecar is gone', () => !sidecars().includes(first));
  await workbench.run('Go Vitals: Diagnose Go Environment');

  await workbench.quickPickRows(/Go Vitals/);
  await workbench.dismissQuickPick();
  await workbench.badgeBecomes(/^Go Vitals: healthy/);
  const [second] = sidecars();
  assert.ok(second !== undefined && second !== first, 'a new sidecar answers');
});
