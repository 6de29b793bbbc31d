import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { launch } from '../lib/browser.js';
import { CodeServer } from '../lib/codeserver.js';
import { makeFolder } from '../lib/folders.js';
import { goExtension } from '../lib/standin.js';
import { ourPackage } from './stage.js';
import { Workbench } from './workbench.js';

const restricted = /restricted mode: nothing of this folder was run$/;

// The other specs run where every folder is trusted; this one needs a server that asks.
test('in Restricted Mode nothing of the folder runs, and trust is noticed', { timeout: 180_000 }, async () => {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'gv-restricted-'));
  const server = new CodeServer({ extensions: [goExtension(scratch), ourPackage()], args: [] });
  const browser = await launch();
  try {
    const workbench = await Workbench.open(browser, await server.url, makeFolder(scratch, 'healthy'));
    const badge = await workbench.badgeBecomes(/inconclusive.*restricted mode/);
    assert.match(badge.label, restricted);
    assert.equal(badge.kind, 'plain', 'no trust is no fault');
    assert.match(await workbench.hoverBadge(), /Restricted Mode/);
    assert.deepEqual(gopls(server), [], 'no language server was started');
    assert.deepEqual(await workbench.notifications(), []);

    await workbench.trust();
    await workbench.badgeBecomes(/^Go Vitals: healthy$/);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
});

function gopls(server: CodeServer): string[] {
  return server.processes().flatMap(({ argv }) => (/(^|\/)gopls\b/.test(argv) ? [argv] : []));
}
