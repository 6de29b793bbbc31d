import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import os from 'node:os';
import { createInterface } from 'node:readline';
import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
  ProgressType,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { headOf } from './fallback.js';
import { mismatch, type Program } from './locate.js';
import {
  type ChangedParams, type EditorStepParams, type EditorStepResult, type InitializeParams, type InitializeResult, methods, type ProgressValue, protocolVersion,
} from './protocol.js';
import { reasonOf } from './words.js';

/** Where the life of the sidecar is written down; a LogOutputChannel is one. */
export interface Log {
  debug(text: string): void;
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

/** A start that would fail again: no such file, another platform, another protocol. Never retried. */
export class HopelessStart extends Error {}

/** A program that was refused before it was started: it is not there, or it was built for another machine. */
export class UnusableProgram extends HopelessStart {}

export interface Ask {
  signal?: AbortSignal;
  /** Progress notifications carry this token. */
  token?: string;
  onProgress?: (text: string) => void;
  /** Milliseconds after which a sidecar that gave no answer is ended. */
  deadline: number;
}

const startDeadline = 10_000;
const stopGrace = 1_000;

/** Makes one step of a fix in the editor. */
export type OnEditorStep = (step: EditorStepParams) => Promise<EditorStepResult>;

/** One running sidecar. Requests reject when it ends; it is never started twice. */
export class Sidecar {
  alive = true;
  /** Called once when it ends without having been stopped, before open requests are rejected. */
  onEnded: (reason: string) => void = () => undefined;
  /** Called when something happened to the language server of this window. */
  onChanged: (changed: ChangedParams) => void = () => undefined;
  /** Called for what only the editor can do, in the middle of a fix or of taking one back. */
  onEditorStep: OnEditorStep = () => Promise.resolve({ ok: false, error: 'no editor' });
  private stopping = false;
  /** Why it ended or is being ended; empty while it lives. */
  private reason = '';

  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly connection: MessageConnection,
    private readonly log: Log,
  ) {
    child.once('exit', (code, signal) => {
      this.alive = false;
      this.reason ||= signal ? `it was ended by ${signal}` : `it exited with code ${String(code)}`;
      log.info(`sidecar ${String(child.pid)}: ${this.reason}`);
      if (!this.stopping) this.onEnded(this.reason);
      // Without this every open request would stay pending for ever.
      connection.dispose();
    });
    child.on('error', (error) => { log.warn(`sidecar ${String(child.pid)}: ${error.message}`); });
    connection.onNotification(methods.changed, (changed: ChangedParams) => { this.onChanged(changed); });
    connection.onRequest(methods.editorStep, (step: EditorStepParams) => this.onEditorStep(step));
    connection.onError(([error]) => { this.end(`its answers cannot be read: ${error.message}`); });
    // Its output closes a moment before its end is known; one that lives on without an output is of no use.
    connection.onClose(() => { setTimeout(() => { this.end('it closed its output'); }, stopGrace).unref(); });
  }

  /** Starts a program and agrees on the protocol and the language of its texts. */
  static async start(program: Program, environment: NodeJS.ProcessEnv, client: string, log: Log, language = 'en'): Promise<Sidecar> {
    await examine(program);
    const child = await spawned(program, environment);
    createInterface({ input: child.stderr }).on('line', (line) => { relay(line, log); });
    const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    const sidecar = new Sidecar(child, connection, log);
    connection.listen();
    const { protocol, version } = await sidecar.initialize({ protocol: protocolVersion, client, language });
    if (protocol !== protocolVersion) {
      await sidecar.stop();
      throw new HopelessStart(
        `it speaks protocol ${String(protocol)} and this extension ${String(protocolVersion)}: reload the window to finish the update`,
      );
    }
    log.info(`sidecar ${String(child.pid)}: govitals ${version} from ${program.file}`);
    return sidecar;
  }

