import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { removeTree } from '../lib/clearing.js';
import { cleanEnvironment, root } from '../lib/env.js';
import { type FolderName, makeFolder } from '../lib/folders.js';

const binary = path.join(root, 'bin', 'govitals');

/** What stands in names and settings of a folder that means harm, as far as a file system takes it. */
export const hostile = '<img src=x onerror="globalThis.hurt=1"><script>globalThis.hurt=2<:script> `|*_ @everyone #1';

type Json = Record<string, unknown>;

/** Reports of real folders as the program writes them, each in a file. */
export class Pages {
  private readonly dir = mkdtempSync(path.join(os.tmpdir(), 'gv-report-'));
  private readonly env = cleanEnvironment(path.join(this.dir, 'home'));
  private count = 0;

  remove(): void {
    removeTree(this.dir);
  }

  /** A page of one of the folders that all tests share. */
  ofFolder(name: FolderName, ...args: string[]): string {
    return this.check([this.folder(name), ...args], 'html');
  }

  /** A page of what a window with processes and a history of crashes would say: a real report, and these laid into it. */
  ofWindow(): string {
    const report = JSON.parse(readFileSync(this.check([this.folder('goroot-invalid'), '--privacy', 'full'], 'json'), 'utf8')) as { snapshot: Json };
    report.snapshot['processes'] = processes;
    report.snapshot['life'] = life;
    return this.replay(report, 'html');
  }

  /** A folder whose very names are markup, with settings to match. */
  ofHostileFolder(format: 'html' | 'markdown'): string {
    const parent = path.join(this.dir, `evil-${String(++this.count)}`);
    const folder = path.join(makeParent(parent), hostile);
    mkdirSync(path.join(folder, '.vscode'), { recursive: true });
    const files = { 'go.mod': 'module <img>\n\ngo 1.26\n', [`${hostile}.go`]: 'package main\n\nfunc main() { x }\n',
      '.vscode/settings.json': JSON.stringify({ 'go.goroot': `/${hostile}`, gopls: { [hostile]: hostile } }) };
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
    return this.check([folder, '--privacy', 'full'], format);
  }

  private replay(report: unknown, format: string): string {
    const file = path.join(this.dir, `replay-${String(++this.count)}.json`);
    writeFileSync(file, JSON.stringify(report));
    return this.check(['--replay', file], format);
  }

  private folder(name: FolderName): string {
    return makeFolder(makeParent(path.join(this.dir, `folder-${String(++this.count)}`)), name);
  }

  private check(args: string[], format: string): string {
    const file = path.join(this.dir, `report-${String(++this.count)}.${format}`);
    const all = ['check', ...args, '--format', format, '-o', file, '--fail-on', 'never', '--login-shell=off'];
    const { status, stderr } = spawnSync(binary, all, { env: this.env, cwd: this.dir, encoding: 'utf8', timeout: 120_000 });
    // 3: nothing could be found because something could not be judged; a report is there all the same.
    if (status !== 0 && status !== 3) throw new Error(`govitals ${all.join(' ')} ended with ${String(status)}\n${stderr}`);
    return file;
  }
}

function makeParent(dir: string): string {
  mkdirSync(dir, { recursive: true });
  return dir;
}

/** The version of the program, as it stands at the foot of a page. */
export function version(): string {
  return execFileSync(binary, ['version'], { encoding: 'utf8' }).trim();
}

function process_(pid: number, parent: number, role: string, name: string, more: Json = {}): Json {
  return { pid, parent, role, name, executable: `/opt/editor/${name}`, architecture: 'arm64', state: 'native', residentBytes: 90_000_000, window: 'ours', ...more };
}

const processes: Json = {
  state: 'ok', root: 100, host: 210, self: 400, native: 'arm64', nativeBy: 'hw.optional.arm64', total: 512,
  list: [
    process_(100, 1, 'editor-main', 'Electron', { window: 'shared' }),
    process_(210, 100, 'extension-host', 'Code Helper (Plugin)'),
    process_(300, 210, 'gopls', 'gopls', { architecture: 'amd64', state: 'translated', residentBytes: 1_300_000_000, build: { goVersion: 'go1.24.1', version: 'v0.17.0' } }),
    process_(310, 300, 'go', 'go', { arguments: ['list', '-e'], waits: 'network', waitsOn: { class: 'text', text: 'a module proxy' }, cpuPercent: 2 }),
    process_(400, 210, 'sidecar', 'govitals'),
  ],
};

function event(at: string, kind: string, more: Json = {}): Json {
  return { at: `2026-01-02T${at}.000Z`, kind, from: 'both', ...more };
}

const life: Json = {
  state: 'watched', crashes: 1, alive: 340,
  events: [
    event('15:20:00', 'asked', { by: 'activation' }), event('15:20:01', 'started', { pid: 300, version: 'v0.17.0' }),
    event('15:20:02', 'loading', { pid: 300 }), event('15:21:10', 'loaded', { pid: 300, tookMs: 68_000 }),
    event('15:30:00', 'panic', { pid: 300, words: 'panic: runtime error\ngoroutine 1 [running]:' }), event('15:30:00', 'crashed', { pid: 300, code: 2 }),
    event('15:40:00', 'asked', { by: 'manual' }), event('15:40:01', 'started', { pid: 340 }),
    event('15:40:02', 'loading', { pid: 340 }), event('15:42:02', 'loaded', { pid: 340, tookMs: 120_000 }),
  ],
};
