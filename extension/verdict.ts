import type { Document, Evidence, Finding, Severity, Source } from './protocol.js';
import { count, type Say } from './words.js';

/** Rank of severities, worst first; the sidecar's own order. */
const order: readonly Severity[] = ['error', 'warning', 'info', 'unknown'];

/** A finding with those it explains; at the root are those that nothing explains. */
export interface Node {
  finding: Finding;
  consequences: Node[];
}

/** Findings as trees of cause and consequence, the worst roots first, otherwise in the order of the report. */
export function trees(report: Pick<Document, 'findings'>): Node[] {
  const known = new Map(report.findings.map((finding) => [finding.id, finding]));
  const childrenOf = new Map<string, Finding[]>();
  const roots: Finding[] = [];
  for (const finding of report.findings) {
    if (finding.because && finding.because !== finding.id && known.has(finding.because)) {
      childrenOf.set(finding.because, [...(childrenOf.get(finding.because) ?? []), finding]);
    } else {
      roots.push(finding);
    }
  }
  const seen = new Set<string>();
  const node = (finding: Finding): Node => {
    seen.add(finding.id);
    const below = (childrenOf.get(finding.id) ?? []).filter((child) => !seen.has(child.id));
    return { finding, consequences: below.map(node) };
  };
  const out = sorted(roots).map(node);
  // Findings that blame each other in a circle have no root and must not vanish.
  for (const finding of sorted(report.findings)) if (!seen.has(finding.id)) out.push(node(finding));
  return out;
}

function sorted(findings: Finding[]): Finding[] {
  return [...findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

/** The findings that count: roots that were not in the user's baseline, worst first. */
export function counted(report: Pick<Document, 'findings'>): Finding[] {
  return trees(report).flatMap(({ finding }) => (finding.known ? [] : [finding]));
}

/** Checks that could not be made although they matter. */
export function open(report: Document): Document['checks'] {
  return report.checks.filter((c) => c.state === 'inconclusive' && (c.severity === 'error' || c.severity === 'warning'));
}

/** How many of the worst there are: "1 error", "2 warnings", "3 hints"; empty without findings. */
export function tally(report: Document, say: Say): string {
  const findings = counted(report);
  const worst = findings[0]?.severity;
  const n = findings.filter((finding) => finding.severity === worst).length;
  switch (worst) {
    case 'error':
      return count(say, n, '{0} error', '{0} errors');
    case 'warning':
      return count(say, n, '{0} warning', '{0} warnings');
    case 'info':
    case 'unknown':
      return count(say, n, '{0} hint', '{0} hints');
    case undefined:
      return '';
  }
}

/** The report in a few words: "1 error, GOROOT is …", "healthy". */
export function headline(report: Document, say: Say): string {
  switch (report.badge) {
    case 'healthy':
      return say('healthy');
    case 'loading':
      return say('the language server is still loading');
    case 'checking':
      // A finished examination that says so has no pulse, and none is under way.
      return say('inconclusive, whether Go works was not tried');
    case 'inconclusive': {
      const n = open(report).length;
      const why = n > 0 ? count(say, n, '{0} check could not be made', '{0} checks could not be made') : '';
      return why ? say('inconclusive, {0}', why) : say('inconclusive, whether Go works could not be told');
    }
    case 'error':
    case 'warning':
    case 'advice': {
      const first = counted(report)[0];
      return first ? `${tally(report, say)}, ${first.title}` : say(report.badge);
    }
  }
}

/** Who set the value that a finding is about: the first piece of evidence with a name or a place. */
export function culprit(finding: Finding, say: Say): string {
  const named = finding.evidence.find(({ source }) => source.name || source.file);
  return named ? whoSaid(named.source, say) : '';
}

/** A source in words: "go.toolsEnvVars.GOROOT, workspace settings, settings.json:3". */
export function whoSaid(source: Source, say: Say): string {
  const parts = [source.name];
  if (source.kind === 'setting' && source.scope) parts.push(say('{0} settings', say(source.scope)));
  if (source.kind === 'environment') parts.push(say('environment of the editor'));
  if (source.file) parts.push(source.line > 0 ? `${baseName(source.file)}:${String(source.line)}` : baseName(source.file));
  return parts.filter((part) => part !== '').join(', ');
}

/** The first piece of evidence that stands in a file, where a person can go and look. */
export function located(finding: Finding): Evidence | undefined {
  return finding.evidence.find(({ source }) => source.file !== '' && source.kind !== 'binary');
}

/** Last part of a path of any system: the report may come from a machine with other separators. */
export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}
