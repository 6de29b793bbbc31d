import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  asking, automatic, failureWords, fileChanges, fixRows, notUndoneWords, offered, planText, refusalWords, safelyMended, verdictWords, undoable, wantedEffect, wishOf,
} from '../../extension/fixes.js';
import type { Fix, FixOutcome, FixPlan, FixPlanStep, FixProof, Step } from '../../extension/protocol.js';
import type { Row } from '../../extension/row.js';
import { rowsOf } from '../../extension/rows.js';
import { plain } from '../../extension/words.js';
import { finding, report } from './reports.js';

const step = (parts: Partial<Step> = {}): Step => ({
  kind: 'set', title: 'set it', target: { scope: 'workspace', folder: '', file: '', key: 'gopls', member: '' }, before: null, after: null, argv: [], cwd: '', env: {}, effect: '', ...parts,
});
const fix = (parts: Partial<Fix> = {}): Fix => ({ id: 'rename', title: 'Rename it to hoverKind', risk: 'safe', steps: [step()], ...parts });
const planStep = (parts: Partial<FixPlanStep> = {}): FixPlanStep => ({
  kind: 'edit', by: 'machine', title: 'edit it', scope: '', key: '', member: '', file: '/w/go.mod', linkedFrom: '', diff: '', before: '', after: '', argv: [], cwd: '',
  env: [], saves: [], effect: '', asks: 0, lasting: false, ...parts,
});
const plan = (parts: Partial<FixPlan> = {}): FixPlan => ({
  title: 'Mend it', risk: 'safe', automatic: true, lasting: false, mends: [{ id: 'a', severity: 'error', title: 'A is wrong' }], leftOut: [], steps: [planStep()], effects: [], ...parts,
});
const proof = (verdict: FixProof['verdict'], parts: Partial<FixProof> = {}): FixProof => ({ verdict, left: [], new: [], behind: [], open: [], pulse: 'good', ...parts });
const outcome = (parts: Partial<FixOutcome> = {}): FixOutcome => ({ entry: '', steps: [], effects: [], recovered: [], output: '', error: null, ...parts });
const fault = (parts = {}) => ({ code: 'failed', text: 'it did not work', path: '', kept: '', ...parts });

const hand = fix({ id: 'hand', risk: 'manual', title: 'Do it yourself', steps: [step({ kind: 'manual' })] });

test('fixes: undo is offered where there is something to take back', () => {
  const edit = planStep();
  const restart = planStep({ kind: 'editor', by: 'editor' });
  const hands = planStep({ kind: 'manual', by: 'person' });
  assert.ok(undoable({ steps: [restart, edit] }));
  assert.ok(!undoable({ steps: [restart, hands] }));
  assert.ok(!undoable({ steps: [planStep({ kind: 'run', lasting: true })] }));
});

test('fixes: words to follow are not done for the user, whatever the risk says', () => {
  assert.ok(automatic(fix()));
  assert.ok(!automatic(hand));
  assert.ok(!automatic(fix({ steps: [step({ kind: 'manual' })] })));
  assert.equal(offered(finding({ fixes: [hand, fix()] }))?.id, 'rename');
  assert.equal(offered(finding({ fixes: [fix()], known: true })), undefined, 'what the user lives with is left alone');
});

test('fixes: the list holds every fix of every cause, and all at once only where there are several', () => {
  const one = finding({ id: 'one', title: '$(trash) one', fixes: [fix({ risk: 'confirm' }), hand] });
  const findings = [one, finding({ id: 'below', because: 'one', fixes: [fix()] }), finding({ id: 'two', fixes: [fix()] })];
  const rows = fixRows({ findings }, plain);
  assert.deepEqual(rows.map(({ wish }) => wish), [{ finding: 'one', fix: 'rename' }, { finding: 'one', fix: 'hand' }, { finding: 'two', fix: 'rename' }]);
  assert.deepEqual(rows.map(({ description }) => description), ['asks before it does anything', 'by hand', '']);
  assert.equal(rows[0]?.detail, '$\u200b(trash) one');
  const more = fixRows({ findings: [...findings, finding({ id: 'three', fixes: [fix()] })] }, plain);
  assert.deepEqual(more[0]?.wish, { allSafe: true });
  assert.equal(more[0].description, '2', 'a consequence is mended with its cause');
  assert.deepEqual(safelyMended({ findings }).map(({ id }) => id), ['two']);
});

