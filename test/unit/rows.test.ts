import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fix, Step } from '../../extension/protocol.js';
import type { Action, Row } from '../../extension/row.js';
import { rowsOf, titleOf } from '../../extension/rows.js';
import { plain } from '../../extension/words.js';
import { check, evidence, finding, ladder, report } from './reports.js';

const rows = (parts: Parameters<typeof report>[0]) => rowsOf(report(parts), [], plain);
const labels = (list: Row[]) => list.map(({ label }) => label);

test('rows: a healthy report is good news that says what was proved', () => {
  const list = rows({ checks: [check(), check({ id: 'x' }), check({ id: 'y', state: 'not-applicable' })] });
  assert.deepEqual(labels(list), [
    '$(pass) Go works in this window',
    '$(check) go 1.26.8 answers',
    '$(check) hover and definition answer for 3 kinds of symbols',
    'Report',
    '$(output) Show full report',
  ]);
  const good = list[0];
  assert.ok(good?.kind === 'report');
  assert.equal(good.description, '2 checks passed');
  assert.equal(titleOf(report(), plain), 'Go Vitals: healthy');
});

test('rows: a cause comes with who set it, and what follows stands indented below it', () => {
  const source = evidence({ name: 'go.toolsEnvVars.GOROOT', scope: 'workspace', file: '/w/.vscode/settings.json', line: 2 });
  const list = rows({
    badge: 'error',
    works: [],
    findings: [
      finding({ id: 'hint', check: 'hint', severity: 'info', title: 'Hint' }),
      finding({ id: 'below', check: 'gopls-load-failed', title: 'gopls cannot load', because: 'goroot-invalid' }),
      finding({ id: 'deeper', check: 'definition-broken', severity: 'warning', title: 'no definition', because: 'below' }),
      finding({ evidence: [source] }),
    ],
  });
  assert.deepEqual(labels(list).slice(0, 4), [
    '$(error) GOROOT is not a Go release',
    '\u00a0\u00a0\u00a0\u00a0$(arrow-small-right) $(error) gopls cannot load',
    '\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0$(arrow-small-right) $(warning) no definition',
    '$(info) Hint',
  ]);
  const [first] = list;
  assert.ok(first?.kind === 'finding');
  assert.equal(first.description, 'goroot-invalid');
  assert.equal(first.detail, 'go.toolsEnvVars.GOROOT, workspace settings, settings.json:2: Nothing that needs Go can run.');
});

test('rows: findings that blame each other, or what is not there, are lost never and looped never', () => {
  const list = rows({
    badge: 'error',
    findings: [
      finding({ id: 'self', because: 'self', title: 'S' }),
      finding({ id: 'orphan', because: 'gone', title: 'O' }),
      finding({ id: 'a', because: 'b', title: 'A' }),
      finding({ id: 'b', because: 'a', title: 'B' }),
    ],
  });
  assert.deepEqual(labels(list).slice(0, 4), ['$(error) S', '$(error) O', '$(error) A', '\u00a0\u00a0\u00a0\u00a0$(arrow-small-right) $(error) B']);
});

test('rows: what could not be told is said with its reason', () => {
  const list = rows({
    badge: 'inconclusive',
    folders: [{ path: '/code/gone', state: 'missing', error: 'no such directory', hasGo: false, pulse: 'not-taken' }],
    checks: [check({ id: 'go-hangs', state: 'inconclusive', reason: 'late' }), check({ id: 'go-noisy', state: 'inconclusive', reason: 'late' })],
    works: [],
  });
  assert.deepEqual(labels(list).slice(0, 2), ['$(question) 2 checks could not be made', '$(question) gone was not examined: missing']);
  const [first] = list;
  assert.ok(first?.kind === 'report');
  assert.equal(first.description, 'go-hangs, go-noisy');
  assert.equal(first.detail, 'late');
});

test('rows: a title cannot draw icons', () => {
  const [first] = rows({ findings: [finding({ title: 'folder $(trash)' })] });
  assert.ok(!first?.label.includes('$(trash)'));
});

test('rows: what still works is listed beside what does not', () => {
  const list = rows({ badge: 'error', findings: [finding()], works: ['go 1.26.8 answers'] });
  assert.deepEqual(labels(list), [
    '$(error) GOROOT is not a Go release', 'What works', '$(check) go 1.26.8 answers', 'Report', '$(output) Show full report',
  ]);
});

test('rows: with several folders a finding says whose it is', () => {
  const [one] = report().folders;
  assert.ok(one);
  const folders = [one, { ...one, path: '/code/lib' }];
  const [first] = rows({ badge: 'error', folders, findings: [finding({ folder: '/code/lib' })] });
  assert.ok(first?.kind === 'finding');
  assert.equal(first.description, 'goroot-invalid · lib');
});

/** A fix whose only step is one of the editor's own, or whatever else. */
const fix = (parts: Partial<Step> = {}): Fix => ({
  id: 'restart-server',
  title: 'Restart the language server',
  risk: 'safe',
  steps: [
    {
      kind: 'editor', title: '', before: null, after: null, argv: [], cwd: '', env: {}, effect: 'restart-server', ...parts,
      target: { scope: '', folder: '', file: '', key: '', member: '' },
    },
  ],
});

for (const { name, parts, can, want } of [
  { name: 'a cause that it mends', parts: { findings: [finding({ fixes: [fix()] })] }, can: ['restart'], want: 1 },
  { name: 'a stale server, once', parts: { findings: [finding({ fixes: [fix()] })], ladders: [ladder('stale-server')] }, can: ['restart'], want: 1 },
  { name: 'a window whose Go extension has no such command', parts: { findings: [finding({ fixes: [fix()] })] }, can: [], want: 0 },
  { name: 'a consequence', parts: { findings: [finding(), finding({ id: 'x', because: 'goroot-invalid', fixes: [fix()] })] }, can: ['restart'], want: 0 },
  { name: 'a fix that does more', parts: { findings: [finding({ fixes: [fix({ kind: 'run' })] })] }, can: ['restart'], want: 0 },
  { name: 'a way around another fix', parts: { findings: [finding({ fixes: [fix({ kind: 'set' }), fix()] })] }, can: ['restart'], want: 0 },
  { name: 'a fix of which only words are known', parts: { findings: [finding({ fixes: [{ ...fix(), steps: [] }] })] }, can: ['restart'], want: 0 },
] satisfies { name: string; parts: Parameters<typeof report>[0]; can: Action[]; want: number }[]) {
  test(`rows: a restart of the server is ${want ? 'offered' : 'not offered'} for ${name}`, () => {
    const list = rowsOf(report({ badge: 'error', ...parts }), can, plain);
    assert.equal(list.filter((row) => row.kind === 'action' && row.action === 'restart').length, want);
  });
}

test('rows: the process tree is the last of the ways on', () => {
  const last = rowsOf(report(), ['tree'], plain).at(-1);
  assert.ok(last?.kind === 'action' && last.action === 'tree');
  assert.equal(last.label, '$(list-tree) Show process tree');
});
