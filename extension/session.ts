import { createHash } from 'node:crypto';
import { Coalescer } from './coalescer.js';
import type { Vitals } from './badge.js';
import type { Choose } from './facts.js';
import {
  type ChangedParams, type DiagnoseParams, type DiagnoseResult, type Document, type EditorQuestion, type IsolateParams, type IsolationDocument, methods,
  type Request, type TargetsParams, type TargetsResult, type Tier,
} from './protocol.js';
import type { Ask, Log } from './sidecar.js';
import { reasonOf } from './words.js';

/** What the session needs of the world. */
export interface Ports {
  /** Editor facts; rung 0 is asked for the tiers that judge it, and more of it if a person asked. */
  collect(tier: Tier, background: boolean, choose: Choose): Promise<Request>;
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

/** The sidecar gives an isolation five minutes, and then still has servers to end. */
const isolationDeadline = 600_000;

/** Milliseconds for choosing what to ask; a slow `go env` is answered within them. */
const patience = 15_000;

const quiet = 500;

/** While a server loads nothing tells that it is done, so it is looked at again, ever more rarely. */
const looks = [3_000, 5_000, 10_000, 20_000, 40_000, 60_000] as const;

const nothing = () => Promise.resolve([]);

/** When to diagnose, and the last report. */
export class Session {
  report: Document | undefined;
  /** The window has Go; without it nothing is diagnosed unless the user asks. */
  hasGo = false;
  /** A Go file was opened, which wakes the Go extension. */
  sawGoFile = false;
  /** What happened to the server that no report speaks of yet. */
  private happened: ChangedParams | undefined;
  private failure: string | undefined;
  /** Somebody asked for the last report, and reads it. */
  private asked = false;
  /** Diagnoses that somebody waits for. */
  private awaited = 0;
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
      happened: this.happened,
    };
  }

  /**
   * The last report, unless somebody asked for it, or waits for one of their own: a diagnosis in the background that ended a
   * moment before theirs was told by a notification beside the list.
   */
  get unasked(): Document | undefined {
    return this.asked || this.awaited > 0 ? undefined : this.report;
  }

  /** Something happened to the server: the badge says so at once, and a diagnosis finds out what it means. */
  happen(changed: ChangedParams): void {
    this.ports.log.info(`gopls: ${changed.reason}, ${String(changed.life.crashes)} crashes, process ${String(changed.life.alive)}`);
    if (changed.reason === 'host-gone') return;
    // How much memory it has takes nothing back of what happened before.
    if (changed.reason !== 'memory') this.happened = changed;
    if (changed.report) this.adopt(changed.report, false);
    // A diagnosis that is under way may wait for a server that is no more.
    const urgent = changed.reason === 'ended' || changed.reason === 'stalled';
    if (urgent) this.background?.abort();
    this.trigger(urgent ? 'files' : 'answer');
    this.announce();
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
  async diagnose(asked: Asked): Promise<Document> {
    this.background?.abort();
    this.awaited++;
    try {
      return await this.busy(() => this.examine('standard', false, asked).finally(() => { this.awaited--; }));
    } catch (error) {
      if (asked.signal.aborted) this.trigger('files'); // the badge still owes an answer
      else this.failed('diagnosis', error);
      throw error;
    }
  }

  /** The experiment that finds what breaks gopls. It changes no report; a background diagnosis is put off. */
  async isolate(asked: Asked): Promise<IsolationDocument> {
    const owed = this.background !== undefined;
    this.background?.abort();
    try {
      return await this.busy(async () => {
        const request = await this.ports.collect('deep', false, (of) => this.choose(of, asked.signal));
        asked.signal.throwIfAborted();
        const token = this.token('isolate');
        const params: IsolateParams = { request, token };
        const ask = { ...asked, token, deadline: isolationDeadline };
        const found = await this.ports.request<IsolationDocument>(methods.isolate, params, ask);
        this.ports.log.info(`isolation in ${String(found.tookMs)} ms: ${found.isolations.map(({ summary }) => summary).join('; ')}`);
        return found;
      });
    } finally {
      if (owed) this.trigger('files');
    }
  }

  /** Facts as they are now, with the answers of the user's server: what a fix is proved by. */
  facts(signal: AbortSignal): Promise<Request> {
    return this.ports.collect('standard', false, (of) => this.choose(of, signal));
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
      const quick = await this.ports.collect('fast', true, nothing);
      const print = fingerprint(quick);
      if (news === 'none' && print === this.last) return;
      this.news = 'none';
      await this.busy(async () => {
        // Only the server's answer is awaited: files and variables were looked at already.
        if (news !== 'answer' || print !== this.last) await this.examine('fast', true, { signal: stop.signal }, quick);
        await this.examine('standard', true, { signal: stop.signal });
      });
      this.last = print;
    } catch (error) {
      this.news = 'files'; // what was to be looked at still is
      if (!stop.signal.aborted) this.failed('background diagnosis', error);
    } finally {
      this.background = undefined;
      this.announce();
    }
  }

  private async examine(tier: Tier, background: boolean, asked: Partial<Asked>, facts?: Request): Promise<Document> {
    const request = facts ?? (await this.ports.collect(tier, background, (of) => this.choose(of, asked.signal)));
    asked.signal?.throwIfAborted();
    const before = this.happened;
    const token = asked.onProgress ? { token: this.token('diagnose') } : {};
    const params: DiagnoseParams = { request: { ...request, tier, background }, ...token };
    const ask = { ...asked, ...token, deadline, again: true };
    const { report } = await this.ports.request<DiagnoseResult>(methods.diagnose, params, ask);
    const found = `${report.badge}, ${String(report.findings.length)} findings in ${String(report.tookMs)} ms`;
    this.ports.log.info(`${tier} diagnosis${background ? ' in the background' : ''}: ${found}`);
    // What happened meanwhile the report may not know. A quick look may not see what a whole one does, unless it is bad.
    const current = this.happened === before;
    if (current && (tier !== 'fast' || report.badge === 'error')) this.happened = undefined;
    if (current || !this.happened?.report) this.adopt(report, !background); // one judged since then is the newer one
    this.announce();
    return report;
  }

  /** What to ask the user's server in open documents: the sidecar can read Go. Without it in time nothing is asked. */
  private async choose(request: Request, signal: AbortSignal | undefined): Promise<EditorQuestion[]> {
    const stop = AbortSignal.any([AbortSignal.timeout(patience), ...(signal ? [signal] : [])]);
    const params: TargetsParams = { request };
    const ask = { signal: stop, deadline };
    return (await this.ports.request<TargetsResult>(methods.targets, params, ask)).questions;
  }

  /** The badge turns as long as this work lasts. */
  private async busy<T>(work: () => Promise<T>): Promise<T> {
    this.active++;
    this.announce();
    try {
      return await work();
    } finally {
      this.active--;
      this.announce();
    }
  }

  private token(what: string): string {
    return `${what}-${String(++this.serial)}`;
  }

  private failed(what: string, error: unknown): void {
    this.failure = reasonOf(error);
    this.ports.log.error(`${what}: ${this.failure}`);
  }

  /**
   * A quick look replaces a whole examination only by bad news: it knows nothing of the pulse, and a red badge must
   * not lose its colour before the mend is proved.
   */
  private adopt(report: Document, asked: boolean): void {
    this.failure = undefined;
    const bad = report.badge === 'error' || report.badge === 'warning';
    if (report.tier === 'fast' && this.report && this.report.tier !== 'fast' && !bad) return;
    this.report = report;
    this.asked = asked;
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
  // Which files are open and what the server answers change all the time and start no diagnosis.
  const lasting = { ...editor, activeFile: undefined, openFiles: undefined, running: undefined };
  return createHash('sha256').update(JSON.stringify({ ...rest, editor: lasting })).digest('hex');
}
