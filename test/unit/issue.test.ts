import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commandChecks, goplsChecks, issueTitle, issueUrl, venueRows, venues } from '../../extension/issue.js';
import type { Finding } from '../../extension/protocol.js';
import { plain } from '../../extension/words.js';
import { root } from '../lib/env.js';
import { finding, ladder, report } from './reports.js';

const of = (check: string, parts: Partial<Finding> = {}) => report({ badge: 'error', findings: [finding({ id: check, check, ...parts })] });
const first = (found: ReturnType<typeof report>) => {
  const [venue] = venues(found);
  assert.ok(venue);
  return `${venue.repository} ${issueTitle(venue, found)}`;
};

test('issue: the tracker is that of what is at fault', () => {
  for (const [name, found, want] of [
    ['nothing was found', report(), 'golang/vscode-go '],
    ['gopls', of('gopls-crash-loop'), 'golang/go x/tools/gopls: gopls crash loop'],
    ['the go command', of('go-hangs'), 'golang/go cmd/go: go hangs'],
    ['the editor', of('go-extension-failed'), 'golang/vscode-go go extension failed'],
    ['a setting', of('gopls-setting-invalid'), 'golang/vscode-go gopls setting invalid'],
    ['a hint does not count', of('gopls-stale', { severity: 'info' }), 'golang/vscode-go '],
    ['what the user lives with does not count', of('gopls-stale', { known: true }), 'golang/vscode-go '],
    ['no finding, but the server is stale', report({ ladders: [ladder('stale-server')] }), 'golang/go x/tools/gopls: '],
  ] as const) {
    assert.equal(first(found), want, name);
  }
});

test('issue: the worst cause counts, not the first, and no consequence', () => {
  const found = report({ badge: 'error', findings: [
    finding({ id: 'a', check: 'go-extension-old', severity: 'warning' }), finding({ id: 'b', check: 'gopls-load-failed', because: 'c' }), finding({ id: 'c', check: 'go-unrunnable' }),
  ] });
  assert.equal(first(found), 'golang/go cmd/go: go unrunnable');
});

test('issue: every tracker can be chosen, the suggested one comes first and says so', () => {
  const rows = venueRows(of('gopls-stale'), plain);
  assert.deepEqual(rows.map(({ venue }) => venue.prefix), ['x/tools/gopls: ', '', 'cmd/go: ']);
  assert.deepEqual(rows.map(({ description }) => description), ['suggested by what was found', '', '']);
  assert.equal(new Set(rows.map(({ detail }) => detail)).size, 3);
});

test('issue: the address is short, holds no word of the report, and survives the editor', () => {
  const found = of('gopls-load-failed', { title: 'gopls cannot load /home/zoraida/vault', detail: 'secret', subject: '/home/zoraida/vault', folder: '/home/zoraida' });
  for (const venue of venues(found)) {
    const url = issueUrl(venue, found);
    assert.ok(url.length < 400, url);
    const { searchParams, pathname, hostname } = new URL(url);
    assert.equal(`${hostname}${pathname}`, `github.com/${venue.repository}/issues/new`);
    assert.deepEqual([...searchParams.keys()], ['title', 'body']);
    assert.match(searchParams.get('body') ?? '', /Paste the report here/);
    for (const word of ['zoraida', 'vault', 'secret', 'cannot load']) assert.ok(!decodeURIComponent(url).includes(word), word);
    // The editor decodes the query and encodes it again without % # ? & +.
    const again = encodeURI(decodeURIComponent(url).replace(/[#]/g, '%23'));
    assert.deepEqual([...new URL(again).searchParams], [...searchParams]);
  }
});

test('issue: a check with an odd name from another sidecar breaks no address', () => {
  const [venue] = venues(of('x'));
  assert.ok(venue);
  const { searchParams } = new URL(issueUrl(venue, of('a&body=evil#?%00\n"')));
  assert.equal(searchParams.get('title'), 'abodyevil00');
  assert.match(searchParams.get('body') ?? '', /^What went wrong/);
});

test('issue: checks that decide about the tracker exist', () => {
  for (const check of [...goplsChecks, ...commandChecks]) assert.ok(existsSync(path.join(root, 'docs', 'checks', `${check}.md`)), check);
});
