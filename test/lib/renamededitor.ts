import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Program } from './codeserver.js';
import { required } from './env.js';

/** What the node of a renamed editor is called. */
export const renamedNode = 'engine';

/**
 * The editor with files of its own under other names: neither its node nor its package is called what it is elsewhere. Files are
 * linked, where that can be done; the packages beside it stay where they are.
 */
export function renamedEditor(parent: string): Program {
  const modules = path.join(required('GOVITALS_RUNTIME'), 'node_modules');
  const beside = path.join(parent, 'node_modules');
  const program = { node: path.join(parent, renamedNode), dir: path.join(beside, 'studio') };
  mkdirSync(beside, { recursive: true });
  for (const name of readdirSync(modules)) {
    if (name !== 'code-server') symlinkSync(path.join(modules, name), path.join(beside, name));
  }
  copy(path.join(modules, 'code-server'), program.dir);
  copy(required('GOVITALS_NODE24'), program.node);
  return program;
}

/** By hard links, and on another file system by copies. */
function copy(from: string, to: string): void {
  if (spawnSync('cp', ['-al', from, to]).status === 0) return;
  execFileSync('rm', ['-rf', to]);
  execFileSync('cp', ['-a', from, to]);
}
