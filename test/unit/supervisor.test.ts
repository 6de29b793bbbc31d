import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Restarts } from '../../extension/restarts.js';
import { HopelessStart } from '../../extension/sidecar.js';
import { type Life, Supervisor } from '../../extension/supervisor.js';
import { changed } from './reports.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const ask = { deadline: 1_000 };

/** A sidecar whose answers are held back until the test gives them, and which ends when told. */
class FakeLife implements Life {
  alive = true;
  stopped = false;
  onEnded: (reason: string) => void = () => undefined;
  onChanged: Life['onChanged'] = () => undefined;
  onEditorStep: Life['onEditorStep'] = () => Promise.resolve({ ok: false });
  asked: string[] = [];
  private rejects: ((error: Error) => void)[] = [];
  constructor(private readonly answers: boolean) {}

  request<Result>(method: string): Promise<Result> {
    this.asked.push(method);
    if (this.answers) return Promise.resolve(method as Result);
    return new Promise((_, reject) => this.rejects.push(reject));
  }
  notify(method: string): Promise<void> {
    this.asked.push(method);
    return this.answers ? Promise.resolve() : Promise.reject(new Error('no pipe'));
  }
  stop(): Promise<void> {
    this.stopped = true;
    this.alive = false;
    return Promise.resolve();
  }
  die(reason: string): void {
    this.alive = false;
    this.onEnded(reason);
    for (const reject of this.rejects) reject(new Error('connection disposed'));
  }
}

/** A supervisor over these lives, one after the other; an Error is a start that fails. */
function over(...starts: (FakeLife | Error)[]) {
  const kinds: string[] = [];
  let now = 0;
  let started = 0;
  const start = () => {
    const next = starts[started++];
    return next instanceof FakeLife ? Promise.resolve(next) : Promise.reject(next ?? new Error('one start too many'));
  };
  const supervisor = new Supervisor(start, new Restarts(), silent, () => (now += 100));
  supervisor.onDidChange = () => kinds.push(supervisor.state.kind);
  return { supervisor, kinds, started: () => started };
}

async function settled(): Promise<void> {
  for (let i = 0; i < 30; i++) await Promise.resolve();
}

test('supervisor: nothing is started before the first request, and one serves all', async () => {
  const { supervisor, kinds, started } = over(new FakeLife(true));
  assert.equal(started(), 0);
  assert.deepEqual(await Promise.all([supervisor.request('a', {}, ask), supervisor.request('b', {}, ask)]), ['a', 'b']);
  assert.equal(started(), 1);
  assert.deepEqual(kinds, ['starting', 'ready']);
});

test('supervisor: a sidecar that ends is started again by itself, and its end shows', async () => {
  const [first, second] = [new FakeLife(true), new FakeLife(true)];
  const { supervisor, kinds } = over(first, second);
  await supervisor.request('a', {}, ask);
  first.die('it was ended by SIGKILL');
  assert.deepEqual(supervisor.state, { kind: 'restarting', reason: 'it was ended by SIGKILL' });
  await settled();
  assert.deepEqual(kinds, ['starting', 'ready', 'restarting', 'ready']);
  assert.deepEqual(second.asked, [], 'nothing was asked of it yet');
});

test('supervisor: a request that may be repeated survives one end, and not two', async () => {
  const lives = [new FakeLife(false), new FakeLife(true)] as const;
  const { supervisor } = over(...lives);
  const answer = supervisor.request('diagnose', {}, { ...ask, again: true });
  await settled();
  lives[0].die('crash');
  assert.equal(await answer, 'diagnose');

  const twice = [new FakeLife(false), new FakeLife(false), new FakeLife(true)] as const;
  const other = over(...twice);
  const lost = other.supervisor.request('diagnose', {}, { ...ask, again: true });
  const rejected = assert.rejects(lost, /disposed/);
  await settled();
  twice[0].die('crash');
  await settled();
  // The second restart waits a second; the request does not.
  twice[1].die('crash');
  await rejected;
  await other.supervisor.dispose();
});

