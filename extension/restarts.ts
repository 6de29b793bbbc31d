/** Milliseconds before the first, second … restart; one end more and it is given up: it would only burn the machine. */
const delays: readonly number[] = [0, 1_000, 3_000, 10_000];

/** Only ends within this time count, in milliseconds. */
const within = 3 * 60_000;

/** Decides after each end of the sidecar whether and when it is started again. Times are milliseconds of one clock. */
export class Restarts {
  private ends: number[] = [];

  /** Records an end; answers the delay before the next start, or undefined to give up. */
  ended(now: number): number | undefined {
    this.ends = [...this.ends.filter((end) => now - end < within), now];
    return delays[this.ends.length - 1];
  }

  /** The user asked for a new start: what was before does not count. */
  forget(): void {
    this.ends = [];
  }
}
