import type { Memory } from './news.js';

/** A fix that is proved once a window with one of these folders was loaded anew. */
export interface Wait {
  entry: string;
  /** When it was made, in milliseconds. */
  at: number;
  folders: string[];
}

const key = 'waitingForProof';

/** A window that nobody opened again for so long has other worries. */
const oldest = 30 * 24 * 3_600_000;

const most = 40;

/**
 * Fixes that count only after a reload. They are kept for all windows, because a folder that is opened at its real path is
 * another workspace to the editor. A window that was there before the fix proves nothing: it still has what was wrong.
 */
export class Waits {
  private readonly started: number;

  constructor(
    private readonly memory: Memory,
    private readonly now: () => number = Date.now,
  ) {
    this.started = now();
  }

  async add(entry: string, folders: readonly string[]): Promise<void> {
    const others = this.all().filter((wait) => wait.entry !== entry);
    await this.memory.update(key, [...others, { entry, at: this.now(), folders: [...folders] }].slice(-most));
  }

  /** Those that this window can prove, the first made first. */
  due(folders: readonly string[]): Wait[] {
    const here = (wait: Wait) => (wait.folders.length === 0 ? folders.length === 0 : wait.folders.some((folder) => folders.includes(folder)));
    return this.all().filter((wait) => wait.at < this.started && here(wait));
  }

  /** Its verdict was told, or there is nothing left of it. */
  async done(entry: string): Promise<void> {
    await this.memory.update(key, this.all().filter((wait) => wait.entry !== entry));
  }

  private all(): Wait[] {
    return this.memory.get<Wait[]>(key, []).filter(({ at }) => this.now() - at < oldest);
  }
}
