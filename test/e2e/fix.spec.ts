import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CodeServer } from '../lib/codeserver.js';
import { until } from '../lib/processes.js';
import { spec } from './stage.js';
import type { Workbench } from './workbench.js';

const healthy = /^Go Vitals: healthy/;
const settings = (folder: string) => path.join(folder, '.vscode', 'settings.json');
const text = (file: string) => readFileSync(file, 'utf8');

async function diagnose(workbench: Workbench): Promise<string> {
  await workbench.run('Go Vitals: Diagnose Go Environment');
  return (await workbench.quickPickRows(/Go Vitals: /)).join('\n---\n');
}

spec('a bad gopls setting is fixed at one click, with every comment where it was, and taken back to the byte', 'gopls-setting-commented', async ({ workbench, folder }) => {
  const file = settings(folder);
  const before = text(file);
  await workbench.badgeBecomes(/1 warning.*hoverKnd/);
  await diagnose(workbench);
  await workbench.pressRowButton('hoverKnd', 'Fix: Rename it');
  await until('the preview is open', async () => /before ↔ after the fix/.test(await workbench.activeEditor()));
  await workbench.progress(/Fixed and proved/, 90_000);
  const after = text(file);
  for (const kept of ['// The team agreed on these.', '// as in the handbook', '// all of it', '// no wider']) assert.ok(after.includes(kept), `${kept} in ${after}`);
  assert.match(after, /hoverKind": "FullDocumentation"/);
  assert.doesNotMatch(after, /hoverKnd/);
  await workbench.badgeBecomes(healthy);

  await workbench.answer(/Fixed and proved/, 'Undo');
  await workbench.progress(/Taken back/);
  assert.equal(text(file), before);
  await workbench.badgeBecomes(/1 warning.*hoverKnd/);
});

/** How often the Go extension was told to start its server anew; what it does when the window opens has another reason. */
const restarts = (server: CodeServer) => server.logOf('Go.log').split('Try to start language server - manual').length - 1;

spec('a vendor directory is repaired once the command was shown, and the server restarted; undo gives back every file', 'vendor-stale', async ({ workbench, folder, server }) => {
  const list = path.join(folder, 'vendor', 'modules.txt');
  const before = text(list);
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(/error.*vendor/i, 90_000);
  const started = restarts(server);
  await workbench.run('Go Vitals: Fix a Problem…');
  await workbench.quickPickRows(/which problem is to be fixed/);
  await workbench.pickRow('Write the vendor directory anew');
  const [apply] = await workbench.quickPickRows(/^Go Vitals: (?!which)/i);
  assert.match(apply ?? '', /Apply/);
  assert.equal(text(list), before, 'nothing happens before the user agreed');
  assert.match(await workbench.activeEditor(), /Fix\.txt/, 'the command is shown');
  await workbench.pickRow('Apply');
  await workbench.progress(/Fixed and proved/, 120_000);
  assert.match(text(list), /greeting v0\.0\.0 => \.\/greeting/);
  // The editor writes a log a while after what it tells of.
  await until('a restart of the language server', () => restarts(server) > started, { timeout: 60_000, sight: () => Promise.resolve(server.logOf('Go.log')) });
  await workbench.badgeBecomes(healthy);

  await workbench.run('Go Vitals: Undo Last Fix');
  await workbench.progress(/Taken back/);
  assert.equal(text(list), before);
  assert.ok(existsSync(path.join(folder, 'vendor', 'example.com', 'greeting', 'greeting.go')));
});

spec('a fix that does not help says so, and offers to take it back', 'vendor-stale', async ({ workbench, folder }) => {
  const list = path.join(folder, 'vendor', 'modules.txt');
  const before = text(list);
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(/error.*vendor/i, 90_000);
  // Another program that puts back at once what it thinks is right.
  const meddler = setInterval(() => {
    try {
      if (text(list).includes('=>')) writeFileSync(list, before);
    } catch {
      // go takes the directory away before it writes it anew: nothing to meddle with, for some milliseconds
    }
  }, 5);
  try {
    await workbench.run('Go Vitals: Fix a Problem…');
    await workbench.quickPickRows(/which problem is to be fixed/);
    await workbench.pickRow('Write the vendor directory anew');
    await workbench.quickPickRows(/^Go Vitals: (?!which)/i);
    await workbench.pickRow('Apply');
    await workbench.answer(/Still broken after the fix/, 'Undo', 120_000);
  } finally {
    clearInterval(meddler);
  }
  await workbench.progress(/Taken back/);
  assert.equal(text(list), before);
});

spec('a fix is refused if the file changed after the preview, and nothing is lost', 'gopls-setting-commented', async ({ workbench, folder }) => {
  const file = settings(folder);
  writeFileSync(file, text(file).replace('"hoverKnd"', '"linksInHovr": true,\n\t\t"hoverKnd"'));
  await workbench.badgeBecomes(/2 warnings/);
  await diagnose(workbench);
  await workbench.pickRow('Fix all safe problems');
  await workbench.quickPickRows(/Go Vitals: mend 2 problems/);
  appendFileSync(file, '// somebody else was here\n');
  const theirs = text(file);
  await workbench.pickRow('Apply');
  await workbench.progress(/Nothing was changed: .*changed/);
  assert.equal(text(file), theirs);
});
