import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Coalescer } from '../../extension/coalescer.js';

/** A run that ends when told, and counts. */
function runs() {
  const ends: (() => void)[] = [];
  return {
    run: () => new Promise<void>((resolve) => ends.push(resolve)),
    count: () => ends.length,
    end: async () => {
      ends.at(-1)?.();
      await settled();
    },
  };
}

/** Lets all promises that are ready go on. */
async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

test('coalescer: a burst of triggers is one run, once it is quiet', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { run, count } = runs();
  const coalescer = new Coalescer(run, 500);
  for (let i = 0; i < 20; i++) {
    coalescer.trigger();
    t.mock.timers.tick(100);
  }
  assert.equal(count(), 0, 'not quiet yet');
  t.mock.timers.tick(400);
  assert.equal(count(), 1);
});

test('coalescer: triggers during a run are one more run, after it', async () => {
  const { run, count, end } = runs();
  const coalescer = new Coalescer(run, 0);
  for (let i = 0; i < 5; i++) coalescer.now();
  assert.equal(count(), 1, 'one under way');
  await end();
  assert.equal(count(), 2, 'and the one that was queued');
  await end();
  assert.equal(count(), 2, 'no third');
});

test('coalescer: a run that fails does not stop the next', async () => {
  let count = 0;
  const coalescer = new Coalescer(() => {
    count++;
    return Promise.reject(new Error('broken'));
  }, 0);
  coalescer.now();
  coalescer.now();
  await settled();
  assert.equal(count, 2);
});

test('coalescer: nothing starts once it is disposed', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { run, count, end } = runs();
  const coalescer = new Coalescer(run, 500);
  coalescer.now();
  coalescer.now();
  coalescer.trigger();
  coalescer.dispose();
  await end();
  t.mock.timers.tick(1_000);
  coalescer.trigger();
  t.mock.timers.tick(1_000);
  assert.equal(count(), 1);
});