  private async initialize(hello: InitializeParams): Promise<InitializeResult> {
    try {
      return await this.request<InitializeResult>(methods.initialize, hello, { deadline: startDeadline });
    } catch (error) {
      const reason = this.reason || reasonOf(error);
      await this.stop();
      throw new Error(`it did not start: ${reason}`, { cause: error });
    }
  }

  async request<Result>(method: string, params: object, ask: Ask): Promise<Result> {
    const cancel = new CancellationTokenSource();
    const abort = () => { cancel.cancel(); };
    ask.signal?.addEventListener('abort', abort);
    if (ask.signal?.aborted) abort();
    const { token, onProgress } = ask;
    const progress = token && onProgress
      ? this.connection.onProgress(new ProgressType<ProgressValue>(), token, (value) => { onProgress(value.text); })
      : undefined;
    const late = setTimeout(() => { this.end(`no answer to ${method} within ${String(ask.deadline / 1000)} s`); }, ask.deadline);
    try {
      return await this.connection.sendRequest<Result>(method, params, cancel.token);
    } finally {
      clearTimeout(late);
      progress?.dispose();
      ask.signal?.removeEventListener('abort', abort);
      cancel.dispose();
    }
  }

  /** Tells it something. */
  async notify(method: string, params: object): Promise<void> {
    await this.connection.sendNotification(method, params);
  }

  /** Asks it to leave, closes its input, and ends it a second later. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (!this.alive) return;
    const gone = once(this.child, 'exit').catch(() => undefined);
    const left = this.connection.sendRequest(methods.shutdown, {}).catch(() => undefined);
    await Promise.race([left, gone, delay(stopGrace)]);
    this.child.stdin.end();
    await Promise.race([gone, delay(stopGrace)]);
    if (this.alive) this.child.kill('SIGKILL');
  }

  private end(reason: string): void {
    if (!this.alive || this.stopping) return;
    this.reason ||= reason;
    this.log.warn(`sidecar ${String(this.child.pid)}: ${reason}`);
    this.child.kill('SIGKILL');
  }
}

/** Refuses what cannot run here, with the reason a person can act on. */
async function examine(program: Program): Promise<void> {
  let head: Buffer;
  try {
    head = await headOf(program.file);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const advice = program.bundled ? 'install Go Vitals again' : 'it is named by the setting govitals.sidecarPath';
    const reason = missing ? `there is no ${program.file}: ${advice}` : `${program.file} cannot be read: ${reasonOf(error)}`;
    throw new UnusableProgram(reason, { cause: error });
  }
  const wrong = mismatch(head, process.platform, process.arch);
  if (wrong) throw new UnusableProgram(`${program.file}: ${wrong}`);
}

async function spawned(program: Program, environment: NodeJS.ProcessEnv): Promise<ChildProcessWithoutNullStreams> {
  const run = async () => {
    // Not in the workspace: Windows would keep the folder locked, and an untrusted one is no place to be.
    const child = spawn(program.file, ['serve'], { cwd: os.homedir(), env: environment, windowsHide: true });
    await once(child, 'spawn');
    return child;
  };
  try {
    return await run();
  } catch (error) {
    if (!program.bundled || (error as NodeJS.ErrnoException).code !== 'EACCES') throw hopeless(program, error);
  }
  try {
    // Packages lose the mode bit on some ways into a machine; the symptom is EACCES at the first start.
    await chmod(program.file, 0o755);
    return await run();
  } catch (error) {
    throw hopeless(program, error);
  }
}

function hopeless(program: Program, error: unknown): HopelessStart {
  return new HopelessStart(`${program.file} cannot be started: ${reasonOf(error)}`, { cause: error });
}

function relay(line: string, log: Log): void {
  const level = /\blevel=(\w+)/.exec(line)?.[1];
  if (level === 'ERROR' || line.startsWith('panic:')) log.error(line);
  else if (level === 'WARN') log.warn(line);
  else if (level === 'DEBUG') log.debug(line);
  else log.info(line);
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
