import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DiagnoseParams, type EditorQuestion, type IsolateParams, methods, type Request, type Tier } from '../../extension/protocol.js';
import { type Asked, Session } from '../../extension/session.js';
import type { Ask } from '../../extension/sidecar.js';
import { question } from './questions.js';
import { isolated, report } from './reports.js';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

type Sent = { method: string; params: object; ask: Ask & { again?: boolean } };

/** A session with an open document: its facts have questions chosen, and every request is written down. */
function stage(answer: (sent: Sent) => Promise<object>) {
  const sent: Sent[] = [];
  const chosen: (EditorQuestion[] | string)[] = [];
  const session = new Session({
    collect: async (tier: Tier, background: boolean, choose) => {
      const request: Request = { folders: ['/w'], tier, background };
      if (tier !== 'fast') chosen.push(await choose(request).catch((error: unknown) => String(error)));
      return request;
    },
    request: async <Result>(method: string, params: object, ask: Ask) => {
      const one = { method, params, ask };
      sent.push(one);
      return (await answer(one)) as Result;
    },
    automatic: () => true,
    trusted: () => true,
    down: () => undefined,
    log: silent,
  });
  session.hasGo = true;
  return { session, sent, chosen };
}

const good = ({ method }: Sent): Promise<object> =>
  Promise.resolve(method === methods.targets ? { questions: [question()] } : method === methods.isolate ? isolated() : { report: report() });
const asked = (stop = new AbortController()): Asked => ({ signal: stop.signal, onProgress: () => undefined });
async function settled(): Promise<void> {
  for (let i = 0; i < 60; i++) await Promise.resolve();
}

test('targets: the sidecar chooses what to ask, and is told whether somebody waits', async () => {
  const { session, sent, chosen } = stage(good);
  session.trigger('start');
  await settled();
  await session.diagnose(asked());
  const told = sent.flatMap(({ method, params }) => (method === methods.targets ? [(params as DiagnoseParams).request.background] : []));
  assert.deepEqual(told, [true, false]);
  assert.deepEqual(chosen, [[question()], [question()]]);
  session.dispose();
});

test('targets: a sidecar that cannot choose stops no diagnosis', async () => {
  const { session, chosen } = stage((one) => (one.method === methods.targets ? Promise.reject(new Error('no go')) : good(one)));
  await session.diagnose(asked());
  assert.deepEqual(chosen, ['Error: no go']);
  assert.equal(session.report?.badge, 'healthy');
  session.dispose();
});

test('isolate: the whole ladder and the experiment, with progress, and the badge turns', async () => {
  const turns: boolean[] = [];
  const words: string[] = [];
  const { session, sent } = stage((one) => {
    if (one.method === methods.isolate) one.ask.onProgress?.('trial 7 of at most 20, 9 of 41 variables left');
    return good(one);
  });
  session.onDidChange(() => turns.push(session.vitals.checking));
  const found = await session.isolate({ signal: new AbortController().signal, onProgress: (text) => words.push(text) });
  assert.equal(found.isolation?.summary, 'Culprit: FOO=bar');
  const isolate = sent.find(({ method }) => method === methods.isolate);
  const { request, token } = isolate?.params as IsolateParams;
  assert.deepEqual([request.tier, request.background, token], ['deep', false, isolate?.ask.token]);
  assert.equal(isolate?.ask.again, undefined, 'minutes of work are not silently done twice');
  assert.deepEqual(words, ['trial 7 of at most 20, 9 of 41 variables left']);
  assert.deepEqual([turns[0], turns.at(-1)], [true, false]);
  assert.equal(session.report, undefined, 'an experiment is no report');
  session.dispose();
});

test('isolate: cancelling reaches the sidecar, and nothing is sent after it', async () => {
  const stop = new AbortController();
  const { session, sent } = stage((one) => {
    if (one.method === methods.isolate) stop.abort();
    return one.ask.signal?.aborted ? Promise.reject(new Error('cancelled')) : good(one);
  });
  await assert.rejects(session.isolate(asked(stop)), /cancelled/);
  assert.equal(sent.find(({ method }) => method === methods.isolate)?.ask.signal?.aborted, true);
  assert.equal(session.vitals.failure, undefined, 'the badge has nothing to complain of');
  sent.length = 0;
  await assert.rejects(session.isolate(asked(stop)));
  assert.deepEqual(sent.map(({ method }) => method), [methods.targets], 'what is cancelled before it begins never begins');
  session.dispose();
});

test('isolate: a background diagnosis is put off and made up for', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { session, sent } = stage((one) => {
    const background = one.method === methods.diagnose && (one.params as DiagnoseParams).request.background;
    if (!background || session.report) return good(one);
    return new Promise((_, reject) => {
      one.ask.signal?.addEventListener('abort', () => { reject(new Error('cancelled')); });
    });
  });
  session.trigger('start');
  await settled();
  assert.equal(session.report, undefined);
  await session.isolate(asked());
  const before = sent.length;
  t.mock.timers.tick(500);
  await settled();
  assert.ok(sent.length > before, 'the badge still owes an answer');
  session.dispose();
});
