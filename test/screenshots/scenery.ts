import type { Workbench } from '../e2e/workbench.js';

/** Waits until the badge does not turn: a verdict stands, and no other is being made. */
export async function badgeRests({ page }: Workbench): Promise<void> {
  await page.locator('[id="govitals.govitals.health"] .codicon-sync').waitFor({ state: 'detached', timeout: 60_000 });
}

/** Gives the whole width to the editor. */
export async function hideSideBar({ page }: Workbench): Promise<void> {
  await page.keyboard.press('Control+b');
  await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
}

/** Opens a walkthrough by its title; what stands beside its first step can then be read as a preview. */
export async function openWalkthrough(workbench: Workbench, title: string): Promise<void> {
  await workbench.run('Welcome: Open Walkthrough...');
  const { page } = workbench;
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
  await row.waitFor({ timeout: 60_000 });
  await row.click();
  await page.locator('.getting-started-step.expanded').first().waitFor({ timeout: 60_000 });
}

/** Where the first table of the open Markdown preview begins, in pixels from the top of the window. */
export async function topOfTable({ page }: Workbench): Promise<number> {
  for (const frame of page.frames().filter((f) => f.url().includes('fake.html'))) {
    const table = frame.locator('table').first();
    const box = (await table.count()) > 0 ? await table.boundingBox() : null;
    if (box) return box.y;
  }
  throw new Error('no preview with a table is open');
}
