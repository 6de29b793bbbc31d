import * as vscode from 'vscode';
import type { FixPlan } from './protocol.js';
import { baseName } from './verdict.js';

/** Documents with unsaved changes. */
export function dirty(): string[] {
  return vscode.workspace.textDocuments.flatMap(({ isDirty, uri }) => (isDirty && uri.scheme === 'file' ? [uri.fsPath] : []));
}

/** Those that a plan changes, or that a command of it may change. */
export function unsaved({ steps }: Pick<FixPlan, 'steps'>): string[] {
  const touched = steps.flatMap(({ file, linkedFrom, saves }) => [file, linkedFrom, ...saves]);
  return dirty().filter((file) => touched.includes(file));
}

/** Asks for unsaved work to be saved, because a fix starts from what is on the disk; false if the user does not want that. */
export async function saved(files: readonly string[]): Promise<boolean> {
  const yes = vscode.l10n.t('Save and Continue');
  const text = vscode.l10n.t('{0} has unsaved changes, and the fix starts from the file on the disk.', files.map(baseName).join(', '));
  if ((await vscode.window.showWarningMessage(text, yes)) !== yes) return false;
  for (const document of vscode.workspace.textDocuments) {
    if (files.includes(document.uri.fsPath) && !(await document.save())) return false;
  }
  return true;
}

/** Asks whether what is shown is to be done. Only what cannot be taken back is reason enough to block the window. */
export async function agreed({ title, lasting, steps, leftOut }: FixPlan): Promise<boolean> {
  const yes = vscode.l10n.t('Apply');
  if (lasting) {
    const detail = steps.filter((step) => step.lasting).map((step) => step.title).join('\n');
    const text = vscode.l10n.t('{0}? This cannot be taken back.', title);
    return (await vscode.window.showWarningMessage(text, { modal: true, detail }, yes)) === yes;
  }
  const left = leftOut.length > 0 ? vscode.l10n.t('Not mended by it: {0}', leftOut.map(({ finding }) => finding).join(', ')) : '';
  const apply = { label: `$(check) ${yes}`, description: title, detail: [...steps.map((step) => step.title), left].filter((part) => part !== '').join(' · ') };
  const cancel = { label: `$(close) ${vscode.l10n.t('Cancel')}` };
  const options = { title: `Go Vitals: ${title}`, placeHolder: vscode.l10n.t('This is what will be done. It can be taken back.'), ignoreFocusOut: true };
  return (await vscode.window.showQuickPick([apply, cancel], options)) === apply;
}

/** Nothing of a folder is run, and nothing in it changed, before it is trusted. */
export async function distrusted(): Promise<void> {
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('Trust this folder first: a fix changes its files or runs Go in it.'), manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}
