import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface Process {
  pid: number;
  parent: number;
  argv: string;
}

/** Live processes below pid, children first found first. Zombies, which nothing can end, are left out. */
export function descendants(pid: number): Process[] {
  const all = processes();
  const found: Process[] = [];
  const parents = new Set([pid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const process of all) {
      if (!parents.has(process.parent) || parents.has(process.pid)) continue;
      parents.add(process.pid);
      found.push(process);
      grown = true;
    }
  }
  return found;
}

function processes(): Process[] {
  if (process.platform !== 'linux') return fromPs();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => fromProc(Number(name)));
}

function fromProc(pid: number): Process[] {
  try {
    // The program's name stands in parentheses and may hold any character; the state and the parent follow it.
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z') return [];
    const argv = readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return [{ pid, parent: Number(parent), argv }];
  } catch {
    return []; // it ended while we looked
  }
}

function fromPs(): Process[] {
  const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, argv] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return argv === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), argv }];
  });
}

/** Ends a process and everything below it; what was started while we looked is found by looking again. */
export async function endTree(pid: number): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const below = descendants(pid);
    for (const { pid: each } of below.reverse()) kill(each);
    kill(pid);
    if (below.length === 0 && !alive(pid)) return;
    await delay(50);
  }
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // already gone
  }
}

/** Whether a process lives; one that waits to be reaped does not. */
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

/** Polls until look() gives something other than undefined or false; the error names what was awaited and the last sight. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  { timeout = 60_000, sight }: { timeout?: number; sight?: () => Promise<unknown> } = {},
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > end) {
      const last = sight ? `; last seen: ${JSON.stringify(await sight())}` : '';
      throw new Error(`not within ${String(timeout / 1000)} s: ${what}${last}`);
    }
    await delay(100);
  }
}
