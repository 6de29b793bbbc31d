import { ladderRows } from './ladderrows.js';
import type { Culprit, Isolation, IsolationDocument } from './protocol.js';
import { type Action, actionRow, type Row } from './row.js';
import { baseName, whoSaid } from './verdict.js';
import { count, plainIcons, type Say } from './words.js';

/** Title of the list that Find the Culprit shows. */
export function culpritTitle({ isolations }: IsolationDocument, say: Say): string {
  const found = isolations.flatMap(({ culprits }) => culprits).length;
  return `Go Vitals: ${found > 0 ? count(say, found, '{0} culprit found', '{0} culprits found') : say('no culprit found')}`;
}

/** What the experiment found in each folder with its proof, what it calls for, and the ladder it started from. */
export function culpritRows(found: IsolationDocument, can: readonly Action[], say: Say): Row[] {
  const many = found.isolations.length > 1;
  const rows = found.isolations.flatMap((isolation): Row[] => [
    ...(many ? [{ kind: 'heading' as const, label: plainIcons(baseName(isolation.folder)) }] : []),
    ...folderRows(isolation, can, say),
  ]);
  if (rows.length === 0) rows.push({ kind: 'report', label: `$(question) ${say('There is nothing here that could be tried')}`, description: '', detail: '' });
  rows.push(...ladderRows(found.ladders, [], say), { kind: 'heading', label: say('Report') });
  rows.push({ kind: 'report', label: `$(output) ${say('Show full report')}`, description: '', detail: '' });
  return rows;
}

function folderRows(isolation: Isolation, can: readonly Action[], say: Say): Row[] {
  const rows = isolation.culprits.map((culprit) => culpritRow(culprit, isolation, say));
  const stale = isolation.culprits.some(({ kind }) => kind === 'server');
  if (stale && can.includes('restart')) rows.push(actionRow('restart', '', say));
  // With culprits in sight only what the summary has to add: that the search is not over.
  if (rows.length > 0 && isolation.state === 'found') return rows;
  const detail = isolation.state === 'not-needed' ? '' : isolation.summary;
  rows.push({ kind: 'report', label: `$(${icon(isolation)}) ${stateWords(isolation, say)}`, description: trials(isolation, say), detail });
  return rows;
}

function culpritRow(culprit: Culprit, isolation: Isolation, say: Say): Row {
  const joint = isolation.culprits.some((other) => other !== culprit && other.group === culprit.group);
  const value = culprit.value === '' || culprit.value === culprit.name ? '' : ` = ${culprit.value}`;
  const proof = [
    // Short, so that the proof is not cut off.
    whoSaid(culprit.source, say) || culprit.who,
    joint ? say('only together with the others of group {0}', culprit.group + 1) : '',
    isolation.confirmed && isolation.trials > 0 ? say('tried both ways') : '',
    isolation.mended ? say('without it Go works in this folder') : '',
  ];
  const row = {
    label: `$(target) ${plainIcons(culprit.name + value)}`,
    description: [kindWords(culprit, say), trials(isolation, say)].filter((part) => part !== '').join(', '),
    detail: proof.filter((part) => part !== '').join(' · '),
  };
  return culprit.source.file === '' ? { kind: 'report', ...row } : { kind: 'place', ...row, source: culprit.source };
}

function trials({ trials: n }: Isolation, say: Say): string {
  return n > 0 ? count(say, n, '{0} trial', '{0} trials') : '';
}

function icon({ state }: Isolation): string {
  return state === 'not-needed' ? 'pass' : 'question';
}

function stateWords({ state }: Isolation, say: Say): string {
  switch (state) {
    case 'found':
      return say('Found');
    case 'not-needed':
      return say('Nothing is broken');
    case 'none':
      return say('Nothing that can be taken away mends it');
    case 'flaky':
      return say('It fails only sometimes, so nothing is blamed');
    case 'stopped':
      return say('The search ended early');
    case 'not-tried':
      return say('It could not be tried');
  }
}

function kindWords({ kind }: Culprit, say: Say): string {
  switch (kind) {
    case 'variable':
      return say('environment variable');
    case 'goenv':
      return say('set with go env -w');
    case 'setting':
      return say('setting');
    case 'flag':
      return say('gopls flag');
    case 'go-work':
      return say('go.work');
    case 'vendor':
      return say('vendor directory');
    case 'module':
      return say('module');
    case 'nested':
      return say('nested module');
    case 'server':
      return say('the running server is stale, a fresh one works');
    case 'toolchain':
      return say('broken even without any settings');
  }
}
