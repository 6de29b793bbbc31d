import * as vscode from 'vscode';
import { methods, type RenderParams, type RenderResult } from './protocol.js';
import { lastRendered, renderDeadline as deadline } from './rendering.js';
import type { Session } from './session.js';
import type { Supervisor } from './supervisor.js';
import { reasonOf } from './words.js';

export const reportScheme = 'govitals-report';

const place = vscode.Uri.from({ scheme: reportScheme, path: '/Go Vitals.md' });

/** The last report as a read-only Markdown document that follows every new diagnosis. */
export class ReportDocument implements vscode.TextDocumentContentProvider {
  private readonly changes = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changes.event;
  private shown: unknown;

  constructor(
    private readonly session: Session,
    private readonly supervisor: Supervisor,
  ) {}

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string | undefined> {
    if (uri.path !== place.path) return undefined;
    this.shown = this.session.report;
    if (!this.shown) return vscode.l10n.t('Nothing was diagnosed yet.');
    // In full: it is shown to the person at the machine and goes nowhere.
    const params: RenderParams = { format: 'markdown', privacy: 'full' };
    try {
      const rendered = await lastRendered(() => this.supervisor.request<RenderResult>(methods.render, params, { deadline, again: true }));
      if (rendered) return `# Go Vitals\n\n${rendered.text}`;
      this.session.trigger('files');
      return vscode.l10n.t('Go is being diagnosed again; the report follows.');
    } catch (error) {
      return vscode.l10n.t('The report cannot be shown: {0}', reasonOf(error));
    }
  }

  /** Renders again what is open, if there is a new report. */
  update(): void {
    if (this.session.report === this.shown) return;
    this.shown = this.session.report;
    this.changes.fire(place);
  }

  async show(): Promise<void> {
    await vscode.commands.executeCommand('markdown.showPreview', place);
  }

  dispose(): void {
    this.changes.dispose();
  }
}
