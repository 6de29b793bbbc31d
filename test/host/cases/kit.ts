import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Api } from '../../../extension/extension.js';
import type { Document } from '../../../extension/protocol.js';
import { descendants, until } from '../../lib/processes.js';

/** Our extension, as another one sees it. */
export function extension(): vscode.Extension<Api> {
  const found = vscode.extensions.getExtension<Api>('govitals.govitals');
  assert.ok(found, 'govitals.govitals is not installed');
  return found;
}

export async function api(): Promise<Api> {
  return extension().activate();
}

/** Waits for the badge's label; its states on the way may be any. */
export async function badgeBecomes(label: RegExp): Promise<void> {
  const vitals = await api();
  await until(`the badge becomes ${String(label)}`, () => label.test(vitals.badge().label), {
    timeout: 100_000,
    sight: () => Promise.resolve([vitals.badge().label, vitals.report()?.findings, vitals.report()?.ladders]),
  });
}

/** Waits for a report that the condition holds for. */
export async function reportThat(what: string, holds: (report: Document) => boolean): Promise<Document> {
  const vitals = await api();
  const look = () => {
    const report = vitals.report();
    return report && holds(report) ? report : undefined;
  };
  return until(what, look, { timeout: 100_000, sight: () => Promise.resolve(vitals.report()) });
}

export function inFolder(...parts: string[]): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.Uri.joinPath(folder.uri, ...parts);
}

/** Writes behind the editor's back, as git and other programs do. */
export async function write(file: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(file, Buffer.from(text));
}

export async function read(file: vscode.Uri): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(file)).toString();
}

/** Our entries of the Problems view for a file. */
export function problems(file: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(file).filter(({ source }) => source === 'Go Vitals');
}

/** Live sidecars of this window. */
export function sidecars(): number[] {
  return descendants(process.pid).flatMap(({ pid, argv }) => (/govitals(\.exe)?["']? serve\b/.test(argv) ? [pid] : []));
}
