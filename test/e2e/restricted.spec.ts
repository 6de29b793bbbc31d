import assert from 'node:assert/strict';
import { CodeServer } from '../lib/codeserver.js';
import { elsewhere } from './stage.js';

const restricted = /restricted mode: nothing of this folder was run$/;

// The other specs run where every folder is trusted; this one needs an editor that asks.
const asking = (extensions: string[]) => new CodeServer({ extensions, args: [] });

elsewhere('in Restricted Mode nothing of the folder runs, and trust is noticed', 'healthy', asking, async ({ workbench, server }) => {
  const badge = await workbench.badgeBecomes(/inconclusive.*restricted mode/);
  assert.match(badge.label, restricted);
  assert.equal(badge.kind, 'plain', 'no trust is no fault');
  assert.match(await workbench.hoverBadge(), /Restricted Mode/);
  assert.deepEqual(gopls(server), [], 'no language server was started');
  assert.deepEqual(await workbench.notifications(), []);

  await workbench.trust();
  await workbench.badgeBecomes(/^Go Vitals: healthy$/);
});

function gopls(server: CodeServer): string[] {
  return server.processes().flatMap(({ argv }) => (/(^|\/)gopls\b/.test(argv) ? [argv] : []));
}
