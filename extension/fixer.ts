import * as vscode from 'vscode';
import type { EditorSteps } from './editorsteps.js';
import { asksFirst, failureWords, notUndoneWords, type Offer, refusalWords, type Told, undoneWords, verdictWords, wantedEffect, type Wish } from './fixes.js';
import { agreed, dirty, distrusted, saved, unsaved } from './fixquestions.js';
import type { FixView } from './fixview.js';
import type { Memory } from './news.js';
import {
  type AskedParams, type Effect, errorCodes, type FixApplyResult, type FixEntry, type FixJournalResult, type FixOutcome, type FixPlan,
  type FixPlanParams, type FixPlanResult, type FixProof, type FixVerifyParams, type FixVerifyResult, methods, type Request, type UndoParams, type UndoResult,
} from './protocol.js';
import type { Asked, Session } from './session.js';
import type { Ask, Log } from './sidecar.js';
import type { Supervisor } from './supervisor.js';

export interface FixerParts {
  session: Session;
  supervisor: Supervisor;
  steps: EditorSteps;
  view: FixView;
  memory: Memory;
  log: Log & { show(): void };
  /** Facts that a plan needs: quickly had, and nobody is asked. */
  facts: () => Promise<Request>;
  /** Runs what the user asked for; a failure is told. */
  run: (action: () => Promise<void>) => Promise<void>;
  showReport: () => Promise<void>;
}

/** The Go extension's own command; it is there as long as that extension runs. */
const restartCommand = 'go.languageserver.restart';

/** An installation downloads and compiles, and the sidecar has deadlines of its own for that. */
const applyDeadline = 1_800_000;
const deadline = 300_000;

/** A server that was just started still loads: milliseconds after which it is looked at again. */
const looks = [3_000, 5_000, 10_000, 20_000] as const;

/** Entries of the journal that are proved once the window is loaded anew. */
const unproved = 'unprovedFixes';

/** A fix from the wish to the proof, and back. */
export class Fixer {
  private serial = 0;

  constructor(private readonly parts: FixerParts) {}

  async fix(wish: Wish): Promise<void> {
    if (!vscode.workspace.isTrusted) return distrusted();
    const planned = await this.planned(wish);
    const { plan, error } = planned;
    const again = () => this.fix(wish);
    if (error) {
      this.tell(refusalWords(error, vscode.l10n.t), { again, show: this.parts.showReport });
      return;
    }
    const shows = plan.steps.some(({ kind }) => kind !== 'editor');
    if (shows) await this.parts.view.show(plan);
    if (!plan.automatic || (asksFirst(plan) && !(await agreed(plan)))) return;
    if (unsaved(plan).length > 0) {
      const [path] = unsaved(plan);
      const text = vscode.l10n.t('has unsaved changes now');
      const outcome = { steps: [], error: { code: 'changed', text, path: path ?? '', kept: '' } };
      this.tell(failureWords({ entry: '', effects: [], recovered: [], output: '', ...outcome }, vscode.l10n.t), { again });
      return;
    }
    await this.applied(planned.id, plan, again);
  }

