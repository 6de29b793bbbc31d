import * as vscode from 'vscode';
import type { EditorSteps } from './editorsteps.js';
import { folders } from './facts.js';
import { asking, failureWords, notUndoneWords, refusalWords, type Told, undoable, undoneWords, verdictWords, wantedEffect, type Wish } from './fixes.js';
import { agreed, answer, dirty, distrusted, saved, unsaved } from './fixquestions.js';
import { leaving } from './fixleaving.js';
import { type Acts, reload, show, tell } from './fixtelling.js';
import type { FixView } from './fixview.js';
import {
  type AskedParams, type Effect, type FixApplyResult, type FixEntry, type FixJournalResult, type FixOutcome, type FixPlan,
  type FixPlanParams, type FixPlanResult, type FixProof, type FixVerifyParams, type FixVerifyResult, methods, type Request, type UndoParams, type UndoResult,
} from './protocol.js';
import { hasNoReport } from './rendering.js';
import type { Asked, Session } from './session.js';
import type { Ask, Log } from './sidecar.js';
import type { Supervisor } from './supervisor.js';
import type { Waits } from './waits.js';

export interface FixerParts {
  session: Session;
  supervisor: Supervisor;
  steps: EditorSteps;
  view: FixView;
  waits: Waits;
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

/** A fix from the wish to the proof, and back. */
export class Fixer {
  private serial = 0;
  private settling = false;

  constructor(private readonly parts: FixerParts) {}

  /** `anew` looks again before it plans: after a refusal the last diagnosis tells of what is no more. */
  async fix(wish: Wish, anew = false): Promise<void> {
    if (!vscode.workspace.isTrusted) return distrusted();
    const again = () => this.fix(wish, true);
    const planned = await this.planned(wish, anew, again);
    if (!planned) return;
    const { plan, error } = planned;
    if (error) {
      this.tell(refusalWords(error, vscode.l10n.t), { again, show: this.parts.showReport });
      return;
    }
    const shows = plan.steps.some(({ kind }) => kind !== 'editor');
    if (shows) await this.parts.view.show(plan);
    if (!plan.automatic || (asking(plan) !== 'nothing' && !(await agreed(plan)))) return;
    const [typing] = unsaved(plan);
    if (typing !== undefined) {
      this.refused(vscode.l10n.t('has unsaved changes now'), typing, again);
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
    const { waits, supervisor } = this.parts;
    const due = this.settling ? [] : waits.due(folders());
    if (due.length === 0 || !vscode.workspace.isTrusted) return;
    this.settling = true;
    try {
      const { entries } = await supervisor.request<FixJournalResult>(methods.fixJournal, {}, { deadline, again: true });
      for (const { entry } of due) {
        const made = entries.find(({ id }) => id === entry);
        const stands = made?.steps.some(({ state }) => state === 'applied') ?? false;
        const proof = made && stands && (await this.underway(vscode.l10n.t('Proving the fix'), (asked) => this.proved(entry, asked)));
        // Before it is told: whoever loads the window anew at that moment does not hear it twice.
        await waits.done(entry);
        if (proof) this.told(made.title, entry, proof, made.undoable);
      }
    } finally {
      this.settling = false;
    }
  }

  /** What was diagnosed is what is on the disk, and so is what a plan starts from; undefined if unsaved work stays unsaved. */
  private async planned(wish: Wish, anew: boolean, again: () => Promise<void>): Promise<FixPlanResult | undefined> {
    let first = await this.plan(wish, anew);
    const name = first.error ? '' : await answer(first.plan);
    if (name === undefined) return undefined;
    if (name !== '') first = await this.plan(wish, false, name);
    const files = first.error ? [] : unsaved(first.plan);
    if (files.length === 0) return first;
    const kept = await saved(files);
    if (kept === 'failed') this.refused(vscode.l10n.t('could not be saved'), files[0] ?? '', again);
    if (kept !== 'saved') return undefined;
    const second = await this.plan(wish, false, name);
    return second.error?.code === 'changed' ? this.plan(wish, true, name) : second;
  }

  private async plan(wish: Wish, anew: boolean, name = ''): Promise<FixPlanResult> {
    const { supervisor, session, facts } = this.parts;
    const ask = { deadline, again: true };
    const made = async (): Promise<FixPlanResult> => {
      const which = 'allSafe' in wish ? { allSafe: true } : { findings: [wish.finding], ...(wish.fix !== undefined && { fix: wish.fix }) };
      const params: FixPlanParams = { request: await facts(), ...which, dirty: dirty(), ...(name !== '' && { answer: name }) };
      return supervisor.request<FixPlanResult>(methods.fixPlan, params, ask);
    };
    const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Planning the fix') };
    return vscode.window.withProgress(options, async () => {
      try {
        if (anew) await session.diagnose(alone());
        const plan = await made();
        // The last look was a quick one, which does not see everything.
        if (plan.error?.code !== 'no-finding') return plan;
      } catch (error) {
        // A new sidecar knows nothing of what the last one found.
        if (!hasNoReport(error)) throw error;
      }
      await session.diagnose(alone());
      return made();
    });
  }

  private async applied(id: string, plan: FixPlan, again: () => Promise<void>): Promise<void> {
    const { steps, supervisor, waits, log } = this.parts;
    const title = plan.title;
    const canUndo = undoable(plan);
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
      const left = leaving(plan);
      // Also where nothing has to be loaded anew: somebody may do so before the proof is there.
      await waits.add(entry, left?.folders ?? folders());
      if (left && (await left.go())) return undefined;
      const wanted = wantedEffect(effects, title, vscode.l10n.t);
      if (wanted) {
        this.tell(wanted, { ...(canUndo && { undo }), reload });
        return undefined;
      }
      try {
        await this.restarted(effects);
        asked.onProgress(vscode.l10n.t('looking whether it helps'));
        return { entry, ...(await this.proved(entry, asked)) };
      } finally {
        await waits.done(entry);
      }
    });
    if (proof) this.told(title, proof.entry, proof, canUndo);
    await this.refresh();
  }

  private async takenBack({ id, title, steps }: FixEntry): Promise<void> {
    const { supervisor, log } = this.parts;
    const open = dirty();
    const path = steps.flatMap(({ paths }) => paths).find((file) => open.includes(file));
    if (path !== undefined) {
      const error = { code: 'changed', text: vscode.l10n.t('has unsaved changes now'), path, kept: '' };
      // Once it is saved or discarded, the same click does it; the log knows nothing of it.
      this.tell({ ...notUndoneWords(title, error, vscode.l10n.t), offers: ['again'] }, { again: () => this.undo(id) });
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

  private told(title: string, entry: string, proof: FixProof, canUndo: boolean): void {
    const undo = () => this.undo(entry);
    this.tell(verdictWords(title, proof, vscode.l10n.t), { ...(canUndo && { undo }), show: this.parts.showReport });
  }

  /** Nothing was begun, because of what a person does with a file. */
  private refused(text: string, path: string, again: () => Promise<void>): void {
    const error = { code: 'changed', text, path, kept: '' };
    this.tell(failureWords({ entry: '', steps: [], effects: [], recovered: [], output: '', error }, vscode.l10n.t), { again });
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

  private tell(told: Told, acts: Acts): void {
    tell(told, acts, this.parts);
  }

  private token(what: string): string {
    return `${what}-${String(++this.serial)}`;
  }
}

/** Nobody waits for it in front of a progress bar of its own. */
function alone(): Asked {
  return { signal: new AbortController().signal, onProgress: () => undefined };
}
