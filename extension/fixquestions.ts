import * as vscode from 'vscode';
import { asking, undoable } from './fixes.js';
import type { FixPlan } from './protocol.js';
import { baseName } from './verdict.js';

/** Documents with unsaved changes. The user's settings are known to extensions by a name of their own. */
function unsavedDocuments(): vscode.TextDocument[] {
  return vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && (uri.scheme === 'file' || uri.scheme === 'vscode-userdata'));
}

export function dirty(): string[] {
  return unsavedDocuments().map(({ uri }) => uri.fsPath);
}

/** In a browser the name of the user's settings is only the end of their path. */
function isFile({ uri }: vscode.TextDocument, file: string): boolean {
  return uri.scheme === 'file' ? uri.fsPath === file : vscode.Uri.file(file).path.endsWith(uri.path);
}

/** Files that a plan changes, or that a command of it may change, and that have unsaved changes. */
export function unsaved({ steps }: Pick<FixPlan, 'steps'>): string[] {
  const touched = new Set(steps.flatMap(({ file, linkedFrom, saves }) => [file, linkedFrom, ...saves]).filter((file) => file !== ''));
  return [...touched].filter((file) => unsavedDocuments().some((document) => isFile(document, file)));
}

/**
 * Asks for unsaved work to be saved, because a fix starts from what is on the disk. Nobody saves what a person did not want to
 * save yet.
 */
export async function saved(files: readonly string[]): Promise<'saved' | 'declined' | 'failed'> {
  const yes = vscode.l10n.t('Save and Continue');
  const text = vscode.l10n.t('{0} has unsaved changes, and the fix starts from the file on the disk.', files.map(baseName).join(', '));
  if ((await vscode.window.showWarningMessage(text, yes)) !== yes) return 'declined';
  for (const document of unsavedDocuments()) {
    if (files.some((file) => isFile(document, file)) && !(await document.save())) return 'failed';
  }
  return 'saved';
}

/** The name that a command asks for, where it has only a proposal; undefined if nobody wants to say it. '' where none asks. */
export async function answer({ title, steps }: FixPlan): Promise<string | undefined> {
  const asking = steps.find(({ asks }) => asks > 0);
  if (!asking) return '';
  return vscode.window.showInputBox({
    title: `Go Vitals: ${title}`,
    prompt: vscode.l10n.t('The name that others import it by. Any name will do for a program of your own.'),
    value: asking.argv[asking.asks] ?? '',
    ignoreFocusOut: true,
    validateInput: (text) => (/^[\w.~-]+(\/[\w.~-]+)*$/.test(text) && !text.startsWith('-') ? undefined : vscode.l10n.t('Letters, digits and . _ ~ - only, with slashes between the parts')),
  });
}

/** Asks whether what is shown is to be done. Only what cannot be taken back is reason enough to block the window. */
export async function agreed(plan: FixPlan): Promise<boolean> {
  const { title, steps, leftOut } = plan;
  const yes = vscode.l10n.t('Apply');
  if (asking(plan) === 'dialog') {
    const detail = steps.filter((step) => step.lasting).map((step) => step.title).join('\n');
    const text = vscode.l10n.t('{0}? This cannot be taken back.', title);
    return (await vscode.window.showWarningMessage(text, { modal: true, detail }, yes)) === yes;
  }
  const left = leftOut.length > 0 ? vscode.l10n.t('Not mended by it: {0}', leftOut.map(({ finding }) => finding).join(', ')) : '';
  const apply = { label: `$(check) ${yes}`, description: title, detail: [...steps.map((step) => step.title), left].filter((part) => part !== '').join(' · ') };
  const cancel = { label: `$(close) ${vscode.l10n.t('Cancel')}` };
  const placeholder = undoable(plan) ? vscode.l10n.t('This is what will be done. It can be taken back.') : vscode.l10n.t('This is what will be done.');
  return (await chosen(`Go Vitals: ${title}`, placeholder, [apply, cancel])) === apply;
}

/**
 * The row that was chosen on purpose. A question may come up in front of whoever types in another list: the letters that fall into it
 * hide no row, and their Enter was not meant for it.
 */
function chosen<Row extends vscode.QuickPickItem>(title: string, placeholder: string, rows: readonly Row[]): Promise<Row | undefined> {
  const list = vscode.window.createQuickPick<Row>();
  Object.assign(list, { title, placeholder, ignoreFocusOut: true, items: rows.map((row) => Object.assign(row, { alwaysShow: true })) });
  return new Promise((resolve) => {
    let row: Row | undefined;
    list.onDidAccept(() => {
      if (list.value !== '') {
        list.value = '';
        list.selectedItems = []; // a click on a row that is selected chooses nothing
        return;
      }
      [row] = list.selectedItems;
      list.hide();
    });
    list.onDidHide(() => {
      list.dispose();
      resolve(row);
    });
    list.show();
  });
}

/** Nothing of a folder is run, and nothing in it changed, before it is trusted. */
export async function distrusted(): Promise<void> {
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('Trust this folder first: a fix changes its files or runs Go in it.'), manage);
  if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}
