import * as vscode from 'vscode';
import { UserActions } from './actions.js';
import { type BadgeView, view } from './badge.js';
import { commands } from './commands.js';
import { CodeActions, fixable, fixKinds } from './codeactions.js';
import { Diagnostics } from './diagnostics.js';
import { EditorSteps } from './editorsteps.js';
import { sidecarEnvironment } from './environment.js';
import { Facts } from './facts.js';
import { Exporting } from './exporting.js';
import { ExportView } from './exportview.js';
import { Fallback, onPath } from './fallback.js';
import { Fixer } from './fixer.js';
import { FixView } from './fixview.js';
import { locate } from './locate.js';
import { News } from './news.js';
import { notify } from './notify.js';
import { panelType, ReportPanel } from './panel.js';
import { ProcessTree } from './processtree.js';
import type { Document } from './protocol.js';
import { askProviders } from './providers.js';
import { ReportDocument, reportScheme } from './report.js';
import { Restarts } from './restarts.js';
import { Rung0 } from './rung0.js';
import { Session } from './session.js';
import { SettingEdits } from './settingedits.js';
import { type Log, Sidecar, UnusableProgram } from './sidecar.js';
import { StatusBar } from './statusbar.js';
import { Supervisor } from './supervisor.js';
import { listen } from './triggers.js';
import { Waits } from './waits.js';
import { reasonOf } from './words.js';

/** The parts of the extension, wired. Nothing is started yet. */
export class App {
  readonly supervisor: Supervisor;
  readonly session: Session;
  private readonly news: News;
  private readonly actions: UserActions;
  private readonly fallback: Fallback;
  private readonly fixer: Fixer;

  constructor(
    context: vscode.ExtensionContext,
    atActivation: Record<string, string>,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.fallback = new Fallback((except) => otherProgram(atActivation, except));
    this.supervisor = new Supervisor(() => startSidecar(context, atActivation, log, this.fallback), new Restarts(), log);
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
    const { session, supervisor, news } = this;
    const report = new ReportDocument(session, supervisor);
    const tree = new ProcessTree(supervisor, () => facts.window());
    this.follow(tree);
    const steps = new EditorSteps(new SettingEdits(context.globalState));
    supervisor.onEditorStep = (step) => steps.run(step);
    const view = new FixView();
    this.fixer = new Fixer({
      session, supervisor, steps, view, waits: new Waits(context.globalState), log,
      facts: () => facts.collect('fast', false, () => Promise.resolve([])),
      run: (action) => this.run(action),
      showReport: () => this.actions.showReport(),
    });
    const exports = new ExportView();
    const exporting = new Exporting(exports);
    const panel = new ReportPanel({ session, supervisor, fix: (wish) => void this.run(() => this.actions.fix(wish)) });
    this.actions = new UserActions({ session, supervisor, news, report, panel, exporting, tree, fixer: this.fixer, run: (action) => this.run(action) });
    context.subscriptions.push(
      this.session,
      report,
      tree,
      view,
      exports,
      vscode.window.registerWebviewPanelSerializer(panelType, panel),
      session.onDidChange(() => { panel.update(); }),
      vscode.workspace.registerTextDocumentContentProvider(reportScheme, report),
      vscode.workspace.registerTextDocumentContentProvider(reportScheme, tree),
      ...this.views(report, tree),
      ...this.commands(),
      listen(this.session, () => void this.run(() => this.actions.restartSidecar())),
    );
  }

  /** Proves what waited for this window; where checks are automatic, the first of them is the occasion. */
  async settle(): Promise<void> {
    if (!this.session.vitals.automatic) await this.run(() => this.fixer.settle());
  }

  badge(): BadgeView {
    return view(this.session.vitals, vscode.l10n.t);
  }

  /** What the sidecar tells unasked, and what becomes of it. */
  private follow(tree: ProcessTree): void {
    const { session, supervisor } = this;
    let was = supervisor.state.kind;
    supervisor.onDidChange = () => {
      const { state } = supervisor;
      session.announce();
      if (state.kind === 'down') this.tell(state.reason);
      // A new sidecar watches the server only once it was asked for a diagnosis.
      if (state.kind === 'ready' && was === 'restarting') session.trigger('answer');
      was = state.kind;
    };
    supervisor.onChanged = (changed) => {
      session.happen(changed);
      tree.update();
    };
  }

  private views(report: ReportDocument, tree: ProcessTree): vscode.Disposable[] {
    const bar = new StatusBar();
    const diagnostics = new Diagnostics(this.session);
    let drawn: Document | undefined;
    let told: Document | undefined;
    const draw = () => {
      bar.draw(this.badge());
      diagnostics.update();
      report.update();
      const { report: found, unasked } = this.session;
      if (found && found !== drawn) {
        drawn = found;
        tree.update();
        if (found.tier !== 'fast') void this.run(() => this.fixer.settle());
      }
      // Whoever reads the list, or waits for it, needs no notification about it.
      if (!unasked || unasked === told) return;
      told = unasked;
      void this.run(() => notify(unasked, this.news, () => void this.run(() => this.actions.show(unasked))));
    };
    draw();
    const fixes = vscode.languages.registerCodeActionsProvider(fixable, new CodeActions(diagnostics), fixKinds);
    return [bar, diagnostics, fixes, this.session.onDidChange(draw)];
  }

  private commands(): vscode.Disposable[] {
    return Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, (sent: unknown) => this.run(() => run(this.actions, sent))),
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
    const { offer } = this.fallback;
    const other = offer === undefined ? [] : [vscode.l10n.t('Use {0} in This Window', offer)];
    void vscode.window.showErrorMessage(vscode.l10n.t('Go Vitals: {0}', reason), ...other, showLog, again).then((answer) => {
      if (answer === showLog) this.log.show();
      if (answer !== undefined && other.includes(answer)) this.fallback.accept();
      else if (answer !== again) return;
      void this.run(() => this.actions.restartSidecar());
    });
  }
}

function setting<T>(name: string): T | undefined {
  return vscode.workspace.getConfiguration('govitals').get<T>(name);
}

function downReason({ state }: Supervisor): string | undefined {
  return state.kind === 'down' || state.kind === 'restarting' ? state.reason : undefined;
}

async function startSidecar(
  context: vscode.ExtensionContext,
  environment: Record<string, string>,
  log: Log,
  fallback: Fallback,
): Promise<Sidecar> {
  const { version } = context.extension.packageJSON as { version: string };
  const client = `vscode-govitals ${version}`;
  const located = locate(setting<string>('sidecarPath') ?? '', context.extensionPath, process.platform);
  const program = fallback.instead(located);
  try {
    return await Sidecar.start(program, sidecarEnvironment(environment), client, log, vscode.env.language);
  } catch (error) {
    if (error instanceof UnusableProgram) await fallback.refused(program);
    throw error;
  }
}

/** A `govitals` of the user's that may be offered; none in a folder that is not trusted. */
async function otherProgram(environment: Record<string, string>, except: string): Promise<string | undefined> {
  if (!vscode.workspace.isTrusted) return undefined;
  const name = Object.keys(environment).find((key) => (process.platform === 'win32' ? key.toUpperCase() : key) === 'PATH');
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  const list = name === undefined ? '' : (environment[name] ?? '');
  return onPath({ list, platform: process.platform, arch: process.arch, folders, except });
}
