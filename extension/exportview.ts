import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { ending, type Face, type LeaveRow, type Way } from './exports.js';
import type { Ports } from './exporting.js';

const scheme = 'govitals-export';

/** Documents of a preview that are kept: an open one is asked for again when its tab comes to the front. */
const most = 8;

const languages: Readonly<Record<Face, string>> = { markdown: 'markdown', html: 'html', json: 'json', sarif: 'json' };

interface Item extends vscode.QuickPickItem {
  row: LeaveRow;
}

/** What an export shows and asks in the editor. */
export class ExportView implements Ports<vscode.Uri>, vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly registered = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  private serial = 0;
  private shown: vscode.TextEditor | undefined;

  readonly say = vscode.l10n.t;

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.texts.get(uri.toString());
  }

  pick<Row extends { label: string }>(title: string, rows: readonly Row[]): PromiseLike<Row | undefined> {
    return vscode.window.showQuickPick(rows, { title: `Go Vitals: ${title}` });
  }

  async sure(question: string, detail: string, yes: string): Promise<boolean> {
    return (await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) === yes;
  }

  async preview(name: string, text: string, face: Face): Promise<string> {
    const uri = vscode.Uri.from({ scheme, authority: String(++this.serial), path: `/${name}` });
    this.texts.set(uri.toString(), text);
    for (const old of this.texts.keys()) if (this.texts.size > most) this.texts.delete(old);
    const opened = await vscode.workspace.openTextDocument(uri);
    const language = languages[face]; // the editor knows no ending .sarif
    const document = opened.languageId === language ? opened : await vscode.languages.setTextDocumentLanguage(opened, language);
    this.shown = await vscode.window.showTextDocument(document, { preview: true, preserveFocus: true });
    return document.getText();
  }

  leave(title: string, rows: readonly LeaveRow[]): Promise<Way | undefined> {
    const list = vscode.window.createQuickPick<Item>();
    list.title = title;
    list.placeholder = vscode.l10n.t('Read it in the editor. Nothing has left this machine yet.');
    list.ignoreFocusOut = true; // whoever reads the preview clicks into it
    list.items = rows.map((row) => ({
      row,
      label: row.label,
      ...(row.description !== undefined && { description: row.description }),
      ...(row.detail !== undefined && { detail: row.detail }),
      ...(row.kind === 'heading' && { kind: vscode.QuickPickItemKind.Separator }),
    }));
    return new Promise((resolve) => {
      let way: Way | undefined;
      list.onDidAccept(() => {
        const [chosen] = list.selectedItems;
        if (chosen?.row.kind === 'replaced') this.reveal(chosen.row.first);
        if (chosen?.row.kind === 'way') ({ way } = chosen.row);
        if (chosen?.row.kind === 'way' || chosen?.row.kind === 'cancel') list.hide();
        else list.selectedItems = []; // a click on a row that is selected leads nowhere again
      });
      list.onDidHide(() => {
        list.dispose();
        resolve(way);
      });
      list.show();
    });
  }

  place(name: string, face: Face): PromiseLike<vscode.Uri | undefined> {
    // Not the workspace: a report in it is soon committed.
    const defaultUri = vscode.Uri.file(path.join(homedir(), name));
    const kind = ending(face);
    return vscode.window.showSaveDialog({ defaultUri, filters: { [kind.toUpperCase()]: [kind] }, title: vscode.l10n.t('Save the Report') });
  }

  async write(place: vscode.Uri, bytes: Uint8Array): Promise<void> {
    const { fs } = vscode.workspace;
    const before = await fs.stat(place).then(() => true, () => false);
    try {
      await fs.writeFile(place, bytes);
    } catch (error) {
      // Half a report would be taken for one.
      if (!before) await fs.delete(place).then(undefined, () => undefined);
      throw error;
    }
  }

  nameOf(place: vscode.Uri): string {
    return place.scheme === 'file' ? place.fsPath : place.path;
  }

  copy(text: string): PromiseLike<void> {
    return vscode.env.clipboard.writeText(text);
  }

  open(url: string): PromiseLike<boolean> {
    return vscode.env.openExternal(vscode.Uri.parse(url, true));
  }

  told(text: string): void {
    void vscode.window.showInformationMessage(vscode.l10n.t('Go Vitals: {0}', text));
  }

  failed(text: string, ...buttons: string[]): PromiseLike<string | undefined> {
    return vscode.window.showErrorMessage(vscode.l10n.t('Go Vitals: {0}', text), ...buttons);
  }

  dispose(): void {
    this.registered.dispose();
  }

  /** Selects the first place of a token in the preview. */
  private reveal(token: string): void {
    const editor = this.shown;
    if (!editor || editor.document.isClosed) return;
    const at = editor.document.getText().indexOf(token);
    if (at < 0) return;
    const range = new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + token.length));
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenter);
  }
}
