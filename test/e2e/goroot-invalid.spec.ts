import assert from 'node:assert/strict';
import { wrongGoroot } from '../lib/folders.js';
import { spec } from './stage.js';

const red = /^Go Vitals: 1 error/;

spec('a wrong GOROOT turns the badge red', 'goroot-invalid', async ({ workbench }) => {
  const badge = await workbench.badgeBecomes(red);
  assert.equal(badge.kind, 'error');
});

spec('Diagnose lists goroot-invalid with who set it', 'goroot-invalid', async ({ workbench }) => {
  await workbench.badgeBecomes(red);
  await workbench.run('Go Vitals: Diagnose Go Environment');
  const rows = await workbench.quickPickRows(/Go Vitals/);
  const row = rows.find((text) => text.includes('goroot-invalid'));
  assert.ok(row, `no row names goroot-invalid:\n${rows.join('\n---\n')}`);
  assert.match(row, /go\.toolsEnvVars/, 'the setting that set it');
  assert.match(row, /settings\.json|[Ww]orkspace/, 'where that setting is');
});

spec('the report opens and shows the proof', 'goroot-invalid', async ({ workbench }) => {
  await workbench.badgeBecomes(red);
  await workbench.run('Go Vitals: Show Report');
  const text = await workbench.previewText(/goroot-invalid/);
  assert.ok(text.includes(wrongGoroot), text);
  assert.match(text, /Go Vitals/);
});
