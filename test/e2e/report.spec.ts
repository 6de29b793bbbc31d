import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Frame } from 'playwright-core';
import { root } from '../lib/env.js';
import { until } from '../lib/processes.js';
import { allowClipboard, clipboard, copyEditor, panel, setClipboard } from './leaving.js';
import { spec } from './stage.js';
import type { Workbench } from './workbench.js';

const red = /^Go Vitals: 1 error/;

/** Asserts that a text for others names neither the home directory nor, where its name tells anything, the machine. */
function anonymous(text: string, home: string): void {
  assert.ok(!text.includes(home), home);
  if (/[\d-]/.test(os.hostname())) assert.ok(!text.includes(os.hostname()), os.hostname());
}

spec('the file of an export is the preview, byte by byte, without a name of anybody', 'goroot-invalid', async ({ workbench, server }) => {
  const file = path.join(server.home, `report-${String(Date.now())}.json`);
  await allowClipboard(workbench);
  await workbench.badgeBecomes(red);
  await workbench.run('Go Vitals: Export Report for Support…');
  await workbench.quickPickRows(/as what/);
  await workbench.pickRow('JSON');
  const [careful] = await workbench.quickPickRows(/for whom/);
  assert.match(careful ?? '', /For others/);
  await workbench.pickRow('For others');
  const rows = await workbench.quickPickRows(/this very text will leave/, 120_000);
  assert.match(rows.join('\n'), /home director/);
  assert.match(await workbench.activeEditor(), /go-vitals-\d{4}-\d\d-\d\d\.json/);
  const shown = await copyEditor(workbench);
  assert.equal((JSON.parse(shown) as { privacy: string }).privacy, 'share');
  anonymous(shown, server.home);

  await workbench.pickRow('Save to a File…');
  // The dialog fills its box in steps; what it proposes lies not in the workspace.
  const proposed = async () => (await workbench.typed()).startsWith(server.home) && /\.json$/.test(await workbench.typed());
  await until('the dialog proposes a file in the home directory', proposed, { timeout: 60_000, sight: () => workbench.typed() });
  await workbench.input(/Save the Report/, file);
  await workbench.progress(/The report was saved/);
  assert.ok(existsSync(file));
  assert.deepEqual(readFileSync(file), Buffer.from(shown, 'utf8'));
});

spec('an issue gets its report by the clipboard, and its page nothing of it', 'goroot-invalid', async ({ workbench, folder, server }) => {
  const asked: string[] = [];
  const context = workbench.page.context();
  await context.route('https://github.com/**', (route) => {
    asked.push(route.request().url());
    return route.fulfill({ body: 'a page for a new issue' });
  });
  await allowClipboard(workbench);
  await workbench.badgeBecomes(red);
  await workbench.run('Go Vitals: Report an Issue');
  const [suggested] = await workbench.quickPickRows(/whose is it/);
  assert.match(suggested ?? '', /golang\/vscode-go.*suggested/s, 'a setting of the editor is at fault');
  await workbench.pickRow('golang/vscode-go');
  await workbench.quickPickRows(/this very text will leave/, 120_000);
  const shown = await copyEditor(workbench);
  await setClipboard(workbench, 'something else');
  await workbench.pickRow('Copy It and Open');
  await workbench.answerModal('Open');
  const [address] = await until('the page is asked for', () => asked.length > 0 && asked, { timeout: 60_000 });
  const { pathname, searchParams } = new URL(address ?? '');
  assert.equal(pathname, '/golang/vscode-go/issues/new');
  assert.equal(searchParams.get('title'), 'goroot invalid');
  assert.match(searchParams.get('body') ?? '', /Paste the report here/);
  assert.ok(!decodeURIComponent(address ?? '').includes(path.basename(folder)));
  await workbench.page.bringToFront();
  assert.equal(await clipboard(workbench), shown);
  assert.match(shown, /goroot-invalid/);
  anonymous(shown, server.home);
});

interface Found {
  id: string;
  nodes: { html: string }[];
}

async function accessible(frame: Frame): Promise<void> {
  await frame.evaluate(readFileSync(path.join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8'));
  const { violations, passes } = await frame.evaluate(async () => {
    const found = await (globalThis as unknown as { axe: { run(): Promise<{ violations: Found[]; passes: unknown[] }> } }).axe.run();
    return { violations: found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`), passes: found.passes.length };
  });
  assert.deepEqual(violations, []);
  assert.ok(passes > 10, 'axe-core looked at the page');
}

/** Presses Tab until the focus is on what is wanted. */
async function tabTo(workbench: Workbench, frame: Frame, wanted: string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    if (await frame.evaluate((selector) => document.activeElement?.matches(selector) ?? false, wanted)) return;
    await workbench.page.keyboard.press('Tab');
  }
  assert.fail(`Tab does not reach ${wanted}`);
}

const cure = 'button[data-finding^="goroot-invalid"]';
const news = 'button[data-finding^="gopls-setting-unknown"]';

spec('the panel is read and used with the keyboard, follows what happens and begins a fix that shows itself first', 'goroot-invalid', async ({ workbench, folder }) => {
  await workbench.badgeBecomes(red);
  await workbench.run('Go Vitals: Show Report Panel');
  const frame = await panel(workbench, cure);
  await accessible(frame);
  const policy = await frame.evaluate(() => document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? '');
  assert.match(policy, /^default-src 'none'; style-src 'sha256-\S+' 'nonce-(\S+)'; script-src 'nonce-\1'; base-uri 'none'; form-action 'none'$/);

  // Another problem comes up while somebody reads: the page shows it and stays as it is.
  await tabTo(workbench, frame, 'summary');
  await workbench.page.keyboard.press('Enter');
  const file = path.join(folder, '.vscode', 'settings.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  writeFileSync(file, JSON.stringify({ ...settings, gopls: { hoverKnd: 'FullDocumentation' } }, null, 2));
  await panel(workbench, news, 120_000);
  assert.equal(await frame.evaluate(() => document.activeElement?.tagName), 'SUMMARY', 'the focus is kept');
  assert.ok(await frame.evaluate(() => document.activeElement?.parentElement?.matches('[open]')), 'what was unfolded is');
  assert.match(await frame.evaluate(() => document.querySelector('[role=status]')?.textContent ?? ''), /1 warning/, 'and a screen reader is told');

  await tabTo(workbench, frame, cure);
  await workbench.page.keyboard.press('Enter');
  await until('the preview of the fix is open', async () => /before ↔ after the fix/.test(await workbench.activeEditor()), { timeout: 60_000 });
  await until('the setting is gone from the file', () => !readFileSync(file, 'utf8').includes('GOROOT'), { timeout: 60_000 });
  await workbench.openTab('Go Vitals Report');
  const mended = async () => (await panel(workbench, news)).evaluate((button) => document.querySelector(button) === null, cure);
  await until('the panel no longer shows what was fixed', mended, { timeout: 180_000 });
});
