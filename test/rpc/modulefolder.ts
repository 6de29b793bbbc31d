import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Request } from '../../extension/protocol';
import { removeTree } from '../lib/clearing';

/** A small module in a private home that goes with the test; programs of its own can stand in for Go's. */
export class ModuleFolder {
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
  hangingGo(): void {
    const pids = path.join(this.home, 'pids');
    this.program('go', `echo $$ >>'${pids}'\nsleep 300 &\necho $! >>'${pids}'\nwait`);
  }

  /** A shell script in the first directory of PATH. */
  program(name: string, script: string): void {
    chmodSync(this.write(`bin/${name}`, `#!/bin/sh\n${script}\n`), 0o755);
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
    removeTree(this.home);
  }
}
