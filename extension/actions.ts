import * as vscode from 'vscode';
import type { Actions } from './commands.js';
import type { News } from './news.js';
import { pick } from './picker.js';
import type { Document } from './protocol.js';
import type { ReportDocument } from './report.js';
import type { Session } from './session.js';
import type { Supervisor } from './supervisor.js';
import { counted } from './verdict.js';

export interface Parts {
  session: Session;
  supervisor: Supervisor;
  report: ReportDocument;
  news: News;
}

/** What the commands do. */
export function actionsOf({ session, supervisor, report, news }: Parts): Actions {
  const showReport = async () => {
    if (!session.report && !(await diagnose(session, supervisor))) return;
    await report.show();
  };
  return {
    diagnose: async () => {
      const found = await diagnose(session, supervisor);
      if (!found) return;
      // Whoever reads the list needs no notification about it.
      await news.told(counted(found));
      pick(found, showReport);
    },
    showReport,
    restartSidecar: async () => {
      await supervisor.restart();
      session.trigger('start');
    },
  };
}

/** The whole examination under a progress that can be cancelled; undefined if it was. */
async function diagnose(session: Session, supervisor: Supervisor): Promise<Document | undefined> {
  // Asking is reason enough to try again what was given up.
  if (supervisor.state.kind === 'down') await supervisor.restart();
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Diagnosing Go'),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const stop = new AbortController();
    const cancelled = token.onCancellationRequested(() => { stop.abort(); });
    try {
      return await session.diagnose({
        signal: stop.signal,
        onProgress: (message) => { progress.report({ message }); },
      });
    } catch (error) {
      if (stop.signal.aborted) return undefined;
      throw error;
    } finally {
      cancelled.dispose();
    }
  });
}
