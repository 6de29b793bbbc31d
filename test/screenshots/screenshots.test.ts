/** Makes the pictures of the README from a real window. Run by scripts/screenshots, no part of the tests. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import { root } from '../lib/env.js';
import { clearStage, setStage, spec } from '../e2e/stage.js';
import type { Workbench } from '../e2e/workbench.js';

const images = path.join(root, 'docs', 'images');
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

async function picture(workbench: Workbench, name: string, size: Size, from: 'top' | 'bottom' = 'top'): Promise<void> {
  const y = from === 'top' ? 0 : whole.height - size.height;
  await workbench.page.screenshot({ path: path.join(images, `${name}.png`), clip: { x: 0, y, ...size } });
}

spec('badge', 'goroot-invalid', async ({ workbench }) => {
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(red);
  await workbench.hoverBadge();
  await picture(workbench, 'badge', { width: 800, height: 260 }, 'bottom');
});

spec('quick pick', 'goroot-invalid', async ({ workbench }) => {
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(red);
  await workbench.run('Go Vitals: Diagnose Go Environment');
  await workbench.quickPickRows(/Go Vitals/);
  await picture(workbench, 'quick-pick', { ...whole, height: 420 });
});

spec('report', 'goroot-invalid', async ({ workbench }) => {
  await workbench.badgeBecomes(red);
  await workbench.run('Go Vitals: Show Report');
  await workbench.previewText(/goroot-invalid/);
  await workbench.dismissNotifications();
  await picture(workbench, 'report', whole);
});
