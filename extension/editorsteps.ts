import * as vscode from 'vscode';
import type { EditorStepParams, EditorStepResult, FixPlanStep } from './protocol.js';
import { editOf, reverted, type SettingEdits } from './settingedits.js';
import type { Inspected } from './settings.js';
import { documentText, memberOf, type Place, samePlace, sameValue, smallestEdit, valueAt, withMember } from './settingvalue.js';
import { reasonOf } from './words.js';

/** Milliseconds in which the editor has read a settings file that was saved. */
const settle = { most: 5_000, every: 50 } as const;

/** Milliseconds in which an extension that was installed is known to the others. */
const installed = { most: 20_000, every: 100 } as const;

/** Commands that end or restart what the fix runs in: they are what makes it take effect, after all its steps. */
const afterwards = ['go.languageserver.restart', 'workbench.action.reloadWindow', 'vscode.openFolder'];

/** A change of a settings file as it was shown, with every comment where it was. */
interface Change {
  place: Place;
  before: string;
  after: string;
}

/**
 * What only the editor can do for a fix. Each step is refused if something else is found than was expected: whoever types in
 * the same file at the same time loses nothing.
 */
export class EditorSteps {
  /** Changes as they were shown, by the token of the fix that is being applied. */
  private readonly shown = new Map<string, Change[]>();

  constructor(private readonly edits: SettingEdits) {}

  /** What the user was shown of a fix is what the steps of its token do. */
  expect(token: string, steps: readonly FixPlanStep[]): { dispose(): void } {
    const changes = steps
      .filter(({ kind, by, diff }) => kind === 'set' && by === 'editor' && diff !== '')
      // A link that names the file is what the settings of the editor know.
      .map((step) => ({ place: { ...step, file: step.linkedFrom || step.file, folder: '' }, before: step.before, after: step.after }));
    this.shown.set(token, changes);
    return { dispose: () => this.shown.delete(token) };
  }

  async run(step: EditorStepParams): Promise<EditorStepResult> {
    try {
      switch (step.op) {
        case 'read':
          return { ok: true, found: read(step) };
        case 'write':
          return await this.write(step);
        case 'edit':
          return await edit(step);
        case 'command':
          return await command(step);
      }
    } catch (error) {
      return { ok: false, error: reasonOf(error) };
    }
  }

  private async write(step: EditorStepParams): Promise<EditorStepResult> {
    const found = read(step);
    if (!sameValue(found, step.expected)) return { ok: false, changed: true, found };
    const change = this.shown.get(step.token)?.find(({ place }) => samePlace(place, step));
    const document = change && (await settingsDocument(step));
    if (document) {
      if (document.isDirty) return busy(document);
      // The value is the same, but not the file that was shown.
      if (documentText(document.getText()) !== documentText(change.before)) return { ok: false, changed: true, found };
      await this.retype(document, change.after, step);
      await this.edits.add(editOf(change.place, found, change.before, change.after));
      return { ok: true };
    }
    return (await this.takenBack(step)) ?? configure(step);
  }

  /** Undo of what the fix typed, comments and order and all; undefined if it is not to be found any more. */
  private async takenBack(step: EditorStepParams): Promise<EditorStepResult | undefined> {
    const known = this.edits.of(step, step.value);
    const document = known.length > 0 ? await settingsDocument(step) : undefined;
    if (!document) return undefined;
    if (document.isDirty) return busy(document);
    for (const edit of known.reverse()) {
      const former = reverted(edit, document.getText());
      if (former === undefined) continue;
      await this.retype(document, former, step);
      await this.edits.forget(edit);
      return { ok: true };
    }
    return undefined;
  }

  /** Another text, and proof that the editor reads the wanted value from it; otherwise the former text again. */
  private async retype(document: vscode.TextDocument, text: string, step: EditorStepParams): Promise<void> {
    const former = document.getText();
    await typed(document, former, text);
    const end = Date.now() + settle.most;
    while (!sameValue(read(step), step.value)) {
      if (Date.now() > end) {
        await typed(document, document.getText(), former);
        throw new Error(vscode.l10n.t('the editor does not read {0} from {1}', step.key, step.file));
      }
      await new Promise((resolve) => setTimeout(resolve, settle.every));
    }
  }
}

/** Somebody is typing in the file: what is not saved yet is theirs to save or to discard. */
function busy({ uri }: vscode.TextDocument): EditorStepResult {
  return { ok: false, error: vscode.l10n.t('{0} has unsaved changes: save or discard them first', uri.path.split('/').at(-1) ?? '') };
}

function inspected(key: string, folder: string): Inspected {
  return vscode.workspace.getConfiguration(undefined, folder === '' ? null : vscode.Uri.file(folder)).inspect(key) ?? {};
}

