/** Makes the pictures of the README and the guide from real windows. Run by scripts/screenshots, no part of the tests. */
import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import type { CodeServer } from '../lib/codeserver.js';
import { root } from '../lib/env.js';
import { type FolderName, greeting } from '../lib/folders.js';
import { addModule, removeSources } from '../lib/modulecache.js';
import { kill, until } from '../lib/processes.js';
import { panel } from '../e2e/leaving.js';
import { clearStage, type Prepare, type Scene, setStage, spec } from '../e2e/stage.js';
import type { Workbench } from '../e2e/workbench.js';
import { badgeRests, coloured, hideSideBar, messageStays, newsRead, openWalkthrough, pointerAside, topOfTable } from './scenery.js';

const images = path.join(root, 'docs', 'images');
const healthy = /^Go Vitals: healthy/;
const red = /^Go Vitals: 1 error/;

before(async () => {
  mkdirSync(images, { recursive: true });
  await setStage();
});
after(clearStage);

interface Size {
  width: number;
  height: number;
}

const whole: Size = { width: 1280, height: 800 };
const list: Size = { ...whole, height: 420 };
const hover: Size = { width: 800, height: 260 };

/** Milliseconds that a machine with much else to do may take for anything that is waited for. */
const patient = 180_000;

/** One picture, or what several show of the same window, with the patience that no click on a busy machine outlasts. */
function scene(name: string, folder: FolderName, body: (scene: Scene) => Promise<void>, prepare?: Prepare): void {
  spec(name, folder, (set) => {
    set.workbench.page.setDefaultTimeout(patient);
    return body(set);
  }, prepare, { timeout: 3 * patient });
}

/** What a page of the documentation may load, in bytes. */
const largest = 150_000;

async function picture(workbench: Workbench, name: string, size: Size, from: 'top' | 'bottom' = 'top'): Promise<void> {
  const y = from === 'top' ? 0 : whole.height - size.height;
  const file = path.join(images, `${name}.png`);
  // What fades in or out is shown as it will be.
  await workbench.page.screenshot({ path: file, clip: { x: 0, y, ...size }, animations: 'disabled' });
  const { size: bytes } = statSync(file);
  assert.ok(bytes < largest, `${name}.png has ${String(bytes)} bytes`);
}

/** Diagnoses and leaves the list open. */
async function diagnose(workbench: Workbench): Promise<string> {
  await workbench.run('Go Vitals: Diagnose Go Environment');
  return (await workbench.quickPickRows(/Go Vitals: /, patient)).join('\n---\n');
}

scene('badge', 'goroot-invalid', async ({ workbench }) => {
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(red, patient);
  await badgeRests(workbench);
  await workbench.hoverBadge();
  await picture(workbench, 'badge', hover, 'bottom');
});

scene('quick pick', 'goroot-invalid', async ({ workbench }) => {
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(red, patient);
  await diagnose(workbench);
  await picture(workbench, 'quick-pick', list);
});

scene('report', 'goroot-invalid', async ({ workbench }) => {
  await workbench.badgeBecomes(red, patient);
  await workbench.run('Go Vitals: Show Report');
  await workbench.previewText(/goroot-invalid/, patient);
  await workbench.dismissNotifications();
  await picture(workbench, 'report', whole);
});

scene('report panel', 'goroot-invalid', async ({ workbench }) => {
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(red, patient);
  await newsRead(workbench, patient);
  await hideSideBar(workbench);
  await workbench.run('Go Vitals: Show Report Panel');
  await panel(workbench, 'button[data-finding^="goroot-invalid"]', patient);
  await badgeRests(workbench);
  await picture(workbench, 'report-panel', whole);
});

scene('export', 'goroot-invalid', async ({ workbench }) => {
  await workbench.badgeBecomes(red, patient);
  await newsRead(workbench, patient);
  await workbench.run('Go Vitals: Report an Issue');
  await workbench.quickPickRows(/whose is it/, patient);
  await pointerAside(workbench);
  await picture(workbench, 'issue', { ...whole, height: 300 });
  await workbench.dismissQuickPick();

  await workbench.run('Go Vitals: Export Report for Support…');
  await workbench.quickPickRows(/as what/, patient);
  await workbench.pickRow('Markdown');
  await workbench.quickPickRows(/for whom/, patient);
  await workbench.pickRow('For others');
  await workbench.quickPickRows(/this very text will leave/, patient);
  await coloured(workbench);
  await pointerAside(workbench);
  await picture(workbench, 'export', list);
  await workbench.dismissQuickPick();
});

scene('goroot', 'goroot-invalid', async ({ workbench }) => {
  await workbench.badgeBecomes(red, patient);
  await newsRead(workbench, patient);
  await hideSideBar(workbench);
  await diagnose(workbench);
  await workbench.pressRowButton('GOROOT is', 'Fix: Remove GOROOT');
  await until('the preview is open', async () => /before ↔ after the fix/.test(await workbench.activeEditor()), { timeout: patient });
  await workbench.progress(/counts once the window is reloaded/, patient);
  await picture(workbench, 'goroot-fix', whole);
});

