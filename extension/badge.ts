import { happeningFace } from './happening.js';
import type { ChangedParams, Document } from './protocol.js';
import { counted, culprit, headline, open, tally } from './verdict.js';
import { count, markdown, type Say } from './words.js';

/** What the badge is drawn from. */
export interface Vitals {
  /** Whether the window has Go at all; without it there is no badge. */
  hasGo: boolean;
  /** A diagnosis is under way. */
  checking: boolean;
  /** Checks start by themselves (govitals.automaticChecks). */
  automatic: boolean;
  trusted: boolean;
  /** The last report. */
  report: Document | undefined;
  /** Why no sidecar answers; undefined while one does or none was needed yet. */
  down: string | undefined;
  /** Why the last diagnosis gave no report although the sidecar answers. */
  failure: string | undefined;
  /** What happened to the server that the report does not know yet. */
  happened?: ChangedParams | undefined;
}

/** What the status bar item shows. The tooltip is Markdown. */
export interface BadgeView {
  visible: boolean;
  text: string;
  label: string;
  tooltip: string;
  background: 'error' | 'warning' | undefined;
  command: BadgeCommand;
}

export type BadgeCommand = 'govitals.diagnose' | 'govitals.showReport' | 'govitals.restartSidecar';

/** The commands that links of the tooltip may run. */
export const tooltipCommands: readonly BadgeCommand[] = [
  'govitals.diagnose',
  'govitals.showReport',
  'govitals.restartSidecar',
];

interface Face {
  icon: string;
  words?: string;
  says: string;
  background?: 'error' | 'warning';
}

/** The badge: a pure function of what is known. It draws a verdict and never makes one. */
export function view(vitals: Vitals, say: Say): BadgeView {
  const face = faceOf(vitals, say);
  // A known verdict stays readable while the next one is made; only the icon turns.
  const icon = vitals.checking ? 'sync~spin' : face.icon;
  const restricted = vitals.trusted ? '' : say(', restricted mode: nothing of this folder was run');
  return {
    visible: vitals.hasGo,
    text: `$(${icon}) Go${face.words ? `: ${face.words}` : ''}`,
    label: `Go Vitals: ${face.says}${restricted}`,
    tooltip: tooltip(vitals, face, say),
    background: face.background,
    command: vitals.down === undefined ? 'govitals.diagnose' : 'govitals.restartSidecar',
  };
}

function faceOf(vitals: Vitals, say: Say): Face {
  const { report } = vitals;
  if (vitals.down !== undefined) {
    return {
      icon: 'debug-disconnect',
      words: say('sidecar down'),
      says: say('sidecar down, {0}', vitals.down),
      background: 'warning',
    };
  }
  const happening = vitals.happened && happeningFace(vitals.happened, say);
  if (happening) return { ...happening, ...lasting(report, happening.background) };
  if (vitals.failure !== undefined && !vitals.checking) {
    return { icon: 'question', words: say('not checked'), says: say('no diagnosis, {0}', vitals.failure) };
  }
  if (!report) {
    if (vitals.checking) return { icon: 'sync~spin', says: say('checking') };
    return vitals.automatic
      ? { icon: 'sync~spin', says: say('checking') }
      : { icon: 'pulse', says: say('not checked, automatic checks are off') };
  }
  // The pulse is not taken yet: whatever the files say, nobody knows whether Go works.
  if (report.badge === 'checking' && vitals.checking) return { icon: 'sync~spin', says: say('checking') };
  return reportFace(report, say);
}

/** The colour that the badge has, unless it becomes worse: only a diagnosis takes it away. */
function lasting(report: Document | undefined, now: 'error' | undefined): Pick<Face, 'background'> {
  if (now) return { background: now };
  return report?.badge === 'error' || report?.badge === 'warning' ? { background: report.badge } : {};
}

function reportFace(report: Document, say: Say): Face {
  const says = headline(report, say);
  switch (report.badge) {
    case 'error':
      return { icon: 'error', words: tally(report, say), says, background: 'error' };
    case 'warning':
      return { icon: 'warning', words: tally(report, say), says, background: 'warning' };
    case 'inconclusive':
    case 'checking':
      return { icon: 'question', says };
    case 'loading':
      return { icon: 'loading~spin', words: say('loading'), says };
    case 'advice':
      return { icon: 'info', says };
    case 'healthy':
      return { icon: 'check', says };
  }
}

const shown = 5;

function tooltip(vitals: Vitals, face: Face, say: Say): string {
  const { report } = vitals;
  const happening = vitals.happened && happeningFace(vitals.happened, say);
  const happened = happening && vitals.happened?.life;
  const current = report && vitals.down === undefined && vitals.failure === undefined && !happened;
  // With findings listed below, the first need not be said twice.
  const says = (current && tally(report, say)) || face.says;
  const lines = [`**Go Vitals**: ${markdown(says)}`];
  if (current) lines.push(...reportLines(report, say));
  if (happened) lines.push(markdown(happening.more ?? ''), markdown(happened.words));
  if (!vitals.trusted) {
    lines.push(
      say('This folder is in Restricted Mode: its files were read, nothing of it was run, and no language server was asked.'),
    );
  }
  lines.push(links(vitals, say));
  return lines.filter((line) => line !== '').join('\n\n');
}

function reportLines(report: Document, say: Say): string[] {
  const findings = counted(report);
  const items = findings.slice(0, shown).map((finding) => {
    const who = culprit(finding, say);
    return `- ${markdown(finding.title)}${who ? ` (${markdown(who)})` : ''}`;
  });
  const more = findings.length - shown;
  if (more > 0) items.push(`- ${count(say, more, '{0} more', '{0} more')}`);
  const unsure = unsureLines(report);
  if (unsure.length > shown) unsure.splice(shown, Infinity, `- ${say('{0} more', unsure.length - shown)}`);
  return [
    items.join('\n'),
    report.badge === 'loading' ? waiting(report, say) : '',
    unsure.length > 0 ? `${say('Could not be checked:')}\n${unsure.join('\n')}` : '',
    report.badge === 'healthy' ? report.works.slice(0, shown).map((line) => `- ${markdown(line)}`).join('\n') : '',
  ];
}

/** Checks that could not be made, by reason: one that failed takes many checks with it. */
function unsureLines(report: Document): string[] {
  const byReason = new Map<string, string[]>();
  for (const { id, reason, title } of open(report)) {
    const why = reason || title;
    byReason.set(why, [...(byReason.get(why) ?? []), id]);
  }
  return [...byReason].map(([why, ids]) => `- ${markdown(`${ids.join(', ')}: ${why}`)}`);
}

/** What the loading server is at, as far as it said. */
function waiting(report: Document, say: Say): string {
  const rung = report.ladders.flatMap((ladder) => ladder.rungs).find(({ state }) => state === 'loading');
  if (!rung) return '';
  const words = rung.messages.at(-1) ?? rung.reason;
  return say('Not finished after {0} s: {1}', Math.round(rung.tookMs / 1000), markdown(words || '…'));
}

function links(vitals: Vitals, say: Say): string {
  const link = (text: string, command: BadgeCommand) => `[${text}](command:${command})`;
  if (vitals.down !== undefined) return link(say('Restart sidecar'), 'govitals.restartSidecar');
  const all = [link(say('Diagnose'), 'govitals.diagnose')];
  if (vitals.report) all.push(link(say('Show report'), 'govitals.showReport'));
  return all.join(' · ');
}
