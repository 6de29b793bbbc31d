import assert from 'node:assert/strict';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Finding } from '../../../extension/protocol.js';
import { until } from '../../lib/processes.js';
import type { Case } from '../case.js';
import { api, read, reportThat, write } from './kit.js';

/** A key that no extension registers: the editor's own interface refuses to write it. */
const key = 'go.docsTool';

interface Level {
  name: string;
  file: () => vscode.Uri;
  /** A settings file of this level; the member is what it holds beside other things. */
  text: (member: string) => string;
}

const plain = (member: string) => `{\n  // the team agreed\n  ${member}"editor.rulers": [100], // no wider\n}\n`;

/** The server's home, in which its data lie. */
const data = (...parts: string[]) => vscode.Uri.file(path.join(os.homedir(), 'data', ...parts));

function folder(index: number, ...parts: string[]): vscode.Uri {
  const found = vscode.workspace.workspaceFolders?.[index];
  assert.ok(found);
  return vscode.Uri.joinPath(found.uri, ...parts);
}

function workspaceFile(): vscode.Uri {
  const { workspaceFile: file } = vscode.workspace;
  assert.ok(file);
  return file;
}

/** The finding that speaks of this file alone: one of the case before may still be there. */
async function wrong(file: vscode.Uri): Promise<Finding> {
  const vitals = await api();
  const found = () =>
    vitals.report()?.findings.find(({ id, evidence }) => id === `go-setting-removed:${key}` && evidence.every(({ source }) => source.file === '' || source.file === file.fsPath));
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const seen = () => [null, ...folders].map((uri) => vscode.workspace.getConfiguration(undefined, uri).inspect(key));
  return until(`${key} is found in ${file.fsPath}`, found, {
    timeout: 100_000, sight: () => Promise.resolve([seen(), vitals.report()?.startedAt, vitals.report()?.findings.map(({ id, evidence }) => [id, evidence])]),
  });
}

/** Also the quick look sees what stands in the settings. */
async function right(): Promise<void> {
  await reportThat(`no ${key}`, ({ findings }) => !findings.some(({ check }) => check === 'go-setting-removed'));
}

function fixAndUndo({ name, file, text }: Level): Case {
  return {
    name: `fix and undo of a key that nobody registers: ${name}`,
    run: async () => {
      const former = await read(file()).catch(() => undefined);
      const before = text(`"${key}": "godoc", /* since ever */ `);
      await write(file(), before);
      try {
        const { id } = await wrong(file());
        await vscode.commands.executeCommand('govitals.fix', { finding: id, fix: 'remove-setting' });
        const after = await read(file());
        assert.ok(!after.includes(key), `${key} is still in ${after}`);
        assert.ok(after.includes('// the team agreed') && after.includes('"editor.rulers": [100], // no wider'), after);
        await vscode.commands.executeCommand('govitals.undo');
        assert.equal(await read(file()), before);
      } finally {
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
        // Not deleted: the editor was seen not to notice that its machine's settings file went, and to keep the value.
        await write(file(), former ?? '{}\n');
      }
      await right();
    },
  };
}

export const inFolder: Case[] = [
  { name: 'the workspace', file: () => folder(0, '.vscode', 'settings.json'), text: plain },
  { name: 'the remote machine', file: () => data('Machine', 'settings.json'), text: plain },
].map(fixAndUndo);

export const inWorkspaceFile: Case[] = [
  { name: 'one folder of several', file: () => folder(1, '.vscode', 'settings.json'), text: plain },
  {
    name: 'the workspace file',
    file: workspaceFile,
    text: (member: string) => `{\n  "folders": [{ "path": "one" }, { "path": "two" }], // both\n  "settings": ${plain(member).trimEnd().replaceAll('\n', '\n  ')},\n}\n`,
  },
].map(fixAndUndo);
