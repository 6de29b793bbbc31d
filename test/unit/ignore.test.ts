import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ignoredAt, withIgnored } from '../../extension/ignore.js';

const board = { finding: 'cross-target:GOOS', reason: 'board' };

test('ignore: the lists of all levels and folders count together, each entry once', () => {
  const user = { globalValue: [board] };
  const both = { globalValue: [board], workspaceValue: [{ finding: 'goroot-pinned', reason: 'image', until: '2027-01-31' }] };
  assert.deepEqual(ignoredAt([user, both, undefined]), [board, { finding: 'goroot-pinned', reason: 'image', until: '2027-01-31' }]);
});

test('ignore: what is no entry is left out, and nothing of it gets in the way', () => {
  const odd = [null, 'go-missing', { reason: 'x' }, { finding: 7 }, { finding: '' }, { finding: 'a', reason: 5, until: 6, more: true }];
  assert.deepEqual(ignoredAt([{ globalValue: odd }, { workspaceValue: 'none' }]), [{ finding: 'a', reason: '' }]);
});

test('ignore: a new reason takes the place of the old one', () => {
  assert.deepEqual(withIgnored([board, { finding: 'b', reason: 'c' }], { finding: board.finding, reason: 'still' }), [
    { finding: 'b', reason: 'c' }, { finding: board.finding, reason: 'still' },
  ]);
  assert.deepEqual(withIgnored(undefined, board), [board]);
});
