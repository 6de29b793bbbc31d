import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Memory, News } from '../../extension/news.js';
import { finding, report } from './reports.js';

function memory(): Memory {
  const kept = new Map<string, unknown>();
  return {
    get: <T>(key: string, fallback: T) => (kept.has(key) ? (kept.get(key) as T) : fallback),
    update: (key, value) => {
      kept.set(key, value);
      return Promise.resolve();
    },
  };
}
const broken = report({ badge: 'error', findings: [finding()] });
const ids = async (news: News, of = broken) => (await news.fresh(of)).map(({ id }) => id);

test('news: a new error is told once, also after a restart of the editor', async () => {
  const kept = memory();
  assert.deepEqual(await ids(new News(kept)), ['goroot-invalid']);
  assert.deepEqual(await ids(new News(kept)), []);
});

test('news: only errors that are roots and new, and only of a whole examination', async () => {
  const findings = [
    finding({ id: 'w', severity: 'warning' }),
    finding({ id: 'i', severity: 'info' }),
    finding({ id: 'known', known: true }),
    finding({ id: 'cause', severity: 'warning' }),
    finding({ id: 'follows', because: 'cause' }),
  ];
  assert.deepEqual(await ids(new News(memory()), report({ findings })), []);
  assert.deepEqual(await ids(new News(memory()), { ...broken, tier: 'fast' }), []);
});

test('news: another error is news', async () => {
  const news = new News(memory());
  await news.fresh(broken);
  const two = report({ badge: 'error', findings: [finding(), finding({ id: 'go-missing' })] });
  assert.deepEqual(await ids(news, two), ['go-missing']);
});

test('news: what the user has seen in the list needs no notification', async () => {
  const news = new News(memory());
  await news.told([finding()]);
  assert.deepEqual(await ids(news), []);
});

test('news: not for this folder again', async () => {
  const kept = memory();
  await new News(kept).silence();
  assert.deepEqual(await ids(new News(kept)), []);
});