scene('crash loop', 'healthy', async ({ workbench, server }) => {
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(healthy, patient);
  for (let death = 1; death <= 5; death++) kill(await goplsOf(server, death));
  await workbench.badgeBecomes(/^Go Vitals: 1 error, gopls crashed 5 times/, patient);
  await workbench.dismissNotifications();
  await badgeRests(workbench);
  await workbench.hoverBadge();
  await picture(workbench, 'crash-loop', hover, 'bottom');
});

/** The server of the window, once it is the nth that answers. */
async function goplsOf(on: CodeServer, nth: number): Promise<number> {
  return until(`gopls number ${String(nth)}`, () => {
    const all = on.processes();
    const hosts = all.filter(({ argv }) => argv.includes('--type=extensionHost')).map(({ pid }) => pid);
    const [gopls] = all.filter(({ parent, argv }) => hosts.includes(parent) && /(^|\/)gopls( |$)/.test(argv) && !argv.includes('telemetry'));
    return on.logOf('gopls (server).log').split('Created View').length > nth && gopls?.pid;
  }, { timeout: patient, sight: () => Promise.resolve(on.processes()) });
}

scene('vendor', 'vendor-stale', async ({ workbench }) => {
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(/error.*vendor/i, patient);
  await workbench.dismissNotifications();
  await hideSideBar(workbench);
  await workbench.run('Go Vitals: Fix a Problem…');
  await workbench.quickPickRows(/which problem is to be fixed/, patient);
  await workbench.pickRow('Write the vendor directory anew');
  await workbench.quickPickRows(/^Go Vitals: (?!which)/i, patient);
  await picture(workbench, 'vendor-fix', { ...whole, height: 300 });
  await workbench.dismissQuickPick();
});

const cacheOf = ({ home }: CodeServer) => path.join(home, 'go', 'pkg', 'mod');

scene('stale', 'module-cache', async ({ workbench, folder, server }) => {
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(healthy, patient);
  removeSources(cacheOf(server), greeting);
  // gopls watches no module cache; a change of go.mod makes it load anew and find the dependency gone.
  appendFileSync(path.join(folder, 'go.mod'), '\n// loaded anew\n');
  await workbench.badgeBecomes(/Not downloaded|error/, patient);
  await workbench.dismissNotifications();
  addModule(cacheOf(server), greeting);
  assert.match(await diagnose(workbench), /gopls-stale/);
  await picture(workbench, 'stale-server', list);
}, (server) => { addModule(cacheOf(server), greeting); });

scene('typo', 'gopls-setting-commented', async ({ workbench }) => {
  await workbench.badgeBecomes(/1 warning.*hoverKnd/, patient);
  await hideSideBar(workbench);
  await diagnose(workbench);
  await workbench.pressRowButton('hoverKnd', 'Fix: Rename it');
  await until('the preview is open', async () => /before ↔ after the fix/.test(await workbench.activeEditor()), { timeout: patient });
  await messageStays(workbench, /Fixed and proved/, patient);
  await workbench.badgeBecomes(healthy, patient);
  await badgeRests(workbench);
  await pointerAside(workbench);
  await picture(workbench, 'fix-diff', whole);
});

scene('culprit', 'gopls-flag', async ({ workbench }) => {
  await workbench.badgeBecomes(/^Go Vitals: \d+ error/, patient);
  await workbench.dismissNotifications();
  await workbench.run('Go Vitals: Find the Culprit');
  await workbench.quickPickRows(/Go Vitals: 1 culprit found/, patient);
  await picture(workbench, 'culprit', list);
});

/** What `go env -w` writes. No picture shows whom this machine gets its modules from. */
const goEnvFile = ({ home }: CodeServer) => path.join(home, '.config', 'go', 'env');

scene('process tree', 'healthy', async ({ workbench, server }) => {
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(/^Go Vitals: (?!checking)/, patient);
  await workbench.run('Go Vitals: Show Process Tree');
  await workbench.previewItems(/^gopls \d/, patient);
  // The table below the tree names places of the machine that draws this.
  await picture(workbench, 'tree', { ...whole, height: Math.floor(await topOfTable(workbench)) });
  rmSync(goEnvFile(server));
}, (server) => {
  mkdirSync(path.dirname(goEnvFile(server)), { recursive: true });
  writeFileSync(goEnvFile(server), 'GOPROXY=off\n');
});

scene('walkthrough', 'healthy', async ({ workbench }) => {
  await workbench.badgeBecomes(/^Go Vitals: (?!checking)/, patient);
  await hideSideBar(workbench);
  await openWalkthrough(workbench, 'Find out why Go does not work');
  await workbench.previewText(/Diagnosing changes nothing/, patient);
  await picture(workbench, 'walkthrough', whole);
});
