import * as vscode from 'vscode';
import { fileChanges, planText } from './fixes.js';
import type { FixPlan } from './protocol.js';
import { baseName } from './verdict.js';

const scheme = 'govitals-fix';

/** Documents of a preview that are kept: an open one is asked for again when its tab comes to the front. */
const most = 60;

/** Shows what a fix will do, before it does anything: files as they are beside what they will be, commands in full. */
export class FixView implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly registered = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  private serial = 0;

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.texts.get(uri.toString());
  }

  /** Opens the preview beside what has the focus, which keeps it. */
  async show(plan: FixPlan): Promise<void> {
    const changes = fileChanges(plan);
    const options = { preview: true, preserveFocus: true };
    if (plan.steps.some(({ argv, diff, by }) => argv.length > 0 || (diff === '' && by !== 'editor')) || changes.length === 0) {
      const document = await vscode.workspace.openTextDocument(this.keep('plan', 'Fix.txt', planText(plan, vscode.l10n.t)));
      await vscode.window.showTextDocument(document, options);
      return;
    }
    const title = (file: string) => vscode.l10n.t('{0} (before ↔ after the fix)', baseName(file));
    const pairs = changes.map(({ file, before, after }) => ({ file, left: this.keep('before', file, before), right: this.keep('after', file, after) }));
    const [only, ...more] = pairs;
    if (only && more.length === 0) {
      await vscode.commands.executeCommand('vscode.diff', only.left, only.right, title(only.file), options);
      return;
    }
    const resources = pairs.map(({ file, left, right }) => [vscode.Uri.file(file), left, right]);
    await vscode.commands.executeCommand('vscode.changes', plan.title, resources);
  }

  dispose(): void {
    this.registered.dispose();
  }

  private keep(side: string, file: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, authority: `${side}-${String(++this.serial)}`, path: `/${file.replace(/^\/+/, '').replaceAll('\\', '/')}` });
    this.texts.set(uri.toString(), text);
    for (const old of this.texts.keys()) if (this.texts.size > most) this.texts.delete(old);
    return uri;
  }
}
