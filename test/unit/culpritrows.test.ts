import assert from 'node:assert/strict';
import { test } from 'node:test';
import { culpritRows, culpritTitle } from '../../extension/culpritrows.js';
import type { IsolationState } from '../../extension/protocol.js';
import type { Row } from '../../extension/row.js';
import { plain } from '../../extension/words.js';
import { culprit, isolated, ladder } from './reports.js';

const texts = (rows: Row[]) => rows.map((row) => (row.kind === 'heading' ? row.label : [row.kind, row.label, row.description, row.detail]));
const end = ['Report', ['report', '$(output) Show full report', '', '']];

test('culprit rows: the culprit with who set it and the proof; it leads to its place', () => {
  const found = isolated({ culprits: [culprit({ kind: 'setting', name: 'go.goroot', value: '/x$(trash)', source: { name: 'go.goroot', scope: 'workspace', file: '/w/.vscode/settings.json', line: 2 } })] });
  const rows = culpritRows(found, [], plain);
  assert.deepEqual(texts(rows), [
    ['place', '$(target) go.goroot = /x$\u200b(trash)', 'setting, 12 trials', 'go.goroot, workspace settings, settings.json:2 · tried both ways · without it Go works in this folder'],
    ...end,
  ]);
  assert.ok(rows[0]?.kind === 'place' && rows[0].source.line === 2);
  assert.equal(culpritTitle(found, plain), 'Go Vitals: 1 culprit found');
});

test('culprit rows: those that break it only together say so, one that stands alone does not', () => {
  const found = isolated({ mended: false, confirmed: false, trials: 1, culprits: [culprit(), culprit({ name: 'BAR', value: '' }), culprit({ name: 'BAZ', group: 1 })] });
  assert.deepEqual(texts(culpritRows(found, [], plain)), [
    ['report', '$(target) FOO = bar', 'environment variable, 1 trial', 'set in the environment · only together with the others of group 1'],
    ['report', '$(target) BAR', 'environment variable, 1 trial', 'set in the environment · only together with the others of group 1'],
    ['report', '$(target) BAZ = bar', 'environment variable, 1 trial', 'set in the environment'],
    ...end,
  ]);
  assert.equal(culpritTitle(found, plain), 'Go Vitals: 3 culprits found');
});

test('culprit rows: a stale server offers its restart where there is one', () => {
  const found = isolated({ culprits: [culprit({ kind: 'server', name: 'gopls', value: '', who: '' })], trials: 0, mended: false });
  const actions = (can: 'restart'[]) => culpritRows(found, can, plain).flatMap((row) => (row.kind === 'action' ? [row.action] : []));
  assert.deepEqual(actions(['restart']), ['restart']);
  assert.deepEqual(actions([]), []);
});

const outcomes: Record<Exclude<IsolationState, 'found'>, string> = {
  'not-needed': '$(pass) Nothing is broken',
  none: '$(question) Nothing that can be taken away mends it',
  flaky: '$(question) It fails only sometimes, so nothing is blamed',
  stopped: '$(question) The search ended early',
  'not-tried': '$(question) It could not be tried',
};
for (const [state, label] of Object.entries(outcomes)) {
  test(`culprit rows: ${state} is said in words`, () => {
    const found = isolated({ state: state as IsolationState, culprits: [], summary: 'because of this' }, [ladder('project')]);
    const [first, second] = texts(culpritRows(found, [], plain));
    assert.deepEqual(first, ['report', label, '12 trials', state === 'not-needed' ? '' : 'because of this']);
    assert.equal(second, 'Control ladder: the project breaks it');
    assert.equal(culpritTitle(found, plain), 'Go Vitals: no culprit found');
  });
}

test('culprit rows: what is certain before the search ended early is shown, and that it ended', () => {
  const labels = culpritRows(isolated({ state: 'stopped' }), [], plain).map(({ label }) => label);
  assert.deepEqual(labels.slice(0, 2), ['$(target) FOO = bar', '$(question) The search ended early']);
});

test('culprit rows: several folders are told apart, and nothing to try is said', () => {
  const one = isolated();
  const [first] = one.isolations;
  assert.ok(first);
  const both = { ...one, isolations: [first, { ...first, folder: '/code/lib' }] };
  assert.deepEqual(culpritRows(both, [], plain).flatMap((row) => (row.kind === 'heading' ? [row.label] : [])), ['app', 'lib', 'Report']);
  assert.match(culpritRows({ ...one, isolations: [] }, [], plain)[0]?.label ?? '', /nothing here that could be tried/);
});
