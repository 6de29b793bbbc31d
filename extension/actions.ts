import * as vscode from 'vscode';
import type { Actions } from './commands.js';
import type { Exporting } from './exporting.js';
import type { Fixer } from './fixer.js';
import { fixRows, offered, type Wish, wishOf } from './fixes.js';
import { ignore } from './ignoring.js';
import type { News } from './news.js';
import { pick, pickCulprits, type Ways } from './picker.js';
import type { ReportPanel } from './panel.js';
import type { ProcessTree } from './processtree.js';
import { type AskedParams, type Document, type Finding, methods, type RenderParams, type RenderResult } from './protocol.js';
import { renderDeadline, wholeRendered } from './rendering.js';
import type { ReportDocument } from './report.js';
import { type Action, reportActions } from './row.js';
import type { Asked, Session } from './session.js';
import type { Supervisor } from './supervisor.js';
import { counted } from './verdict.js';

export interface Parts {
  session: Session;
  supervisor: Supervisor;
  report: ReportDocument;
  panel: ReportPanel;
  exporting: Exporting<vscode.Uri>;
  tree: ProcessTree;
  news: News;
  fixer: Fixer;
  /** Runs what the user asked for; a failure is told. */
  run: (action: () => Promise<void>) => Promise<void>;
}

/** The Go extension's own command; it is there as long as that extension runs. */
const restartCommand = 'go.languageserver.restart';

/** Milliseconds after which what is quick as a rule shows that it is under way. */
const unnoticed = 1_000;

const nothing = { findings: [] };

/** What the commands and the rows of our lists do. */
export class UserActions implements Actions {
  constructor(private readonly parts: Parts) {}

  async diagnose(): Promise<void> {
    const found = await this.examined();
    if (found) await this.show(found);
  }

  async isolate(): Promise<void> {
    const refusal = cannotIsolate();
    if (refusal !== undefined) {
      void vscode.window.showInformationMessage(refusal);
      return;
    }
    const { session } = this.parts;
    const found = await this.underProgress(vscode.l10n.t('Finding the culprit'), (asked) => session.isolate(asked));
    if (found) pickCulprits(found, await this.ways());
  }

  async fix(sent?: unknown): Promise<void> {
    const { session, fixer } = this.parts;
    const wish = wishOf(sent) ?? (await this.wished(session.report ?? (await this.examined()) ?? nothing));
    if (wish) await fixer.fix(wish);
  }

  undo(): Promise<void> {
    return this.parts.fixer.undo();
  }

  async ignore(): Promise<void> {
    const { session } = this.parts;
    const findings = counted(session.report ?? (await this.examined()) ?? nothing);
    if (findings.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('Nothing was found that could be ignored.'));
    else await this.ignoring(findings);
  }

  async showReport(): Promise<void> {
    const { session, report } = this.parts;
    if (session.report || (await this.examined())) await report.show();
  }

  async showPanel(): Promise<void> {
    const { session, panel } = this.parts;
    if (session.report || (await this.examined())) panel.show();
  }

  async exportReport(): Promise<void> {
    const { session, exporting } = this.parts;
    await exporting.export((params) => this.rendered(params), () => session.report?.startedAt ?? '');
  }

  async reportIssue(): Promise<void> {
    const found = this.parts.session.report ?? (await this.examined());
    if (found) await this.parts.exporting.issue((params) => this.rendered(params), found);
  }

  async showTree(): Promise<void> {
    const { tree } = this.parts;
    if (await this.quickly(vscode.l10n.t('Looking at the processes'), ({ signal }) => tree.look(signal))) await tree.show();
  }

  async restartSidecar(): Promise<void> {
    await this.parts.supervisor.restart();
    this.parts.session.trigger('start');
  }

  /** The list of a report that is known already. */
  async show(found: Document): Promise<void> {
    pick(found, await this.ways());
  }

  /** The whole examination because the user asked, who is told of nothing in it again; undefined if it was cancelled. */
  private async examined(): Promise<Document | undefined> {
    const { session, news } = this.parts;
    return this.underProgress(vscode.l10n.t('Diagnosing Go'), async (asked) => {
      const found = await session.diagnose(asked);
      if (!asked.signal.aborted) await news.told(counted(found)); // at once: one in the background may end next
      return found;
    });
  }

  private async rendered(params: RenderParams): Promise<RenderResult | undefined> {
    await this.revive();
    const ask = { deadline: renderDeadline, again: true };
    return wholeRendered(params, {
      request: (wanted) => this.parts.supervisor.request<RenderResult>(methods.render, wanted, ask),
      examine: () => this.examined(),
    });
  }

