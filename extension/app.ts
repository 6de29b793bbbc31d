import * as vscode from 'vscode';
import { UserActions } from './actions.js';
import { type BadgeView, view } from './badge.js';
import { commands } from './commands.js';
import { Diagnostics } from './diagnostics.js';
import { sidecarEnvironment } from './environment.js';
import { Facts } from './facts.js';
import { locate } from './locate.js';
import { News } from './news.js';
import { notify } from './notify.js';
import type { Document } from './protocol.js';
import { askProviders } from './providers.js';
import { ReportDocument, reportScheme } from './report.js';
import { Restarts } from './restarts.js';
import { Rung0 } from './rung0.js';
import { Session } from './session.js';
import { type Log, Sidecar } from './sidecar.js';
import { StatusBar } from './statusbar.js';
import { Supervisor } from './supervisor.js';
import { listen } from './triggers.js';
import { reasonOf } from './words.js';

/** The parts of the extension, wired. Nothing is started yet. */
export class App {
  readonly supervisor: Supervisor;
  readonly session: Session;
  private readonly news: News;
  private readonly actions: UserActions;

  constructor(
    context: vscode.ExtensionContext,
    atActivation: Record<string, string>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.supervisor = new Supervisor(() => startSidecar(context, atActivation, log), new Restarts(), log);
    const rung0 = new Rung0((command) => vscode.commands.executeCommand(command), askProviders);
    const facts = new Facts(context, atActivation, rung0);
    this.news = new News(context.workspaceState);
    this.session = new Session({
      collect: (tier, background, choose) => facts.collect(tier, background, choose),
      request: (method, params, ask) => this.supervisor.request(method, params, ask),
      automatic: () => setting<boolean>('automaticChecks') ?? true,
      trusted: () => vscode.workspace.isTrusted,
      down: () => downReason(this.supervisor),
      log,
    });
    this.supervisor.onDidChange = () => {
      this.session.announce();
      if (this.supervisor.state.kind === 'down') this.tell(this.supervisor.state.reason);
    };
    const { session, supervisor, news } = this;
    const report = new ReportDocument(session, supervisor);
    this.actions = new UserActions({ session, supervisor, news, report, run: (action) => this.run(action) });
    context.subscriptions.push(
      this.session,
      report,
      vscode.workspace.registerTextDocumentContentProvider(reportScheme, report),
      ...this.views(report),
      ...this.commands(),
      listen(this.session, () => void this.run(() => this.actions.restartSidecar())),
    );
  }

  badge(): BadgeView {
    return view(this.session.vitals, vscode.l10n.t);
  }

  private views(report: ReportDocument): vscode.Disposable[] {
    const bar = new StatusBar();
    const diagnostics = new Diagnostics(this.session);
    let told: Document | undefined;
    const draw = () => {
      bar.draw(this.badge());
      diagnostics.update();
      report.update();
      const found = this.session.report;
      if (!found || found === told) return;
      told = found;
      // Whoever reads the list needs no notification about it.
      if (this.session.asked) return;
      void this.run(() => notify(found, this.news, () => void this.run(() => this.actions.show(found))));
    };
    draw();
    return [bar, diagnostics, this.session.onDidChange(draw)];
  }

  private commands(): vscode.Disposable[] {
    return Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, () => this.run(() => run(this.actions))),
    );
  }

  /** Runs what the user asked for; a failure is told. */
  private async run(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.log.error(reasonOf(error));
      // That no sidecar answers was told when it was given up.
      if (this.supervisor.state.kind !== 'down') this.tell(reasonOf(error));
    }
  }

  private tell(reason: string): void {
    const showLog = vscode.l10n.t('Show Log');
    const again = vscode.l10n.t('Restart Sidecar');
    void vscode.window.showErrorMessage(vscode.l10n.t('Go Vitals: {0}', reason), showLog, again).then((answer) => {
      if (answer === showLog) this.log.show();
      if (answer === again) void this.run(() => this.actions.restartSidecar());
    });
  }
}

function setting<T>(name: string): T | undefined {
  return vscode.workspace.getConfiguration('govitals').get<T>(name);
}

function downReason({ state }: Supervisor): string | undefined {
  return state.kind === 'down' || state.kind === 'restarting' ? state.reason : undefined;
}

function startSidecar(context: vscode.ExtensionContext, environment: Record<string, string>, log: Log): Promise<Sidecar> {
  const { version } = context.extension.packageJSON as { version: string };
  const client = `vscode-govitals ${version}`;
  const program = locate(setting<string>('sidecarPath') ?? '', context.extensionPath, process.platform);
  return Sidecar.start(program, sidecarEnvironment(environment), client, log);
}
