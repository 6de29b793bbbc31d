import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { messagePage, pressed } from './panelpage.js';
import { methods, type RenderParams, type RenderResult } from './protocol.js';
import { lastRendered, renderDeadline as deadline } from './rendering.js';
import type { Session } from './session.js';
import type { Supervisor } from './supervisor.js';
import { reasonOf } from './words.js';

export const panelType = 'govitals.report';

export interface PanelParts {
  session: Session;
  supervisor: Supervisor;
  /** Goes the ordinary way of a fix: it is shown before anything happens. */
  fix: (wish: { finding: string; fix: string }) => void;
}

/**
 * The report as a page beside the code. It follows every new diagnosis without losing the reader's place, and a press of a
 * button on it begins a fix. It is for the person at the machine, so it is shown in full.
 */
export class ReportPanel implements vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  private shown: unknown;
  /** What the page that is loaded may run; empty while it shows no report. */
  private nonce = '';
  /** The newest page, if the editor would load an older one when the panel comes to the front again. */
  private newer: string | undefined;
  /** Counts what was asked for: the answer to a former question comes too late. */
  private asked = 0;

  constructor(private readonly parts: PanelParts) {}

  show(): void {
    if (this.panel) this.panel.reveal();
    else this.adopt(vscode.window.createWebviewPanel(panelType, vscode.l10n.t('Go Vitals Report'), vscode.ViewColumn.Active, { enableFindWidget: true }));
  }

  /** Brings it back after a reload of the window. */
  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.panel?.dispose();
    this.adopt(panel);
    return Promise.resolve();
  }

  /** Shows the new report, if there is one. */
  update(): void {
    const { report } = this.parts.session;
    if (!this.panel || report === this.shown) return;
    this.shown = report;
    void this.draw(this.panel);
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.nonce = '';
    this.newer = undefined;
    this.shown = undefined;
    // It needs no file of ours and none of the folder's.
    panel.webview.options = { enableScripts: true, enableCommandUris: false, localResourceRoots: [] };
    panel.webview.onDidReceiveMessage((message: unknown) => {
      const wish = pressed(message);
      if (wish) this.parts.fix(wish);
    });
    panel.onDidChangeViewState(() => {
      if (panel.visible || this.newer === undefined) return;
      panel.webview.html = this.newer;
      this.newer = undefined;
    });
    panel.onDidDispose(() => {
      if (this.panel === panel) this.panel = undefined;
    });
    this.say(panel, vscode.l10n.t('Nothing was diagnosed yet. The report follows the next diagnosis.'));
    this.update();
  }

  private async draw(panel: vscode.WebviewPanel): Promise<void> {
    const mine = ++this.asked;
    const nonce = this.nonce !== '' && panel.visible ? this.nonce : randomBytes(24).toString('base64url');
    const params: RenderParams = { format: 'html', privacy: 'full', nonce };
    const { supervisor, session } = this.parts;
    try {
      const rendered = await lastRendered(() => supervisor.request<RenderResult>(methods.render, params, { deadline, again: true }));
      if (mine !== this.asked || this.panel !== panel) return;
      if (rendered) await this.load(panel, nonce, rendered.text);
      else session.trigger('files'); // the report of a new sidecar follows
    } catch (error) {
      if (mine === this.asked && this.panel === panel) this.say(panel, vscode.l10n.t('The report cannot be shown: {0}', reasonOf(error)));
    }
  }

  /** A page that is read takes the new report itself; a hidden one is loaded anew when it comes to the front. */
  private async load(panel: vscode.WebviewPanel, nonce: string, html: string): Promise<void> {
    if (this.nonce === nonce && panel.visible) {
      this.newer = html;
      await panel.webview.postMessage({ html });
      return;
    }
    this.nonce = nonce;
    this.newer = undefined;
    panel.webview.html = html;
  }

  private say(panel: vscode.WebviewPanel, text: string): void {
    this.nonce = '';
    this.newer = undefined;
    panel.webview.html = messagePage(text, vscode.env.language);
  }
}
