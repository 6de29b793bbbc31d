import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from '../../lib/processes.js';
import type { Case } from '../case.js';

async function openMain(): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, 'main.go'));
  await vscode.window.showTextDocument(document);
  return document;
}

async function available(command: string): Promise<void> {
  await until(`the command ${command}`, async () => (await vscode.commands.getCommands(true)).includes(command));
}

/** The stand-in is what the other tests stand on: it must behave as the real Go extension where they look. */
export const cases: Case[] = [
  {
    name: 'stand-in: an open Go file starts gopls, whose commands answer',
    run: async () => {
      await openMain();
      await available('gopls.views');
      const views = await vscode.commands.executeCommand<unknown[]>('gopls.views');
      assert.equal(views.length, 1);
      const stats = await vscode.commands.executeCommand<{ Views: unknown[] }>('gopls.workspace_stats');
      assert.ok(JSON.stringify(stats).includes('GoCommandVersion'), JSON.stringify(stats));
    },
  },
  {
    name: 'stand-in: definition leads into the dependency',
    run: async () => {
      const document = await openMain();
      await available('gopls.views');
      const position = document.positionAt(document.getText().indexOf('Hello('));
      const found = await vscode.commands.executeCommand<vscode.Location[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        position,
      );
      assert.match(found[0]?.uri.path ?? 'nothing', /greeting\/greeting\.go$/);
    },
  },
  {
    name: 'stand-in: its restart brings gopls back',
    run: async () => {
      await openMain();
      await available('gopls.views');
      await vscode.commands.executeCommand('go.languageserver.restart');
      await available('gopls.views');
      assert.equal((await vscode.commands.executeCommand<unknown[]>('gopls.views')).length, 1);
    },
  },
];
