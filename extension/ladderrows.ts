import type { Ladder, LadderVerdict, Rung, RungState } from './protocol.js';
import type { Action, Row } from './rows.js';
import { baseName } from './verdict.js';
import { plainIcons, type Say } from './words.js';

/** What a verdict of the control ladder calls for; an action that is not offered would be a guess. */
const cures: Readonly<Partial<Record<LadderVerdict, Action>>> = {
  environment: 'isolate',
  project: 'isolate',
  'stale-server': 'restart',
};

/** Each ladder with its verdict as a heading, what to do about it, and one row per rung. */
export function ladderRows(ladders: readonly Ladder[], can: readonly Action[], say: Say): Row[] {
  return ladders.flatMap((ladder): Row[] => {
    if (ladder.rungs.length === 0) return [];
    const folder = ladders.length > 1 ? `${plainIcons(baseName(ladder.folder))}: ` : '';
    const heading: Row = { kind: 'heading', label: `${folder}${verdictWords(ladder.verdict, say)}` };
    const action = cures[ladder.verdict];
    const offered = action && can.includes(action) ? [actionRow(action, ladder.reasoning, say)] : [];
    return [heading, ...offered, ...ladder.rungs.map((rung) => rungRow(rung, say))];
  });
}

export function actionRow(action: Action, detail: string, say: Say): Row {
  switch (action) {
    case 'fixAll':
      return { kind: 'action', action, label: `$(wrench) ${say('Fix all safe problems')}`, description: say('one preview, and all of it can be taken back'), detail };
    case 'isolate':
      return { kind: 'action', action, label: `$(search) ${say('Find the Culprit')}`, description: say('by experiment, takes minutes'), detail };
    case 'restart':
      return { kind: 'action', action, label: `$(debug-restart) ${say('Restart Language Server')}`, description: '', detail };
    case 'tree':
      return { kind: 'action', action, label: `$(list-tree) ${say('Show process tree')}`, description: '', detail };
    case 'panel':
      return { kind: 'action', action, label: `$(layout) ${say('Show report panel')}`, description: say('with drawings and buttons'), detail };
    case 'export':
      return { kind: 'action', action, label: `$(export) ${say('Export report for support…')}`, description: say('shows first what will leave'), detail };
    case 'issue':
      return { kind: 'action', action, label: `$(github) ${say('Report an issue')}`, description: say('nothing is sent'), detail };
  }
}

function rungRow(rung: Rung, say: Say): Row {
  const load = rung.loadMs > 0 && rung.rung > 0 ? say('loaded in {0} s', (rung.loadMs / 1000).toFixed(1)) : '';
  return {
    kind: 'report',
    label: `$(${icon(rung.state)}) ${String(rung.rung)} ${plainIcons(rung.server)}`,
    // Of a rung that was not asked one line is enough.
    description: [stateWords(rung.state, say), load, rung.state === 'skipped' ? rung.reason : ''].filter((part) => part !== '').join(', '),
    detail: rung.state === 'skipped' ? '' : rung.broke || rung.reason,
  };
}

function icon(state: RungState): string {
  switch (state) {
    case 'holds':
      return 'check';
    case 'fails':
      return 'error';
    case 'loading':
      return 'loading';
    case 'skipped':
      return 'dash';
    case 'unclear':
      return 'question';
  }
}

function stateWords(state: RungState, say: Say): string {
  switch (state) {
    case 'holds':
      return say('holds');
    case 'fails':
      return say('fails');
    case 'loading':
      return say('still loading');
    case 'skipped':
      return say('not asked');
    case 'unclear':
      return say('not asked enough');
  }
}

function verdictWords(verdict: LadderVerdict, say: Say): string {
  switch (verdict) {
    case 'healthy':
      return say('Control ladder: gopls answers as it should');
    case 'stale-server':
      return say('Control ladder: the running gopls is stale, a fresh one answers');
    case 'project':
      return say('Control ladder: the project breaks it');
    case 'environment':
      return say('Control ladder: the environment or settings break it');
    case 'toolchain':
      return say('Control ladder: Go or gopls itself is broken');
    case 'unknown':
      return say('Control ladder: no verdict');
  }
}
