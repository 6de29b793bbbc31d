import assert from 'node:assert/strict';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../lib/processes.js';
import { spec } from './stage.js';
import type { Workbench } from './workbench.js';

/** Any verdict of a diagnosis. */
const some = /^Go Vitals: (?!checking|loading)/;

/** Any verdict of a fix, where the texts of files are what counts. */
const told = /Fixed and proved|Still broken|made it worse|nothing proves yet/;

/** A whole examination was made; on a loaded machine some checks may have had no time. */
const judged = /^Go Vitals: (healthy|inconclusive)/;
const settings = (folder: string) => path.join(folder, '.vscode', 'settings.json');
const text = (file: string) => readFileSync(file, 'utf8');

/** A go.work without the module of the folder. */
const omits = 'go 1.26\n\nuse ./greeting\n';

/** On a machine that others use as well. */
const patience = 120_000;

/** Opens a workspace file. VS Code now and then opens one without its folders: then it is opened again. */
async function openWorkspace(workbench: Workbench, url: string, workspace: string, file: string, folder: string): Promise<void> {
  const row = workbench.page.locator('.explorer-folders-view .monaco-list-row', { hasText: folder });
  for (let attempt = 1; ; attempt++) {
    await workbench.goTo(url, workspace, file);
    try {
      return await row.first().waitFor({ timeout: 20_000 });
    } catch (error) {
      if (attempt === 6) throw error;
    }
  }
}

spec('a fix that counts after a reload asks for it, and is proved once, in the window that comes after', 'goroot-invalid', async ({ workbench, folder }) => {
  const file = settings(folder);
  const before = text(file);
  await workbench.badgeBecomes(/^Go Vitals: 1 error/, patience);
  await workbench.run('Go Vitals: Fix a Problem…');
  await workbench.quickPickRows(/which problem is to be fixed/);
  await workbench.pickRow('GOROOT');
  await workbench.progress(/counts once the window is reloaded/, patience);
  const after = text(file);
  assert.notEqual(after, before);
  // The old window has the old environment: whatever it finds out meanwhile proves nothing.
  await workbench.run('Go Vitals: Diagnose Go Environment');
  await workbench.quickPickRows(/Go Vitals: /, patience);
  await workbench.dismissQuickPick();
  assert.ok(!(await workbench.notifications()).some((told) => /proved:|Still broken|nothing proves/.test(told)), 'nothing is told before the reload');

  await workbench.reloading(() => workbench.run('Developer: Reload Window'));
  await workbench.progress(/Fixed and proved/, patience);
  await workbench.reloading(() => workbench.run('Developer: Reload Window'));
  await workbench.badgeBecomes(judged, patience);
  await workbench.run('Go Vitals: Diagnose Go Environment');
  await workbench.quickPickRows(/Go Vitals: /, patience);
  await workbench.dismissQuickPick();
  assert.deepEqual(await workbench.notifications(), [], 'the verdict is told once');

  await workbench.run('Go Vitals: Undo Last Fix');
  await workbench.progress(/Taken back/, patience);
  assert.equal(text(file), before, 'two windows later undo still knows every byte');
  await workbench.reloading(() => workbench.answer(/Taken back/, 'Reload Window'));
  await workbench.badgeBecomes(/^Go Vitals: 1 error/, patience);
});

spec('a folder that was opened through a link is opened at its own path, and that is proved there', 'healthy', async ({ workbench, folder, server }) => {
  const link = path.join(path.dirname(folder), 'link');
  symlinkSync(folder, link);
  await workbench.goTo(await server.url, link, path.join(folder, 'main.go'));
  await workbench.badgeBecomes(/open under another path/, patience);
  await workbench.run('Go Vitals: Fix a Problem…');
  await workbench.quickPickRows(/which problem is to be fixed/);
  await workbench.pickRow('Open the folder at its own path');
  const [apply] = await workbench.quickPickRows(/Go Vitals: Open the folder at its own path/);
  assert.match(apply ?? '', /open .* in this window/);
  await workbench.reloading(() => workbench.pickRow('Apply'));
  await workbench.progress(/Fixed and proved/, patience);
  assert.equal(workbench.folder(), folder);
  await workbench.badgeBecomes(judged, patience);
});

