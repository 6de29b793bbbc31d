import * as vscode from 'vscode';
import { methods, type Request, type TreeParams, type TreeResult } from './protocol.js';
import { reportScheme } from './report.js';
import type { Supervisor } from './supervisor.js';
import { reasonOf } from './words.js';

const place = vscode.Uri.from({ scheme: reportScheme, path: '/Go Vitals Processes.md' });

const deadline = 30_000;

/** The processes around this window as a read-only Markdown document, looked at again when something happens to them. */
export class ProcessTree implements vscode.TextDocumentContentProvider {
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changes.event;
  /** Looked at already, for the next time the document is asked for. */
  private looked: string | undefined;

  constructor(
    private readonly supervisor: Supervisor,
    private readonly window: () => Request,
  ) {}

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string | undefined> {
    if (uri.path !== place.path) return undefined;
    const text = this.looked;
    this.looked = undefined;
    if (text !== undefined) return text;
    try {
      return await this.text();
    } catch (error) {
      return vscode.l10n.t('The processes cannot be shown: {0}', reasonOf(error));
    }
  }

  /** Looks, so that a failure is told instead of shown as a document. */
  async look(signal: AbortSignal): Promise<true> {
    this.looked = await this.text(signal);
    return true;
  }

  async show(): Promise<void> {
    this.update();
    await vscode.commands.executeCommand('markdown.showPreview', place);
  }

  /** Looks again if the document is open; the editor asks for no other. */
  update(): void {
    this.changes.fire(place);
  }

  dispose(): void {
    this.changes.dispose();
  }

  private async text(signal?: AbortSignal): Promise<string> {
    const params: TreeParams = { request: this.window(), format: 'markdown' };
    const ask = { deadline, again: true, ...(signal && { signal }) };
    const { text } = await this.supervisor.request<TreeResult>(methods.tree, params, ask);
    return `# Go Vitals: ${vscode.l10n.t('Processes')}\n\n${text}`;
  }
}
