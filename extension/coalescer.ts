/**
 * Turns any number of triggers into at most one run under way and one after it: a change that comes during a run may
 * have been missed by it, and a hundred of them are one change.
 */
export class Coalescer {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private queued = false;
  private disposed = false;

  constructor(
    private readonly run: () => Promise<void>,
    /** Milliseconds of silence that end a burst of triggers: saving a file changes it several times. */
    private readonly quiet: number,
  ) {}

  /** Asks for a run once it is quiet for a while. */
  trigger(): void {
    if (this.disposed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.now(); }, this.quiet);
  }

  /** Asks for a run without waiting for quiet. */
  now(): void {
    clearTimeout(this.timer);
    if (this.disposed) return;
    if (this.running) {
      this.queued = true;
      return;
    }
    this.running = this.run().finally(() => {
      this.running = undefined;
      if (!this.queued) return;
      this.queued = false;
      this.now();
    });
    // The run reports its own errors; a rejection here would end the extension host's patience, not ours.
    this.running.catch(() => undefined);
  }

  dispose(): void {
    this.disposed = true;
    this.queued = false;
    clearTimeout(this.timer);
  }
}
