import type { Workbench } from '../e2e/workbench.js';

/** Waits until the badge does not turn: a verdict stands, and no other is being made. */
export async function badgeRests({ page }: Workbench): Promise<void> {
  await page.locator('[id="govitals.govitals.health"] .codicon-sync').waitFor({ state: 'detached' });
}

/** Waits for the message about a new error, which comes a moment after the badge, and clears it away. */
export async function newsRead(workbench: Workbench, timeout: number): Promise<void> {
  await workbench.progress(/Not for this folder again/, timeout);
  await workbench.dismissNotifications();
}

/** Waits for a message and rests the pointer on it: it would go by itself before the window is as it is to be seen. */
export async function messageStays({ page }: Workbench, matching: RegExp, timeout: number): Promise<void> {
  const toast = page.locator('.notification-toast', { hasText: matching });
  await toast.waitFor({ timeout });
  await toast.hover();
}

/** Takes the pointer to where it lights nothing up. */
export async function pointerAside({ page }: Workbench): Promise<void> {
  await page.mouse.move(640, 500);
}

/** Waits until the editor in front shows its text in the colours of its language. */
export async function coloured({ page }: Workbench): Promise<void> {
  const lines = page.locator('.editor-instance .monaco-editor .view-lines');
  await lines.locator('[class*="mtk"]:not(.mtk1)').first().waitFor({ state: 'attached' });
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
  await row.waitFor();
  await row.click();
  await page.locator('.getting-started-step.expanded').first().waitFor();
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
