import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { environment } from './environment.js';
import { ignored } from './ignoring.js';
import type { EditorExtension, EditorFacts, EditorFile, EditorQuestion, Request, Tier } from './protocol.js';
import { openGo } from './providers.js';
import type { Rung0 } from './rung0.js';
import { declaredKeys, knownKeys, settingsOf, undeclaredKeys } from './settings.js';

/** The official Go extension. */
export const goExtension = 'golang.go';

/** How long a server that is about to start is waited for, and how often it is looked for, in milliseconds. */
const settle = { most: 5_000, every: 250 } as const;

/** Has the sidecar choose what to ask the user's server. */
export type Choose = (request: Request) => Promise<EditorQuestion[]>;

/** Collects what only the editor can see. It looks, wakes nothing and changes nothing. */
export class Facts {
  private waited = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    /** The environment of the extension host before golang.go wrote to it. */
    private readonly atActivation: Record<string, string>,
    private readonly rung0: Rung0,
  ) {}

  /** In the background less is asked of the user's server than if a person waits. */
  async collect(tier: Tier, background: boolean, choose: Choose): Promise<Request> {
    const commands = tier === 'fast' ? await goCommands() : await this.settled();
    const workspaceFile = savedWorkspace();
    const request: Request = {
      folders: places(),
      tier,
      background,
      untrusted: !vscode.workspace.isTrusted,
      environment: environment(),
      editor: await this.editor(commands, workspaceFile),
    };
    if (workspaceFile !== undefined) request.workspaceFile = workspaceFile;
    const ignore = ignored(folders());
    if (ignore.length > 0) request.ignore = ignore;
    if (vscode.workspace.getConfiguration().get<boolean>('govitals.history') === false) request.noHistory = true;
    if (tier !== 'fast' && request.editor) {
      request.editor.running = await this.rung0.ask({ listed: commands, open: openGo().length, choose: () => choose(request) });
    }
    return request;
  }

  /** What a look at the processes needs: it concerns no folder, and nobody is asked. */
  window(): Request {
    return { folders: [], tier: 'standard', untrusted: !vscode.workspace.isTrusted, environment: environment(), editor: this.identity() };
  }

  /**
   * The commands once the user's server had its chance: both extensions wake with the first Go file, and a look in
   * between would find no server and start a second one. A server that never came is not waited for again.
   */
  private async settled(): Promise<string[]> {
    const end = Date.now() + settle.most;
    for (;;) {
      const commands = await goCommands();
      const starts = serverIsDue() && !commands.some((id) => id.startsWith('gopls.'));
      if (!starts) return commands;
      if (this.waited || Date.now() > end) {
        this.waited = true;
        return commands;
      }
      await new Promise((resolve) => setTimeout(resolve, settle.every));
    }
  }

  private async editor(commands: string[], workspaceFile: string | undefined): Promise<EditorFacts> {
    const facts: EditorFacts = {
      ...this.identity(),
      environmentAtActivation: this.atActivation,
      extensions: extensions(),
      commands,
      settings: settings(workspaceFile !== undefined),
      settingsFiles: await existing(settingsFiles(this.context, workspaceFile)),
      openFiles: openGo().map(({ uri }) => uri.fsPath),
    };
    const active = vscode.window.activeTextEditor?.document;
    if (active?.uri.scheme === 'file' && active.languageId.startsWith('go')) facts.activeFile = active.uri.fsPath;
    return facts;
  }

  /** Which window this is, and where its logs are; the processes and the life of its servers are found by that. */
  private identity(): EditorFacts {
    const facts: EditorFacts = {
      name: vscode.env.appName,
      version: vscode.version,
      hostPid: process.pid,
      logDir: path.dirname(this.context.logUri.fsPath),
    };
    if (vscode.env.remoteName !== undefined) facts.remote = vscode.env.remoteName;
    return facts;
  }
}

async function goCommands(): Promise<string[]> {
  return (await vscode.commands.getCommands(true)).filter((id) => /^go(pls)?\./.test(id)).sort();
}

