import type { Ladder, LadderVerdict, Rung, RungState } from './protocol.js';
import { type Action, actionRow, type Row } from './row.js';
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
