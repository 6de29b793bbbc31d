import type { Document, Effect, Finding, Fix, FixError, FixFinding, FixOutcome, FixPlan, FixPlanStep, FixProof } from './protocol.js';
import { counted } from './verdict.js';
import { count, plainIcons, type Say } from './words.js';

/** What a person wants mended: one finding, with one of its fixes or the best that can be planned, or all that is safe. */
export type Wish = { finding: string; fix?: string } | { allSafe: true };

/** A wish as another extension or a key binding may send it; undefined if it names nothing. */
export function wishOf(sent: unknown): Wish | undefined {
  if (typeof sent !== 'object' || sent === null) return undefined;
  if ('allSafe' in sent && sent.allSafe === true) return { allSafe: true };
  if (!('finding' in sent) || typeof sent.finding !== 'string') return undefined;
  const fix = 'fix' in sent ? sent.fix : undefined;
  return typeof fix === 'string' ? { finding: sent.finding, fix } : { finding: sent.finding };
}

/** Anything but words to follow is done for the user; the sidecar's own rule. */
export function automatic({ risk, steps }: Fix): boolean {
  return risk !== 'manual' && steps.some(({ kind }) => kind !== 'manual');
}

/** The fix that a button beside a finding offers: the best that is done for the user. */
export function offered(finding: Finding): Fix | undefined {
  return finding.known ? undefined : finding.fixes.find(automatic);
}

/** Roots that one click mends, each in a way that can be taken back. */
export function safelyMended(report: Pick<Document, 'findings'>): Finding[] {
  return counted(report).filter(({ fixes }) => fixes.some((fix) => fix.risk === 'safe' && automatic(fix)));
}

/** One line of the list of fixes. */
export interface FixRow {
  label: string;
  description: string;
  detail: string;
  wish: Wish;
}

/** Every fix of every cause, the worst first; before them all that is safe at once. */
export function fixRows(report: Pick<Document, 'findings'>, say: Say): FixRow[] {
  const rows = counted(report).flatMap((finding) =>
    finding.fixes.map(
      (fix): FixRow => ({
        label: `$(${automatic(fix) ? 'wrench' : 'list-ordered'}) ${plainIcons(fix.title)}`,
        description: riskWords(fix, say),
        detail: plainIcons(finding.title),
        wish: { finding: finding.id, fix: fix.id },
      }),
    ),
  );
  const safe = safelyMended(report).length;
  if (safe < 2) return rows;
  const all: FixRow = { label: `$(wrench) ${say('Fix all safe problems')}`, description: String(safe), detail: say('One preview, and all of it can be taken back'), wish: { allSafe: true } };
  return [all, ...rows];
}

function riskWords(fix: Fix, say: Say): string {
  if (!automatic(fix)) return say('by hand');
  return fix.risk === 'safe' ? '' : say('asks before it does anything');
}

/**
 * How a person is asked once more. One safe fix that can be taken back is done at the click that asked for it, and only what
 * cannot be taken back blocks the window.
 */
export function asking(plan: Pick<FixPlan, 'risk' | 'lasting' | 'mends'>): 'nothing' | 'list' | 'dialog' {
  if (plan.lasting) return 'dialog';
  return plan.risk !== 'safe' || plan.mends.length > 1 ? 'list' : 'nothing';
}

/** Something of it can be taken back: a command of the editor is over when it is done. */
export function undoable({ steps }: Pick<FixPlan, 'steps'>): boolean {
  return steps.some(({ kind, by, lasting }) => kind !== 'editor' && by !== 'person' && !lasting);
}

/** What a plan does where it is not the text of a file: every command as it will be run, and where. */
export function planText(plan: FixPlan, say: Say): string {
  const out = [plan.title, ''];
  for (const { title } of plan.mends) out.push(say('Mends: {0}', title));
  plan.steps.forEach((step, i) => out.push('', `${String(i + 1)}. ${step.title}`, ...stepLines(step, say).map((line) => `   ${line}`)));
  for (const { finding, reason } of plan.leftOut) out.push('', say('Not mended: {0}: {1}', finding, reason));
  return [...out, ''].join('\n');
}

function stepLines(step: FixPlanStep, say: Say): string[] {
  const out: string[] = [];
  const command = step.argv.map(quoted).join(' ');
  if (command !== '' && !step.title.endsWith(` ${command}`)) out.push(say('runs: {0}', command));
  if (command !== '') out.push(say('in: {0}', step.cwd));
  for (const { name, value, remove } of step.env) out.push(remove ? say('without {0}', name) : say('with {0}', `${name}=${value}`));
  out.push(...savedLines(step.saves, say));
  if (step.by === 'person') out.push(say('to be done by you'));
  if (step.lasting) out.push(say('cannot be taken back'));
  return step.diff === '' ? out : [...out, ...step.diff.trimEnd().split('\n')];
}

