import type { ChangedParams } from './protocol.js';
import type { Restarts } from './restarts.js';
import { type Ask, HopelessStart, type Log, type OnEditorStep } from './sidecar.js';
import { reasonOf } from './words.js';

/** What the supervisor needs of a sidecar. */
export interface Life {
  readonly alive: boolean;
  onEnded: (reason: string) => void;
  onChanged: (changed: ChangedParams) => void;
  onEditorStep: OnEditorStep;
  request<Result>(method: string, params: object, ask: Ask): Promise<Result>;
  notify(method: string, params: object): Promise<void>;
  stop(): Promise<void>;
}

/** How the sidecar is. Idle: none was needed yet. Restarting: it ended and no new one answers yet. Down: given up. */
export type SidecarState =
  | { kind: 'idle' }
  | { kind: 'starting' }
  | { kind: 'ready' }
  | { kind: 'restarting'; reason: string }
  | { kind: 'down'; reason: string };

/** Keeps one sidecar alive from the first request on, and never hides that it is not. */
export class Supervisor {
  state: SidecarState = { kind: 'idle' };
  onDidChange: () => void = () => undefined;
  /** What the sidecar saw happen, unasked. */
  onChanged: (changed: ChangedParams) => void = () => undefined;
  /** Makes the steps of a fix that only the editor can make. */
  onEditorStep: OnEditorStep = () => Promise.resolve({ ok: false, error: 'no editor' });
  private current: Promise<Life> | undefined;
  /** Ends the pause before a restart. */
  private wake: () => void = () => undefined;
  private generation = 0;
  private disposed = false;

  constructor(
    private readonly start: () => Promise<Life>,
    private readonly restarts: Restarts,
    private readonly log: Log,
    private readonly now: () => number = Date.now,
  ) {}

  /** Sends a request; with `again` it is repeated once, silently, if the sidecar ends under it: requests have no state. */
  async request<Result>(method: string, params: object, ask: Ask & { again?: boolean }): Promise<Result> {
    for (let attempt = 0; ; attempt++) {
      const life = await this.ready();
      try {
        return await life.request<Result>(method, params, ask);
      } catch (error) {
        if (life.alive || !ask.again || attempt > 0 || ask.signal?.aborted) throw error;
        this.log.info(`${method} is asked again of a new sidecar`);
      }
    }
  }

  /** Tells a sidecar that runs; none is started for it. */
  async notify(method: string, params: object): Promise<void> {
    if (this.state.kind !== 'ready') return;
    try {
      await (await this.current)?.notify(method, params);
    } catch (error) {
      this.log.warn(`${method}: ${reasonOf(error)}`);
    }
  }

  /** A new start from scratch, at the user's word. */
  async restart(): Promise<void> {
    this.restarts.forget();
    await this.end();
    await this.ready();
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await this.end();
  }

  private async end(): Promise<void> {
    const last = this.current;
    this.current = undefined;
    this.generation++;
    this.wake();
    this.become({ kind: 'idle' });
    // A start that is still under way is ended as well; one that failed has nothing to end.
    await last?.then((life) => life.stop(), () => undefined);
  }

  private ready(): Promise<Life> {
    if (this.disposed) return Promise.reject(new Error('Go Vitals is being closed'));
    if (this.state.kind === 'down') return Promise.reject(new Error(this.state.reason));
    this.current ??= this.launch(0);
    return this.current;
  }

  private launch(delay: number): Promise<Life> {
    const generation = ++this.generation;
    const launched = this.after(delay, generation).catch((error: unknown) => this.failed(error, generation));
    // Nobody may be waiting: the state says what became of it.
    launched.catch(() => undefined);
    return launched;
  }

  private async after(delay: number, generation: number): Promise<Life> {
    if (delay > 0) await this.pause(delay);
    if (generation !== this.generation) throw new Error('another start was asked for');
    if (this.state.kind === 'idle') this.become({ kind: 'starting' });
    const life = await this.start();
    if (generation !== this.generation) {
      await life.stop();
      throw new Error('another start was asked for');
    }
    life.onEnded = (reason) => {
      if (generation !== this.generation) return;
      this.current = undefined;
      const next = this.next(reason);
      if (next !== undefined) this.current = this.launch(next);
    };
    life.onChanged = (changed) => {
      if (generation === this.generation) this.onChanged(changed);
    };
    life.onEditorStep = (step) => this.onEditorStep(step);
    this.become({ kind: 'ready' });
    return life;
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** A start that failed: hopeless ones end it, others are tried again like any end. */
  private failed(error: unknown, generation: number): Promise<Life> {
    const reason = reasonOf(error);
    if (generation !== this.generation) return Promise.reject(new Error(reason));
    if (error instanceof HopelessStart) {
      this.giveUp(reason);
      return Promise.reject(error);
    }
    const next = this.next(reason);
    if (next === undefined) return Promise.reject(new Error(reason));
    this.current = this.launch(next);
    return this.current;
  }

  private next(reason: string): number | undefined {
    const delay = this.restarts.ended(this.now());
    if (delay === undefined) this.giveUp(`${reason}; it ended too often to be started again`);
    else this.become({ kind: 'restarting', reason });
    return delay;
  }

  private giveUp(reason: string): void {
    this.log.error(`no sidecar: ${reason}`);
    this.current = undefined;
    this.become({ kind: 'down', reason });
  }

  private become(state: SidecarState): void {
    this.state = state;
    this.onDidChange();
  }
}
