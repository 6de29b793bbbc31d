import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter, type MessageConnection } from 'vscode-jsonrpc/node';
import type { Request } from '../../extension/protocol';
import { root } from '../lib/env';

/** The program that scripts/build made. */
const binary = path.join(root, 'bin', process.platform === 'win32' ? 'govitals.exe' : 'govitals');

/** One `govitals serve` and a client connected as the extension's is. */
export interface Sidecar {
  process: ChildProcessWithoutNullStreams;
  connection: MessageConnection;
  stderr: () => string;
  /** Exit code, once it has ended. */
  ended: Promise<number | null>;
}

export function serve(home: string): Sidecar {
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run scripts/build --sidecar-only`);
  const child = spawn(binary, ['serve'], { env: { ...process.env, HOME: home, XDG_STATE_HOME: path.join(home, 'state') } });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.listen();
  return { process: child, connection, stderr: () => words, ended };
}

/** A private folder that goes with the test, holding a small module. */
export class Patient {
  readonly home = mkdtempSync(path.join(tmpdir(), 'govitals-rpc-'));

  constructor() {
    this.write('app/go.mod', 'module example.com/app\n\ngo 1.21\n');
    this.write('app/main.go', 'package main\n\nfunc main() {}\n');
  }

  write(name: string, content: string): string {
    const file = path.join(this.home, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** A go command that notes its process id and never answers. */
  hangingGo(): string {
    const pids = path.join(this.home, 'pids');
    chmodSync(this.write('bin/go', `#!/bin/sh\necho $$ >>'${pids}'\nsleep 300 &\necho $! >>'${pids}'\nwait\n`), 0o755);
    return pids;
  }

  request(more: Partial<Request> = {}): Request {
    const PATH = `${path.join(this.home, 'bin')}:/usr/bin:/bin`;
    return { folders: [path.join(this.home, 'app')], tier: 'fast', environment: { PATH, HOME: this.home }, ...more };
  }

  /** Process ids that the go command noted so far. */
  noted(): number[] {
    const file = path.join(this.home, 'pids');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map(Number) : [];
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}

export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return !readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
