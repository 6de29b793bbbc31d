import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { until } from '../lib/processes.js';

/** What the badge shows: its accessible label and the colour VS Code gave it. */
export interface Badge {
  label: string;
  text: string;
  kind: 'plain' | 'warning' | 'error';
}

/**
 * A window of VS Code in a browser. Every selector of the browser tests is in this file: VS Code's class names are its
 * own business and change; ids, labels and roles are used where there are any.
 */
export class Workbench {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser, url: string, folder: string): Promise<Workbench> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`);
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    return new Workbench(page);
  }

  private get badgeItem(): Locator {
    return this.page.locator('[id="govitals.govitals.health"]');
  }

  /** The badge, undefined while there is none. Read in one step: label and colour change together. */
  async badge(): Promise<Badge | undefined> {
    const [seen] = await this.badgeItem.evaluateAll((items: HTMLElement[]) =>
      items.map((item) => ({
        label: item.getAttribute('aria-label') ?? '',
        text: item.innerText.trim(),
        classes: [...item.classList],
      })),
    );
    if (!seen) return undefined;
    const { label, text, classes } = seen;
    return {
      label,
      text,
      kind: classes.includes('error-kind') ? 'error' : classes.includes('warning-kind') ? 'warning' : 'plain',
    };
  }

  /** Waits until the badge's label matches; its states on the way (checking, loading) may be any. */
  async badgeBecomes(label: RegExp, timeout = 60_000): Promise<Badge> {
    const matching = async () => {
      const badge = await this.badge();
      return badge && label.test(badge.label) ? badge : undefined;
    };
    return until(`the badge becomes ${String(label)}`, matching, { timeout, sight: () => this.badge() });
  }

  async clickBadge(): Promise<void> {
    await this.badgeItem.click();
  }

  /** Text of the badge's tooltip. The pointer rests on the tooltip afterwards: on the badge it would hide its colour. */
  async hoverBadge(): Promise<string> {
    await this.badgeItem.hover();
    const tooltip = this.page.locator('.workbench-hover-container');
    await tooltip.hover();
    return tooltip.innerText();
  }

  /** Runs a command by the title the palette shows. */
  async run(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    await input.fill(`>${title}`);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
  }

  /** Accessible labels of the rows of our open quick pick, once it has any. */
  async quickPickRows(title: RegExp, timeout = 60_000): Promise<string[]> {
    await this.page.locator('.quick-input-title', { hasText: title }).waitFor({ timeout });
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor({ timeout });
    const told = async (row: Locator) => `${(await row.getAttribute('aria-label')) ?? ''}\n${await row.innerText()}`;
    return Promise.all((await rows.all()).map(told));
  }

  /** Accepts the row of our open quick pick that has this text. */
  async pickRow(text: string): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
  }

  /** Presses a button of the row of our open quick pick that has this text. */
  async pressRowButton(text: string, button: string): Promise<void> {
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
    await row.hover();
    // Whatever lies inside a row has no role of its own.
    await row.locator(`[aria-label*="${button}"]`).first().click();
  }

  async dismissQuickPick(): Promise<void> {
    await this.page.keyboard.press('Escape');
  }

  async notifications(): Promise<string[]> {
    return this.page.locator('.notification-toast').allInnerTexts();
  }

  /** Text of the notification that shows how far something is, once it matches. */
  async progress(matching: RegExp, timeout = 60_000): Promise<string> {
    const look = async () => (await this.notifications()).find((text) => matching.test(text));
    return until(`a progress ${String(matching)}`, look, { timeout, sight: () => this.notifications() });
  }

  /** Presses a button of the notification with this text, once it is there. */
  async answer(matching: RegExp, button: string, timeout = 90_000): Promise<void> {
    const toast = this.page.locator('.notification-toast', { hasText: matching });
    try {
      await toast.first().waitFor({ timeout });
    } catch (error) {
      throw new Error(`no notification ${String(matching)} but ${(await this.notifications()).join(' | ')}`, { cause: error });
    }
    await toast.first().hover();
    await toast.first().locator('.monaco-button', { hasText: button }).click();
  }

  async cancelProgress(): Promise<void> {
    await this.page.locator('.notification-toast .monaco-button', { hasText: 'Cancel' }).click();
  }

  /** Label of the editor in front. */
  async activeEditor(): Promise<string> {
    return (await this.page.locator('.tab.active').first().getAttribute('aria-label')) ?? '';
  }

  /** Does what makes the window load anew, and waits until it has. */
  async reloading(act: () => Promise<void>): Promise<void> {
    await this.page.evaluate(() => { document.body.dataset['former'] = 'yes'; });
    await act();
    await this.page.locator('body[data-former]').waitFor({ state: 'detached', timeout: 60_000 });
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  }

  /** Another folder, or a workspace file, in this window, with one file open under exactly this path. */
  async goTo(url: string, where: string, file: string): Promise<void> {
    const payload = JSON.stringify([['openFile', `vscode-remote://${new URL(url).host}${file}`]]);
    const kind = where.endsWith('.code-workspace') ? 'workspace' : 'folder';
    await this.page.goto(`${url}/?${kind}=${encodeURIComponent(where)}&payload=${encodeURIComponent(payload)}`);
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await this.page.locator('.tab').first().waitFor({ timeout: 60_000 });
  }

  /** The folder of this window, as its address says. */
  folder(): string {
    return new URL(this.page.url()).searchParams.get('folder') ?? '';
  }

  /** Answers the input box with this title; what it proposed. */
  async input(title: RegExp, text: string): Promise<string> {
    await this.page.locator('.quick-input-title', { hasText: title }).waitFor({ timeout: 60_000 });
    const input = this.page.locator('.quick-input-widget input[type="text"]');
    const proposed = await input.inputValue();
    await input.fill(text);
    await this.page.keyboard.press('Enter');
    return proposed;
  }

  /** Types at the very beginning of the file in front, and does not save it. */
  async type(text: string): Promise<void> {
    await this.page.locator('.editor-instance .monaco-editor .view-lines').first().click();
    await this.page.keyboard.press('Control+Home');
    await this.page.keyboard.insertText(text);
    await this.page.locator('.tab.active.dirty').waitFor({ timeout: 60_000 });
  }

  async save(): Promise<void> {
    await this.page.locator('.editor-instance .monaco-editor .view-lines').first().click();
    await this.page.keyboard.press('Control+s');
    await this.page.locator('.tab.active.dirty').waitFor({ state: 'detached', timeout: 60_000 });
  }

  /** Text of the dialog that blocks the window, if there is one. */
  async modal(): Promise<string | undefined> {
    const [dialog] = await this.page.locator('.monaco-dialog-box').allInnerTexts();
    return dialog;
  }

  async dismissNotifications(): Promise<void> {
    await this.run('Notifications: Clear All Notifications');
    await this.page.locator('.notification-toast').waitFor({ state: 'detached' });
  }

  /** Opens the Problems view and returns the labels of its rows. */
  async problems(): Promise<string[]> {
    await this.page.locator('[id="status.problems"]').click();
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    await rows.first().waitFor();
    const labels = await rows.all().then((all) => Promise.all(all.map((row) => row.getAttribute('aria-label'))));
    return labels.map((label) => label ?? '');
  }

  /** Trusts the folder of a window in Restricted Mode. */
  async trust(): Promise<void> {
    await this.page.locator('[id="status.workspaceTrust"]').click();
    await this.page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click();
  }

  /** Presses a button of the dialog that blocks the window. */
  async answerModal(button: string): Promise<void> {
    await this.page.locator('.monaco-dialog-box .monaco-button', { hasText: button }).click({ timeout: 60_000 });
  }

  /** What stands in the box of the quick input, whatever that is. */
  typed(): Promise<string> {
    return this.page.locator('.quick-input-widget input[type="text"]').inputValue();
  }

  /** Puts letters into the box of the quick input, whatever that is. */
  async typeIntoBox(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget input[type="text"]').fill(text);
  }

  /** Puts the cursor into the file in front. */
  async focusEditor(): Promise<void> {
    await this.page.locator('.editor-instance .monaco-editor .view-lines').first().click();
  }

  async openTab(name: string): Promise<void> {
    await this.page.locator('.tab', { hasText: name }).first().click();
  }

  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+p');
    await this.page.locator('.quick-input-widget input[type="text"]').fill(name);
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
    await this.page.locator('.tab', { hasText: name }).first().waitFor();
  }

  /** Whether the Go extension shows the lightning bolt that stands for a server that runs. */
  async showsBolt(): Promise<boolean> {
    return (await this.page.locator('.statusbar-item .codicon-zap').count()) > 0;
  }

  /**
   * The items of the lists in the open Markdown preview, once one of them matches: the first line of each, and that of the item it
   * lies in. Folded ones too.
   */
  async previewItems(matching: RegExp, timeout = 60_000): Promise<Item[]> {
    const look = async () => {
      for (const frame of this.page.frames().filter((f) => f.url().includes('fake.html'))) {
        const items = await itemsOf(frame);
        if (items.some(({ text }) => matching.test(text))) return items;
      }
      return undefined;
    };
    return until(`the preview lists ${String(matching)}`, look, { timeout });
  }

  /** Text of the open Markdown preview, once it matches. */
  async previewText(matching: RegExp, timeout = 60_000): Promise<string> {
    const look = async () => {
      for (const frame of this.page.frames().filter((f) => f.url().includes('fake.html'))) {
        const text = await textOf(frame);
        if (matching.test(text)) return text;
      }
      return undefined;
    };
    return until(`the preview shows ${String(matching)}`, look, { timeout });
  }
}

/** One item of a list of a preview; below is empty for an item of an outermost list. */
export interface Item {
  text: string;
  below: string;
}

async function itemsOf(frame: Frame): Promise<Item[]> {
  try {
    return await frame.evaluate(() => {
      const own = (item: Element | null | undefined) => (item?.textContent ?? '').trim().split('\n')[0] ?? '';
      return [...document.querySelectorAll('li')].map((item) => ({ text: own(item), below: own(item.parentElement?.closest('li')) }));
    });
  } catch {
    return [];
  }
}

/** A frame may be replaced while it is read; then it has no text yet. */
async function textOf(frame: Frame): Promise<string> {
  try {
    return await frame.evaluate(() => document.body.innerText);
  } catch {
    return '';
  }
}
