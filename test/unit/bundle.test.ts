import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { root } from '../lib/env.js';

interface Lock {
  packages: Record<string, { version?: string; dev?: boolean; resolved?: string; hasInstallScript?: boolean }>;
}

const lockOf = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Lock;
const lock = lockOf('package-lock.json');

test('the bundle holds our files and what the lock file marks as needed at run time, and nothing else', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['extension/extension.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    target: 'node20',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const [output] = Object.values(metafile.outputs);
  assert.ok(output);
  const foreign = new Set<string>();
  for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
    if (file.startsWith('extension/') || bytesInOutput === 0) continue;
    const inside = /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
    assert.ok(inside, `${file} is neither ours nor of a package`);
    foreign.add(inside);
  }
  const needed = Object.keys(lock.packages).filter((name) => name !== '' && !lock.packages[name]?.dev);
  assert.deepEqual([...foreign].sort(), needed.sort());
});

test('nothing that the extension needs runs a program when it is installed', () => {
  for (const [name, { dev, hasInstallScript }] of Object.entries(lock.packages)) {
    assert.ok(dev || !hasInstallScript, `${name} has an install script`);
  }
  assert.match(readFileSync(path.join(root, '.npmrc'), 'utf8'), /^ignore-scripts=true$/m);
});

test('lock files say what, not from where', () => {
  for (const file of ['package-lock.json', 'test/host/runtime/package-lock.json']) {
    for (const [name, entry] of Object.entries(lockOf(file).packages)) {
      assert.equal(entry.resolved, undefined, `${file}: ${name} names a host`);
    }
    assert.doesNotMatch(readFileSync(path.join(root, file), 'utf8'), /registry/, file);
  }
});

test('every tool that scripts install is pinned to one version', () => {
  const pins = readFileSync(path.join(root, 'scripts/lib/pins.sh'), 'utf8');
  const found = [...pins.matchAll(/^([A-Z]+)_VERSION=(.*)$/gm)];
  assert.ok(found.length >= 4);
  for (const [, name, version] of found) assert.match(version ?? '', /^v\d+\.\d+\.\d+$/, name);
  for (const file of ['scripts/lib/parts.sh', 'scripts/lib/tools.sh', 'scripts/vulncheck']) {
    assert.doesNotMatch(readFileSync(path.join(root, file), 'utf8'), /@latest/, file);
  }
});
