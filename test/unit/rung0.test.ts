import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Rung0 } from '../../extension/rung0.js';

const both = ['gopls.views', 'gopls.workspace_stats'];
const never = () => new Promise<never>(() => undefined);

test('rung 0: a server whose commands are not listed is not asked', async () => {
  const rung0 = new Rung0(() => assert.fail('it was asked'), () => 0);
  const got = await rung0.ask(['gopls.views', 'go.languageserver.restart']);
  assert.deepEqual(got, { asked: false, reason: 'gopls.workspace_stats not registered', tookMs: 0 });
});

test('rung 0: both answers, and null is an answer', async () => {
  const times = [1_000, 1_000, 1_000, 1_040];
  const rung0 = new Rung0((command) => Promise.resolve(command === 'gopls.views' ? [{ Type: 'GoMod' }] : null), () => times.shift() ?? 0);
  assert.deepEqual(await rung0.ask(both), { asked: true, tookMs: 40, views: [{ Type: 'GoMod' }], stats: null });
});

test('rung 0: an error is told by the command it came from', async () => {
  const rung0 = new Rung0((command) => (command === 'gopls.views' ? Promise.reject(new Error('no views')) : Promise.resolve({})), () => 0);
  assert.deepEqual(await rung0.ask(both), { asked: true, tookMs: 0, stats: {}, error: 'gopls.views: no views' });
});

test('rung 0: a server that loads is given five seconds, and no second call while the first is open', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let calls = 0;
  let now = 0;
  const rung0 = new Rung0(() => {
    calls++;
    return never();
  }, () => now);
  const look = async () => {
    const asked = rung0.ask(both);
    t.mock.timers.tick(5_000);
    return asked;
  };
  assert.deepEqual(await look(), { asked: true, tookMs: 0, timedOut: true });
  now = 10_000;
  await look();
  assert.equal(calls, 2, 'one for each question');
  now = 100_000;
  await look();
  assert.equal(calls, 4, 'a call that is lost is put again');
});

test('rung 0: a new server is asked anew', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let gone = true;
  const rung0 = new Rung0(() => (gone ? never() : Promise.resolve([])), () => 0);
  const late = rung0.ask(both);
  t.mock.timers.tick(5_000);
  assert.equal((await late).timedOut, true);
  await rung0.ask([]);
  gone = false;
  assert.deepEqual(await rung0.ask(both), { asked: true, tookMs: 0, views: [], stats: [] });
});
