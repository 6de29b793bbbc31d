import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Finding } from '../../../extension/protocol.js';
import { until } from '../../lib/processes.js';
import type { Case } from '../case.js';
import { inFolder, problems, read, reportThat, write } from './kit.js';

const settings = () => inFolder('.vscode', 'settings.json');

async function found(check: string): Promise<Finding> {
  const report = await reportThat(check, ({ findings }) => findings.some((finding) => finding.check === check));
  const finding = report.findings.find((one) => one.check === check);
  assert.ok(finding);
  return finding;
}

async function gone(check: string): Promise<void> {
  await reportThat(`no ${check}`, ({ findings, tier }) => tier !== 'fast' && !findings.some((finding) => finding.check === check));
}

const unknown = 'gopls-setting-unknown';

/** Settings files with a fault, and what must be in them after its fix. */
const files = [
  { name: 'a byte order mark and CRLF stay', check: unknown, text: '\uFEFF{\r\n  // first\r\n  "gopls": { "hoverKnd": "NoDocumentation" }\r\n}\r\n', after: /^\uFEFF\{\r\n {2}\/\/ first\r\n[^]*hoverKind[^]*\}\r\n$/ },
  { name: 'a flat key is renamed where it stands', check: unknown, text: '{\n  "gopls": {},\n  "gopls.hoverKnd": "NoDocumentation"\n}\n', after: /^(?![^]*hoverKnd)[^]*hoverKind/ },
];

export const inSettings: Case[] = [
  ...files.map(({ name, check, text, after }): Case => ({
    name: `fix and undo: ${name}`,
    run: async () => {
      await write(settings(), text);
      const { id } = await found(check);
      await vscode.commands.executeCommand('govitals.fix', { finding: id });
      assert.match(await read(settings()), after);
      await gone(check);
      await vscode.commands.executeCommand('govitals.undo');
      assert.equal(await read(settings()), text);
      await write(settings(), '{}\n');
      await gone(check);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    },
  })),
  {
    name: 'fix and undo: user settings, and nothing else in them changes',
    run: async () => {
      const { Global } = vscode.ConfigurationTarget;
      const value = () => vscode.workspace.getConfiguration().inspect('gopls')?.globalValue;
      await vscode.workspace.getConfiguration().update('gopls', { hoverKnd: 'NoDocumentation', 'ui.semanticTokens': false }, Global);
      try {
        const { id } = await found(unknown);
        await vscode.commands.executeCommand('govitals.fix', { finding: id });
        assert.deepEqual(value(), { 'ui.semanticTokens': false, 'ui.documentation.hoverKind': 'NoDocumentation' });
        await gone(unknown);
        await vscode.commands.executeCommand('govitals.undo');
        assert.deepEqual(value(), { hoverKnd: 'NoDocumentation', 'ui.semanticTokens': false });
      } finally {
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
        await vscode.workspace.getConfiguration().update('gopls', undefined, Global);
      }
      await gone(unknown);
    },
  },
  {
    name: 'a fix of what is not there any more changes nothing',
    run: async () => {
      const before = await read(settings());
      await vscode.commands.executeCommand('govitals.fix', { finding: `${unknown}:hoverKnd` });
      assert.equal(await read(settings()), before);
      assert.deepEqual(await until('no preview', () => vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0)), true);
      assert.deepEqual(problems(settings()), []);
    },
  },
];