test('fixes: the list of findings offers to fix all that is safe, if there are two and it can be done', () => {
  const all = (list: Row[]) => list.filter((row) => row.kind === 'action' && row.action === 'fixAll').length;
  const two = report({ badge: 'error', findings: [finding({ id: 'a', fixes: [fix()] }), finding({ id: 'b', fixes: [fix()] })] });
  assert.equal(all(rowsOf(two, ['fixAll'], plain)), 1);
  assert.equal(all(rowsOf(two, [], plain)), 0);
  assert.equal(all(rowsOf({ ...two, findings: two.findings.slice(1) }, ['fixAll'], plain)), 0);
});

test('fixes: a wish from outside is taken for what it is, or for none', () => {
  assert.deepEqual(wishOf({ finding: 'a', fix: 'b', more: 1 }), { finding: 'a', fix: 'b' });
  assert.deepEqual(wishOf({ finding: 'a', fix: undefined }), { finding: 'a' });
  assert.deepEqual(wishOf({ allSafe: true }), { allSafe: true });
  for (const sent of [undefined, null, 'a', 1, {}, [], { finding: 1 }, { allSafe: 'yes' }]) assert.equal(wishOf(sent), undefined, JSON.stringify(sent));
});

test('fixes: one safe fix is done at one click; a command, several at once and what lasts are asked about', () => {
  assert.equal(asking(plan()), 'nothing');
  assert.equal(asking(plan({ risk: 'confirm' })), 'list');
  assert.equal(asking(plan({ mends: [...plan().mends, { id: 'b', severity: 'info', title: 'B' }] })), 'list');
  assert.equal(asking(plan({ lasting: true })), 'dialog', 'only what cannot be taken back blocks the window');
  assert.equal(asking(plan({ lasting: true, risk: 'confirm' })), 'dialog');
});

test('fixes: a preview shows a file once, from what it is to what it will be after all steps', () => {
  const steps = [
    planStep({ diff: '@@', before: '1', after: '2' }), planStep({ argv: ['/go'] }),
    planStep({ diff: '@@', before: '2', after: '3' }), planStep({ file: '/w/go.work', diff: '@@', before: 'a', after: 'b' }),
  ];
  assert.deepEqual(fileChanges({ steps }), [{ file: '/w/go.mod', before: '1', after: '3' }, { file: '/w/go.work', before: 'a', after: 'b' }]);
});

test('fixes: a preview shows commands as they will be run, what is saved before and what is not mended', () => {
  const run = planStep({
    kind: 'run', title: 'vendor anew', argv: ['/usr/bin/go', 'mod', 'a b'], cwd: '/w', saves: ['/w/vendor'], lasting: true,
    env: [{ name: 'GOWORK', value: 'off', remove: false }, { name: 'GOFLAGS', value: '', remove: true }],
  });
  const text = planText(plan({ steps: [run], leftOut: [{ finding: 'other', fix: '', reason: 'too much' }] }), plain);
  for (const line of ['runs: /usr/bin/go mod "a b"', 'in: /w', 'with GOWORK=off', 'without GOFLAGS', 'so that it can be taken back: /w/vendor', 'cannot be taken back', 'Not mended: other: too much']) {
    assert.ok(text.includes(line), `${line} in ${text}`);
  }
});

