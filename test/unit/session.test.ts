import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DiagnoseParams, Document, Request } from '../../extension/protocol.js';
import { fingerprint } from '../../extension/session.js';
import { finding, report } from './reports.js';
import { both, byTier, settled, stage, user } from './sessions.js';

test('session: a window with Go is looked at quickly, then wholly', async () => {
  const { session, asked } = stage(byTier);
  const badges: unknown[] = [];
  session.onDidChange(() => badges.push(session.report?.badge));
  session.trigger('start');
  await settled();
  assert.deepEqual(asked, both);
  assert.deepEqual([...new Set(badges)], [undefined, 'checking', 'healthy']);
  assert.equal(session.vitals.checking, false);
  session.dispose();
});

for (const { name, parts, hasGo } of [
  { name: 'without Go', parts: {}, hasGo: false },
  { name: 'whose user wants no automatic checks', parts: { automatic: () => false }, hasGo: true },
]) {
  test(`session: a window ${name} is left alone until somebody asks`, async () => {
    const { session, asked } = stage(byTier, parts);
    session.hasGo = hasGo;
    session.trigger('start');
    await settled();
    assert.deepEqual(asked, []);
    await session.diagnose(user());
    assert.deepEqual(asked, ['standard']);
    assert.equal(session.hasGo, true, 'the report found Go');
    session.dispose();
  });
}

test('session: unchanged facts are no reason, changed ones and files are', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { session, asked, facts } = stage(byTier);
  const after = async (why: 'facts' | 'files') => {
    asked.length = 0;
    session.trigger(why);
    t.mock.timers.tick(500);
    await settled();
    return [...asked];
  };
  session.trigger('start');
  await settled();
  assert.deepEqual(await after('facts'), []);
  facts.environment['GOROOT'] = '/nowhere';
  assert.deepEqual(await after('facts'), both);
  assert.deepEqual(await after('facts'), []);
  assert.deepEqual(await after('files'), both);
  session.dispose();
});

test('session: a red badge keeps its colour until the mend is proved, and turns red at once', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let broken = true;
  const { session } = stage(({ request }) => {
    const bad: Partial<Document> = { badge: 'error', findings: [finding()] };
    return report({ tier: request.tier, ...(broken ? bad : { badge: request.tier === 'fast' ? 'checking' : 'healthy' }) });
  });
  const badges: unknown[] = [];
  session.onDidChange(() => badges.push(session.report?.badge));
  session.trigger('start');
  await settled();
  assert.equal(session.report?.badge, 'error');
  broken = false;
  badges.length = 0;
  session.trigger('files');
  t.mock.timers.tick(500);
  await settled();
  assert.deepEqual([...new Set(badges)], ['error', 'healthy']);
  broken = true;
  const seen: unknown[] = [];
  session.onDidChange(() => seen.push([session.report?.tier, session.report?.badge]));
  session.trigger('files');
  t.mock.timers.tick(500);
  await settled();
  assert.deepEqual(seen.find((each) => (each as unknown[])[1] === 'error'), ['fast', 'error'], 'the quick look says it first');
  session.dispose();
});

test('session: while a server loads it is looked at again, ever more rarely, without the quick look', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let loading = true;
  const { session, asked } = stage(({ request }) =>
    report({ tier: request.tier, badge: request.tier === 'fast' ? 'checking' : loading ? 'loading' : 'healthy' }),
  );
  session.trigger('start');
  await settled();
  asked.length = 0;
  for (const wait of [3_000, 5_000]) {
    t.mock.timers.tick(wait - 1);
    await settled();
    assert.deepEqual(asked, [], 'not before its time');
    t.mock.timers.tick(1);
    t.mock.timers.tick(500);
    await settled();
    assert.deepEqual(asked.splice(0), ['standard background']);
  }
  session.trigger('files');
  t.mock.timers.tick(500);
  await settled();
  assert.deepEqual(asked.splice(0), both, 'a change is looked at wholly, and waiting begins anew');
  loading = false;
  t.mock.timers.tick(3_000);
  t.mock.timers.tick(500);
  await settled();
  assert.equal(session.report?.badge, 'healthy');
  asked.length = 0;
  t.mock.timers.tick(600_000);
  await settled();
  assert.deepEqual(asked, [], 'it is over');
  session.dispose();
});