/** The Go extension runs or is waking, and wants a server. */
function serverIsDue(): boolean {
  if (!vscode.workspace.isTrusted || !vscode.extensions.getExtension(goExtension)) return false;
  if (vscode.workspace.getConfiguration('go').get('useLanguageServer') === false) return false;
  return vscode.workspace.textDocuments.some(({ languageId }) => languageId === 'go');
}

/** Absolute paths of the folders that are files on this machine. */
export function folders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => (uri.scheme === 'file' ? [uri.fsPath] : []));
}

/** What to examine: the folders or, in a window without any, where its Go files lie. */
function places(): string[] {
  const opened = folders();
  if (opened.length > 0) return opened;
  const files = vscode.workspace.textDocuments.filter(({ languageId, uri }) => languageId === 'go' && uri.scheme === 'file');
  const lone = [...new Set(files.map(({ uri }) => path.dirname(uri.fsPath)))];
  if (lone.length === 0) throw new Error(vscode.l10n.t('Open a folder or a Go file first: there is nothing to examine.'));
  return lone;
}

/** The .code-workspace file; an unsaved one has no name worth telling, but its folders still have levels of their own. */
export function savedWorkspace(): string | undefined {
  const file = vscode.workspace.workspaceFile;
  return file?.scheme === 'file' ? file.fsPath : undefined;
}

function settings(workspaceFile: boolean): NonNullable<EditorFacts['settings']> {
  const declared = declaredKeys(vscode.extensions.getExtension(goExtension)?.packageJSON);
  return settingsOf({
    inspect: (key, folder) =>
      vscode.workspace.getConfiguration(undefined, folder === undefined ? null : vscode.Uri.file(folder)).inspect(key),
    keys: [...knownKeys, ...declared.keys(), ...undeclared(declared)],
    folders: folders(),
    workspaceFile: workspaceFile || vscode.workspace.workspaceFile !== undefined,
    declared,
  });
}

/** Also those of one folder among several, which the window's own configuration does not show. */
function undeclared(declared: ReadonlyMap<string, unknown>): string[] {
  const resources = [undefined, ...folders().map((folder) => vscode.Uri.file(folder))];
  return resources.flatMap((resource) => undeclaredKeys('go', plainly(vscode.workspace.getConfiguration('go', resource)), declared));
}

/** The values alone: a configuration carries methods, and proxies that resist being walked. */
function plainly(configuration: vscode.WorkspaceConfiguration): unknown {
  return JSON.parse(JSON.stringify(configuration)) as unknown;
}

/** Where the settings of each level stand. Their places are not API: one that is not there is no fact. */
function settingsFiles(context: vscode.ExtensionContext, workspaceFile: string | undefined): EditorFile[] {
  const user = path.resolve(context.globalStorageUri.fsPath, '..', '..');
  const out: EditorFile[] = [
    { scope: 'user', file: path.join(user, 'settings.json') },
    { scope: 'remote', file: path.join(user, '..', 'Machine', 'settings.json') },
  ];
  if (workspaceFile !== undefined) out.push({ scope: 'workspace', file: workspaceFile });
  for (const folder of folders()) {
    const file = path.join(folder, '.vscode', 'settings.json');
    out.push(vscode.workspace.workspaceFile ? { scope: 'folder', folder, file } : { scope: 'workspace', file });
  }
  return out;
}

async function existing(files: EditorFile[]): Promise<EditorFile[]> {
  const there = await Promise.all(files.map(({ file }) => access(file).then(() => true, () => false)));
  return files.filter((_, i) => there[i]);
}

/** golang.go and what else has to do with Go or with other servers that compete for the machine. */
function extensions(): EditorExtension[] {
  return vscode.extensions.all
    .filter(({ id }) => !id.startsWith('vscode.') && /\b(go|golang|gopls|go-[a-z]+|rust-analyzer)\b/i.test(id))
    .map((extension) => {
      const { version } = extension.packageJSON as { version?: unknown };
      return {
        id: extension.id,
        version: typeof version === 'string' ? version : '',
        active: extension.isActive,
        exports: extension.isActive && extension.exports !== undefined,
      };
    });
}
