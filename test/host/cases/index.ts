import type { suiteNames } from '../suites.js';
import type { Case } from '../case.js';
import * as activation from './activation.js';
import * as fixes from './fixes.js';
import * as levels from './levels.js';
import * as standin from './standin.js';
import * as vitals from './vitals.js';

/** Cases by the folder they need open (test/lib/folders.ts): a new file of cases is one line here. */
export const suites = {
  healthy: [...activation.inGoFolder, ...vitals.inHealthyFolder, ...standin.cases, ...vitals.withRunningServer, ...vitals.withOpenDocument],
  'gopls-setting': [...vitals.inBrokenSettings, ...fixes.inSettings, ...levels.inFolder],
  'multi-root': [...levels.inWorkspaceFile],
  'without-go': [...activation.withoutGo],
} satisfies Record<(typeof suiteNames)[number], Case[]>;
