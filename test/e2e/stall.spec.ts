import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hangingGo } from '../lib/hanginggo.js';
import { spec } from './stage.js';

let go: ReturnType<typeof hangingGo>;

spec('a go list that hangs below gopls is told with its words, its folder and what it waits for, until it ends', 'healthy', async ({ workbench, folder }) => {
  await workbench.openFile('main.go');
  // Half a minute passes before anybody speaks of a stall.
  const hangs = /go list has been waiting for another program for \d+ s \(sleep\)|gopls waits for go list, which waits for sleep/;
  await workbench.badgeBecomes(hangs, 180_000);

  const diagnosed = await workbench.badgeBecomes(/^Go Vitals: 1 error, gopls waits for go list, which waits for sleep/, 120_000);
  assert.equal(diagnosed.kind, 'error');
  await workbench.run('Go Vitals: Diagnose Go Environment');
  const rows = await workbench.quickPickRows(/Go Vitals: .*gopls waits for go list/, 120_000);
  const row = rows.find((text) => text.includes('gopls-stalled')) ?? '';
  assert.match(row, /gopls waits for go list, which waits for sleep/, rows.join('\n---\n'));
  assert.match(row, /It runs for \d+(\.\d+)? s in /);
  assert.ok(row.includes(`in ${folder}: go list `), row);
  assert.match(row, /go list -e -json=.* -- \S*\/healthy\/\.\.\./);
  await workbench.dismissQuickPick();

  rmSync(go.hangs);
  const mended = await workbench.badgeBecomes(/^Go Vitals: (?!.*(hangs|go list|gopls waits|loading|checking))/, 120_000);
  assert.notEqual(mended.kind, 'error', mended.label);
}, ({ home }, folder) => {
  const which = (name: string) => execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  go = hangingGo(path.dirname(folder), which('go'));
  // golang.go finds go on its own PATH; gopls, which it starts, on this one.
  const PATH = [go.dir, ...new Set([path.dirname(which('gopls')), path.dirname(which('go')), '/usr/bin', '/bin'])].join(':');
  mkdirSync(path.join(folder, '.vscode'), { recursive: true });
  mkdirSync(path.join(home, 'go'), { recursive: true });
  writeFileSync(path.join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'go.toolsEnvVars': { PATH } }, null, 2));
});