test('supervisor: a request that may not be repeated, or was cancelled, is not', async () => {
  const stop = new AbortController();
  for (const options of [ask, { ...ask, again: true, signal: stop.signal }]) {
    const [first, second] = [new FakeLife(false), new FakeLife(true)];
    const { supervisor } = over(first, second);
    const rejected = assert.rejects(supervisor.request('x', {}, options), /disposed/);
    await settled();
    stop.abort();
    first.die('crash');
    await rejected;
    assert.deepEqual(second.asked, []);
  }
});

test('supervisor: five ends within three minutes end it, with delays in between', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const lives = [1, 2, 3, 4, 5].map(() => new FakeLife(true));
  const { supervisor, started } = over(...lives);
  await supervisor.request('a', {}, ask);
  for (const [i, delay] of [0, 1_000, 3_000, 10_000].entries()) {
    lives[i]?.die('crash');
    await settled();
    if (delay > 0) {
      t.mock.timers.tick(delay - 1);
      await settled();
      assert.equal(started(), i + 1, 'not before its time');
      t.mock.timers.tick(1);
      await settled();
    }
    assert.equal(started(), i + 2);
  }
  lives[4]?.die('crash');
  await settled();
  assert.equal(supervisor.state.kind, 'down');
  await assert.rejects(supervisor.request('a', {}, ask), /crash; it ended too often/);
});

test('supervisor: a start that cannot succeed is not tried again', async () => {
  const { supervisor, kinds, started } = over(new HopelessStart('no such file'), new FakeLife(true));
  await assert.rejects(supervisor.request('a', {}, ask), /no such file/);
  await assert.rejects(supervisor.request('a', {}, ask), /no such file/);
  assert.equal(started(), 1);
  assert.deepEqual(kinds, ['starting', 'down']);
});

test('supervisor: a start that failed by chance is tried again', async () => {
  const { supervisor, started } = over(new Error('it did not start'), new FakeLife(true));
  assert.equal(await supervisor.request('a', {}, ask), 'a');
  assert.equal(started(), 2);
});

test('supervisor: the user brings back what was given up', async () => {
  const { supervisor } = over(new HopelessStart('no such file'), new FakeLife(true));
  await assert.rejects(supervisor.request('a', {}, ask));
  await supervisor.restart();
  assert.equal(await supervisor.request('a', {}, ask), 'a');
});

test('supervisor: a restart ends the old one first and its end is no crash', async () => {
  const [first, second] = [new FakeLife(true), new FakeLife(true)];
  const { supervisor, kinds } = over(first, second);
  await supervisor.request('a', {}, ask);
  await supervisor.restart();
  first.die('late word of its end');
  assert.ok(first.stopped);
  assert.deepEqual(kinds, ['starting', 'ready', 'idle', 'starting', 'ready']);
});

test('supervisor: disposed during the pause before a restart, it starts nothing and hangs nowhere', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const [first, second] = [new FakeLife(true), new FakeLife(true)];
  const { supervisor, started } = over(first, second, new FakeLife(true));
  await supervisor.request('a', {}, ask);
  first.die('crash');
  await settled();
  second.die('crash');
  await settled();
  await supervisor.dispose();
  t.mock.timers.tick(60_000);
  await settled();
  assert.equal(started(), 2);
  await assert.rejects(supervisor.request('a', {}, ask), /being closed/);
});

test('supervisor: what is told without being asked comes from the sidecar that runs, and goes to none that does not', async () => {
  const [first, second] = [new FakeLife(true), new FakeLife(true)];
  const { supervisor, started } = over(first, second);
  await supervisor.notify('asked', {});
  assert.equal(started(), 0, 'a word starts nobody');
  await supervisor.request('a', {}, ask);
  await supervisor.notify('asked', {});
  assert.deepEqual(first.asked, ['a', 'asked']);

  const heard: string[] = [];
  supervisor.onChanged = ({ reason }) => heard.push(reason);
  first.onChanged(changed('ended'));
  first.die('crash');
  await settled();
  first.onChanged(changed('late word of one that ended'));
  second.onChanged(changed('started'));
  assert.deepEqual(heard, ['ended', 'started']);
});

test('supervisor: a word that cannot be told is no failure', async () => {
  const { supervisor } = over(new FakeLife(false));
  const open = supervisor.request('a', {}, ask);
  open.catch(() => undefined);
  await settled();
  await supervisor.notify('asked', {});
});
