/**
 * Runs test/host/index.ts inside the extension host of a real VS Code: the web workbench loads a module named as
 * extensionTestsPath when its smoke-test driver is on, and reports the end through a function of the page.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launch } from '../lib/browser.js';
import { endAll, removeTree } from '../lib/clearing.js';
import { CodeServer } from '../lib/codeserver.js';
import { required, root } from '../lib/env.js';
import { type FolderName, makeFolder } from '../lib/folders.js';
import { tellSecondTry } from '../lib/secondtry.js';
import { goExtension } from '../lib/standin.js';
import { suiteNames } from './suites.js';

interface Result {
  suite: string;
  name: string;
  error: string | null;
}

const scratch = mkdtempSync(path.join(os.tmpdir(), 'gv-host-'));
const results = path.join(scratch, 'results.jsonl');
const bundle = path.join(required('GOVITALS_BUNDLES'), 'index.cjs');
let server: CodeServer;
let browser: Browser;
const ends: (() => Promise<void> | void)[] = [];

before(async () => {
  ends.push(() => { removeTree(scratch); });
  server = new CodeServer({
    extensions: [goExtension(scratch)],
    env: { GOVITALS_HOST_RESULTS: results, GOVITALS_MEASURES: process.env['GOVITALS_MEASURES'] ?? '' },
    args: ['--disable-workspace-trust', '--vscode-option', 'enable-smoke-test-driver'],
  });
  ends.push(() => server.stop());
  browser = await launch();
  ends.push(() => browser.close());
  await server.url;
});

after(() => endAll(ends));

for (const name of suiteNames) {
  test(`extension host, folder ${name}`, { timeout: 1_200_000 }, async (t) => {
    let { code, log } = await runInHost(makeFolder(scratch, name));
    let done = resultsOf(name);
    // The editor itself was seen to open a workspace file now and then without its folders, and to stay so.
    for (let again = 1; again < 3 && done.some(({ error }) => error !== null); again++) {
      tellSecondTry(`folder ${name}`, done.flatMap(({ name: one, error }) => (error === null ? [] : `${one}: ${error}`)).join('\n'));
      rmSync(results, { force: true });
      ({ code, log } = await runInHost(makeFolder(mkdtempSync(path.join(scratch, 'again-')), name)));
      done = resultsOf(name);
    }
    assert.ok(done.length > 0, `no case ran; exit ${String(code)}\n${log}\n${server.logs()}`);
    for (const result of done) {
      await t.test(result.name, () => {
        if (result.error !== null) throw new Error(result.error);
      });
    }
    assert.equal(code, 0, `the host ended before the suite did\n${log}`);
  });
}

function resultsOf(suite: FolderName): Result[] {
  if (!existsSync(results)) return [];
  const lines = readFileSync(results, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Result).filter((result) => result.suite === suite);
}

/** Opens the folder with the checkout as the extension under development, and waits for the tests' exit code. */
async function runInHost(folder: string): Promise<{ code: number; log: string }> {
  const url = await server.url;
  const remote = (file: string) => `vscode-remote://${new URL(url).host}${file}`;
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  const log: string[] = [];
  let exited: (code: number) => void;
  const exit = new Promise<number>((resolve) => (exited = resolve));
  try {
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      log.push(`${type}: ${args.map(String).join(' ')}`);
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => {
      exited(code);
    });
    const payload = JSON.stringify([
      ['extensionDevelopmentPath', remote(root)],
      ['extensionTestsPath', remote(bundle)],
    ]);
    const workspace = path.join(folder, `${path.basename(folder)}.code-workspace`);
    const opened = existsSync(workspace) ? `workspace=${remote(workspace)}` : `folder=${remote(folder)}`;
    await page.goto(`${url}/?${opened}&payload=${encodeURIComponent(payload)}`);
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => {
        reject(new Error(`no exit from the extension host in 560 s\n${log.join('\n')}\n${server.logs()}`));
      }, 560_000).unref();
    });
    return { code: await Promise.race([exit, late]), log: log.join('\n') };
  } finally {
    await page.close();
    await server.idle();
  }
}
