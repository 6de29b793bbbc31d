import * as vscode from 'vscode';
import type { Document, Finding } from './protocol.js';
import { type Row, rowsOf, titleOf } from './rows.js';
import { located } from './verdict.js';

interface Item extends vscode.QuickPickItem {
  row: Row;
}

interface Button extends vscode.QuickInputButton {
  press: (finding: Finding) => Promise<void>;
}

/** Shows the findings; a choice opens the place of the evidence, or the report where there is none. */
export function pick(report: Document, showReport: () => Promise<void>): void {
  const list = vscode.window.createQuickPick<Item>();
  list.title = titleOf(report, vscode.l10n.t);
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.items = rowsOf(report, vscode.l10n.t).map(item);
  list.onDidAccept(() => {
    const [chosen] = list.selectedItems;
    list.hide();
    if (chosen) void accept(chosen.row, showReport);
  });
  list.onDidTriggerItemButton(({ item: { row }, button }) => {
    list.hide();
    if (row.kind === 'finding') void (button as Button).press(row.finding);
  });
  list.onDidHide(() => { list.dispose(); });
  list.show();
}

function item(row: Row): Item {
  if (row.kind === 'heading') return { row, label: row.label, kind: vscode.QuickPickItemKind.Separator };
  const { label, description, detail } = row;
  return { row, label, description, detail, buttons: row.kind === 'finding' ? buttons(row.finding) : [] };
}

function buttons(finding: Finding): Button[] {
  const out: Button[] = [];
  if (located(finding)) {
    out.push({
      iconPath: new vscode.ThemeIcon('go-to-file'),
      tooltip: vscode.l10n.t('Open the place it comes from'),
      press: openPlace,
    });
  }
  if (finding.docUrl) {
    out.push({
      iconPath: new vscode.ThemeIcon('book'),
      tooltip: vscode.l10n.t('Read about this check'),
      press: async ({ docUrl }) => {
        await vscode.env.openExternal(vscode.Uri.parse(docUrl));
      },
    });
  }
  return out;
}

async function accept(row: Row, showReport: () => Promise<void>): Promise<void> {
  if (row.kind === 'finding' && located(row.finding)) await openPlace(row.finding);
  else await showReport();
}

/** Opens the file a finding comes from, at its line. What cannot be opened (a directory, a binary) is shown as a path. */
async function openPlace(finding: Finding): Promise<void> {
  const source = located(finding)?.source;
  if (!source) return;
  const at = new vscode.Position(Math.max(0, source.line - 1), Math.max(0, source.column - 1));
  try {
    await vscode.window.showTextDocument(vscode.Uri.file(source.file), { selection: new vscode.Range(at, at) });
  } catch {
    await vscode.window.showInformationMessage(source.file);
  }
}
