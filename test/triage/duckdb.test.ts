/** The queries of docs/triage.md for DuckDB, run by the real DuckDB over rows that the real govitals made of real reports. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { removeTree } from '../lib/clearing.js';
import { root } from '../lib/env.js';

const binary = path.join(root, 'bin', process.platform === 'win32' ? 'govitals.exe' : 'govitals');

interface Report {
  startedAt: string;
  badge: string;
  findings: { check: string; because: string; known: boolean; accepted: string; evidence: { source: { kind: string; name: string } }[] }[];
  isolations: { culprits: { kind: string; name: string }[] }[];
  snapshot: { system: { os: string; arch: string }; gopls: { version?: string } };
}

/** The roots that count, each check once. */
const faults = (r: Report) => [...new Set(r.findings.filter((f) => f.because === '' && !f.known && f.accepted === '').map((f) => f.check))];

/** How many of the reports give each key: the independent count that the queries must come to. */
function tally<T>(list: T[], keys: (item: T) => string[]): Map<string, number> {
  const out = new Map<string, number>();
  for (const item of list) {
    for (const key of new Set(keys(item))) out.set(key, (out.get(key) ?? 0) + 1);
  }
  return out;
}

let dir: string;
let connection: DuckDBConnection;
const reports: Report[] = [];

/** The fenced blocks of the document, by the name in their first line, in order. */
function queries(): Map<string, string> {
  const text = readFileSync(path.join(root, 'docs', 'triage.md'), 'utf8');
  const out = new Map<string, string>();
  for (const [, name, sql] of text.matchAll(/^```sql duckdb\n-- name: (\S+)\n([^`]*)^```$/gm)) {
    assert.ok(name !== undefined && sql !== undefined && !out.has(name), `a second ${String(name)}`);
    out.set(name, sql);
  }
  return out;
}

async function rows(name: string): Promise<Record<string, unknown>[]> {
  const sql = queries().get(name);
  assert.ok(sql, `docs/triage.md has no query ${name}`);
  const reader = await connection.runAndReadAll(sql);
  return reader.getRowObjectsJson();
}

/** A result as key and number: `count` is the last of the columns that the keys leave. */
function counted(result: Record<string, unknown>[], keys: string[], count = 'reports'): Map<string, number> {
  return new Map(result.map((row) => [keys.map((k) => String(row[k])).join(' '), Number(row[count])]));
}

function triage(format: string, file: string): void {
  const run = spawnSync(binary, ['triage', 'in', '--format', format, '-o', file], { cwd: dir, encoding: 'utf8' });
  assert.equal(run.status, 0, run.stderr);
}

before(async () => {
  assert.ok(existsSync(binary), `${binary} is missing: run scripts/build --sidecar-only`);
  dir = mkdtempSync(path.join(os.tmpdir(), 'gv-triage-'));
  mkdirSync(path.join(dir, 'in', 'more'), { recursive: true });
  const from = path.join(root, 'test', 'replay', 'testdata', 'reports');
  const lines: string[] = [];
  for (const [i, name] of readdirSync(from).filter((f) => f.endsWith('.json.gz')).entries()) {
    const text = gunzipSync(readFileSync(path.join(from, name))).toString('utf8');
    writeFileSync(path.join(dir, 'in', name.replace(/\.gz$/, '')), text);
    reports.push(JSON.parse(text) as Report);
    // The same trouble on other machines and days, as lines of one compressed file.
    for (const [n, [system, arch]] of ([['darwin', 'arm64'], ['windows', 'amd64']] as const).entries()) {
      if ((i + n) % 3 === 0) continue;
      const other = JSON.parse(text) as Report;
      other.snapshot.system = { ...other.snapshot.system, os: system, arch };
      other.startedAt = `2026-11-0${n + 1}T08:00:00Z`;
      reports.push(other);
      lines.push(JSON.stringify(other));
    }
  }
  lines.splice(3, 0, '{"schema":1,"tool":'); // a broken one changes no count
  writeFileSync(path.join(dir, 'in', 'more', 'desk.jsonl.gz'), gzipSync(lines.join('\n')));
  triage('jsonl', 'reports.jsonl');
  triage('csv', 'faults.csv');
  const instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run(`SET file_search_path = '${dir.replaceAll("'", "''")}'`);
  await rows('reports');
});

after(() => {
  removeTree(dir);
});

test('the document has the queries that are tested here, and no others', () => {
  assert.deepEqual([...queries().keys()], ['reports', 'faults', 'platforms', 'set', 'culprits', 'versions', 'days', 'csv']);
});

test('every report is a row', async () => {
  const reader = await connection.runAndReadAll('SELECT count(*) AS n FROM reports');
  assert.equal(Number(reader.getRowObjectsJson()[0]?.['n']), reports.length);
  assert.ok(reports.length > 20);
});

test('faults, from JSON Lines and from CSV', async () => {
  const want = tally(reports, faults);
  assert.ok(want.size >= 5);
  assert.deepEqual(counted(await rows('faults'), ['fault']), want);
  assert.deepEqual(counted(await rows('csv'), ['fault']), want);
});

test('faults by platform', async () => {
  const platform = (r: Report) => `${r.snapshot.system.os}/${r.snapshot.system.arch}`;
  const want = tally(reports, (r) => faults(r).map((f) => `${f} ${platform(r)}`));
  const got = await rows('platforms');
  assert.deepEqual(counted(got, ['fault', 'platform']), want);
  const totals = tally(reports, (r) => [platform(r)]);
  for (const row of got) {
    const percent = (100 * Number(row['reports'])) / (totals.get(String(row['platform'])) ?? 0);
    assert.ok(Math.abs(Number(row['percent_of_platform']) - percent) < 0.06, JSON.stringify(row));
  }
});

test('who set it', async () => {
  const named = ['environment', 'setting', 'goenv', 'go.env'];
  const want = tally(reports, (r) =>
    r.findings
      .filter((f) => f.because === '' && !f.known && f.accepted === '')
      .map((f) => f.evidence[0]?.source)
      .filter((s) => s !== undefined && s.name !== '' && named.includes(s.kind))
      .map((s) => `${s?.kind ?? ''} ${s?.name ?? ''}`),
  );
  assert.ok(want.has('environment GOROOT'));
  assert.deepEqual(counted(await rows('set'), ['set_by']), want);
});

test('culprits', async () => {
  const want = tally(reports, (r) => r.isolations.flatMap((i) => i.culprits.map((c) => `${c.kind} ${c.name}`)));
  assert.ok(want.size > 0);
  assert.deepEqual(counted(await rows('culprits'), ['kind', 'name']), want);
});

test('versions and days', async () => {
  const versions = await rows('versions');
  const byGopls = new Map<string, number>();
  for (const row of versions) byGopls.set(String(row['gopls']), (byGopls.get(String(row['gopls'])) ?? 0) + Number(row['reports']));
  assert.deepEqual(byGopls, tally(reports, (r) => [r.snapshot.gopls.version ?? '']));
  const broken = versions.reduce((sum, row) => sum + Number(row['broken']), 0);
  assert.equal(broken, reports.filter((r) => r.badge === 'error').length);
  assert.deepEqual(counted(await rows('days'), ['day']), tally(reports, (r) => [r.startedAt.slice(0, 10)]));
});
