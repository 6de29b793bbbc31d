import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { renamedGopls } from '../lib/folders.js';
import { spec } from './stage.js';
import type { Workbench } from './workbench.js';

/** Asserts that the tree shows one server of the window, with its helper, and our sidecar: each below the one that started it. */
async function showsServer(workbench: Workbench, gopls: RegExp): Promise<void> {
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(/^Go Vitals: healthy/);
  await workbench.run('Go Vitals: Show Process Tree');
  const items = await workbench.previewItems(/^extension host .*this window/);
  const all = items.map(({ text, below }) => `${text}  <  ${below}`).join('\n');
  const hosts = items.filter(({ text }) => /^extension host /.test(text));
  assert.deepEqual(hosts.map(({ text }) => text.includes('this window')), [true], all);
  const inHost = items.filter(({ below }) => below === hosts[0]?.text).map(({ text }) => text);
  const servers = inHost.filter((text) => text.startsWith('gopls'));
  assert.equal(servers.length, 1, all);
  assert.match(servers[0] ?? '', gopls);
  assert.ok(inHost.some((text) => /^govitals /.test(text)), all);
  const helpers = items.filter(({ text }) => text.startsWith('gopls telemetry'));
  assert.deepEqual(helpers.map(({ below }) => below), [servers[0]], all);
}

spec('the process tree shows our window, its server and who started whom', 'healthy', async ({ workbench }) => {
  await showsServer(workbench, /^gopls \d+, /);
});

spec(
  'a gopls under another name is told by its build',
  'gopls-renamed',
  async ({ workbench }) => {
    await showsServer(workbench, new RegExp(`^gopls \\(${renamedGopls}\\) \\d+, `));
  },
  ({ home }) => {
    const bin = path.join(home, 'go', 'bin');
    mkdirSync(bin, { recursive: true });
    const gopls = execFileSync('/bin/sh', ['-c', 'command -v gopls'], { encoding: 'utf8' }).trim();
    copyFileSync(gopls, path.join(bin, renamedGopls));
  },
);
