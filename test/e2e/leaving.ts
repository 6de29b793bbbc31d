import type { Frame } from 'playwright-core';
import { until } from '../lib/processes.js';
import type { Workbench } from './workbench.js';

/** Lets the page of a window use the clipboard, which a browser asks its user about. */
export async function allowClipboard({ page }: Workbench): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
}

export function clipboard({ page }: Workbench): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

export async function setClipboard({ page }: Workbench, text: string): Promise<void> {
  await page.evaluate((wanted) => navigator.clipboard.writeText(wanted), text);
}

/** Whole text of the editor in front, as the clipboard gets it. */
export async function copyEditor(workbench: Workbench): Promise<string> {
  await setClipboard(workbench, '');
  await workbench.focusEditor();
  await workbench.page.keyboard.press('Control+a');
  await workbench.page.keyboard.press('Control+c');
  return until('the editor is copied', async () => (await clipboard(workbench)) || undefined, { timeout: 60_000 });
}

/** The page of our panel, once it has what this selector finds. */
export async function panel({ page }: Workbench, selector: string, timeout = 60_000): Promise<Frame> {
  const look = async () => {
    for (const frame of page.frames().filter((f) => f.url().includes('fake.html'))) {
      if (await frame.evaluate((wanted) => document.querySelector(wanted) !== null, selector).catch(() => false)) return frame;
    }
    return undefined;
  };
  return until(`the panel shows ${selector}`, look, { timeout });
}
