import * as vscode from 'vscode';
import { folders, savedWorkspace } from './facts.js';
import { type Problem, problemsOf } from './problems.js';
import type { Finding, Severity } from './protocol.js';
import type { Session } from './session.js';

/** A problem as the editor shows it, and what it is about. */
export interface Shown {
  diagnostic: vscode.Diagnostic;
  finding: Finding;
}

/** The Problems view: findings in files of the workspace. */
export class Diagnostics {
  private readonly collection = vscode.languages.createDiagnosticCollection('Go Vitals');
  private shown: unknown;
  private byFile = new Map<string, Shown[]>();

  constructor(private readonly session: Session) {}

  update(): void {
    const { report } = this.session;
    if (report === this.shown) return;
    this.shown = report;
    this.collection.clear();
    this.byFile = new Map();
    if (!report) return;
    for (const problem of problemsOf(report, { folders: folders(), workspaceFile: savedWorkspace() })) {
      const one = { diagnostic: diagnostic(problem), finding: problem.finding };
      this.byFile.set(problem.file, [...(this.byFile.get(problem.file) ?? []), one]);
    }
    for (const [file, list] of this.byFile) this.collection.set(vscode.Uri.file(file), list.map(({ diagnostic: one }) => one));
  }

  /** What is shown in a part of a file. */
  at(uri: vscode.Uri, range: vscode.Range): Shown[] {
    return (this.byFile.get(uri.fsPath) ?? []).filter(({ diagnostic: { range: where } }) => where.start.line <= range.end.line && where.end.line >= range.start.line);
  }

  dispose(): void {
    this.collection.dispose();
  }
}

function diagnostic(problem: Problem): vscode.Diagnostic {
  const { line, column } = problem;
  // An empty range grows to the word that stands there; the end of a line is cut to what the line has.
  const range = column === undefined ? new vscode.Range(line, 0, line, 1_000) : new vscode.Range(line, column, line, column);
  const out = new vscode.Diagnostic(range, problem.message, severityOf(problem.severity));
  out.source = 'Go Vitals';
  out.code = { value: problem.check, target: vscode.Uri.parse(problem.docUrl) };
  out.relatedInformation = problem.related.map(
    ({ file, line: at, message }) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(vscode.Uri.file(file), new vscode.Range(at, 0, at, 1_000)),
        message,
      ),
  );
  return out;
}

function severityOf(severity: Severity): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'info':
    case 'unknown':
      return vscode.DiagnosticSeverity.Information;
  }
}
