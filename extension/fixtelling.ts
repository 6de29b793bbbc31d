import * as vscode from 'vscode';
import type { Offer, Told } from './fixes.js';
import type { Log } from './sidecar.js';

/** What becomes of the answers that a message offers; one without an act is not offered. */
export type Acts = Partial<Record<Offer, () => Promise<void>>>;

/** Says what came of a fix; nobody waits for the answer. */
export function tell({ level, text, offers }: Told, acts: Acts, { log, run }: { log: Log; run: (act: () => Promise<void>) => Promise<void> }): void {
  log.info(text);
  const say = { info: vscode.window.showInformationMessage, warning: vscode.window.showWarningMessage, error: vscode.window.showErrorMessage }[level];
  const items = offers.filter((offer) => acts[offer]).map((offer) => ({ title: offerWords(offer), offer }));
  void say<(typeof items)[number]>(text, ...items).then((answer) => {
    const act = answer && acts[answer.offer];
    if (act) void run(act);
  });
}

function offerWords(offer: Offer): string {
  switch (offer) {
    case 'undo':
      return vscode.l10n.t('Undo');
    case 'show':
      return vscode.l10n.t('Show Report');
    case 'again':
      return vscode.l10n.t('Try Again');
    case 'log':
      return vscode.l10n.t('Show Log');
    case 'reload':
      return vscode.l10n.t('Reload Window');
    case 'kept':
      return vscode.l10n.t('Open Former Version');
  }
}

export const show = (log: { show(): void }) => () => {
  log.show();
  return Promise.resolve();
};

export async function reload(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.reloadWindow');
}
