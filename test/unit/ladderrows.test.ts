import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LadderVerdict } from '../../extension/protocol.js';
import type { Action } from '../../extension/row.js';
import { rowsOf } from '../../extension/rows.js';
import { plain } from '../../extension/words.js';
import { finding, ladder, report, rung } from './reports.js';

const all: Action[] = ['isolate', 'restart'];

/** Rows from the heading of the ladder to that of the report. */
function ladderPart(verdict: LadderVerdict, can: readonly Action[] = all) {
  const rows = rowsOf(report({ badge: 'error', findings: [finding()], works: [], ladders: [ladder(verdict)] }), can, plain);
  return rows.slice(1, -2);
}

test('ladder rows: the verdict in words, and per rung its state, load time and what broke', () => {
  const rungs = [
    rung(0, { server: 'your running gopls', state: 'fails', broke: 'definition of fmt.Println: empty', loadMs: 3 }),
    rung(1),
    rung(2, { server: 'a $(trash)', state: 'skipped', reason: 'rung 1 holds', loadMs: 0 }),
    rung(3, { state: 'loading', loadMs: 0 }),
    rung(3, { state: 'unclear', loadMs: 0 }),
  ];
  const rows = rowsOf(report({ ladders: [ladder('unknown', { rungs })], works: [] }), all, plain).slice(1, -2);
  assert.deepEqual(rows.map((row) => (row.kind === 'heading' ? row.label : [row.label, row.description, row.detail])), [
    'Control ladder: no verdict',
    ['$(error) 0 your running gopls', 'fails', 'definition of fmt.Println: empty'],
    ['$(check) 1 a fresh gopls', 'holds, loaded in 1.2 s', ''],
    ['$(dash) 2 a $\u200b(trash)', 'not asked, rung 1 holds', ''],
    ['$(loading) 3 a fresh gopls', 'still loading', ''],
    ['$(question) 3 a fresh gopls', 'not asked enough', ''],
  ]);
});

const cures: Record<LadderVerdict, Action | undefined> = {
  healthy: undefined, 'stale-server': 'restart', project: 'isolate', environment: 'isolate', toolchain: undefined, unknown: undefined,
};
for (const [verdict, want] of Object.entries(cures) as [LadderVerdict, Action | undefined][]) {
  test(`ladder rows: ${verdict} offers ${want ?? 'nothing'}, and only what can be done`, () => {
    const offered = ladderPart(verdict).flatMap((row) => (row.kind === 'action' ? [row] : []));
    assert.deepEqual(offered.map(({ action }) => action), want ? [want] : []);
    if (want) assert.equal(offered[0]?.detail, 'a fresh gopls answers');
    assert.deepEqual(ladderPart(verdict, []).filter(({ kind }) => kind === 'action'), []);
  });
}

test('ladder rows: what to do stands before the rungs, and before what works', () => {
  const rows = rowsOf(report({ badge: 'error', findings: [finding()], ladders: [ladder('stale-server')], works: ['go answers'] }), all, plain);
  const labels = rows.map(({ label }) => label);
  assert.deepEqual(labels.slice(1, 5), [
    'Control ladder: the running gopls is stale, a fresh one answers', '$(debug-restart) Restart Language Server', '$(check) 1 a fresh gopls', 'What works',
  ]);
});

test('ladder rows: with several folders each ladder says whose it is, and a ladder without rungs is none', () => {
  const ladders = [ladder('healthy'), ladder('project', { folder: '/code/lib' }), ladder('unknown', { folder: '/code/docs', rungs: [] })];
  const headings = rowsOf(report({ ladders }), [], plain).flatMap((row) => (row.kind === 'heading' ? [row.label] : []));
  assert.deepEqual(headings, ['app: Control ladder: gopls answers as it should', 'lib: Control ladder: the project breaks it', 'Report']);
});