  private async wished(found: Pick<Document, 'findings'>): Promise<Wish | undefined> {
    const rows = fixRows(found, vscode.l10n.t);
    if (rows.length === 0) void vscode.window.showInformationMessage(vscode.l10n.t('Nothing was found that could be fixed.'));
    const title = vscode.l10n.t('Go Vitals: which problem is to be fixed?');
    return rows.length === 0 ? undefined : (await vscode.window.showQuickPick(rows, { title, matchOnDetail: true }))?.wish;
  }

  private async ignoring(findings: readonly Finding[]): Promise<void> {
    const { session } = this.parts;
    // The change of the settings alone starts a diagnosis only where that is wanted.
    if ((await ignore(findings)) && !session.vitals.automatic) await this.diagnose();
  }

  private async ways(): Promise<Ways> {
    const { run } = this.parts;
    const can: Action[] = ['tree', 'fixAll', ...reportActions];
    if (cannotIsolate() === undefined) can.push('isolate');
    if ((await vscode.commands.getCommands(true)).includes(restartCommand)) can.push('restart');
    return {
      can,
      showReport: () => run(() => this.showReport()),
      ignore: (finding) => run(() => this.ignoring([finding])),
      fix: (finding) => run(() => this.fix({ finding: finding.id, fix: offered(finding)?.id })),
      act: (action) => run(() => this.act(action)),
    };
  }

  private act(action: Action): Promise<void> {
    switch (action) {
      case 'fixAll':
        return this.fix({ allSafe: true });
      case 'isolate':
        return this.isolate();
      case 'restart':
        return this.restartServer();
      case 'tree':
        return this.showTree();
      case 'panel':
        return this.showPanel();
      case 'export':
        return this.exportReport();
      case 'issue':
        return this.reportIssue();
    }
  }

  /** The new server is diagnosed as soon as it answers: only that proves the mend. */
  private async restartServer(): Promise<void> {
    const { session, supervisor } = this.parts;
    // Before it happens: an end that somebody asked for is no crash.
    const asked: AskedParams = { hostPid: process.pid, by: 'restart' };
    await supervisor.notify(methods.asked, asked);
    await vscode.commands.executeCommand(restartCommand);
    if (session.vitals.automatic) session.trigger('start');
    else await this.diagnose();
  }

  /** Work that shows only once it takes long, and can be cancelled then; undefined if it was. */
  private async quickly<T>(title: string, work: (asked: Asked) => Promise<T>): Promise<T | undefined> {
    await this.revive();
    const stop = new AbortController();
    const working = work({ signal: stop.signal, onProgress: () => undefined });
    const late = new Promise<true>((resolve) => setTimeout(() => { resolve(true); }, unnoticed));
    if (!(await Promise.race([working.then(() => false), late]))) return working;
    return this.underProgress(title, ({ signal }) => {
      signal.addEventListener('abort', () => { stop.abort(); });
      return working;
    });
  }

  /** Asking is reason enough to try again what was given up. */
  private async revive(): Promise<void> {
    const { supervisor } = this.parts;
    if (supervisor.state.kind === 'down') await supervisor.restart();
  }

  /** Work that can be cancelled, with the sidecar's own words about how far it is; undefined if it was cancelled. */
  private async underProgress<T>(title: string, work: (asked: Asked) => Promise<T>): Promise<T | undefined> {
    await this.revive();
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (progress, token) => {
      const stop = new AbortController();
      // Whoever cancels waits no longer, also while the user's server still owes an answer.
      const given = new Promise<undefined>((resolve) => {
        stop.signal.addEventListener('abort', () => { resolve(undefined); });
      });
      const cancelled = token.onCancellationRequested(() => { stop.abort(); });
      try {
        return await Promise.race([
          work({ signal: stop.signal, onProgress: (message) => { progress.report({ message }); } }),
          given,
        ]);
      } finally {
        cancelled.dispose();
      }
    });
  }
}

/** Why no experiment can be made in this window. The palette hides the command then; a key or another extension may not. */
function cannotIsolate(): string | undefined {
  if (!vscode.workspace.workspaceFolders?.length) {
    return vscode.l10n.t('Open a folder first: Find the Culprit experiments with the Go settings of a folder.');
  }
  if (!vscode.workspace.isTrusted) {
    return vscode.l10n.t('Trust this folder first: Find the Culprit starts language servers in it.');
  }
  return undefined;
}
