import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, markdown, plain, reasonOf } from '../../extension/words.js';

test('words: arguments go where their numbers stand, and nowhere else', () => {
  assert.equal(plain('{1} of {0}, {2} and {x}', 'b', 3), '3 of b, {2} and {x}');
  assert.equal(plain('{0}', '{0}'), '{0}', 'what is filled in is not filled again');
});

test('words: one and many', () => {
  assert.deepEqual([0, 1, 2].map((n) => count(plain, n, '{0} error', '{0} errors')), ['0 errors', '1 error', '2 errors']);
});

test('words: text of others stays on its line and means nothing in Markdown', () => {
  assert.equal(markdown('a\n\n# b'), 'a \\# b');
  assert.equal(markdown('`x` [y](z) $(i) <b> 1.2'), '\\`x\\` \\[y\\]\\(z\\) \\$\\(i\\) \\<b\\> 1.2');
});

test('words: the reason of anything thrown', () => {
  assert.equal(reasonOf(new Error('late')), 'late');
  assert.equal(reasonOf('late'), 'late');
  assert.equal(reasonOf(undefined), 'undefined');
});
