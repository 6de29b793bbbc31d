import type { FolderName } from '../lib/folders.js';

/** The folders that are opened, one after the other; the cases of each are in cases/index.ts. */
export const suiteNames = ['healthy', 'gopls-setting', 'without-go'] as const satisfies readonly FolderName[];
