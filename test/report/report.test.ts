/** Reports of real folders in a real browser: valid, readable by everybody, harmless, and nothing asked of the network. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
import MarkdownIt from 'markdown-it';
import type { Browser, Page } from 'playwright-core';
import { launch } from '../lib/browser.js';
import { root } from '../lib/env.js';
import { hostile, Pages, version } from './pages.js';

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary: string }[];
}

const axe = readFileSync(path.join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
const validator = new HtmlValidate({ extends: ['html-validate:standard', 'html-validate:a11y'], rules: { 'no-trailing-whitespace': 'off', 'void-style': 'off', 'long-title': 'off' } });
const sizes = { wide: { width: 1280, height: 900 }, narrow: { width: 360, height: 740 } };

let browser: Browser;
const pages = new Pages();

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser.close();
  pages.remove();
});

const cases: Record<string, () => string> = {
  healthy: () => pages.ofFolder('healthy'),
  'GOROOT that is nowhere, with the search for the culprit': () => pages.ofFolder('goroot-invalid', '--tier', 'deep'),
  'a flag that gopls does not know': () => pages.ofFolder('gopls-flag'),
  'a setting that gopls does not know': () => pages.ofFolder('gopls-setting'),
  'a folder without Go': () => pages.ofFolder('without-go'),
  'a window with processes and crashes': () => pages.ofWindow(),
  'names that are markup': () => pages.ofHostileFolder('html'),
};

for (const [name, make] of Object.entries(cases)) {
  test(`report: ${name}`, { timeout: 180_000 }, async () => {
    const file = make();
    await valid(file);
    for (const colorScheme of ['light', 'dark'] as const) {
      for (const [size, viewport] of Object.entries(sizes)) {
        await opened(file, { colorScheme, viewport }, async (page) => {
          await accessible(page, `${colorScheme}, ${size}, folded`);
          await page.evaluate(() => { document.querySelectorAll('details').forEach((d) => { d.open = true; }); });
          await accessible(page, `${colorScheme}, ${size}, unfolded`);
          await fits(page);
          await picture(page, `${name} ${colorScheme} ${size}`);
        });
      }
    }
  });
}

test('report: the drawings say in words what they show', async () => {
  await opened(pages.ofWindow(), { viewport: sizes.wide }, async (page) => {
    const drawn = await page.locator('svg[role=img]').evaluateAll((all) => all.map((svg) => svg.querySelector('desc')?.textContent ?? ''));
    assert.match(drawn.join('\n'), /Rung 1, fresh, your settings, fails/);
    assert.match(drawn.join('\n'), /gopls 300 ran from 15:20:01 to 15:30:00 and crashed\. gopls 340 .* lives\./);
    const gopls = page.locator('.tree li', { hasText: 'gopls' }).last();
    assert.match(await page.locator('.tree').innerText(), /gopls 300 ! amd64 translated/);
    assert.equal(await gopls.locator('xpath=ancestor::li').count(), 2, 'gopls hangs below the extension host, which hangs below the editor');
    assert.match(await page.locator('footer').innerText(), new RegExp(version().split(/\s+/)[1]?.replaceAll('.', '\\.') ?? '^$'));
  });
});

test('report: the keyboard alone reads it', async () => {
  await opened(pages.ofFolder('goroot-invalid'), { viewport: sizes.wide }, async (page) => {
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the report');
    assert.ok((await page.locator('.skip').boundingBox())?.x ?? -1 >= 0, 'the focused link is seen');
    const summary = page.locator('summary', { hasText: 'What proves it' }).first();
    await summary.focus();
    await page.keyboard.press('Enter');
    assert.ok(await page.locator('.evidence').first().isVisible());
    assert.notEqual(await summary.evaluate((e) => getComputedStyle(e).outlineStyle), 'none');
  });
});

test('report: printed, nothing stays folded', async () => {
  await opened(pages.ofFolder('goroot-invalid'), { viewport: sizes.wide }, async (page) => {
    const height = (): Promise<number> => page.locator('#checks table').evaluate((t) => t.getBoundingClientRect().height);
    assert.equal(await height(), 0);
    await page.emulateMedia({ media: 'print' });
    assert.ok(await height() > 100);
    assert.equal(await page.locator('nav').isVisible(), false);
  });
});

test('report: Markdown of names that are markup becomes no markup', async () => {
  const text = readFileSync(pages.ofHostileFolder('markdown'), 'utf8');
  assert.ok(text.includes('onerror='), 'the names are shown');
  const html = new MarkdownIt({ html: true, linkify: true }).render(text);
  const page = await browser.newPage();
  try {
    await page.setContent(html);
    assert.equal(await page.evaluate(() => 'hurt' in globalThis), false);
    assert.equal(await page.locator('img, script, style, iframe').count(), 0);
    const links = await page.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
    for (const link of links) assert.match(link, /^https:\/\/github\.com\/govitals\/govitals\/blob\/main\/docs\/checks\/[a-z0-9-]+\.md$/);
  } finally {
    await page.close();
  }
});

interface Screen {
  colorScheme?: 'light' | 'dark';
  viewport: { width: number; height: number };
}

/** Opens a page and ends with what it must never do: ask for anything, run anything, complain. */
async function opened(file: string, screen: Screen, body: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext(screen);
  const faults: string[] = [];
  try {
    const page = await context.newPage();
    const url = pathToFileURL(file).href;
    page.on('request', (r) => { if (r.url() !== url) faults.push(`asked for ${r.url()}`); });
    page.on('console', (m) => faults.push(`console: ${m.text()}`));
    page.on('dialog', (d) => { faults.push(`dialog: ${d.message()}`); void d.dismiss(); });
    await page.goto(url);
    await body(page);
    assert.equal(await page.evaluate(() => 'hurt' in globalThis), false, `${hostile} came to life`);
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
}

async function accessible(page: Page, how: string): Promise<void> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const all = await (globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[]; passes: unknown[] }> } }).axe.run();
    return { violations: all.violations, passes: all.passes.length };
  });
  const words = found.violations.map((v) => `${v.id}: ${v.help}\n${v.nodes.slice(0, 3).map((n) => `  ${n.html}\n  ${n.failureSummary}`).join('\n')}`);
  assert.deepEqual(words, [], how);
  assert.ok(found.passes > 10, 'axe-core looked at the page');
}

/** Nothing hangs out at the side: what is too wide scrolls within its own frame. */
async function fits(page: Page): Promise<void> {
  const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok((wide ?? 0) <= (seen ?? 0), `${String(wide)} wide on a screen of ${String(seen)}`);
}

async function valid(file: string): Promise<void> {
  const { results } = await validator.validateString(readFileSync(file, 'utf8'));
  const words = results.flatMap((r) => r.messages.map((m) => `${String(m.line)}:${String(m.column)} ${m.ruleId}: ${m.message}`));
  assert.deepEqual(words, []);
}

/** Pictures to look at, if somebody asks for them. */
async function picture(page: Page, name: string): Promise<void> {
  const dir = process.env['GOVITALS_PICTURES'];
  if (!dir) return;
  mkdirSync(dir, { recursive: true });
  await page.screenshot({ path: path.join(dir, `${name.replace(/\W+/g, '-')}.png`), fullPage: true });
}
