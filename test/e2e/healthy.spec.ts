import assert from 'node:assert/strict';
import { spec } from './stage.js';

spec('a healthy folder turns the badge green', 'healthy', async ({ workbench }) => {
  const badge = await workbench.badgeBecomes(/^Go Vitals: healthy/);
  assert.equal(badge.kind, 'plain', 'health is no reason for a coloured background');
  assert.deepEqual(await workbench.notifications(), []);
});

spec('a folder without Go shows no badge', 'without-go', async ({ workbench }) => {
  await workbench.openFile('README.md');
  assert.equal(await workbench.badge(), undefined);
});
