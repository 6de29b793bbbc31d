import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Document } from '../../extension/protocol.js';
import { changed, finding, report } from './reports.js';
import { both, byTier, settled, stage, user } from './sessions.js';

test('session: a death shows at once, and the diagnosis that follows has the last word', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { session, asked } = stage(byTier);
  session.trigger('start');
  await settled();
  asked.length = 0;
  let drawn = 0;
  session.onDidChange(() => drawn++);
  for (const reason of ['ended', 'started', 'learned']) session.happen(changed(reason));
  assert.equal(session.vitals.happened?.reason, 'learned');
  assert.ok(drawn >= 3, 'without waiting for anything');
  assert.deepEqual(asked, []);
  t.mock.timers.tick(500);
  await settled();
  assert.deepEqual(asked, both, 'one diagnosis for all that happened at once');
  assert.equal(session.vitals.happened, undefined);
  session.dispose();
});

test('session: a quick look has the last word about a death only if it is an error', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  for (const { badge, want } of [{ badge: 'warning', want: true }, { badge: 'error', want: false }] as const) {
    const after: boolean[] = [];
    const { session } = stage(({ request }) =>
      request.tier === 'fast' ? report({ tier: 'fast', badge, findings: [finding()] }) : new Promise<Document>(() => undefined),
    );
    session.happen(changed('ended'));
    session.onDidChange(() => after.push(session.vitals.happened !== undefined));
    t.mock.timers.tick(500);
    await settled();
    assert.equal(session.report?.badge, badge);
    assert.equal(after.at(-1), want, badge);
    session.dispose();
  }
});

test('session: a death ends the diagnosis that waits for the dead one; a report from before it does not hide it', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const signals: (AbortSignal | undefined)[] = [];
  const answers: (() => void)[] = [];
  const { session } = stage(byTier, {
    request: <Result>(_method: string, _params: object, { signal }: { signal?: AbortSignal }) => {
      signals.push(signal);
      return new Promise<Result>((resolve, reject) => {
        answers.push(() => { resolve({ report: report() } as Result); });
        if (signals.length < 2) signal?.addEventListener('abort', () => { reject(new Error('cancelled')); });
      });
    },
  });
  session.trigger('start');
  await settled();
  session.happen(changed('memory'));
  assert.equal(signals[0]?.aborted, false, 'memory is no reason to hurry');
  assert.equal(session.vitals.happened, undefined);
  session.happen(changed('ended'));
  assert.equal(signals[0]?.aborted, true);
  await settled();
  const mine = session.diagnose(user());
  await settled();
  session.happen(changed('ended', { crashes: 3 }));
  const told = () => session.vitals.happened?.life.crashes;
  answers.at(-1)?.();
  await mine;
  assert.equal(session.report?.badge, 'healthy');
  assert.equal(told(), 3, 'the report was begun before the third death');
  session.dispose();
});

test('session: a death that comes with its finding is adopted at once, and no report from before it takes it back', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const answers: (() => void)[] = [];
  const { session } = stage(byTier, {
    request: <Result>() => new Promise<Result>((resolve) => { answers.push(() => { resolve({ report: report() } as Result); }); }),
  });
  const mine = session.diagnose(user());
  await settled();
  const judged = report({ badge: 'error', findings: [finding({ check: 'gopls-crash-loop' })] });
  session.happen({ ...changed('ended', { crashes: 5, givenUp: true }), report: judged });
  assert.equal(session.report, judged, 'without waiting for anything');
  answers.at(-1)?.();
  assert.equal((await mine).badge, 'healthy');
  assert.equal(session.report, judged, 'what was asked before the death knows nothing of it');
  session.dispose();
});

test('session: in a window that is closed nothing of it is left', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { session, asked } = stage(byTier);
  session.happen(changed('host-gone'));
  t.mock.timers.tick(500);
  await settled();
  assert.deepEqual([session.vitals.happened, asked], [undefined, []]);
  session.dispose();
});

test('session: where the user wants no automatic checks a death shows, and nothing is asked', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { session, asked } = stage(byTier, { automatic: () => false });
  session.happen(changed('ended'));
  t.mock.timers.tick(500);
  await settled();
  assert.equal(session.vitals.happened?.reason, 'ended');
  assert.deepEqual(asked, []);
  session.dispose();
});
