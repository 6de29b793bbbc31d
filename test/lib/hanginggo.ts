import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A `go` in a directory of its own that hangs in a load of packages below the gopls of a window as long as a file is there. */
export interface HangingGo {
  /** To stand first on the PATH of gopls. */
  dir: string;
  /** The file that makes it hang. */
  hangs: string;
}

/**
 * Writes it. The go commands of a diagnosis go on as ever, as below a server that hangs where another one does not: only a
 * parent whose own parent is an extension host is waited for.
 */
export function hangingGo(parent: string, realGo: string): HangingGo {
  const dir = path.join(parent, 'hanging');
  const hangs = path.join(parent, 'hangs');
  mkdirSync(dir, { recursive: true });
  const file = path.join(dir, 'go');
  const host = `tr '\\0' ' ' < "/proc/$(sed 's/.*) . //; s/ .*//' "/proc/$PPID/stat")/cmdline"`;
  const script = [
    '#!/bin/sh',
    'case "$*" in list*-json*)',
    `  case "$(${host})" in`,
    `    *--type=extensionHost*) while [ -e '${hangs}' ]; do sleep 2; done ;;`,
    '  esac',
    'esac',
    `exec '${realGo}' "$@"`,
    '',
  ].join('\n');
  writeFileSync(file, script);
  chmodSync(file, 0o755);
  writeFileSync(hangs, '');
  return { dir, hangs };
}
