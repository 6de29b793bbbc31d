import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** Root of the checkout; the runner names it, because a bundle lies elsewhere than its source. */
export const root = process.env['GOVITALS_ROOT'] ?? process.cwd();

/** A variable scripts/test sets once the tool it names is installed. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests through scripts/test`);
  return value;
}

/**
 * The environment of a person who has Go and gopls and nothing else set: built from nothing, so that a GOFLAGS or
 * GOROOT of the machine that runs the tests cannot make a healthy folder sick.
 */
export function cleanEnvironment(home: string): Record<string, string> {
  const tmp = path.join(home, 'tmp');
  mkdirSync(tmp, { recursive: true });
  return {
    HOME: home,
    USER: 'gopher',
    SHELL: '/bin/sh',
    LANG: 'C.UTF-8',
    PATH: [...new Set([folderOf('gopls'), folderOf('go'), '/usr/local/bin', '/usr/bin', '/bin'])].join(':'),
    TMPDIR: tmp,
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local', 'share'),
    XDG_STATE_HOME: path.join(home, '.local', 'state'),
  };
}

function folderOf(program: string): string {
  return path.dirname(execFileSync('/bin/sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim());
}
