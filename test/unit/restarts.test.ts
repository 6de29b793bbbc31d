import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Restarts } from '../../extension/restarts.js';

test('restarts: at once, then after 1, 3 and 10 s, and the fifth end within three minutes is the last', () => {
  const restarts = new Restarts();
  const delays = [0, 10, 20, 30, 40].map((s) => restarts.ended(s * 1000));
  assert.deepEqual(delays, [0, 1_000, 3_000, 10_000, undefined]);
});

test('restarts: ends that lie three minutes back do not count', () => {
  const restarts = new Restarts();
  for (const s of [0, 60, 120]) restarts.ended(s * 1000);
  assert.equal(restarts.ended(180_000), 3_000, 'the first is forgotten, so this is the third');
  assert.equal(restarts.ended(500_000), 0, 'all are forgotten');
});

test('restarts: the user may begin anew', () => {
  const restarts = new Restarts();
  for (let i = 0; i < 5; i++) restarts.ended(i);
  restarts.forget();
  assert.equal(restarts.ended(6), 0);
});
