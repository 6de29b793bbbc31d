import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messagePage, pressed } from '../../extension/panelpage.js';
import type { RenderResult } from '../../extension/protocol.js';
import { lastRendered, wholeRendered } from '../../extension/rendering.js';
import { rowsOf } from '../../extension/rows.js';
import { plain } from '../../extension/words.js';
import { report } from './reports.js';

test('panel: a page can ask for one fix by name, and for nothing else', () => {
  assert.deepEqual(pressed({ finding: 'a:b', fix: 'set', allSafe: true }), { finding: 'a:b', fix: 'set' });
  for (const message of [undefined, null, 'fix', 1, {}, { allSafe: true }, { finding: 'a' }, { fix: 'a' }, { finding: 'a', fix: 1 }, { finding: '', fix: 'a' }, { command: 'govitals.undo' }]) {
    assert.equal(pressed(message), undefined, JSON.stringify(message));
  }
});

test('panel: a message is shown as text, on a page that may do nothing', () => {
  const page = messagePage('<img src=x onerror=alert(1)> & "co"', 'zh-cn"><script>');
  assert.match(page, /content="default-src 'none'"/);
  assert.doesNotMatch(page, /<img|<script|onerror="/);
  assert.match(page, /&#60;img src=x onerror=alert\(1\)&#62; &#38; &#34;co&#34;/);
});

const rendered = (tier: RenderResult['tier']): RenderResult => ({ text: tier, tier, replaced: [] });
const noReport = Object.assign(new Error('nothing was diagnosed yet'), { code: 1 });

for (const { name, answers, examined, want, examinations } of [
  { name: 'a whole report is taken as it is', answers: [rendered('standard')], examined: true, want: 'standard', examinations: 0 },
  { name: 'a quick look is not enough', answers: [rendered('fast'), rendered('standard')], examined: true, want: 'standard', examinations: 1 },
  { name: 'a new sidecar examines first', answers: [noReport, rendered('standard')], examined: true, want: 'standard', examinations: 1 },
  { name: 'an examination that is cancelled gives none', answers: [rendered('fast')], examined: undefined, want: undefined, examinations: 1 },
] as const) {
  test(`rendering: ${name}`, async () => {
    const left: (RenderResult | Error)[] = [...answers];
    let count = 0;
    const got = await wholeRendered({ format: 'json' }, {
      request: () => {
        const next = left.shift();
        return next instanceof Error || !next ? Promise.reject(next ?? new Error('asked too often')) : Promise.resolve(next);
      },
      examine: () => {
        count++;
        return Promise.resolve(examined);
      },
    });
    assert.equal(got?.text, want);
    assert.equal(count, examinations);
    assert.equal(left.length, 0);
  });
}

test('rendering: any other error is told', async () => {
  await assert.rejects(lastRendered(() => Promise.reject(new Error('broken pipe'))), /broken pipe/);
});

test('rows: the list leads to the panel, the export and the issue, if they are there', () => {
  const actions = (can: Parameters<typeof rowsOf>[1]) => rowsOf(report(), can, plain).flatMap((row) => (row.kind === 'action' ? [row.action] : []));
  assert.deepEqual(actions(['tree', 'issue', 'panel', 'export']), ['panel', 'export', 'issue', 'tree']);
  assert.deepEqual(actions([]), []);
});
