import { safelyMended } from './fixes.js';
import type { Document, Severity } from './protocol.js';
import { ladderRows } from './ladderrows.js';
import { type Action, actionRow, reportActions, type Row } from './row.js';
import { baseName, counted, culprit, headline, type Node, open, trees } from './verdict.js';
import { count, plainIcons, type Say } from './words.js';

/** Title of the list. */
export function titleOf(report: Document, say: Say): string {
  return `Go Vitals: ${headline(report, say)}`;
}

/**
 * The list: causes with what follows from them, what could not be told, the control ladder with what it calls for, what
 * works, and the way to the report. Only actions that can be done are offered.
 */
export function rowsOf(report: Document, can: readonly Action[], say: Say): Row[] {
  const rows = trees(report).flatMap((node) => findingRows(report, node, 0, say));
  const restart = restartRow(report, can, say);
  if (can.includes('fixAll') && safelyMended(report).length > 1) rows.push(actionRow('fixAll', '', say));
  rows.push(...restart, ...unsure(report, say));
  // Once is enough.
  const rungs = ladderRows(report.ladders, restart.length > 0 ? can.filter((action) => action !== 'restart') : can, say);
  // Good news comes first where there is nothing else, and what to do where there is.
  rows.push(...(report.badge === 'healthy' ? [...good(report, say), ...rungs] : [...rungs, ...good(report, say)]));
  rows.push({ kind: 'heading', label: say('Report') });
  rows.push({ kind: 'report', label: `$(output) ${say('Show full report')}`, description: '', detail: '' });
  rows.push(...reportActions.filter((action) => can.includes(action)).map((action) => actionRow(action, '', say)));
  if (can.includes('tree')) rows.push(actionRow('tree', '', say));
  return rows;
}

/** Offered where the first fix of a cause is a restart of the server and nothing else. */
function restartRow(report: Document, can: readonly Action[], say: Say): Row[] {
  if (!can.includes('restart')) return [];
  const mended = counted(report).find(({ fixes }) => {
    const steps = fixes[0]?.steps ?? [];
    return steps.length > 0 && steps.every(({ kind, effect }) => kind === 'editor' && effect === 'restart-server');
  });
  return mended ? [actionRow('restart', say('Mends: {0}', plainIcons(mended.title)), say)] : [];
}

function findingRows(report: Document, { finding, consequences }: Node, depth: number, say: Say): Row[] {
  const who = culprit(finding, say);
  // Spaces at the start of a label are cut; a no-break space is not.
  const indent = depth === 0 ? '' : '\u00a0'.repeat(4 * depth) + '$(arrow-small-right) ';
  const known = finding.accepted ? say('accepted: {0}', finding.accepted) : finding.known ? say('known') : '';
  const folder = report.folders.length > 1 ? baseName(finding.folder) : '';
  const own: Row = {
    kind: 'finding',
    label: `${indent}$(${icon(finding.severity)}) ${plainIcons(finding.title)}`,
    description: [finding.check, folder, known].filter((part) => part !== '').join(' · '),
    // Who set it stands first: a list cuts off what does not fit.
    detail: depth === 0 ? [who, finding.detail].filter((part) => part !== '').join(': ') : '',
    finding,
  };
  return [own, ...consequences.flatMap((node) => findingRows(report, node, depth + 1, say))];
}

function icon(severity: Severity): string {
  switch (severity) {
    case 'error':
    case 'warning':
    case 'info':
      return severity;
    case 'unknown':
      return 'question';
  }
}

function unsure(report: Document, say: Say): Row[] {
  const checks = open(report);
  const rows: Row[] = [];
  if (checks.length > 0) {
    rows.push({
      kind: 'report',
      label: `$(question) ${count(say, checks.length, '{0} check could not be made', '{0} checks could not be made')}`,
      description: checks.map(({ id }) => id).join(', '),
      detail: [...new Set(checks.map(({ reason }) => reason).filter((reason) => reason !== ''))].join('; '),
    });
  }
  for (const folder of report.folders) {
    if (folder.state === 'ok') continue;
    const label = `$(question) ${say('{0} was not examined: {1}', plainIcons(baseName(folder.path)), folder.state)}`;
    rows.push({ kind: 'report', label, description: folder.path, detail: folder.error });
  }
  return rows;
}

/** Good news in plain sight: each thing that was proved has a line of its own. */
function good(report: Document, say: Say): Row[] {
  const done = report.checks.filter(({ state }) => state === 'ok').length;
  const passed = count(say, done, '{0} check passed', '{0} checks passed');
  const proved = report.works.map((text): Row => ({ kind: 'report', label: `$(check) ${plainIcons(text)}`, description: '', detail: '' }));
  if (report.badge === 'healthy') {
    return [{ kind: 'report', label: `$(pass) ${say('Go works in this window')}`, description: passed, detail: '' }, ...proved];
  }
  return proved.length === 0 ? [] : [{ kind: 'heading', label: say('What works') }, ...proved];
}