/** Several paths have a line each: side by side they run out of the window. */
function savedLines(saves: readonly string[], say: Say): string[] {
  const line = (file: string) => say('saved before, so that it can be taken back: {0}', file).trimEnd();
  return saves.length > 1 ? [line(''), ...saves.map((file) => `   ${file}`)] : saves.map(line);
}

/** So that a person sees where an argument ends; no shell reads it. */
function quoted(argument: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(argument) ? argument : JSON.stringify(argument);
}

/** Files that a plan changes, each once: as it is, and as it will be after all steps. */
export function fileChanges({ steps }: Pick<FixPlan, 'steps'>): { file: string; before: string; after: string }[] {
  const out = new Map<string, { file: string; before: string; after: string }>();
  for (const { file, diff, before, after } of steps) {
    if (diff !== '') out.set(file, { file, before: out.get(file)?.before ?? before, after });
  }
  return [...out.values()];
}

/** What a message about a fix offers. */
export type Offer = 'undo' | 'show' | 'again' | 'log' | 'reload' | 'kept';

export interface Told {
  level: 'info' | 'warning' | 'error';
  text: string;
  offers: Offer[];
}

/** What came of a fix, as one sentence. */
export function verdictWords(title: string, proof: FixProof, say: Say): Told {
  switch (proof.verdict) {
    case 'fixed':
      if (proof.behind.length > 0) {
        return { level: 'warning', text: say('Fixed and proved: {0}. It had hidden another problem: {1}', title, titles(proof.behind, say)), offers: ['undo', 'show'] };
      }
      return { level: 'info', text: say('Fixed and proved: {0}', title), offers: ['undo'] };
    case 'made-worse':
      return { level: 'error', text: say('The fix made it worse: {0}', titles(proof.new, say)), offers: ['undo', 'show'] };
    case 'still-broken':
      return { level: 'warning', text: say('Still broken after the fix: {0}', titles(proof.left, say)), offers: ['undo', 'show'] };
    default: {
      const [first] = proof.open;
      const why = first ? `${first.finding}: ${first.reason}` : say('whether Go works could not be told');
      return { level: 'warning', text: say('The fix was made, but nothing proves yet that it helps ({0})', why), offers: ['undo', 'show'] };
    }
  }
}

function titles([first, ...more]: readonly FixFinding[], say: Say): string {
  if (!first) return '';
  return more.length === 0 ? first.title : say('{0} (and {1} more)', first.title, more.length);
}

/** Why nothing can be planned. */
export function refusalWords(error: FixError, say: Say): Told {
  return { level: 'warning', text: say('This cannot be fixed now: {0}', sentence(error)), offers: error.code === 'changed' ? ['again'] : ['show'] };
}

/** A fix that did not come to its end. */
export function failureWords({ steps, error }: FixOutcome, say: Say): Told {
  const done = steps.filter(({ state }) => state === 'applied').length;
  const why = error ? sentence(error) : '';
  if (done > 0) {
    const many = count(say, done, '{0} step', '{0} steps');
    return { level: 'error', text: say('The fix stopped after {0}: {1}', many, why), offers: ['undo', 'log'] };
  }
  return { level: 'warning', text: say('Nothing was changed: {0}', why), offers: error?.code === 'changed' ? ['again'] : ['log'] };
}

export function undoneWords(title: string, say: Say): Told {
  return { level: 'info', text: say('Taken back: {0}', title), offers: [] };
}

export function notUndoneWords(title: string, error: FixError, say: Say): Told {
  const text = say('{0} was not taken back: {1}', title, sentence(error));
  return { level: 'warning', text, offers: error.kept === '' ? ['log'] : ['kept', 'log'] };
}

/** The error, with its path unless that is in the words already. */
function sentence({ text, path }: FixError): string {
  return path === '' || text.includes(path) ? text : `${path}: ${text}`;
}

/** What the user has to do before a fix counts; undefined where we can do it. */
export function wantedEffect(effects: readonly Effect[], title: string, say: Say): Told | undefined {
  if (effects.includes('restart-editor')) {
    return { level: 'info', text: say('Done: {0}. It counts once you have signed out and in again, or restarted the editor.', title), offers: ['undo'] };
  }
  if (effects.includes('reload-window')) {
    return { level: 'info', text: say('Done: {0}. It counts once the window is reloaded; then it is proved.', title), offers: ['reload', 'undo'] };
  }
  return undefined;
}
