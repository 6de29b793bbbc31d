import type { Document } from './protocol.js';
import { counted } from './verdict.js';
import type { Say } from './words.js';

/** A tracker, and how the titles of its issues begin. */
export interface Venue {
  repository: 'golang/vscode-go' | 'golang/go';
  prefix: string;
}

const extension: Venue = { repository: 'golang/vscode-go', prefix: '' };
const gopls: Venue = { repository: 'golang/go', prefix: 'x/tools/gopls: ' };
const command: Venue = { repository: 'golang/go', prefix: 'cmd/go: ' };

/** Checks whose findings speak of the language server itself; what a person or the editor has set is asked of the extension. */
export const goplsChecks: readonly string[] = [
  'gopls-crash-loop', 'gopls-stale', 'gopls-stalled', 'gopls-load-failed', 'gopls-load-slow', 'gopls-memory', 'gopls-orphan', 'definition-broken', 'server-cannot-start',
];

/** Those that speak of the go command itself. */
export const commandChecks: readonly string[] = ['go-hangs', 'go-unrunnable', 'module-cache-damaged'];

/** The check of the worst finding that counts. */
function worst(report: Pick<Document, 'findings'>): string | undefined {
  return counted(report).find(({ severity }) => severity === 'error' || severity === 'warning')?.check;
}

/** The trackers, that of what is at fault first. */
export function venues(report: Pick<Document, 'findings' | 'ladders'>): Venue[] {
  const check = worst(report);
  const server = report.ladders.some(({ verdict }) => verdict === 'stale-server' || verdict === 'toolchain');
  const first = check === undefined ? (server ? gopls : extension) : goplsChecks.includes(check) ? gopls : commandChecks.includes(check) ? command : extension;
  return [first, ...[extension, gopls, command].filter((venue) => venue !== first)];
}

export interface VenueRow {
  label: string;
  description: string;
  detail: string;
  venue: Venue;
}

export function venueRows(report: Pick<Document, 'findings' | 'ladders'>, say: Say): VenueRow[] {
  return venues(report).map((venue, i) => ({
    venue,
    label: `$(github) ${venue.repository}`,
    description: i === 0 ? say('suggested by what was found') : '',
    detail: venue === gopls ? say('gopls, the language server') : venue === command ? say('the go command and its releases') : say('the Go extension of the editor'),
  }));
}

/**
 * A short title in the tracker's own manner. It is made of the check's id, which everybody knows: titles of findings hold
 * paths and names, and an address is seen by more than the tracker.
 */
export function issueTitle({ prefix }: Venue, report: Pick<Document, 'findings'>): string {
  return prefix + (worst(report)?.replaceAll('-', ' ') ?? '');
}

const body = 'What went wrong, and what did you expect:\n\n\nPaste the report here. Go Vitals has put it on the clipboard.\n';

/**
 * The page of a new issue. Nothing of the report is in its address. The editor takes an address apart and puts it together
 * again, which only plain characters survive: none of % # ? & + may stand in title or body.
 */
export function issueUrl(venue: Venue, report: Pick<Document, 'findings'>): string {
  const title = issueTitle(venue, report).replace(/[^A-Za-z0-9 .,:/-]/g, '');
  const named = title.trim() === '' ? '' : `title=${encodeURIComponent(title)}&`;
  return `https://github.com/${venue.repository}/issues/new?${named}body=${encodeURIComponent(body)}`;
}
