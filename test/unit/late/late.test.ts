/** What stray.test.ts runs: a test that passes and leaves something behind, and one that lasts until that has happened. */
import { test } from 'node:test';

const leaves: Record<string, () => void> = {
  exception: () => { throw new Error('too late'); },
  rejection: () => { void Promise.reject(new Error('too late')); },
  nothing: () => undefined,
};

test('leaves something', () => { setTimeout(() => leaves[process.env['LATE'] ?? '']?.(), 20); });
test('lasts', () => new Promise((done) => setTimeout(done, 200)));
