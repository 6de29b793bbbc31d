import * as vscode from 'vscode';
import { culpritRows, culpritTitle } from './culpritrows.js';
import { offered } from './fixes.js';
import type { Document, Finding, IsolationDocument, Source } from './protocol.js';
import { type Action, type Row } from './row.js';
import { rowsOf, titleOf } from './rows.js';
import { located } from './verdict.js';

interface Item extends vscode.QuickPickItem {
  row: Row;
}

interface Button extends vscode.QuickInputButton {
  press: (finding: Finding) => Promise<void>;
}

/** Where a choice leads that is no place in a file. */
export interface Ways {
  /** Those of the actions that can be done now. */
  can: readonly Action[];
  showReport: () => Promise<void>;
  ignore: (finding: Finding) => Promise<void>;
  fix: (finding: Finding) => Promise<void>;
  act: (action: Action) => Promise<void>;
}

/** Shows the findings; a choice opens the place of the evidence, or the report where there is none. */
export function pick(report: Document, ways: Ways): void {
  show(titleOf(report, vscode.l10n.t), rowsOf(report, ways.can, vscode.l10n.t), ways);
}

/** Shows what an experiment found; a choice opens the place of the culprit, or the report where it has none. */
export function pickCulprits(found: IsolationDocument, ways: Ways): void {
  show(culpritTitle(found, vscode.l10n.t), culpritRows(found, ways.can, vscode.l10n.t), ways);
}

function show(title: string, rows: Row[], ways: Ways): void {
  const list = vscode.window.createQuickPick<Item>();
  list.title = title;
  list.matchOnDescription = true;
  list.matchOnDetail = true;
  list.items = rows.map((row) => item(row, ways));
  list.onDidAccept(() => {
    const [chosen] = list.selectedItems;
    list.hide();
    if (chosen) void accept(chosen.row, ways);
  });
  list.onDidTriggerItemButton(({ item: { row }, button }) => {
    list.hide();
    if (row.kind === 'finding') void (button as Button).press(row.finding);
  });
  list.onDidHide(() => { list.dispose(); });
  list.show();
}

function item(row: Row, ways: Ways): Item {
  if (row.kind === 'heading') return { row, label: row.label, kind: vscode.QuickPickItemKind.Separator };
  const { label, description, detail } = row;
  return { row, label, description, detail, buttons: row.kind === 'finding' ? buttons(row.finding, ways) : [] };
}

function buttons(finding: Finding, ways: Ways): Button[] {
  const out: Button[] = [];
  const fix = offered(finding);
  if (fix) {
    out.push({ iconPath: new vscode.ThemeIcon('wrench'), tooltip: vscode.l10n.t('Fix: {0}', fix.title), press: ways.fix });
  }
  const place = located(finding)?.source;
  if (place) {
    out.push({
      iconPath: new vscode.ThemeIcon('go-to-file'),
      tooltip: vscode.l10n.t('Open the place it comes from'),
      press: () => openPlace(place),
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
  if (!finding.known) {
    out.push({ iconPath: new vscode.ThemeIcon('bell-slash'), tooltip: vscode.l10n.t('Ignore, with a reason'), press: ways.ignore });
  }
  return out;
}

async function accept(row: Row, ways: Ways): Promise<void> {
  if (row.kind === 'action') return ways.act(row.action);
  const place = row.kind === 'finding' ? located(row.finding)?.source : row.kind === 'place' ? row.source : undefined;
  return place ? openPlace(place) : ways.showReport();
}

/** Opens a file at its line. What cannot be opened (a directory, a binary) is shown as a path. */
async function openPlace(source: Source): Promise<void> {
  const at = new vscode.Position(Math.max(0, source.line - 1), Math.max(0, source.column - 1));
  try {
    await vscode.window.showTextDocument(vscode.Uri.file(source.file), { selection: new vscode.Range(at, at) });
  } catch {
    await vscode.window.showInformationMessage(source.file);
  }
}