test('fixes: a preview says a command once, and every path that is saved in a line of its own', () => {
  const run = planStep({ kind: 'run', title: 'run /usr/bin/go mod vendor', argv: ['/usr/bin/go', 'mod', 'vendor'], cwd: '/w', saves: ['/w/go.mod', '/w/vendor'] });
  const text = planText(plan({ steps: [run] }), plain);
  assert.equal(text.split('/usr/bin/go mod vendor').length, 2, text);
  assert.match(text, /^ {3}in: \/w\n {3}saved before, so that it can be taken back:\n {6}\/w\/go\.mod\n {6}\/w\/vendor$/m);
  const spaced = planStep({ ...run, title: 'run /usr/bin/go mod vendor', argv: ['/usr/bin/go', 'mod vendor'] });
  assert.match(planText(plan({ steps: [spaced] }), plain), /runs: \/usr\/bin\/go "mod vendor"/, 'where the words leave open what an argument is');
});

const left = { id: 'a', severity: 'error', title: 'A is wrong' } as const;
const verdicts = [
  { name: 'fixed', proof: proof('fixed'), level: 'info', says: /^Fixed and proved: Mend it$/, offers: ['undo'] },
  { name: 'fixed, and what stood behind it is said', proof: proof('fixed', { behind: [left] }), level: 'warning', says: /^Fixed and proved: Mend it\. It had hidden another problem: A is wrong$/, offers: ['undo', 'show'] },
  { name: 'still broken', proof: proof('still-broken', { left: [left, left] }), level: 'warning', says: /^Still broken after the fix: A is wrong \(and 1 more\)$/, offers: ['undo', 'show'] },
  { name: 'made worse', proof: proof('made-worse', { new: [left] }), level: 'error', says: /made it worse: A is wrong$/, offers: ['undo', 'show'] },
  { name: 'unproved, with the reason', proof: proof('unproved', { open: [{ finding: 'a', fix: '', reason: 'no answer' }] }), level: 'warning', says: /nothing proves yet.*a: no answer/, offers: ['undo', 'show'] },
  { name: 'a verdict of a newer sidecar is no success', proof: proof('splendid' as FixProof['verdict']), level: 'warning', says: /nothing proves yet/, offers: ['undo', 'show'] },
];
for (const { name, proof: proved, level, says, offers } of verdicts) {
  test(`fixes: the verdict ${name}`, () => {
    const told = verdictWords('Mend it', proved, plain);
    assert.equal(told.level, level);
    assert.match(told.text, says);
    assert.deepEqual(told.offers, offers);
  });
}

test('fixes: a refusal says that nothing was changed, and one in the middle what was', () => {
  const refused = failureWords(outcome({ error: fault({ code: 'changed', text: 'was changed meanwhile', path: '/w/go.mod' }) }), plain);
  assert.equal(refused.text, 'Nothing was changed: /w/go.mod: was changed meanwhile');
  assert.deepEqual(refused.offers, ['again']);
  const steps = ['applied', 'failed'].map((state) => ({ title: '', state, text: '', paths: [] }));
  const stopped = failureWords(outcome({ entry: '7', steps, error: fault() }), plain);
  assert.equal(stopped.text, 'The fix stopped after 1 step: it did not work');
  assert.deepEqual(stopped.offers, ['undo', 'log']);
  assert.equal(refusalWords(fault(), plain).text, 'This cannot be fixed now: it did not work');
});

test('fixes: what could not be taken back says why and where the former version is', () => {
  assert.deepEqual(notUndoneWords('Mend it', fault({ kept: '/state/1' }), plain).offers, ['kept', 'log']);
  assert.match(notUndoneWords('Mend it', fault({ path: '/w/x', text: '/w/x has changed' }), plain).text, /^Mend it was not taken back: \/w\/x has changed$/);
});

test('fixes: only what needs the user is asked of the user', () => {
  assert.equal(wantedEffect([], 'x', plain), undefined);
  assert.equal(wantedEffect(['restart-server'], 'x', plain), undefined);
  assert.deepEqual(wantedEffect(['reload-window'], 'x', plain)?.offers, ['reload', 'undo']);
  assert.match(wantedEffect(['restart-editor'], 'x', plain)?.text ?? '', /signed out/);
});
