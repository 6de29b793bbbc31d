import type { Document, Finding } from './protocol.js';
import { counted } from './verdict.js';

/** What of a workspace is remembered about notifications; vscode.Memento is one. */
export interface Memory {
  get<T>(key: string, fallback: T): T;
  update(key: string, value: unknown): PromiseLike<void>;
}

const told = 'notified';
const silenced = 'notificationsOff';

/** More than anybody has errors; only keeps the memory small. */
const most = 200;

/** Decides which errors deserve the one notification there is: new ones, each once, unless the user said no. */
export class News {
  constructor(private readonly memory: Memory) {}

  /** Errors of a whole examination that nobody was told of. They count as told from now on. */
  async fresh(report: Document): Promise<Finding[]> {
    // A quick look may name a symptom whose cause the whole examination finds a second later.
    if (report.tier === 'fast' || this.memory.get(silenced, false)) return [];
    const known = new Set(this.memory.get<string[]>(told, []));
    const fresh = counted(report).filter(({ id, severity }) => severity === 'error' && !known.has(id));
    if (fresh.length > 0) await this.told(fresh);
    return fresh;
  }

  /** The user has seen these, by a notification or because they asked for a diagnosis. */
  async told(findings: Finding[]): Promise<void> {
    const ids = [...this.memory.get<string[]>(told, []), ...findings.map(({ id }) => id)];
    await this.memory.update(told, [...new Set(ids)].slice(-most));
  }

  /** No notification for this folder any more. */
  async silence(): Promise<void> {
    await this.memory.update(silenced, true);
  }
}
