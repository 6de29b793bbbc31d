import type { ChangedParams, Check, Culprit, Document, Evidence, Finding, Isolation, IsolationDocument, Ladder, LifeSummary, Rung, Source } from '../../extension/protocol.js';

/** A report as the sidecar sends one, healthy unless told otherwise. */
export function report(parts: Partial<Document> = {}): Document {
  return {
    schema: 1,
    tool: { name: 'govitals', version: '0.0.0' },
    startedAt: '2026-01-02T03:04:05Z',
    tookMs: 900,
    tier: 'standard',
    privacy: 'full',
    badge: 'healthy',
    folders: [{ path: '/code/app', state: 'ok', error: '', hasGo: true, pulse: 'good' }],
    works: ['go 1.26.8 answers', 'hover and definition answer for 3 kinds of symbols'],
    findings: [],
    checks: [check({ id: 'go-missing' })],
    probes: [],
    ladders: [],
    isolations: [],
    environment: [],
    ...parts,
  };
}

export function check(parts: Partial<Check> = {}): Check {
  return { id: 'go-missing', state: 'ok', reason: '', tookMs: 1, title: 'no go', severity: 'error', ...parts };
}

export function finding(parts: Partial<Finding> = {}): Finding {
  return {
    id: 'goroot-invalid',
    check: 'goroot-invalid',
    severity: 'error',
    title: 'GOROOT is not a Go release',
    detail: 'Nothing that needs Go can run.',
    subject: '',
    folder: '',
    because: '',
    message: { id: 'goroot-invalid.gone' },
    evidence: [],
    fixes: [],
    docUrl: 'https://example.com/goroot-invalid.md',
    known: false,
    accepted: '',
    ...parts,
  };
}

export function evidence(source: Partial<Source>, parts: Partial<Evidence> = {}): Evidence {
  return { what: 'GOROOT', observed: '/nowhere', expected: '', ...parts, source: sourceOf(source) };
}

function sourceOf(source: Partial<Source>): Source {
  return { kind: 'setting', name: '', file: '', line: 0, column: 0, scope: '', pid: 0, ...source };
}

export function ladder(verdict: Ladder['verdict'], parts: Partial<Ladder> = {}): Ladder {
  return { folder: '/code/app', rungs: [rung(1)], verdict, reasoning: 'a fresh gopls answers', ...parts };
}

export function rung(n: number, parts: Partial<Rung> = {}): Rung {
  return {
    rung: n,
    server: 'a fresh gopls',
    state: 'holds',
    reason: '',
    failedStage: '',
    broke: '',
    deviations: [],
    messages: [],
    lastWords: '',
    answers: [],
    packages: 3,
    loadMs: 1_234,
    tookMs: 2_000,
    ...parts,
  };
}

/** What `isolate` answers for one folder. */
export function isolated(parts: Partial<Isolation> = {}, ladders: Ladder[] = []): IsolationDocument {
  const isolation: Isolation = {
    folder: '/code/app',
    state: 'found',
    summary: 'Culprit: FOO=bar',
    reason: '',
    culprits: [culprit()],
    confirmed: true,
    mended: true,
    candidates: 41,
    trials: 12,
    most: 20,
    tookMs: 30_000,
    log: [],
    ...parts,
  };
  return {
    schema: 1,
    tool: { name: 'govitals', version: '0.0.0' },
    privacy: 'full',
    tookMs: 31_000,
    ladder: ladders[0] ?? null,
    isolation,
    ladders,
    isolations: [isolation],
    findings: [],
  };
}

export function culprit({ source, ...parts }: Partial<Omit<Culprit, 'source'>> & { source?: Partial<Source> } = {}): Culprit {
  return { kind: 'variable', name: 'FOO', value: 'bar', who: 'set in the environment', group: 0, ...parts, source: sourceOf(source ?? {}) };
}

/** What the sidecar tells of the server unasked: the second death, of five, unless told otherwise. */
export function changed(reason: string, life: Partial<LifeSummary> = {}): ChangedParams {
  return {
    hostPid: 12,
    reason,
    life: { alive: 0, crashes: 2, limit: 5, givenUp: false, stalls: 0, kind: 'crashed', at: '2026-01-02T03:04:05.678Z', code: null, signal: 'SIGKILL', words: '', ...life },
  };
}
