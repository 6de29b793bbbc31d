import * as vscode from 'vscode';
import type { EditorQuestion, Question } from './protocol.js';

/** The editor's commands that ask the providers of a language, as the keys of a user would. */
const commands: Readonly<Record<Question, string>> = {
  hover: 'vscode.executeHoverProvider',
  definition: 'vscode.executeDefinitionProvider',
  'type-definition': 'vscode.executeTypeDefinitionProvider',
  completion: 'vscode.executeCompletionItemProvider',
  'document-symbols': 'vscode.executeDocumentSymbolProvider',
  'workspace-symbol': 'vscode.executeWorkspaceSymbolProvider',
};

/** Puts one question to the providers, unless its document was closed or changed meanwhile: the command would open it. */
export function askProviders({ question, file, line, character, name }: EditorQuestion): PromiseLike<unknown> | undefined {
  const command = commands[question];
  if (question === 'workspace-symbol') return vscode.commands.executeCommand(command, name);
  const document = openGo().find(({ uri }) => uri.fsPath === file);
  if (!document) return undefined;
  if (question === 'document-symbols') return vscode.commands.executeCommand(command, document.uri);
  return vscode.commands.executeCommand(command, document.uri, new vscode.Position(line, character));
}

/** Go documents that are open and equal to their files: in others the positions that the sidecar reads would lie. */
export function openGo(): vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(
    ({ languageId, uri, isDirty, isClosed }) => languageId === 'go' && uri.scheme === 'file' && !isDirty && !isClosed,
  );
}
