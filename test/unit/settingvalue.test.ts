import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentText, memberOf, sameValue, smallestEdit, valueAt, withMember } from '../../extension/settingvalue.js';

const scopes = [
  { name: 'user, on this machine', scope: 'user', window: { globalValue: 1 }, want: 1 },
  { name: 'user, in a remote window', scope: 'user', window: { globalValue: 2, globalLocalValue: 1, globalRemoteValue: 2 }, want: 1 },
  { name: 'user, in a remote window that sets it alone', scope: 'user', window: { globalValue: 2, globalRemoteValue: 2 }, want: undefined },
  { name: 'remote', scope: 'remote', window: { globalValue: 2, globalLocalValue: 1, globalRemoteValue: 2 }, want: 2 },
  { name: 'workspace', scope: 'workspace', window: { workspaceValue: 3 }, folder: { workspaceFolderValue: 4 }, want: 3 },
  { name: 'workspace of one folder', scope: 'workspace', window: {}, folder: { workspaceFolderValue: 4 }, want: 4 },
  { name: 'folder', scope: 'folder', window: { workspaceValue: 3 }, folder: { workspaceFolderValue: 4 }, want: 4 },
  { name: 'language', scope: 'language', window: { workspaceValue: 3, workspaceLanguageValue: 5 }, want: 5 },
] as const;

for (const { name, scope, window, want, ...rest } of scopes) {
  test(`setting values: ${name}`, () => {
    assert.equal(valueAt(scope, window, 'folder' in rest ? rest.folder : {}), want);
  });
}

test('setting values: a member is read and changed by itself, and a member of the prototype is none', () => {
  const whole = { 'build.env': { A: '1' }, hoverKind: 'None' };
  assert.deepEqual(memberOf(whole, 'build.env'), { A: '1' });
  assert.equal(memberOf(whole, 'constructor'), null);
  assert.equal(memberOf(undefined, ''), null);
  assert.equal(memberOf('text', 'length'), null);
  assert.deepEqual(withMember(whole, 'hoverKind', null), { 'build.env': { A: '1' } });
  assert.deepEqual(withMember(undefined, 'hoverKind', 'None'), { hoverKind: 'None' });
  assert.equal(withMember(whole, '', null), undefined);
  assert.deepEqual(whole, { 'build.env': { A: '1' }, hoverKind: 'None' }, 'the old value stays as it was');
});

const pairs = [
  { name: 'the order of members says nothing', a: { x: 1, y: [1, { z: null }] }, b: { y: [1, { z: null }], x: 1 }, same: true },
  { name: 'not set is null', a: undefined, b: null, same: true },
  { name: 'the order of a list counts', a: [1, 2], b: [2, 1], same: false },
  { name: 'a list is no object', a: [], b: {}, same: false },
  { name: 'a member more', a: { x: 1 }, b: { x: 1, y: 2 }, same: false },
  { name: 'a member of another name', a: { x: null }, b: { y: null }, same: false },
  { name: 'text and number', a: '1', b: 1, same: false },
];
for (const { name, a, b, same } of pairs) {
  test(`setting values: ${name}`, () => { assert.equal(sameValue(a, b), same); });
}

const edits = [
  ['a // c\nb', 'a // c\nx\nb'], ['', 'x'], ['x', ''], ['aaa', 'aa'], ['aa', 'aaaa'], ['same', 'same'], ['abcabc', 'abc'], ['{1}', '{2}'],
] as const;
for (const [from, to] of edits) {
  test(`smallest edit: ${JSON.stringify(from)} becomes ${JSON.stringify(to)}`, () => {
    const { start, end, text } = smallestEdit(from, to);
    assert.equal(from.slice(0, start) + text + from.slice(end), to);
    assert.ok(end >= start);
  });
}

test('smallest edit: what stays the same on both sides is left alone', () => {
  assert.deepEqual(smallestEdit('{ "hoverKnd": 1 }', '{ "hoverKind": 1 }'), { start: 9, end: 9, text: 'i' });
});

test('a text as a document holds it has no byte order mark and one kind of line end', () => {
  assert.equal(documentText('\uFEFFa\r\nb\rc\n'), 'a\nb\nc\n');
});
