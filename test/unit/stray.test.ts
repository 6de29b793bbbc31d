import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/env.js';

/** Runs late/late.test.ts as scripts/test runs every file of tests. */
function run(late: string): { status: number | null; told: string } {
  const args = [path.join(root, 'scripts', 'lib', 'tstest.mjs'), 'test/unit/late'];
  const env = { ...process.env, LATE: late, GOVITALS_RESULTS: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: 'utf8', timeout: 60_000 });
  return { status, told: stdout + stderr };
}

for (const late of ['exception', 'rejection']) {
  test(`a late ${late} fails the file though every test of it passed, and is told with its stack`, () => {
    const { status, told } = run(late);
    assert.equal(status, 1, told);
    assert.match(told, /^pass {2}leaves something$/m);
    assert.match(told, /^--- \S+ Error: .*too late/m, 'in the words of node');
    assert.match(told, /: Error: too late\n\s+at .*late\.test\.ts:[56]:/, 'with the line');
    assert.match(told, /exit code 1/);
  });
}

test('what is left behind and harms nobody is no failure', () => {
  const { status, told } = run('nothing');
  assert.equal(status, 0, told);
  assert.match(told, /^pass {2}leaves something$/m);
  assert.doesNotMatch(told, /---|fail/);
});