function whole({ scope, folder, key }: Place): unknown {
  const at = folder || (vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '');
  const value = valueAt(scope, inspected(key, ''), inspected(key, at));
  // Values come as proxies that say they cannot be changed.
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

function read(place: Place): unknown {
  return memberOf(whole(place), place.member);
}

/** Through the editor's own interface, which knows where the settings of each level are. */
async function configure(step: EditorStepParams): Promise<EditorStepResult> {
  const resource = step.folder === '' ? null : vscode.Uri.file(step.folder);
  const value = withMember(whole(step), step.member, step.value);
  await vscode.workspace.getConfiguration(undefined, resource).update(step.key, value, targetOf(step.scope));
  const found = read(step);
  if (sameValue(found, step.value)) return { ok: true };
  return { ok: false, error: vscode.l10n.t('{0} has another value still: it is set in a way that only a person can change', step.key) };
}

function targetOf(scope: Place['scope']): vscode.ConfigurationTarget {
  switch (scope) {
    case 'user':
    case 'remote':
      return vscode.ConfigurationTarget.Global;
    case 'workspace':
      return vscode.ConfigurationTarget.Workspace;
    case 'folder':
      return vscode.ConfigurationTarget.WorkspaceFolder;
    case 'language':
    case 'default':
    case '':
      throw new Error(vscode.l10n.t('a setting of this level can only be changed in its file'));
  }
}

/**
 * The document of a settings file under the name by which the editor knows it. It does not see a change of the user's settings
 * under any other name, and may not let an extension open them; undefined then.
 */
async function settingsDocument({ scope, file }: Place): Promise<vscode.TextDocument | undefined> {
  if (scope !== 'user') return opened(file);
  const path = vscode.env.uiKind === vscode.UIKind.Web ? '/User/settings.json' : vscode.Uri.file(file).path;
  try {
    return await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'vscode-userdata', path }));
  } catch {
    return undefined;
  }
}

function opened(file: string): Thenable<vscode.TextDocument> {
  return vscode.workspace.openTextDocument(vscode.Uri.file(file));
}

async function edit({ file, expected, value }: EditorStepParams): Promise<EditorStepResult> {
  if (typeof expected !== 'string' || typeof value !== 'string') throw new Error('an edit needs two texts');
  const document = await opened(file);
  const found = document.getText();
  if (documentText(found) !== documentText(expected)) return { ok: false, changed: true, found };
  await typed(document, found, value);
  return { ok: true };
}

/** Gives a document a text and saves it, in its own line ends. The editor refuses if somebody typed meanwhile. */
async function typed(document: vscode.TextDocument, from: string, text: string): Promise<void> {
  const lines = documentText(text);
  const to = document.eol === vscode.EndOfLine.CRLF ? lines.replaceAll('\n', '\r\n') : lines;
  const { start, end, text: replacement } = smallestEdit(from, to);
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), replacement);
  const refused = vscode.l10n.t('{0} was changed meanwhile', document.uri.fsPath);
  const marked = await hasMark(document.uri);
  if (marked) await keepsMark(document.uri);
  if (document.getText() !== from || !(await vscode.workspace.applyEdit(change))) throw new Error(refused);
  if (document.getText() !== to) throw new Error(refused);
  if (!(await document.save())) throw new Error(vscode.l10n.t('{0} could not be saved', document.uri.fsPath));
  // An editor before 1.100, whose save forgot the mark.
  if (marked && !(await hasMark(document.uri))) await vscode.workspace.fs.writeFile(document.uri, Buffer.from(`\uFEFF${to}`));
}

/**
 * Makes the next save write the byte order mark, which the editor forgets for a file that it had open before the mark was written.
 * Written behind its back instead, the mark makes the file newer than its document, and the next save fails.
 */
async function keepsMark(uri: vscode.Uri): Promise<void> {
  const open: (uri: vscode.Uri, options: { encoding: string }) => Thenable<unknown> = vscode.workspace.openTextDocument;
  await open(uri, { encoding: 'utf8bom' });
}

async function hasMark(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme !== 'file') return false;
  const head = (await vscode.workspace.fs.readFile(uri)).subarray(0, 3);
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
}

/** A command of the editor; the member is its argument. */
async function command({ key, member }: EditorStepParams): Promise<EditorStepResult> {
  if (!(await vscode.commands.getCommands(true)).includes(key)) {
    return { ok: false, error: vscode.l10n.t('the editor has no command {0} now', key) };
  }
  if (afterwards.includes(key)) return { ok: true };
  await vscode.commands.executeCommand(key, ...(member === '' ? [] : [member]));
  if (key !== 'workbench.extensions.installExtension') return { ok: true };
  // The extension host hears of a new extension a moment after the command is done.
  for (const end = Date.now() + installed.most; !vscode.extensions.getExtension(member); ) {
    if (Date.now() > end) return { ok: false, error: vscode.l10n.t('the editor does not show the extension {0} yet', member) };
    await new Promise((resolve) => setTimeout(resolve, installed.every));
  }
  return { ok: true };
}