  /** Takes back one fix, or the last that stands. */
  async undo(entry?: string): Promise<void> {
    const { supervisor, log } = this.parts;
    const { entries, error } = await supervisor.request<FixJournalResult>(methods.fixJournal, {}, { deadline, again: true });
    const chosen = entry === undefined ? entries.findLast(({ undoable }) => undoable) : entries.find(({ id, undoable }) => id === entry && undoable);
    if (error) {
      this.tell(notUndoneWords(vscode.l10n.t('The last fix'), error, vscode.l10n.t), { log: show(log) });
      return;
    }
    if (!chosen) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no fix to take back.'));
      return;
    }
    await this.takenBack(chosen);
    await this.refresh();
  }

  /** Proves what had to wait until the window was loaded anew. */
  async settle(): Promise<void> {
    const { memory, supervisor } = this.parts;
    const waiting = memory.get<string[]>(unproved, []);
    if (waiting.length === 0 || !vscode.workspace.isTrusted) return;
    await memory.update(unproved, []);
    const { entries } = await supervisor.request<FixJournalResult>(methods.fixJournal, {}, { deadline, again: true });
    for (const { id, title } of entries.filter((one) => waiting.includes(one.id) && one.undoable)) {
      this.told(title, id, await this.underway(vscode.l10n.t('Proving the fix'), (asked) => this.proved(id, asked)));
    }
  }

  private async planned(wish: Wish): Promise<FixPlanResult> {
    const first = await this.plan(wish);
    const files = first.error ? [] : unsaved(first.plan);
    // What was diagnosed is what is on the disk, and so is what the plan starts from.
    if (files.length === 0 || !(await saved(files))) return first;
    return this.plan(wish);
  }

  private async plan(wish: Wish): Promise<FixPlanResult> {
    const { supervisor, session, facts } = this.parts;
    const ask = { deadline, again: true };
    const made = async (): Promise<FixPlanResult> => {
      const which = 'allSafe' in wish ? { allSafe: true } : { findings: [wish.finding], ...(wish.fix !== undefined && { fix: wish.fix }) };
      const params: FixPlanParams = { request: await facts(), ...which, dirty: dirty() };
      return supervisor.request<FixPlanResult>(methods.fixPlan, params, ask);
    };
    const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Planning the fix') };
    return vscode.window.withProgress(options, async () => {
      try {
        const plan = await made();
        // The last look was a quick one, which does not see everything.
        if (plan.error?.code !== 'no-finding') return plan;
      } catch (error) {
        // A new sidecar knows nothing of what the last one found.
        if ((error as { code?: unknown }).code !== errorCodes.noReport) throw error;
      }
      await session.diagnose(alone());
      return made();
    });
  }

  private async applied(id: string, plan: FixPlan, again: () => Promise<void>): Promise<void> {
    const { steps, supervisor, memory, log } = this.parts;
    const title = plan.title;
    const proof = await this.underway(vscode.l10n.t('Fixing: {0}', title), async (asked) => {
      const token = this.token('fix');
      const expected = steps.expect(token, plan.steps);
      let outcome: FixOutcome;
      try {
        ({ outcome } = await supervisor.request<FixApplyResult>(methods.fixApply, { id, token }, { ...asked, token, deadline: applyDeadline }));
      } finally {
        expected.dispose();
      }
      const { entry, effects, error } = outcome;
      const undo = () => this.undo(entry);
      if (error) {
        log.warn(`fix: ${error.code}: ${error.text}${outcome.output === '' ? '' : `\n${outcome.output}`}`);
        this.tell(failureWords(outcome, vscode.l10n.t), { undo, again, log: show(log) });
        return undefined;
      }
      const wanted = wantedEffect(effects, title, vscode.l10n.t);
      if (wanted) {
        await memory.update(unproved, [...memory.get<string[]>(unproved, []), entry]);
        this.tell(wanted, { undo, reload });
        return undefined;
      }
      await this.restarted(effects);
      asked.onProgress(vscode.l10n.t('looking whether it helps'));
      return { entry, ...(await this.proved(entry, asked)) };
    });
    if (proof) this.told(title, proof.entry, proof);
    await this.refresh();
  }

  private async takenBack({ id, title, steps }: FixEntry): Promise<void> {
    const { supervisor, log } = this.parts;
    const open = dirty();
    const path = steps.flatMap(({ paths }) => paths).find((file) => open.includes(file));
    if (path !== undefined) {
      const error = { code: 'changed', text: vscode.l10n.t('has unsaved changes now'), path, kept: '' };
      this.tell(notUndoneWords(title, error, vscode.l10n.t), { log: show(log) });
      return;
    }
    const { outcomes, error } = await this.underway(vscode.l10n.t('Taking back: {0}', title), (asked) => {
      const token = this.token('undo');
      const params: UndoParams = { entry: id, token };
      return supervisor.request<UndoResult>(methods.undo, params, { ...asked, token, deadline: applyDeadline });
    });
    if (error) {
      const kept = async () => {
        await vscode.window.showTextDocument(vscode.Uri.file(error.kept));
      };
      this.tell(notUndoneWords(title, error, vscode.l10n.t), { kept, log: show(log) });
      return;
    }
    const effects = outcomes.flatMap((outcome) => outcome.effects);
    await this.restarted(effects);
    const reloads = effects.some((effect) => effect === 'reload-window' || effect === 'restart-editor');
    const told = undoneWords(title, vscode.l10n.t);
    this.tell(reloads ? { ...told, offers: ['reload'] } : told, { reload });
  }

  /** What makes a fix count and needs nobody's consent. */
  private async restarted(effects: readonly Effect[]): Promise<void> {
    if (!effects.includes('restart-server') || !(await vscode.commands.getCommands(true)).includes(restartCommand)) return;
    // Before it happens: an end that somebody asked for is no crash.
    const asked: AskedParams = { hostPid: process.pid, by: 'fix' };
    await this.parts.supervisor.notify(methods.asked, asked);
    await vscode.commands.executeCommand(restartCommand);
  }

  /** Looks again, and once more as long as the server still loads. */
  private async proved(entry: string, asked: Asked): Promise<FixProof> {
    const { session, supervisor } = this.parts;
    for (let attempt = 0; ; attempt++) {
      const token = this.token('verify');
      const params: FixVerifyParams = { request: await session.facts(asked.signal), entry, token };
      const ask: Ask = { ...asked, token, deadline };
      const { proof } = await supervisor.request<FixVerifyResult>(methods.fixVerify, params, ask);
      this.parts.log.info(`fix ${entry}: ${proof.verdict}, pulse ${proof.pulse}`);
      const wait = looks[attempt];
      if (proof.verdict === 'fixed' || proof.pulse !== 'loading' || wait === undefined || asked.signal.aborted) return proof;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }

  private told(title: string, entry: string, proof: FixProof): void {
    this.tell(verdictWords(title, proof, vscode.l10n.t), { undo: () => this.undo(entry), show: this.parts.showReport });
  }

  /** The badge and the lists as they are now. */
  private async refresh(): Promise<void> {
    const { session } = this.parts;
    if (session.vitals.automatic) session.trigger('files');
    else await session.diagnose(alone());
  }

  /** Work with the sidecar's own words about how far it is. Whoever cancels still hears what was done by then. */
  private underway<T>(title: string, work: (asked: Asked) => Promise<T>): Promise<T> {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return Promise.resolve(
      vscode.window.withProgress(options, async (progress, token) => {
        const stop = new AbortController();
        const cancelled = token.onCancellationRequested(() => { stop.abort(); });
        try {
          return await work({ signal: stop.signal, onProgress: (message) => { progress.report({ message }); } });
        } finally {
          cancelled.dispose();
        }
      }),
    );
  }

  /** Says what came of it; nobody waits for the answer. */
  private tell({ level, text, offers }: Told, acts: Partial<Record<Offer, () => Promise<void>>>): void {
    this.parts.log.info(text);
    const say = { info: vscode.window.showInformationMessage, warning: vscode.window.showWarningMessage, error: vscode.window.showErrorMessage }[level];
    const items = offers.filter((offer) => acts[offer]).map((offer) => ({ title: offerWords(offer), offer }));
    void say<(typeof items)[number]>(text, ...items).then((answer) => {
      const act = answer && acts[answer.offer];
      if (act) void this.parts.run(act);
    });
  }

  private token(what: string): string {
    return `${what}-${String(++this.serial)}`;
  }
}

function offerWords(offer: Offer): string {
  switch (offer) {
    case 'undo':
      return vscode.l10n.t('Undo');
    case 'show':
      return vscode.l10n.t('Show Report');
    case 'again':
      return vscode.l10n.t('Try Again');
    case 'log':
      return vscode.l10n.t('Show Log');
    case 'reload':
      return vscode.l10n.t('Reload Window');
    case 'kept':
      return vscode.l10n.t('Open Former Version');
  }
}

const show = (log: { show(): void }) => () => {
  log.show();
  return Promise.resolve();
};

/** Nobody waits for it in front of a progress bar of its own. */
function alone(): Asked {
  return { signal: new AbortController().signal, onProgress: () => undefined };
}

async function reload(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.reloadWindow');
}
