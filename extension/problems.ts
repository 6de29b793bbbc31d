import type { Document, Finding, Severity, Source } from './protocol.js';
import { baseName, trees } from './verdict.js';

/** One entry of the Problems view. Lines and columns count from 0; no column is the whole line. */
export interface Problem {
  file: string;
  line: number;
  column: number | undefined;
  message: string;
  severity: Severity;
  check: string;
  docUrl: string;
  related: { file: string; line: number; message: string }[];
  finding: Finding;
}

export interface Place {
  folders: readonly string[];
  workspaceFile: string | undefined;
}

/**
 * Findings that a file of the workspace is the source of. Never user settings: the editor knows those under another
 * name in remote windows, and a problem there leads nowhere. Consequences are left to their cause.
 */
export function problemsOf(report: Document, place: Place): Problem[] {
  return trees(report).flatMap(({ finding }) => {
    const [first, ...more] = places(finding, place);
    if (!first || finding.known) return [];
    return {
      file: first.source.file,
      line: Math.max(0, first.source.line - 1),
      column: first.source.line > 0 && first.source.column > 0 ? first.source.column - 1 : undefined,
      message: finding.detail ? `${finding.title}. ${finding.detail}` : finding.title,
      severity: finding.severity,
      check: finding.check,
      docUrl: finding.docUrl,
      related: more.map(({ source, what }) => ({ file: source.file, line: Math.max(0, source.line - 1), message: what })),
      finding,
    };
  });
}

function places(finding: Finding, place: Place): Finding['evidence'] {
  return finding.evidence.filter(({ source }) => ours(source, place));
}

function ours(source: Source, { folders, workspaceFile }: Place): boolean {
  const { file } = source;
  if (file === '') return false;
  if (file === workspaceFile) return true;
  const name = baseName(file);
  const settings = name === 'settings.json' && baseName(file.slice(0, -name.length - 1)) === '.vscode';
  if (!settings && name !== 'go.mod' && name !== 'go.work' && !name.endsWith('.code-workspace')) return false;
  return folders.some((folder) => inside(file, folder));
}

function inside(file: string, folder: string): boolean {
  const rest = file.startsWith(folder) ? file.slice(folder.length) : '';
  return /^[\\/]/.test(rest) || (rest !== '' && /[\\/]$/.test(folder));
}