spec('in a workspace of two folders only the link is replaced, in its place and under the name it was given', 'multi-root', async ({ workbench, folder, server }) => {
  const file = path.join(folder, 'multi-root.code-workspace');
  const { page } = workbench;
  await openWorkspace(workbench, await server.url, file, path.join(folder, 'two', 'main.go'), 'The second');
  await workbench.badgeBecomes(/open under another path/, patience);
  await workbench.type('// typed, not saved ');
  await workbench.run('Go Vitals: Fix a Problem…');
  await workbench.quickPickRows(/which problem is to be fixed/, patience);
  await workbench.pickRow('Open the folder at its own path');
  await workbench.quickPickRows(/Go Vitals: Open the folder at its own path/, patience);
  await workbench.pickRow('Apply');
  await workbench.reloading(() => workbench.answer(/counts once the window is reloaded/, 'Reload Window', patience));
  await workbench.progress(/Fixed and proved/, patience);
  const after = text(file);
  assert.match(after, /two modules[^]*"The first"[^]*"The second"[^]*"editor\.rulers": \[100\] \}, \/\/ kept/);
  assert.match(after, /"path": "two"/);
  assert.doesNotMatch(after, /"path": "link"/);
  await page.locator('.tab.active.dirty').waitFor({ timeout: patience });
  assert.doesNotMatch(text(path.join(folder, 'two', 'main.go')), /typed/, 'what was typed is there still, and nobody has saved it');
}, (_, folder) => {
  symlinkSync(path.join(folder, 'two'), path.join(folder, 'link'));
  const named = '"folders": [{ "path": "one", "name": "The first" }, { "path": "link", "name": "The second" }]';
  writeFileSync(path.join(folder, 'multi-root.code-workspace'), `{\n  // two modules\n  ${named},\n  "settings": { "editor.rulers": [100] }, // kept\n}\n`);
});

spec('Go files without a module get one, by the name that was asked for; undo leaves none', 'module-missing', async ({ workbench, folder }) => {
  const file = path.join(folder, 'go.mod');
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(some, patience);
  await workbench.run('Go Vitals: Diagnose Go Environment');
  await workbench.quickPickRows(/Go Vitals: /, patience);
  await workbench.pressRowButton('module-missing', 'Fix');
  assert.equal(await workbench.input(/Make a module/, 'example.com/chosen'), 'example.com/module-missing', 'a proposal');
  await workbench.quickPickRows(/Go Vitals: Make a module/, patience);
  assert.match(await workbench.activeEditor(), /Fix\.txt/, 'the command is shown');
  await workbench.pickRow('Apply');
  await workbench.progress(/Fixed and proved/, patience);
  assert.match(text(file), /^module example\.com\/chosen$/m);
  await workbench.answer(/Fixed and proved/, 'Undo');
  await workbench.progress(/Taken back/, patience);
  assert.throws(() => text(file), /ENOENT/);
});

