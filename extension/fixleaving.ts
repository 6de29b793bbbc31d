import { realpath } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { folders } from './facts.js';
import { reload } from './fixtelling.js';
import type { FixPlan } from './protocol.js';

/** A fix that is nothing but another window: whoever chose it has agreed to that. */
export interface Leaving {
  /** The folders of the window that proves it. */
  folders: string[];
  /** False if this window stayed, and has to be loaded anew for the proof. */
  go(): Promise<boolean>;
}

export function leaving({ steps }: Pick<FixPlan, 'steps'>): Leaving | undefined {
  const [only, ...more] = steps.filter(({ by }) => by !== 'person');
  if (only?.kind !== 'editor' || more.length > 0) return undefined;
  switch (only.key) {
    case 'workbench.action.reloadWindow':
      return { folders: folders(), go: () => reload().then(() => true) };
    case 'vscode.openFolder':
      return { folders: [only.file], go: () => openAt(only.file) };
    default:
      return undefined;
  }
}

/** Opens a folder at its real path; where the window is one of a workspace file, in the place of the alias alone. */
async function openAt(real: string): Promise<boolean> {
  const uri = vscode.Uri.file(real);
  if (!vscode.workspace.workspaceFile) {
    await vscode.commands.executeCommand('vscode.openFolder', uri, { forceReuseWindow: true });
    return true;
  }
  for (const { index, name, uri: alias } of vscode.workspace.workspaceFolders ?? []) {
    if (alias.scheme !== 'file' || (await realOf(alias.fsPath)) !== real) continue;
    const given = name !== path.basename(alias.fsPath);
    if (vscode.workspace.updateWorkspaceFolders(index, 1, { uri, ...(given && { name }) })) return false;
  }
  throw new Error(vscode.l10n.t('{0} could not be opened in the place of its other name', real));
}

async function realOf(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    return folder;
  }
}
