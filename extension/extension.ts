import * as vscode from 'vscode';
import { App } from './app.js';
import type { BadgeView } from './badge.js';
import { environment } from './environment.js';
import type { Document } from './protocol.js';
import { begin } from './triggers.js';
import { reasonOf } from './words.js';

/** What other extensions may ask. */
export interface Api {
  /** Milliseconds our own part of the activation took. */
  readonly activationMs: number;
  badge(): BadgeView;
  report(): Document | undefined;
}

let app: App | undefined;

export function activate(context: vscode.ExtensionContext): Api {
  const start = performance.now();
  // First of all: the Go extension writes PATH, GOROOT and more into the environment that all extensions share.
  const atActivation = environment();
  const log = vscode.window.createOutputChannel('Go Vitals', { log: true });
  context.subscriptions.push(log);
  try {
    const started = new App(context, atActivation, log);
    app = started;
    // Nothing is started before the editor had its turn.
    setImmediate(() => {
      begin(started.session).then(() => started.settle()).catch((error: unknown) => { log.error(`first look: ${reasonOf(error)}`); });
    });
    const activationMs = performance.now() - start;
    log.info(`activated in ${activationMs.toFixed(1)} ms`);
    return { activationMs, badge: () => started.badge(), report: () => started.session.report };
  } catch (error) {
    // The editor stays silent when an activation fails.
    void vscode.window.showErrorMessage(vscode.l10n.t('Go Vitals could not start: {0}', reasonOf(error)));
    throw error;
  }
}

export async function deactivate(): Promise<void> {
  await app?.supervisor.dispose();
}
