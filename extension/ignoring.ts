import * as vscode from 'vscode';
import { ignoredAt, withIgnored } from './ignore.js';
import type { Finding, Ignored } from './protocol.js';

const key = 'govitals.ignored';

/** What the user's settings say is to be ignored in these folders. */
export function ignored(folders: readonly string[]): Ignored[] {
  const resources = folders.length > 0 ? folders.map((folder) => vscode.Uri.file(folder)) : [null];
  return ignoredAt(resources.map((resource) => vscode.workspace.getConfiguration(undefined, resource).inspect(key)));
}

/** Asks for which finding, why and where, and writes it to the settings; false if the user thought better of it. */
export async function ignore(findings: readonly Finding[]): Promise<boolean> {
  const finding = findings.length === 1 ? findings[0] : await chosen(findings);
  if (!finding) return false;
  const reason = await vscode.window.showInputBox({
    title: vscode.l10n.t('Ignore: {0}', finding.title),
    prompt: vscode.l10n.t('Why? It stands in every report beside the finding, which is still shown and no longer counted.'),
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('A reason is needed') : undefined),
  });
  if (reason === undefined) return false;
  const target = await scope();
  if (target === undefined) return false;
  const configuration = vscode.workspace.getConfiguration();
  const levels = configuration.inspect(key);
  const list = target === vscode.ConfigurationTarget.Global ? levels?.globalValue : levels?.workspaceValue;
  await configuration.update(key, withIgnored(list, { finding: finding.id, reason: reason.trim() }), target);
  return true;
}

async function chosen(findings: readonly Finding[]): Promise<Finding | undefined> {
  const items = findings.map((finding) => ({ label: finding.title, description: finding.id, finding }));
  const title = vscode.l10n.t('Which finding is to be ignored?');
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.finding;
}

async function scope(): Promise<vscode.ConfigurationTarget | undefined> {
  const everywhere = { label: vscode.l10n.t('Everywhere'), description: vscode.l10n.t('user settings'), target: vscode.ConfigurationTarget.Global };
  if (!vscode.workspace.workspaceFolders?.length) return everywhere.target;
  const here = { label: vscode.l10n.t('In this workspace'), description: vscode.l10n.t('workspace settings'), target: vscode.ConfigurationTarget.Workspace };
  return (await vscode.window.showQuickPick([here, everywhere], { title: vscode.l10n.t('Where is it to be ignored?') }))?.target;
}
