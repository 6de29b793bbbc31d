import type { EditorRunning } from './protocol.js';
import { reasonOf } from './words.js';

/** Runs a command of the editor. */
export type Execute = (command: string) => PromiseLike<unknown>;

/** Commands of the user's own gopls that can raise no popup and change nothing. */
const questions = { views: 'gopls.views', stats: 'gopls.workspace_stats' } as const;

const patience = 5_000;

/** A call that has no answer after this long went to a server that is gone; it may be put again. */
const lost = 60_000;

type Outcome = { value: unknown } | { error: string } | { late: true };

/**
 * Rung 0 of the control ladder: the user's running server. While it loads it answers nothing, and after an error its
 * client may keep the answer until a popup is closed, so every call is raced with a timeout, and a call without an
 * answer yet is not put a second time.
 */
export class Rung0 {
  private readonly pending = new Map<string, { call: Promise<Outcome>; since: number }>();

  constructor(
    private readonly execute: Execute,
    private readonly now: () => number = Date.now,
  ) {}

  /** Asks what is listed: commands of a server that is gone would wake somebody or fail with a popup. */
  async ask(listed: readonly string[]): Promise<EditorRunning> {
    const missing = Object.values(questions).filter((command) => !listed.includes(command));
    if (missing.length > 0) {
      this.pending.clear();
      return { asked: false, reason: `${missing.join(' and ')} not registered`, tookMs: 0 };
    }
    const start = this.now();
    const [views, stats] = await Promise.all([this.raced(questions.views), this.raced(questions.stats)]);
    const running: EditorRunning = { asked: true, tookMs: this.now() - start };
    if ('value' in views) running.views = views.value ?? null;
    if ('value' in stats) running.stats = stats.value ?? null;
    if ('late' in views || 'late' in stats) running.timedOut = true;
    const errors = [views, stats].flatMap((outcome) => ('error' in outcome ? [outcome.error] : []));
    if (errors.length > 0) running.error = errors.join('; ');
    return running;
  }

  private async raced(command: string): Promise<Outcome> {
    let entry = this.pending.get(command);
    if (!entry || this.now() - entry.since > lost) {
      const put = { call: this.call(command), since: this.now() };
      entry = put;
      this.pending.set(command, put);
      void put.call.then(() => {
        if (this.pending.get(command) === put) this.pending.delete(command);
      });
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Outcome>((resolve) => {
      timer = setTimeout(() => { resolve({ late: true }); }, patience);
    });
    try {
      return await Promise.race([entry.call, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async call(command: string): Promise<Outcome> {
    try {
      return { value: await this.execute(command) };
    } catch (error) {
      return { error: `${command}: ${reasonOf(error)}` };
    }
  }
}
