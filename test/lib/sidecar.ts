import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { removeTree } from './clearing.js';
import { cleanEnvironment, root } from './env.js';
import { endTree } from './processes.js';

const binary = path.join(root, 'bin', process.platform === 'win32' ? 'govitals.exe' : 'govitals');

/** How a sidecar ended. */
export interface End {
  code: number | null;
  signal: string | null;
}

/** A real `govitals serve` in an environment of its own, with the client library the extension uses. */
export class Sidecar {
  readonly home: string;
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<End>;
  readonly env: Record<string, string>;
  private opened: MessageConnection | undefined;
  private errors = '';

  constructor(env: Record<string, string> = {}) {
    if (!existsSync(binary)) throw new Error(`${binary} is missing: run scripts/build --sidecar-only`);
    this.home = mkdtempSync(path.join(os.tmpdir(), 'gv-rpc-'));
    this.env = { ...cleanEnvironment(this.home), ...env };
    this.child = spawn(binary, ['serve'], { env: this.env, cwd: this.home });
    this.child.stderr.on('data', (data: Buffer) => (this.errors += data.toString()));
    // Writing to one that has just ended is what some tests do; without a listener it would end the test run.
    this.child.stdin.on('error', () => undefined);
    this.ended = new Promise((resolve) => {
      this.child.once('exit', (code, signal) => { resolve({ code, signal }); });
    });
  }

  /** The JSON-RPC connection; a test that writes raw bytes does not ask for it. */
  get connection(): MessageConnection {
    if (!this.opened) {
      this.opened = createMessageConnection(
        new StreamMessageReader(this.child.stdout),
        new StreamMessageWriter(this.child.stdin),
      );
      this.opened.onError(() => undefined);
      this.opened.listen();
    }
    return this.opened;
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${binary} did not start`);
    return this.child.pid;
  }

  get stderr(): string {
    return this.errors;
  }

  /** Waits for the end; a sidecar that does not end by itself is the failure it stands for. */
  end(timeout = 10_000): Promise<End> {
    return this.within(timeout, 'the sidecar still runs', this.ended);
  }

  async within<T>(timeout: number, late: string, work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`${late} after ${String(timeout / 1000)} s\n${this.errors}`));
      }, timeout);
    });
    try {
      return await Promise.race([work, expired]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends what is left and removes the home. */
  async dispose(): Promise<void> {
    this.opened?.dispose();
    // Of one that a signal ended, exitCode stays null; its process id may be another's by now.
    const runs = this.child.exitCode === null && this.child.signalCode === null;
    if (runs && this.child.pid !== undefined) await endTree(this.child.pid);
    removeTree(this.home);
  }
}

/** Runs body with a sidecar and ends it whatever happens; an answer that never comes is a failure, not a hang. */
export async function withSidecar(
  body: (sidecar: Sidecar) => Promise<void>,
  { env, timeout = 60_000 }: { env?: Record<string, string>; timeout?: number } = {},
): Promise<void> {
  const sidecar = new Sidecar(env);
  try {
    await sidecar.within(timeout, 'the test is not through', body(sidecar));
  } finally {
    await sidecar.dispose();
  }
}
