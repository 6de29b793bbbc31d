import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launch } from '../lib/browser.js';
import { endAll, removeTree } from '../lib/clearing.js';
import { CodeServer } from '../lib/codeserver.js';
import { required } from '../lib/env.js';
import { type FolderName, makeFolder } from '../lib/folders.js';
import { tellSecondTry } from '../lib/secondtry.js';
import { goExtension } from '../lib/standin.js';
import { Workbench } from './workbench.js';

/** What a spec gets: its own window on its own folder. */
export interface Scene {
  workbench: Workbench;
  folder: string;
  server: CodeServer;
}

let scratch: string;
let server: CodeServer;
let browser: Browser;
const ends: (() => Promise<void> | void)[] = [];

/** One server and one browser for all specs, with the packaged extension and the stand-in for the Go extension. */
export async function setStage(): Promise<void> {
  scratch = mkdtempSync(path.join(os.tmpdir(), 'gv-e2e-'));
  ends.push(() => { removeTree(scratch); });
  server = new CodeServer({ extensions: packages() });
  ends.push(() => server.stop());
  browser = await launch();
  ends.push(() => browser.close());
  await server.url;
}

/** The stand-in for the Go extension and ours. */
const packages = () => [goExtension(scratch), ourPackage()];

/** Ends what setStage began. */
export const clearStage = (): Promise<void> => endAll(ends);

/** The package as scripts/package left it, whatever its version. */
function ourPackage(): string {
  const dir = required('GOVITALS_VSIX');
  const found = readdirSync(dir).filter((name) => name.endsWith('.vsix'));
  if (found.length !== 1) throw new Error(`one package expected in ${dir}, found ${found.join(', ') || 'none'}`);
  return path.join(dir, found[0] ?? '');
}

type Body = (scene: Scene) => Promise<void>;

/**
 * One browser test: a fresh folder and window; on failure a screenshot and the logs. It gets a second try, with everything
 * fresh: on a machine that others use as well a browser misses a key now and then. That it did is told. `prepare` comes before
 * the window.
 */
export function spec(name: string, folder: FolderName, body: Body, prepare?: Prepare, { timeout = patience } = {}): void {
  twice(name, () => act(server, name, folder, body, prepare), timeout);
}

/** What comes before the window. */
export type Prepare = (on: CodeServer, folder: string) => void;

/** One browser test in an editor of its own, which make() starts. */
export function elsewhere(name: string, folder: FolderName, make: (extensions: string[]) => CodeServer, body: Body, prepare?: Prepare): void {
  twice(name, async () => {
    const own = make(packages());
    try {
      await act(own, name, folder, body, prepare);
    } finally {
      await own.stop();
    }
  });
}

/** Milliseconds for both tries. */
const patience = 400_000;

function twice(name: string, attempt: () => Promise<void>, timeout = patience): void {
  test(name, { timeout }, async () => {
    try {
      await attempt();
    } catch (error) {
      tellSecondTry(name, String(error));
      await attempt();
    }
  });
}

async function act(on: CodeServer, name: string, folder: FolderName, body: Body, prepare?: Prepare): Promise<void> {
  const where = makeFolder(mkdtempSync(path.join(scratch, `${name.replace(/\W+/g, '-')}-`)), folder);
  prepare?.(on, where);
  on.forgetLogs();
  try {
    const workbench = await Workbench.open(browser, await on.url, where);
    await body({ workbench, folder: where, server: on });
  } catch (error) {
    throw new Error(`${String(error)}\n${await evidence(on, name)}`, { cause: error });
  } finally {
    await closeWindows();
    await on.idle();
  }
}

/** Closes all windows, also one that did not come up: its extension host would be waited for. */
async function closeWindows(): Promise<void> {
  for (const context of browser.contexts()) {
    // A request that is being answered for a test would become a rejected promise outside of every test.
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  }
}

/** Where a failure can be looked at: outlives the run, unlike everything else. */
async function evidence(on: CodeServer, name: string): Promise<string> {
  const dir = path.join(os.tmpdir(), 'govitals-failures');
  mkdirSync(dir, { recursive: true });
  const file = path.join(dir, name.replace(/\W+/g, '-'));
  writeFileSync(`${file}.log`, on.logs());
  const [page] = browser.contexts().flatMap((context) => context.pages());
  // A page that hangs has no picture; the error that is looked for is another.
  await page?.screenshot({ path: `${file}.png` }).catch((error: unknown) => { console.error(`no screenshot: ${String(error)}`); });
  return `screenshot: ${file}.png\nlogs: ${file}.log\n${on.logs().slice(-6000)}`;
}

/** Live sidecars of all windows. */
export function sidecars(): number[] {
  return server.processes().flatMap((p) => (/govitals(\.exe)?["']? serve\b/.test(p.argv) ? [p.pid] : []));
}
