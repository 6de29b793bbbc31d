import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Answer } from '../../../extension/protocol.js';
import { kill, until } from '../../lib/processes.js';
import type { Case } from '../case.js';
import { api, badgeBecomes, inFolder, problems, read, reportThat, sidecars, write } from './kit.js';

const healthy = /^Go Vitals: healthy/;

/** In a good module, before any Go file is open: the Go extension sleeps. */
export const inHealthyFolder: Case[] = [
  {
    name: 'the badge of a good module becomes healthy, and small',
    run: async () => {
      await badgeBecomes(healthy);
      const badge = (await api()).badge();
      assert.equal(badge.text, '$(check) Go');
      assert.equal(badge.background, undefined);
      assert.equal(badge.visible, true);
    },
  },
  {
    name: 'Diagnose takes the pulse with a server of its own and says what works',
    run: async () => {
      const vitals = await api();
      const before = vitals.report();
      await vscode.commands.executeCommand('govitals.diagnose');
      const report = vitals.report();
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      assert.ok(report && report !== before, 'a new report');
      assert.equal(report.badge, 'healthy');
      assert.deepEqual(report.findings.filter(({ severity }) => severity !== 'info'), []);
      assert.ok(report.works.length > 0);
      const rungs = report.ladders.flatMap((ladder) => ladder.rungs);
      assert.equal(rungs.find(({ rung }) => rung === 1)?.state, 'holds', JSON.stringify(rungs));
      assert.equal(report.snapshot, undefined, 'the snapshot stays with the sidecar');
    },
  },
  {
    name: 'the report opens as a read-only document that follows the diagnosis',
    run: async () => {
      await vscode.commands.executeCommand('govitals.showReport');
      const shown = () => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'govitals-report');
      await until('the report has text', () => (shown()?.getText().length ?? 0) > 100, { sight: () => Promise.resolve(shown()?.getText()) });
      assert.match(shown()?.getText() ?? "", /Go Vitals/);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    },
  },
  {
    name: 'a sidecar that is killed comes back by itself',
    run: async () => {
      const [first, ...more] = sidecars();
      assert.ok(first !== undefined && more.length === 0, 'one window has one sidecar');
      kill(first);
      const [second] = await until('another sidecar', () => sidecars().some((pid) => pid !== first) && sidecars());
      assert.notEqual(second, first);
      await badgeBecomes(healthy);
    },
  },
  {
    name: 'Restart Sidecar ends the old one and diagnoses again',
    run: async () => {
      const old = sidecars();
      const before = (await api()).report();
      await vscode.commands.executeCommand('govitals.restartSidecar');
      await until('one other sidecar', () => sidecars().length === 1 && !old.includes(sidecars()[0] ?? 0));
      await reportThat('a new report', (report) => report !== before && report.tier === 'standard');
      await badgeBecomes(healthy);
    },
  },
];

/** After the cases of the stand-in: a Go file is open and the user's own server runs. */
export const withRunningServer: Case[] = [
  {
    name: "with the user's server running the badge is healthy and the server was asked",
    run: async () => {
      await vscode.commands.executeCommand('govitals.restartSidecar');
      await reportThat('rung 0 holds', (report) =>
        report.ladders.some(({ rungs }) => rungs.some(({ rung, state }) => rung === 0 && state !== 'skipped')),
      );
      await badgeBecomes(healthy);
    },
  },
];

/** The answers of the user's own server, as the last report has them. */
async function ownAnswers(): Promise<Answer[]> {
  const rungs = (await api()).report()?.ladders.flatMap((ladder) => ladder.rungs) ?? [];
  return rungs.find(({ rung }) => rung === 0)?.answers ?? [];
}

async function diagnose(): Promise<void> {
  await vscode.commands.executeCommand('govitals.diagnose');
  await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
}

