import * as vscode from 'vscode';
import type { Diagnostics } from './diagnostics.js';
import { automatic, type Wish } from './fixes.js';

/**
 * By pattern: without the Go extension go.mod is XML to the editor. Only files of the workspace: the editor knows user settings
 * under another name in remote windows, and asks no extension about those.
 */
export const fixable: vscode.DocumentSelector = ['**/.vscode/settings.json', '**/go.mod', '**/go.work', '**/*.code-workspace'].map((pattern) => ({ scheme: 'file', pattern }));

export const fixKinds: vscode.CodeActionProviderMetadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

/** Offers the fixes of our own problems where they are shown. */
export class CodeActions implements vscode.CodeActionProvider {
  constructor(private readonly diagnostics: Diagnostics) {}

  provideCodeActions({ uri }: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    return this.diagnostics.at(uri, range).flatMap(({ diagnostic, finding }) =>
      finding.fixes.filter(automatic).map((fix, i) => {
        const action = new vscode.CodeAction(vscode.l10n.t('Fix: {0}', fix.title), vscode.CodeActionKind.QuickFix);
        const wish: Wish = { finding: finding.id, fix: fix.id };
        action.command = { command: 'govitals.fix', title: action.title, arguments: [wish] };
        action.diagnostics = [diagnostic];
        action.isPreferred = i === 0 && fix.risk === 'safe';
        return action;
      }),
    );
  }
}
