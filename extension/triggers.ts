import * as vscode from 'vscode';
import { folders } from './facts.js';
import type { Session } from './session.js';

/** Files whose change may break or mend Go. Vendored modules.txt is written by `go mod vendor`. */
const files = ['**/{go.mod,go.work,go.sum}', '**/vendor/modules.txt'];

/** What makes a window one with Go without searching its whole tree; anything deeper shows when it is opened. */
const signs = '{go.mod,go.work,*.go,*/go.mod,*/*.go}';

/** Tells the session of everything in the editor after which Go may work differently. */
export function listen(session: Session, restart: () => void): vscode.Disposable {
  const all: vscode.Disposable[] = [];
  for (const pattern of files) {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const changed = () => {
      session.hasGo = true;
      session.trigger('files');
    };
    all.push(watcher, watcher.onDidCreate(changed), watcher.onDidChange(changed), watcher.onDidDelete(changed));
  }
  all.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('govitals.sidecarPath')) restart();
      if (['go', 'gopls', 'http.proxy', 'govitals'].some((section) => event.affectsConfiguration(section))) {
        session.trigger('facts');
      }
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => void begin(session)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => { session.trigger('files'); }),
    // The Go extension may have come, gone or failed.
    vscode.extensions.onDidChange(() => { session.trigger('facts'); }),
    vscode.workspace.onDidOpenTextDocument(({ languageId }) => {
      if (languageId !== 'go' || session.sawGoFile) return;
      session.sawGoFile = true;
      session.hasGo = true;
      session.trigger('facts');
    }),
  );
  return vscode.Disposable.from(...all);
}

/** Starts the first diagnosis if the window has Go. */
export async function begin(session: Session): Promise<void> {
  session.sawGoFile ||= vscode.workspace.textDocuments.some(({ languageId }) => languageId === 'go');
  session.hasGo ||= session.sawGoFile || (await folderHasGo());
  session.trigger('start');
}

async function folderHasGo(): Promise<boolean> {
  for (const folder of folders()) {
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), signs);
    if ((await vscode.workspace.findFiles(pattern, null, 1)).length > 0) return true;
  }
  return false;
}
