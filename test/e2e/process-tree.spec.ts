import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { removeTree } from '../lib/clearing.js';
import { CodeServer } from '../lib/codeserver.js';
import { renamedGopls } from '../lib/folders.js';
import { renamedEditor, renamedNode } from '../lib/renamededitor.js';
import { elsewhere, spec } from './stage.js';
import type { Item, Workbench } from './workbench.js';

/**
 * Asserts that the tree shows one server of the window, with its helper, and our sidecar: each below the one that started it.
 * Gives what it shows.
 */
async function showsServer(workbench: Workbench, gopls: RegExp): Promise<Item[]> {
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
  return items;
}

/** Puts gopls under another name where golang.go looks for its tools. */
function renameGopls({ home }: CodeServer): void {
  const bin = path.join(home, 'go', 'bin');
  mkdirSync(bin, { recursive: true });
  const gopls = execFileSync('/bin/sh', ['-c', 'command -v gopls'], { encoding: 'utf8' }).trim();
  copyFileSync(gopls, path.join(bin, renamedGopls));
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
  renameGopls,
);

const renamed = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'gv-renamed-')));
after(() => { removeTree(renamed); });
let copies = 0;

elsewhere(
  'no file of the editor has its name: roles are told by what it was started with and by who started whom',
  'gopls-renamed',
  (extensions) => new CodeServer({ extensions, program: renamedEditor(path.join(renamed, String(copies++))) }),
  async ({ workbench }) => {
    const items = await showsServer(workbench, new RegExp(`^gopls \\(${renamedGopls}\\) \\d+, `));
    const roles = items.flatMap(({ text }) => new RegExp(`^(.+) \\(${renamedNode}\\) \\d+(,|$)`).exec(text)?.[1] ?? []);
    const all = items.map(({ text, below }) => `${text}  <  ${below}`).join('\n');
    assert.deepEqual([...new Set(roles)].sort(), ['editor server', 'extension host', 'file watcher'], all);
    assert.ok(!items.some(({ text }) => /\((node|code-server)\)/.test(text)), all);
  },
  renameGopls,
);
