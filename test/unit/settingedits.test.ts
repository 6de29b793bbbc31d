import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editOf, reverted, SettingEdits } from '../../extension/settingedits.js';
import type { Place } from '../../extension/settingvalue.js';
import { memory } from './memories.js';

const place: Place = { scope: 'user', folder: '', file: '/u/settings.json', key: 'gopls', member: 'hoverKnd' };
const before = '{\n  // why\n  "gopls": { "hoverKnd": 1 }, // ours\n  "a": 1\n}\n';
const after = before.replace('hoverKnd', 'hoverKind');

const cases = [
  { name: 'as the fix left it', from: before, to: after, now: after, want: before },
  { name: 'somebody wrote before it', from: before, to: after, now: `// new\n${after}`, want: `// new\n${before}` },
  { name: 'somebody wrote after it', from: before, to: after, now: `${after}// new\n`, want: `${before}// new\n` },
  { name: 'somebody changed the very place', from: before, to: after, now: after.replace('hoverKind', 'hoverKinds'), want: undefined },
  { name: 'somebody wrote beside it', from: before, to: after, now: after.replace('// why', '// because'), want: undefined },
  { name: 'the place is there twice now', from: before, to: after, now: after + after, want: undefined },
  { name: 'a key that was removed comes back', from: '{\n  "x": 1,\n  "y": 2\n}\n', to: '{\n  "y": 2\n}\n', now: '{\n  "y": 2\n}\n// new\n', want: '{\n  "x": 1,\n  "y": 2\n}\n// new\n' },
  { name: 'twice in the text, but nobody wrote since', from: '1 a 1 a', to: '1 a 1 b a', now: '1 a 1 b a', want: '1 a 1 a' },
  { name: 'line ends and a mark are the business of the document', from: '\uFEFF{\r\n"x": 1\r\n}', to: '\uFEFF{\r\n}', now: '{\n}', want: '{\n"x": 1\n}' },
];

for (const { name, from, to, now, want } of cases) {
  test(`undo of a setting's text: ${name}`, () => {
    assert.equal(reverted(editOf(place, 1, from, to), now), want);
  });
}

test('edits of settings outlive the window, by their place and the value that was there', async () => {
  const kept = memory();
  const edit = editOf(place, { a: 1, b: 2 }, before, after);
  await new SettingEdits(kept).add(edit);
  const later = new SettingEdits(kept);
  assert.equal(later.of({ ...place, scope: 'workspace' }, { a: 1, b: 2 }).length, 0, 'another level');
  assert.equal(later.of(place, 1).length, 0, 'another value');
  const [found] = later.of(place, { b: 2, a: 1 });
  assert.ok(found);
  assert.equal(reverted(found, after), before);
  await later.forget(found);
  assert.equal(later.of(place, { a: 1, b: 2 }).length, 0);
});
