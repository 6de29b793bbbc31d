import type { Check, Document, Evidence, Finding, Source } from '../../extension/protocol.js';

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
    ...parts,
  };
}

export function evidence(source: Partial<Source>, parts: Partial<Evidence> = {}): Evidence {
  const nobody: Source = { kind: 'setting', name: '', file: '', line: 0, column: 0, scope: '', pid: 0 };
  return { what: 'GOROOT', observed: '/nowhere', expected: '', ...parts, source: { ...nobody, ...source } };
}
