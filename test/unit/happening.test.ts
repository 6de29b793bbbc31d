import assert from 'node:assert/strict';
import { test } from 'node:test';
import { happeningFace } from '../../extension/happening.js';
import type { LifeSummary } from '../../extension/protocol.js';
import { plain } from '../../extension/words.js';
import { changed, report } from './reports.js';

const stall = { command: 'go list', forMs: 45_300, waits: 'network', on: '192.0.2.1:443', line: 'go list -e ./...', directory: '/w' } as const;

const cases: { name: string; reason?: string; life?: Partial<LifeSummary>; words: string | undefined; says?: string; background?: 'error' }[] = [
  { name: 'a death', words: 'gopls died (2 of 5)', says: 'gopls died (2 of 5), SIGKILL' },
  {
    name: 'a death with an exit status, once the next server runs',
    reason: 'started',
    life: { crashes: 1, alive: 7, signal: '', code: 2 },
    words: 'gopls died (1 of 5)',
    says: 'gopls died (1 of 5), exit status 2, it was started again',
  },
  { name: 'a death of which nothing is known', reason: 'learned', life: { signal: '' }, words: 'gopls died (2 of 5)', says: 'gopls died (2 of 5)' },
  {
    name: 'the last death',
    life: { crashes: 5, givenUp: true },
    words: 'gopls is dead, restart it',
    says: 'gopls died 5 times and is not started again, restart the language server',
    background: 'error',
  },
  { name: 'an end that somebody asked for', life: { kind: 'exited', crashes: 0 }, words: undefined },
  { name: 'a start after a restart', reason: 'started', life: { crashes: 0, alive: 7 }, words: undefined },
  { name: 'a command that hangs', reason: 'stalled', life: { stalls: 1, stall }, words: 'go list hangs', says: 'go list has been waiting for the network for 45 s (192.0.2.1:443)' },
  {
    name: 'a command that waits for nobody knows what',
    reason: 'stalled',
    life: { stall: { ...stall, waits: 'unknown', on: '' } },
    words: 'go list hangs',
    says: 'go list has not come to its end for 45 s',
  },
  { name: 'a stall that is over', reason: 'unstuck', words: undefined },
  { name: 'more memory, long after a death', reason: 'memory', words: undefined },
  { name: 'something that only a newer sidecar knows', reason: 'levitated', words: undefined },
];

test('happening: whoever looks closer is told the whole command that hangs, and where', () => {
  const more = (on: Partial<typeof stall>) => happeningFace(changed('stalled', { stall: { ...stall, ...on } }), plain)?.more;
  assert.equal(more({}), 'go list -e ./... in /w');
  assert.equal(more({ directory: '' as '/w' }), 'go list -e ./...');
});

test('happening: what was judged already needs no face of its own', () => {
  assert.equal(happeningFace({ ...changed('ended', { crashes: 5, givenUp: true }), report: report({ badge: 'error' }) }, plain), undefined);
});

for (const { name, reason = 'ended', life, words, says, background } of cases) {
  test(`happening: ${name}`, () => {
    const face = happeningFace(changed(reason, life), plain);
    assert.equal(face?.words, words);
    assert.equal(face?.says, says);
    assert.equal(face?.background, background);
  });
}
