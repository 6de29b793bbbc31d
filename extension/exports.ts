import type { Privacy, Replaced, ReplacedKind } from './protocol.js';
import { count, type Say } from './words.js';

/** What a report for others can look like. */
export type Face = 'markdown' | 'html' | 'json' | 'sarif';

interface Line {
  label: string;
  description?: string;
  detail?: string;
}

export function faceRows(say: Say): (Line & { face: Face })[] {
  return [
    { face: 'markdown', label: '$(markdown) Markdown', detail: say('for an issue or a chat: the verdict first, the rest folded') },
    { face: 'html', label: '$(browser) HTML', detail: say('one page for people, with drawings; it needs no network') },
    { face: 'json', label: '$(json) JSON', detail: say('everything that was seen: for maintainers, who can judge it again') },
    { face: 'sarif', label: '$(shield) SARIF', detail: say('the findings alone, for services that collect results of checks') },
  ];
}

/** The careful choice comes first. */
export function privacyRows(say: Say): (Line & { privacy: Privacy })[] {
  return [
    { privacy: 'share', label: `$(lock) ${say('For others')}`, description: say('recommended'), detail: say('Names of people, hosts, homes and private modules are replaced') },
    { privacy: 'full', label: `$(unlock) ${say('In full')}`, detail: say('Your name, this machine, your home and private modules are readable') },
  ];
}

const endings: Readonly<Record<Face, string>> = { markdown: 'md', html: 'html', json: 'json', sarif: 'sarif' };

export const ending = (face: Face): string => endings[face];

/** A name that sorts by the day of the diagnosis and says if it is not for others. */
export function fileName(face: Face, privacy: Privacy, startedAt: string): string {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(startedAt)?.[0];
  return `${['go-vitals', day, privacy === 'full' ? 'full' : undefined].filter((part) => part !== undefined).join('-')}.${endings[face]}`;
}

/** How a report leaves: as a file, on the clipboard, or on the clipboard with the page of a new issue. */
export type Way = 'save' | 'copy' | 'issue';

/** A line of the list in front of the preview: a way out, a word about what was replaced, with its first place, or a heading. */
export type LeaveRow = Line & ({ kind: 'way'; way: Way } | { kind: 'cancel' } | { kind: 'heading' } | { kind: 'replaced'; first: string } | { kind: 'note' });

export function leaveRows(ways: readonly Way[], privacy: Privacy, replaced: readonly Replaced[], say: Say): LeaveRow[] {
  const rows: LeaveRow[] = ways.map((way) => ({ kind: 'way', way, ...wayLine(way, say) }));
  rows.push({ kind: 'cancel', label: `$(close) ${say('Cancel')}` }, { kind: 'heading', label: say('What was hidden') });
  if (privacy === 'full') {
    rows.push({ kind: 'note', label: `$(warning) ${say('Nothing: names of people, hosts and private modules stand in it')}`, detail: say('Secrets were never recorded.') });
    return rows;
  }
  for (const { kind, names, places, first } of replaced) {
    const where = count(say, places, 'in {0} place', 'in {0} places');
    rows.push({ kind: 'replaced', first, label: `$(eye-closed) ${replacedWords(kind, names, say)}`, description: say('{0}, the first is {1}', where, asToken(first)) });
  }
  const none = replaced.length === 0 ? say('Nothing in it had to be hidden.') : '';
  rows.push({ kind: 'note', label: `$(info) ${none || say('Secrets were never recorded.')}` });
  return rows;
}

/** A token as people write it; some faces write it as an entity or in an escape. */
const asToken = (written: string) => written.replace(/^(&lt;|%3C|\\u003c)/i, '<').replace(/(&gt;|%3E|\\u003e)$/i, '>');

function wayLine(way: Way, say: Say): Line {
  switch (way) {
    case 'save':
      return { label: `$(save) ${say('Save to a File…')}` };
    case 'copy':
      return { label: `$(copy) ${say('Copy')}` };
    case 'issue':
      return { label: `$(github) ${say('Copy It and Open the Page for a New Issue')}`, detail: say('Go Vitals sends nothing: you paste it there, and can change it first') };
  }
}

function replacedWords(kind: ReplacedKind, n: number, say: Say): string {
  switch (kind) {
    case 'home':
      return count(say, n, '{0} home directory', '{0} home directories');
    case 'user':
      return count(say, n, '{0} name of a person', '{0} names of people');
    case 'host':
      return count(say, n, '{0} name of a host', '{0} names of hosts');
    case 'module':
      return count(say, n, '{0} private module', '{0} private modules');
    case 'package':
      return count(say, n, '{0} private package or path', '{0} private packages or paths');
    case 'path':
      return count(say, n, '{0} path behind a private host', '{0} paths behind private hosts');
    case 'name':
      return count(say, n, '{0} other private name', '{0} other private names');
    case 'value':
      return count(say, n, '{0} value of a setting', '{0} values of settings');
  }
}

/** Why a report was not saved, in words for somebody who wants to save it. */
export function saveFailure(error: unknown, say: Say): string {
  const text = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: unknown } | undefined)?.code;
  if (/ENOSPC|EDQUOT|no space left|disk is full|quota/i.test(text)) return say('the disk is full');
  if (/EROFS|read-only/i.test(text)) return say('the place is read-only');
  if (code === 'NoPermissions' || /EACCES|EPERM|permission/i.test(text)) return say('you may not write there');
  if (code === 'FileIsADirectory' || /EISDIR/.test(text)) return say('there is a folder of that name');
  if (code === 'FileNotFound' || /ENOENT|ENOTDIR/.test(text)) return say('the folder is not there');
  return text;
}
