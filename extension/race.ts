import { reasonOf } from './words.js';

/** A call that has no answer after this long went to a server that is gone; it may be put again. */
const lost = 60_000;

export type Outcome = { value: unknown } | { error: string } | { late: true };

/**
 * Calls to a server that may never answer: each is raced with a timeout, and one without an answer yet is waited for
 * again and not put a second time, because behind it a popup may wait for the user.
 */
export class Races {
  private readonly pending = new Map<string, { call: Promise<Outcome>; since: number }>();

  constructor(private readonly now: () => number) {}

  /** The outcome of the call with this key, or late after so many milliseconds. It never rejects. */
  async raced(key: string, call: () => PromiseLike<unknown>, patience: number): Promise<Outcome> {
    let entry = this.pending.get(key);
    if (!entry || this.now() - entry.since > lost) {
      const put = { call: outcome(call), since: this.now() };
      entry = put;
      this.pending.set(key, put);
      void put.call.then(() => {
        if (this.pending.get(key) === put) this.pending.delete(key);
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

  /** The server is gone, and with it what it was asked. */
  forget(): void {
    this.pending.clear();
  }
}

async function outcome(call: () => PromiseLike<unknown>): Promise<Outcome> {
  try {
    return { value: await call() };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}