/** After them: main.go is open. */
export const withOpenDocument: Case[] = [
  {
    name: "Diagnose puts every kind of question to the user's own server, in documents that are open, and opens none",
    run: async () => {
      const open = () => vscode.workspace.textDocuments.map(({ uri }) => uri.toString()).sort();
      const before = open();
      await diagnose();
      assert.deepEqual(open(), before);
      const answers = await ownAnswers();
      const asked = [...new Set(answers.map(({ question }) => question))].sort();
      assert.deepEqual(asked, ['completion', 'definition', 'document-symbols', 'hover', 'type-definition', 'workspace-symbol']);
      assert.deepEqual(answers.filter(({ verdict }) => verdict !== 'answered'), []);
      const elsewhere = answers.filter(({ asked: at }) => at.split(':')[0] !== inFolder('main.go').fsPath);
      // A symbol of the workspace is asked for by its name, in no document.
      assert.deepEqual(elsewhere.filter(({ question }) => question !== 'workspace-symbol'), [], JSON.stringify(before));
      const dependency = answers.find(({ question, symbol }) => question === 'definition' && symbol === 'example.com/greeting.Hello');
      assert.match(dependency?.where ?? '', /greeting[\\/]greeting\.go:5$/);
      assert.equal(dependency?.matches, true);
    },
  },
  {
    name: 'a document with unsaved changes is not asked about: its positions are not those of the file',
    run: async () => {
      const main = inFolder('main.go');
      const insert = new vscode.WorkspaceEdit();
      insert.insert(main, new vscode.Position(0, 0), '\n\n\n');
      assert.ok(await vscode.workspace.applyEdit(insert));
      await diagnose();
      assert.deepEqual(await ownAnswers(), []);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await diagnose();
      assert.ok((await ownAnswers()).length > 0, 'and asked again once it is as on the disk');
    },
  },
  {
    name: 'Find the Culprit finds nothing broken where nothing is, and changes no report',
    run: async () => {
      const vitals = await api();
      const before = vitals.report();
      await vscode.commands.executeCommand('govitals.isolate');
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      assert.equal(vitals.report(), before);
      await badgeBecomes(healthy);
    },
  },
];

/** In a folder whose settings.json gives gopls a setting it does not know. */
export const inBrokenSettings: Case[] = [
  {
    name: 'a gopls setting that is unknown is a problem in settings.json, at its line',
    run: async () => {
      const settings = inFolder('.vscode', 'settings.json');
      const [problem] = await until('a problem in settings.json', () => problems(settings).length > 0 && problems(settings), {
        sight: async () => (await api()).report()?.findings,
      });
      assert.ok(problem);
      assert.equal((problem.code as { value?: unknown } | undefined)?.value, 'gopls-setting-unknown');
      const lines = (await read(settings)).split('\n');
      assert.match(lines[problem.range.start.line] ?? '', /hoverKnd/);
      assert.match((problem.code as { target: vscode.Uri }).target.toString(), /gopls-setting-unknown/);
    },
  },
  {
    name: 'the problem has a quick fix, and the fix can be taken back, to the byte',
    run: async () => {
      const settings = inFolder('.vscode', 'settings.json');
      const before = await read(settings);
      const [problem] = problems(settings);
      assert.ok(problem);
      await vscode.workspace.openTextDocument(settings);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', settings, problem.range);
      const ours = actions.filter(({ command }) => command?.command === 'govitals.fix');
      assert.deepEqual(ours.map(({ kind }) => kind?.value), ours.map(() => 'quickfix'));
      const [best, ...others] = ours;
      assert.match(best?.title ?? '', /^Fix: Rename it to .*hoverKind$/, JSON.stringify(actions));
      assert.equal(best?.isPreferred, true);
      assert.ok(others.every(({ isPreferred }) => !isPreferred), 'only the best is applied unasked');
      await vscode.commands.executeCommand('govitals.fix', ...(best?.command?.arguments as unknown[]));
      assert.match(await read(settings), /hoverKind/);
      await until('no problem in settings.json', () => problems(settings).length === 0);
      await vscode.commands.executeCommand('govitals.undo');
      assert.equal(await read(settings), before);
      await until('the problem is back', () => problems(settings).length > 0);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    },
  },
  {
    name: 'once the setting is mended, the problem goes away by itself',
    run: async () => {
      const settings = inFolder('.vscode', 'settings.json');
      await write(settings, '{}\n');
      await until('no problem in settings.json', () => problems(settings).length === 0);
      await badgeBecomes(healthy);
    },
  },
  {
    name: 'merge markers in go.mod turn the badge red by themselves, and their end turns it green',
    run: async () => {
      const mod = inFolder('go.mod');
      const good = await read(mod);
      await write(mod, good.replace('go 1.26', '<<<<<<< HEAD\ngo 1.26\n=======\ngo 1.25\n>>>>>>> other'));
      await badgeBecomes(/^Go Vitals: 1 error/);
      assert.ok(problems(mod).length > 0, 'and a problem in go.mod');
      await write(mod, good);
      await badgeBecomes(healthy);
      assert.deepEqual(problems(mod), []);
    },
  },
];
