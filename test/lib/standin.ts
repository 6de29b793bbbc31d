import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { root } from './env.js';

/**
 * The VSIX that plays the Go extension: the stand-in, or that of GOVITALS_GO_EXTENSION, to try the real one by hand (it cannot
 * be had from a package registry).
 */
export function goExtension(dir: string): string {
  return process.env['GOVITALS_GO_EXTENSION'] ?? packageStandin(dir);
}

/** Packages the stand-in for the Go extension (see its header) into dir and returns the VSIX. */
function packageStandin(dir: string): string {
  const source = path.join(root, 'test', 'host', 'fixtures', 'golang-go-standin');
  const staged = path.join(dir, 'standin');
  mkdirSync(staged, { recursive: true });
  copyFileSync(path.join(source, 'package.json'), path.join(staged, 'package.json'));
  copyFileSync(path.join(root, 'LICENSE'), path.join(staged, 'LICENSE'));
  buildSync({
    entryPoints: [path.join(source, 'extension.ts')],
    outfile: path.join(staged, 'extension.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
  });
  const vsix = path.join(dir, 'golang-go-standin.vsix');
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const args = [vsce, 'package', '--no-dependencies', '--skip-license', '--out', vsix];
  const done = spawnSync(process.execPath, args, { cwd: staged, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`packaging the stand-in: ${done.stdout}${done.stderr}`);
  return vsix;
}
