import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { removeTree } from './clearing.js';
import { cleanEnvironment, required } from './env.js';
import { descendants, endTree, type Process, until } from './processes.js';

export interface Options {
  /** Packages to install before the start. */
  extensions?: string[];
  /** Added to the clean environment of the server and so of the extension host. */
  env?: Record<string, string>;
  /** User settings on top of the quiet ones. */
  settings?: Record<string, unknown>;
  /** Further command-line arguments. */
  args?: string[];
  /** The editor's own files, where they are not those that the runner installed. */
  program?: Program;
}

/** What runs an editor: a node, and the directory of the package of code-server. */
export interface Program {
  node: string;
  dir: string;
}

const installed = (): Program => ({ node: required('GOVITALS_NODE24'), dir: path.join(required('GOVITALS_RUNTIME'), 'node_modules', 'code-server') });

/** No welcome page, no chat, no git, no updates: nothing on the screen and in the process tree but what is tested. As on a desktop, nothing is saved by itself. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'files.autoSave': 'off',
  'telemetry.telemetryLevel': 'off',
};

/** A VS Code server of our own: home, data, extensions and port belong to it alone. */
export class CodeServer {
  readonly home = mkdtempSync(path.join(os.tmpdir(), 'gv-'));
  readonly url: Promise<string>;
  private readonly log: string[] = [];
  private oldLogs = new Set<string>();
  private readonly child: ChildProcess;
  private readonly program: Program;

  constructor(options: Options = {}) {
    this.program = options.program ?? installed();
    const user = path.join(this.home, 'data', 'User');
    mkdirSync(user, { recursive: true });
    writeFileSync(path.join(user, 'settings.json'), JSON.stringify({ ...quiet, ...options.settings }, null, 2));
    // VSCODE_CLI keeps the server from asking a login shell, whose /etc/profile would reset PATH and lose `go`.
    const env = { ...cleanEnvironment(this.home), VSCODE_CLI: '1', ...options.env };
    for (const extension of options.extensions ?? []) this.install(extension, env);
    this.child = spawn(
      this.program.node,
      [
        ...this.command(),
        ...['--auth', 'none', '--bind-addr', '127.0.0.1:0'],
        ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
        // Three hours by default: a closed page would keep its extension host, and our sidecar, that long.
        ...['--reconnection-grace-time', '5'],
        ...(options.args ?? ['--disable-workspace-trust']),
      ],
      { env, cwd: this.home, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.child.stdout?.on('data', (data: Buffer) => this.log.push(data.toString()));
    this.child.stderr?.on('data', (data: Buffer) => this.log.push(data.toString()));
    this.url = until('code-server listens', () => this.listening(), {
      sight: () => Promise.resolve(this.log.join('')),
    });
    this.url.catch(() => undefined); // whoever awaits it gets the error; until then it is not unhandled
  }

  private command(): string[] {
    return [
      path.join(this.program.dir, 'out', 'node', 'entry.js'),
      ...['--config', path.join(this.home, 'config.yaml')],
      ...['--user-data-dir', path.join(this.home, 'data')],
      ...['--extensions-dir', path.join(this.home, 'extensions')],
    ];
  }

  private install(vsix: string, env: Record<string, string>): void {
    const args = [...this.command(), '--install-extension', vsix];
    const done = spawnSync(this.program.node, args, { env, encoding: 'utf8', timeout: 120_000 });
    if (done.status !== 0) throw new Error(`installing ${vsix}: ${done.stdout}${done.stderr}`);
  }

  private listening(): string | undefined {
    const text = this.log.join('');
    if (this.child.exitCode !== null) throw new Error(`code-server ended at its start:\n${text}`);
    const url = /HTTP server listening on (http:\/\/[\d.:]+)/.exec(text)?.[1];
    // The session server is a second listener; a page opened before it is up never connects.
    return text.includes('Session server listening on') ? url : undefined;
  }

  /** Live processes of the server, extension hosts and their children among them. */
  processes(): Process[] {
    return this.child.pid === undefined ? [] : descendants(this.child.pid);
  }

  /** Waits for the extension hosts of closed pages to end, so that the next page finds a quiet machine. */
  async idle(): Promise<void> {
    await until(
      'extension hosts of closed pages end',
      () => !this.processes().some((p) => p.argv.includes('--type=extensionHost')),
      { timeout: 30_000, sight: () => Promise.resolve(this.processes()) },
    );
  }

  /** From now on logOf speaks of files that are new: those of the next window, not of one before it that wrote last. */
  forgetLogs(): void {
    this.oldLogs = new Set(this.logFiles());
  }

  /** Text of the newest log file of this name that an extension wrote; empty if there is none. */
  logOf(name: string): string {
    const found = this.logFiles().filter((file) => path.basename(file).endsWith(name) && !this.oldLogs.has(file));
    const [newest] = found.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
    return newest === undefined ? '' : readFileSync(newest, 'utf8');
  }

  private logFiles(): string[] {
    const dir = path.join(this.home, 'data', 'logs');
    return (readdirSync(dir, { recursive: true }) as string[]).map((file) => path.join(dir, file));
  }

  /** The server's own log and what the newest extension host wrote, our output channel included. */
  logs(): string {
    const dir = path.join(this.home, 'data', 'logs');
    const written = (readdirSync(dir, { recursive: true }) as string[]).filter(
      (name) => /exthost\d+/.test(name) && name.endsWith('.log') && !/[\\/]vscode\./.test(name),
    );
    const host = (name: string) => Number(/exthost(\d+)/.exec(name)?.[1]);
    const newest = Math.max(...written.map(host));
    const files = written.filter((name) => host(name) === newest);
    const texts = files.map((name) => `== ${name}\n${readFileSync(path.join(dir, name), 'utf8')}`);
    return [this.log.join(''), ...texts].join('\n').slice(-40_000);
  }

  async stop(): Promise<void> {
    if (this.child.pid !== undefined) await endTree(this.child.pid);
    // The module cache is read-only by design and rm refuses it otherwise.
    spawnSync('chmod', ['-R', 'u+w', this.home]);
    removeTree(this.home);
  }
}
