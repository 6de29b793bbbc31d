import * as vscode from 'vscode';
import type { News } from './news.js';
import type { Document } from './protocol.js';

/** The one notification: a new error, with the two answers a person may want to give. */
export async function notify(report: Document, news: News, show: () => void): Promise<void> {
  const [first, ...more] = await news.fresh(report);
  if (!first) return;
  const text =
    more.length === 0
      ? vscode.l10n.t('Go Vitals: {0}', first.title)
      : vscode.l10n.t('Go Vitals: {0} (and {1} more)', first.title, more.length);
  const yes = vscode.l10n.t('Show');
  const no = vscode.l10n.t('Not for this folder again');
  const answer = await vscode.window.showErrorMessage(text, yes, no);
  if (answer === yes) show();
  if (answer === no) await news.silence();
}
