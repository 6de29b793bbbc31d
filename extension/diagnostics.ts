import * as vscode from 'vscode';
import { folders, savedWorkspace } from './facts.js';
import { type Problem, problemsOf } from './problems.js';
import type { Severity } from './protocol.js';
import type { Session } from './session.js';

/** The Problems view: findings in files of the workspace. */
export class Diagnostics {
  private readonly collection = vscode.languages.createDiagnosticCollection('Go Vitals');
  private shown: unknown;

  constructor(private readonly session: Session) {}

  update(): void {
    const { report } = this.session;
    if (report === this.shown) return;
    this.shown = report;
    this.collection.clear();
    if (!report) return;
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const problem of problemsOf(report, { folders: folders(), workspaceFile: savedWorkspace() })) {
      byFile.set(problem.file, [...(byFile.get(problem.file) ?? []), diagnostic(problem)]);
    }
    for (const [file, diagnostics] of byFile) this.collection.set(vscode.Uri.file(file), diagnostics);
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
