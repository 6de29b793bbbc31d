import { createHash } from 'node:crypto';
import { Coalescer } from './coalescer.js';
import type { Vitals } from './badge.js';
import { type DiagnoseParams, type DiagnoseResult, type Document, methods, type Request, type Tier } from './protocol.js';
import type { Ask, Log } from './sidecar.js';
import { reasonOf } from './words.js';

/** What the session needs of the world. */
export interface Ports {
  /** Editor facts; rung 0 is asked for the tiers that judge it. */
  collect(tier: Tier): Promise<Request>;
  request<Result>(method: string, params: object, ask: Ask & { again?: boolean }): Promise<Result>;
  automatic(): boolean;
  trusted(): boolean;
  /** Why no sidecar answers, if none does. */
  down(): string | undefined;
  log: Log;
}

/**
 * Why a diagnosis is asked for. The editor's facts do not show a change of files, nor what a server that was still
 * loading would answer now: these always count.
 */
export type Trigger = 'start' | 'files' | 'facts' | 'answer';

export interface Asked {
  signal: AbortSignal;
  onProgress: (text: string) => void;
}

/** Far above what the sidecar allows itself: only one that hangs reaches it. */
const deadline = 300_000;
const quiet = 500;

/** While a server loads nothing tells that it is done, so it is looked at again, ever more rarely. */
const looks = [3_000, 5_000, 10_000, 20_000, 40_000, 60_000] as const;

/** When to diagnose, and the last report. */
export class Session {
  report: Document | undefined;
  /** The window has Go; without it nothing is diagnosed unless the user asks. */
  hasGo = false;
  /** A Go file was opened, which wakes the Go extension. */
  sawGoFile = false;
  private failure: string | undefined;
  private active = 0;
  private last = '';
  /** What may have changed that the editor's facts do not show. */
  private news: 'none' | 'answer' | 'files' = 'files';
  private serial = 0;
  private waits = 0;
  private timer: NodeJS.Timeout | undefined;
  private background: AbortController | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly runs = new Coalescer(() => this.inBackground(), quiet);

  constructor(private readonly ports: Ports) {}

  /** Calls back after every change of what the badge is drawn from. */
  onDidChange(listener: () => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  get vitals(): Vitals {
    return {
      hasGo: this.hasGo,
      checking: this.active > 0,
      automatic: this.ports.automatic(),
      trusted: this.ports.trusted(),
      report: this.report,
      down: this.ports.down(),
      failure: this.failure,
    };
  }

  /** Something may have changed. Does nothing in a window without Go or when the user wants no checks of their own. */
  trigger(why: Trigger): void {
    if (why === 'start' || why === 'files') this.news = 'files';
    else if (why === 'answer' && this.news === 'none') this.news = 'answer';
    if (why !== 'answer') this.waits = 0;
    if (!this.hasGo || !this.ports.automatic()) this.announce();
    else if (why === 'start') this.runs.now();
    else this.runs.trigger();
  }

  /** The whole examination because the user asked; a background one that is under way gives way. */
  async diagnose({ signal, onProgress }: Asked): Promise<Document> {
    this.background?.abort();
    try {
      return await this.examine('standard', false, await this.ports.collect('standard'), { signal, onProgress });
    } catch (error) {
      if (signal.aborted) this.trigger('files'); // the badge still owes an answer
      else this.failed('diagnosis', error);
      throw error;
    }
  }

  announce(): void {
    for (const listener of this.listeners) listener();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.runs.dispose();
    this.background?.abort();
    this.listeners.clear();
  }

  /** First what files and variables tell, within a second; then everything that needs no second gopls. */
  private async inBackground(): Promise<void> {
    const stop = new AbortController();
    this.background = stop;
    const news = this.news;
    try {
      const quick = await this.ports.collect('fast');
      const print = fingerprint(quick);
      if (news === 'none' && print === this.last) return;
      this.news = 'none';
      // Only the server's answer is awaited: files and variables were looked at already.
      if (news !== 'answer' || print !== this.last) await this.examine('fast', true, quick, { signal: stop.signal });
      await this.examine('standard', true, await this.ports.collect('standard'), { signal: stop.signal });
      this.last = print;
    } catch (error) {
      this.news = 'files'; // what was to be looked at still is
      if (!stop.signal.aborted) this.failed('background diagnosis', error);
    } finally {
      this.background = undefined;
      this.announce();
    }
  }

  private async examine(tier: Tier, background: boolean, request: Request, asked: Partial<Asked>): Promise<Document> {
    const token = asked.onProgress ? { token: `diagnose-${String(++this.serial)}` } : {};
    const params: DiagnoseParams = { request: { ...request, tier, background }, ...token };
    this.active++;
    this.announce();
    try {
      const ask = { ...asked, ...token, deadline, again: true };
      const { report } = await this.ports.request<DiagnoseResult>(methods.diagnose, params, ask);
      const found = `${report.badge}, ${String(report.findings.length)} findings in ${String(report.tookMs)} ms`;
      this.ports.log.info(`${tier} diagnosis${background ? ' in the background' : ''}: ${found}`);
      this.adopt(report);
      return report;
    } finally {
      this.active--;
      this.announce();
    }
  }

  private failed(what: string, error: unknown): void {
    this.failure = reasonOf(error);
    this.ports.log.error(`${what}: ${this.failure}`);
  }

  /**
   * A quick look replaces a whole examination only by bad news: it knows nothing of the pulse, and a red badge must
   * not lose its colour before the mend is proved.
   */
  private adopt(report: Document): void {
    this.failure = undefined;
    const bad = report.badge === 'error' || report.badge === 'warning';
    if (report.tier === 'fast' && this.report && this.report.tier !== 'fast' && !bad) return;
    this.report = report;
    this.hasGo ||= report.folders.some((folder) => folder.hasGo);
    clearTimeout(this.timer);
    if (report.tier === 'fast' || report.badge !== 'loading') return;
    const wait = looks[Math.min(this.waits++, looks.length - 1)];
    this.timer = setTimeout(() => { this.trigger('answer'); }, wait);
  }
}

/** Equal prints need no second diagnosis. A hash, because the request holds the environment and with it secrets. */
export function fingerprint(request: Request): string {
  const { editor, ...rest } = request;
  // Which file is looked at and what the server answers change all the time and start no diagnosis.
  const lasting = { ...editor, activeFile: undefined, running: undefined };
  return createHash('sha256').update(JSON.stringify({ ...rest, editor: lasting })).digest('hex');
}
