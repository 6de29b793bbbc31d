import type { Finding, Source } from './protocol.js';
import type { Say } from './words.js';

/** What a row can do: all safe fixes at once, an experiment, what mends a stale or dead server, a look at the processes, ways of the report. */
export type Action = 'isolate' | 'restart' | 'tree' | 'fixAll' | ReportAction;

/** What can be done with a report beside reading it, in the order of the list. */
export const reportActions = ['panel', 'export', 'issue'] as const;

type ReportAction = (typeof reportActions)[number];

/** One line of the list that Diagnose shows. */
export type Row =
  | { kind: 'heading'; label: string }
  | { kind: 'finding'; label: string; description: string; detail: string; finding: Finding }
  | { kind: 'report'; label: string; description: string; detail: string }
  | { kind: 'action'; label: string; description: string; detail: string; action: Action }
  | { kind: 'place'; label: string; description: string; detail: string; source: Source };

/** A line that does something. */
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
