import assert from 'node:assert/strict';
import { descendants, until } from '../lib/processes.js';
import { sidecars, spec } from './stage.js';

const red = /^Go Vitals: \d+ error/;
const command = 'Go Vitals: Find the Culprit';

spec('Find the Culprit names the setting that breaks gopls, and leads to it', 'gopls-flag', async ({ workbench }) => {
  await workbench.badgeBecomes(red);
  await workbench.run(command);
  await workbench.progress(/Finding the culprit.*trial \d+ of at most \d+/s);
  const rows = await workbench.quickPickRows(/Go Vitals: 1 culprit found/, 120_000);
  assert.match(rows[0] ?? '', /go\.languageServerFlags|-nonsense/, rows.join('\n---\n'));
  await workbench.pickRow('-nonsense');
  await until('settings.json is in front', async () => /settings\.json/.test(await workbench.activeEditor()));
});

spec('Find the Culprit that is cancelled ends, and leaves no process', 'gopls-flag', async ({ workbench, server }) => {
  await workbench.badgeBecomes(red);
  await workbench.run(command);
  await workbench.progress(/trial \d+ of at most/);
  await workbench.cancelProgress();
  await until('no progress is left', async () => (await workbench.notifications()).every((text) => !text.includes('Finding the culprit')));
  const [sidecar, ...more] = sidecars();
  assert.ok(sidecar !== undefined && more.length === 0, 'the sidecar lives on');
  await until('no child of the sidecar is left', () => descendants(sidecar).length === 0, { timeout: 20_000, sight: () => Promise.resolve(descendants(sidecar)) });

  await workbench.run('Go Vitals: Diagnose Go Environment');
  await workbench.quickPickRows(/Go Vitals: 1 error/);
  assert.deepEqual(sidecars(), [sidecar], 'the same sidecar answers');
  assert.doesNotMatch(server.logs(), /isolation in \d+ ms/, 'it was ended, not awaited');
});
