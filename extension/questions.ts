import type { EditorAnswer, EditorPlace, EditorQuestion } from './protocol.js';
import { type Outcome, Races } from './race.js';

/**
 * Puts a question to the providers of the editor and gives what the editor's command gives; undefined if it cannot be
 * put any more, which says nothing about the server.
 */
export type Put = (question: EditorQuestion) => PromiseLike<unknown> | undefined;

/** Milliseconds that one question and all of them may take, and how many are open at a time. */
const bounds = { each: 5_000, all: 10_000, together: 3 } as const;

const most = { names: 200, places: 20 } as const;

/** The questions that the sidecar chose, put to the editor's own providers. Their answers are passed on raw. */
export class Questions {
  private readonly races: Races;

  constructor(
    private readonly put: Put,
    private readonly now: () => number = Date.now,
  ) {
    this.races = new Races(now);
  }

  /** Asks in order, within the time for all; `unasked` says how many were not put. */
  async ask(questions: readonly EditorQuestion[]): Promise<{ answers: EditorAnswer[]; unasked?: string }> {
    const end = this.now() + bounds.all;
    const answers = new Map<EditorQuestion, EditorAnswer>();
    const left = [...questions];
    const work = async () => {
      for (let next = left.shift(); next && this.now() < end; next = left.shift()) {
        const answer = await this.answer(next, Math.min(bounds.each, end - this.now()));
        if (answer) answers.set(next, answer);
      }
    };
    await Promise.all(Array.from({ length: bounds.together }, work));
    const given = questions.flatMap((question) => answers.get(question) ?? []);
    const open = questions.length - given.length;
    if (open === 0) return { answers: given };
    return { answers: given, unasked: `${String(open)} of ${String(questions.length)} questions were not put: time was up, or the document closed` };
  }

  forget(): void {
    this.races.forget();
  }

  private async answer(question: EditorQuestion, patience: number): Promise<EditorAnswer | undefined> {
    const start = this.now();
    const { question: kind, file, line, character, name } = question;
    let put = true;
    const call = () => {
      const asked = this.put(question);
      put = asked !== undefined;
      return asked ?? Promise.resolve();
    };
    const outcome = await this.races.raced([kind, file, line, character, name].join('\n'), call, patience);
    return put ? { ...question, ...read(question, outcome), tookMs: this.now() - start } : undefined;
  }
}

function read(question: EditorQuestion, outcome: Outcome): Pick<EditorAnswer, 'count' | 'places' | 'names' | 'error' | 'timedOut'> {
  if ('late' in outcome) return { count: 0, timedOut: true };
  if ('error' in outcome) return { count: 0, error: outcome.error };
  const { value } = outcome;
  switch (question.question) {
    case 'hover':
      return { count: list(value).filter(saysSomething).length };
    case 'definition':
    case 'type-definition': {
      const places = list(value).flatMap(place);
      return { count: places.length, places: places.slice(0, most.places) };
    }
    case 'completion':
      return named(list(member(value, 'items')).filter(isSuggestion).map(label), question.name);
    case 'workspace-symbol':
    case 'document-symbols':
      return named(list(value).map((symbol) => text(member(symbol, 'name'))), question.name);
  }
}

/** Contents are Markdown strings, plain strings or code with its language. */
function saysSomething(hover: unknown): boolean {
  const contents = member(hover, 'contents');
  return (Array.isArray(contents) ? (contents as unknown[]) : [contents]).some(
    (content) => text(typeof content === 'string' ? content : member(content, 'value')).trim() !== '',
  );
}

/** A Location, or a LocationLink, whose target is what the cursor jumps to. */
function place(found: unknown): EditorPlace[] {
  const uri = member(found, 'targetUri') ?? member(found, 'uri');
  const range = member(found, 'targetSelectionRange') ?? member(found, 'targetRange') ?? member(found, 'range');
  const start = member(range, 'start');
  const [line, character] = [member(start, 'line'), member(start, 'character')];
  if (typeof uri !== 'object' || uri === null || typeof line !== 'number' || typeof character !== 'number') return [];
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- the editor's Uri has a toString of its own
  return [{ uri: String(uri), line, character }];
}

/** Without any server the editor offers words of the document, of the kind Text (0): they are no answer of a server. */
function isSuggestion(item: unknown): boolean {
  return member(item, 'kind') !== 0;
}

/** A label is a text, or has one. */
function label(item: unknown): string {
  const whole = member(item, 'label');
  return text(typeof whole === 'string' ? whole : member(whole, 'label'));
}

/** Those that hold the asked name stand first: the cut must not lose it. */
function named(names: string[], asked: string): { count: number; names: string[] } {
  const holds = (name: string) => asked !== '' && name.includes(asked);
  const ordered = [...names.filter(holds), ...names.filter((name) => !holds(name))];
  return { count: names.length, names: ordered.slice(0, most.names) };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
