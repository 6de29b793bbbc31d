import type { EditorAnswer, EditorQuestion, EditorRunning } from './protocol.js';
import { type Put, Questions } from './questions.js';
import { type Outcome, Races } from './race.js';
import { reasonOf } from './words.js';

/** Runs a command of the editor. */
export type Execute = (command: string) => PromiseLike<unknown>;

/** What rung 0 is asked for: the commands that are listed, how many Go documents are open, and who chooses the questions. */
export interface Situation {
  listed: readonly string[];
  open: number;
  choose: () => Promise<EditorQuestion[]>;
}

/** Commands of the user's own gopls that can raise no popup and change nothing. */
const commands = { views: 'gopls.views', stats: 'gopls.workspace_stats' } as const;

const patience = 5_000;

/**
 * Rung 0 of the control ladder: the user's running server, through its commands and, in documents that are open, through
 * the editor's providers. While it loads it answers nothing, and after an error its client may keep the answer until a
 * popup is closed.
 */
export class Rung0 {
  private readonly races: Races;
  private readonly questions: Questions;

  constructor(
    private readonly execute: Execute,
    put: Put,
    private readonly now: () => number = Date.now,
  ) {
    this.races = new Races(now);
    this.questions = new Questions(put, now);
  }

  /** Asks what is listed: commands of a server that is gone would wake somebody or fail with a popup. */
  async ask({ listed, open, choose }: Situation): Promise<EditorRunning> {
    const missing = Object.values(commands).filter((command) => !listed.includes(command));
    if (missing.length > 0) {
      this.races.forget();
      this.questions.forget();
      const reason = `${missing.join(' and ')} not registered`;
      return { asked: false, reason, unasked: reason, tookMs: 0 };
    }
    const start = this.now();
    const [views, stats] = await Promise.all([this.command(commands.views), this.command(commands.stats)]);
    const running: EditorRunning = { asked: true, tookMs: this.now() - start };
    if ('value' in views) running.views = views.value ?? null;
    if ('value' in stats) running.stats = stats.value ?? null;
    if ('late' in views || 'late' in stats) running.timedOut = true;
    const errors = [views, stats].flatMap((outcome) => ('error' in outcome ? [outcome.error] : []));
    if (errors.length > 0) running.error = errors.join('; ');
    if (open === 0) return { ...running, unasked: 'no Go document is open' };
    // Its providers would be late as well, each for itself.
    if (running.timedOut) return { ...running, unasked: 'the server did not answer its own commands yet' };
    return { ...running, ...(await this.answers(choose)) };
  }

  private async answers(choose: () => Promise<EditorQuestion[]>): Promise<{ answers?: EditorAnswer[]; unasked?: string }> {
    try {
      const questions = await choose();
      if (questions.length === 0) return { unasked: 'there is nothing to ask in the open Go documents' };
      return await this.questions.ask(questions);
    } catch (error) {
      return { unasked: `no questions were chosen: ${reasonOf(error)}` };
    }
  }

  private async command(command: string): Promise<Outcome> {
    const outcome = await this.races.raced(command, () => this.execute(command), patience);
    return 'error' in outcome ? { error: `${command}: ${outcome.error}` } : outcome;
  }
}