test('session: what somebody asked for is no news to them', async () => {
  const { session } = stage(byTier);
  session.trigger('start');
  await settled();
  assert.equal(session.unasked, session.report);
  assert.equal(session.report?.badge, 'healthy');
  await session.diagnose(user());
  assert.equal(session.unasked, undefined);
  session.dispose();
});

for (const ends of ['answered', 'cancelled'] as const) {
  test(`session: what the background finds while somebody waits is no news, until that is ${ends}`, async () => {
    let end: { answer: (found: Document) => void; fail: (why: Error) => void } | undefined;
    const { session } = stage((params) => {
      if (params.request.background) return byTier(params);
      return new Promise((answer, fail) => { end = { answer, fail }; });
    });
    const news: unknown[] = [];
    session.onDidChange(() => { if (session.unasked) news.push(session.unasked); });
    const stop = new AbortController();
    const waiting = session.diagnose(user(stop.signal)).catch(() => undefined);
    session.trigger('start');
    await settled();
    assert.equal(session.report?.badge, 'healthy', 'the background was first');
    assert.deepEqual([session.unasked, news], [undefined, []]);
    const background = session.report;
    if (ends === 'answered') end?.answer(report({ tier: 'standard', badge: 'error' }));
    stop.abort();
    end?.fail(new Error('cancelled'));
    await waiting;
    assert.equal(session.unasked, ends === 'answered' ? undefined : background);
    assert.deepEqual([...new Set(news)], ends === 'answered' ? [] : [background], 'who waits no longer is told at once');
    session.dispose();
  });
}

test("session: the user's diagnosis ends the one in the background", async () => {
  const signals: (AbortSignal | undefined)[] = [];
  const { session } = stage(byTier, {
    request: <Result>(_method: string, params: object, { signal }: { signal?: AbortSignal }) => {
      signals.push(signal);
      if (!(params as DiagnoseParams).request.background) return Promise.resolve({ report: report() } as Result);
      return new Promise<Result>((_, reject) => {
        signal?.addEventListener('abort', () => { reject(new Error('cancelled')); });
      });
    },
  });
  session.trigger('start');
  await settled();
  await session.diagnose(user());
  await settled();
  assert.equal(signals[0]?.aborted, true);
  assert.equal(session.report?.badge, 'healthy');
  assert.equal(session.vitals.failure, undefined, 'giving way is no failure');
  session.dispose();
});

test('session: a failure shows until a diagnosis succeeds', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let works = false;
  const { session } = stage((params) => (works ? byTier(params) : Promise.reject(new Error('no answer'))));
  session.trigger('start');
  await settled();
  assert.equal(session.vitals.failure, 'no answer');
  works = true;
  session.trigger('facts');
  t.mock.timers.tick(500);
  await settled();
  assert.equal(session.vitals.failure, undefined);
  assert.equal(session.report?.badge, 'healthy', 'what failed is tried again although no fact changed');
  session.dispose();
});

test('session: facts that cannot be collected are a failure too', async () => {
  const { session } = stage(byTier, { collect: () => Promise.reject(new Error('no commands')) });
  session.trigger('start');
  await settled();
  assert.equal(session.vitals.failure, 'no commands');
  session.dispose();
});

test('session: a diagnosis the user cancels is made up for in the background', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const stop = new AbortController();
  const { session, asked } = stage((params) => {
    if (params.request.background) return byTier(params);
    stop.abort();
    throw new Error('cancelled');
  });
  await assert.rejects(session.diagnose(user(stop.signal)), /cancelled/);
  assert.equal(session.vitals.failure, undefined);
  t.mock.timers.tick(500);
  await settled();
  assert.deepEqual(asked, ['standard', ...both]);
  session.dispose();
});

test('fingerprint: the open files and the server change it not, secrets are not in it, the rest changes it', () => {
  const base: Request = { folders: ['/w'], tier: 'fast', environment: { TOKEN: 'canary' }, editor: { name: 'e', version: '1', hostPid: 1 } };
  const editor = base.editor ?? assert.fail();
  const print = fingerprint(base);
  assert.equal(fingerprint({ ...base, editor: { ...editor, activeFile: '/w/a.go', openFiles: ['/w/a.go'], running: { asked: true, tookMs: 3 } } }), print);
  assert.notEqual(fingerprint({ ...base, untrusted: true }), print);
  assert.notEqual(fingerprint({ ...base, environment: { TOKEN: 'other' } }), print);
  assert.notEqual(fingerprint({ ...base, editor: { ...editor, commands: ['gopls.views'] } }), print);
  assert.ok(!print.includes('canary'));
});
