import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Waits } from '../../extension/waits.js';
import { memory } from './memories.js';

const day = 24 * 3_600_000;

test('waits: a fix is proved by the window that comes after it, not by the one that made it', async () => {
  const kept = memory();
  let now = 1_000;
  const clock = () => now;
  const first = new Waits(kept, clock);
  now += 10;
  const beside = new Waits(kept, clock);
  now += 10;
  await first.add('7', ['/w/app']);
  assert.deepEqual(first.due(['/w/app']), [], 'it has the old environment');
  assert.deepEqual(beside.due(['/w/app']), [], 'and so has another that was there already');
  now += 10;
  const second = new Waits(kept, clock);
  assert.deepEqual(second.due(['/w/app']).map(({ entry }) => entry), ['7']);
  assert.deepEqual(second.due(['/w/other']), [], 'nor is it the business of another folder');
  assert.deepEqual(second.due([]), []);
  await second.done('7');
  assert.deepEqual(second.due(['/w/app']), [], 'told once');
  now += 10;
  assert.deepEqual(new Waits(kept, clock).due(['/w/app']), []);
});

test('waits: a folder that is opened elsewhere is proved there; a window without folders by one without', async () => {
  const kept = memory();
  let now = 1_000;
  const first = new Waits(kept, () => now);
  now += 10;
  await first.add('1', ['/real/app']);
  await first.add('2', []);
  now += 10;
  const next = new Waits(kept, () => now);
  assert.deepEqual(next.due(['/w/other', '/real/app']).map(({ entry }) => entry), ['1']);
  assert.deepEqual(next.due([]).map(({ entry }) => entry), ['2']);
});

test('waits: one that nobody came back for is forgotten, and one that is added again waits once', async () => {
  const kept = memory();
  let now = 1_000;
  const first = new Waits(kept, () => now);
  now += 10;
  await first.add('1', ['/w']);
  now += 20 * day;
  await first.add('2', ['/w']);
  await first.add('2', ['/w']);
  now += 20 * day;
  assert.deepEqual(new Waits(kept, () => now).due(['/w']).map(({ entry }) => entry), ['2']);
});
