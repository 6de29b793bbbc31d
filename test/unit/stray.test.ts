import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from '../lib/env.js';

const lib = (name: string) => path.join(root, 'scripts', 'lib', name);

/** Runs a file of tests as scripts/test does. */
function run(text: string): { status: number | null; told: string } {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'gv-stray-'));
  try {
    const file = path.join(dir, 'late.test.cjs');
    writeFileSync(file, text);
    const args = [`--import=${pathToFileURL(lib('stray.mjs')).href}`, '--test', `--test-reporter=${lib('reporter.mjs')}`, file];
    // Below a test runner node takes itself for one of its files, and runs nothing.
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined, GOVITALS_RESULTS: undefined };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8', timeout: 60_000 });
    return { status, told: stdout + stderr };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** A test that passes and leaves something behind, and one that lasts until that has happened. */
const leaving = (what: string) => `const { test } = require('node:test');
test('leaves something', () => { setTimeout(() => { ${what} }, 20); });
test('lasts', () => new Promise((done) => setTimeout(done, 200)));
`;

for (const [what, statement] of [['exception', "throw new Error('too late')"], ['rejection', "void Promise.reject(new Error('too late'))"]] as const) {
  test(`a late ${what} fails the file though every test of it passed, and is told with its stack`, () => {
    const { status, told } = run(leaving(statement));
    assert.equal(status, 1, told);
    assert.match(told, /^pass {2}leaves something$/m);
    assert.match(told, /^--- \S+ Error: .*too late/m, 'in the words of node');
    assert.match(told, /: Error: too late\n\s+at .*late\.test\.cjs:2:/, 'with the line');
    assert.match(told, /exit code 1/);
  });
}

test('what is left behind and harms nobody is no failure', () => {
  const { status, told } = run(leaving(''));
  assert.equal(status, 0, told);
  assert.doesNotMatch(told, /---|fail/);
});
