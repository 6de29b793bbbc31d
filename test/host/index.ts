/** Entry of the tests that run inside the extension host: VS Code calls run(). */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Case } from './case.js';
import { suites } from './cases/index.js';

const limit = 120_000;

/** Runs the suite named after the opened folder and writes one JSON line per case where the runner looks for them. */
export async function run(): Promise<void> {
  const file = process.env['GOVITALS_HOST_RESULTS'];
  if (!file) throw new Error('GOVITALS_HOST_RESULTS is not set');
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  const name = workspaceFile ? path.posix.basename(workspaceFile.path, '.code-workspace') : (workspaceFolders?.[0]?.name ?? '');
  const cases = suites[name as keyof typeof suites] as Case[] | undefined;
  if (!cases) throw new Error(`no suite for the folder ${name}`);
  for (const each of cases) {
    const error = await outcome(each);
    appendFileSync(file, JSON.stringify({ suite: name, name: each.name, error }) + '\n');
  }
}

async function outcome({ run }: Case): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => { reject(new Error(`not finished within ${String(limit / 1000)} s`)); }, limit);
  });
  try {
    await Promise.race([run(), late]);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    clearTimeout(timer);
  }
}
