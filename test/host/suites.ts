import type { FolderName } from '../lib/folders.js';

/** The folders that are opened, one after the other, by the workspace file of their name where they have one; the cases of each are in cases/index.ts. */
export const suiteNames = ['healthy', 'gopls-setting', 'multi-root', 'without-go'] as const satisfies readonly FolderName[];