spec('what a person typed and did not save is kept: the fix asks for it to be saved, or changes nothing', 'gopls-setting-commented', async ({ workbench, folder }) => {
  const file = settings(folder);
  const before = text(file);
  await workbench.badgeBecomes(some, patience);
  await workbench.openFile('settings.json');
  // One line: the editor would go on with a comment on the next.
  await workbench.type('/* typed, not saved */ ');
  await workbench.run('Go Vitals: Diagnose Go Environment');
  await workbench.quickPickRows(/Go Vitals: /, patience);
  await workbench.pressRowButton('hoverKnd', 'Fix: Rename it');
  await workbench.progress(/has unsaved changes, and the fix starts from the file on the disk/, patience);
  assert.equal(text(file), before, 'nothing is saved before the user agreed');
  await workbench.answer(/has unsaved changes/, 'Save and Continue');
  await workbench.progress(told, patience);
  const typed = `/* typed, not saved */ ${before}`;
  assert.match(text(file), /^\/\* typed, not saved \*\/ \{[^]*"ui\.documentation\.hoverKind": "FullDocumentation"/);

  await workbench.openFile('settings.json');
  await workbench.type('/* and more */ ');
  await workbench.run('Go Vitals: Undo Last Fix');
  await workbench.progress(/was not taken back: .*has unsaved changes/, patience);
  await workbench.dismissNotifications();
  await workbench.save();
  await workbench.run('Go Vitals: Undo Last Fix');
  await workbench.progress(/Taken back/, patience);
  assert.equal(text(file), `/* and more */ ${typed}`, 'undo gives back the key and keeps what was typed since');
});

spec('what was typed into go.work is kept, and letters meant for another list neither hide the question nor answer it', 'healthy', async ({ workbench, folder }) => {
  const file = path.join(folder, 'go.work');
  const { keyboard } = workbench.page;
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(/go\.work does not list/, patience);
  await workbench.openFile('go.work');
  await workbench.type('// typed, not saved');
  await keyboard.press('Enter');
  await workbench.run('Go Vitals: Fix a Problem…');
  await workbench.quickPickRows(/which problem is to be fixed/, patience);
  await workbench.pickRow('to go.work');
  await workbench.answer(/has unsaved changes/, 'Save and Continue', patience);
  await workbench.quickPickRows(/Go Vitals: Add .* to go\.work/, patience);
  const asked = text(file);
  assert.equal(asked, `// typed, not saved\n${omits}`);
  await workbench.typeIntoBox('Rel');
  const [apply] = await workbench.quickPickRows(/to go\.work/);
  assert.match(apply ?? '', /Apply/);
  await keyboard.press('Enter');
  await until('the box is empty', async () => (await workbench.typed()) === '', { timeout: patience });
  assert.equal(text(file), asked, 'this Enter was meant for another list');
  await workbench.pickRow('Apply');
  await workbench.progress(/Fixed and proved/, patience);
  assert.match(text(file), /^\/\/ typed, not saved\n[^]*use \([^]*\.\/greeting/);

  await workbench.openFile('go.work');
  await workbench.type('// more');
  await workbench.run('Go Vitals: Undo Last Fix');
  await workbench.progress(/was not taken back: .*has unsaved changes/, patience);
  await workbench.run('File: Revert File');
  await workbench.page.locator('.tab.active.dirty').waitFor({ state: 'detached', timeout: patience });
  await workbench.answer(/was not taken back/, 'Try Again', patience);
  await workbench.progress(/Taken back/, patience);
  assert.equal(text(file), asked);
}, (_, folder) => { writeFileSync(path.join(folder, 'go.work'), omits); });

spec('Try Again after a refusal looks anew and then does it', 'gopls-setting-commented', async ({ workbench, folder }) => {
  const file = settings(folder);
  writeFileSync(file, text(file).replace('"hoverKnd"', '"linksInHovr": true,\n\t\t"hoverKnd"'));
  await workbench.badgeBecomes(/2 warnings/, patience);
  await workbench.run('Go Vitals: Diagnose Go Environment');
  await workbench.quickPickRows(/Go Vitals: /, patience);
  await workbench.pickRow('Fix all safe problems');
  await workbench.quickPickRows(/Go Vitals: mend 2 problems/, patience);
  const theirs = `${text(file)}// somebody else was here\n`;
  writeFileSync(file, theirs);
  await workbench.pickRow('Apply');
  await workbench.answer(/Nothing was changed: .*changed/, 'Try Again', patience);
  await workbench.quickPickRows(/Go Vitals: mend 2 problems/, patience);
  assert.equal(await workbench.modal(), undefined, 'what can be taken back blocks no window');
  await workbench.pickRow('Apply');
  await workbench.progress(/Fixed and proved/, patience);
  assert.match(text(file), /hoverKind[^]*somebody else was here/);
  assert.doesNotMatch(text(file), /hoverKnd|linksInHovr/);
});
