import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EditorQuestion } from '../../extension/protocol.js';
import { Rung0 } from '../../extension/rung0.js';
import { question } from './questions.js';

const both = ['gopls.views', 'gopls.workspace_stats'];
const never = () => new Promise<never>(() => undefined);
const notPut = () => assert.fail('a provider was asked');

/** A window whose commands are listed, without an open document unless told otherwise. */
const situation = (listed: readonly string[] = both, open = 0, questions: EditorQuestion[] = []) => ({
  listed,
  open,
  choose: () => (open > 0 ? Promise.resolve(questions) : assert.fail('questions were chosen')),
});
const closed = { unasked: 'no Go document is open' };

test('rung 0: a server whose commands are not listed is not asked', async () => {
  const rung0 = new Rung0(() => assert.fail('it was asked'), notPut, () => 0);
  const reason = 'gopls.workspace_stats not registered';
  const got = await rung0.ask(situation(['gopls.views', 'go.languageserver.restart'], 0));
  assert.deepEqual(got, { asked: false, reason, unasked: reason, tookMs: 0 });
});

test('rung 0: both answers, and null is an answer', async () => {
  const times = [1_000, 1_000, 1_000, 1_040];
  const execute = (command: string) => Promise.resolve(command === 'gopls.views' ? [{ Type: 'GoMod' }] : null);
  const rung0 = new Rung0(execute, notPut, () => times.shift() ?? 0);
  assert.deepEqual(await rung0.ask(situation()), { asked: true, tookMs: 40, views: [{ Type: 'GoMod' }], stats: null, ...closed });
});

test('rung 0: an error is told by the command it came from', async () => {
  const execute = (command: string) => (command === 'gopls.views' ? Promise.reject(new Error('no views')) : Promise.resolve({}));
  const rung0 = new Rung0(execute, notPut, () => 0);
  assert.deepEqual(await rung0.ask(situation()), { asked: true, tookMs: 0, stats: {}, error: 'gopls.views: no views', ...closed });
});

test('rung 0: a server that loads is given five seconds, and no second call while the first is open', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let calls = 0;
  let now = 0;
  const rung0 = new Rung0(() => {
    calls++;
    return never();
  }, notPut, () => now);
  const look = async () => {
    const asked = rung0.ask(situation(both, 1, [question()]));
    t.mock.timers.tick(5_000);
    return asked;
  };
  const late = { asked: true, tookMs: 0, timedOut: true, unasked: 'the server did not answer its own commands yet' };
  assert.deepEqual(await look(), late);
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
  const rung0 = new Rung0(() => (gone ? never() : Promise.resolve([])), notPut, () => 0);
  const late = rung0.ask(situation());
  t.mock.timers.tick(5_000);
  assert.equal((await late).timedOut, true);
  await rung0.ask(situation([]));
  gone = false;
  assert.deepEqual(await rung0.ask(situation()), { asked: true, tookMs: 0, views: [], stats: [], ...closed });
});

test('rung 0: in open documents the providers are asked what was chosen', async () => {
  const rung0 = new Rung0(() => Promise.resolve([]), () => Promise.resolve([{ contents: ['func Println'] }]), () => 0);
  const { answers, unasked } = await rung0.ask(situation(both, 1, [question()]));
  assert.deepEqual(answers, [{ ...question(), count: 1, tookMs: 0 }]);
  assert.equal(unasked, undefined);
});

for (const { name, choose, says } of [
  { name: 'no question fits', choose: () => Promise.resolve([]), says: /nothing to ask/ },
  { name: 'the sidecar fails', choose: () => Promise.reject(new Error('cancelled')), says: /no questions were chosen: cancelled/ },
]) {
  test(`rung 0: where ${name}, the commands' answers stand and the reason is told`, async () => {
    const rung0 = new Rung0(() => Promise.resolve([]), notPut, () => 0);
    const running = await rung0.ask({ listed: both, open: 1, choose });
    assert.deepEqual([running.asked, running.views, running.answers], [true, [], undefined]);
    assert.match(running.unasked ?? '', says);
  });
}
