import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { CancellationTokenSource, ProgressType, ResponseError } from 'vscode-jsonrpc/node';
import {
  errorCodes,
  methods,
  protocolVersion,
  type DiagnoseResult,
  type ExplainResult,
  type InitializeResult,
  type IsolationDocument,
  type ProgressValue,
  type RenderResult,
  type SnapshotResult,
  type TargetsResult,
} from '../../extension/protocol';
import { alive, until } from '../lib/processes';
import { Sidecar } from '../lib/sidecar';
import { ModuleFolder } from './modulefolder';

let folder: ModuleFolder;
let sidecar: Sidecar;

beforeEach(() => {
  folder = new ModuleFolder();
  sidecar = new Sidecar();
});

afterEach(async () => {
  await sidecar.dispose();
  folder.remove();
});

/** The code of the error that a request ends with. */
async function codeOf(request: Promise<unknown>): Promise<number> {
  try {
    await request;
  } catch (error) {
    if (error instanceof ResponseError) return error.code;
    throw error;
  }
  return 0;
}

test('initialize tells protocol, version and methods', async () => {
  const result = await sidecar.connection.sendRequest<InitializeResult>(methods.initialize, { protocol: protocolVersion, client: 'test' });
  assert.equal(result.protocol, protocolVersion);
  assert.notEqual(result.version, '');
  for (const name of [
    'diagnose',
    'snapshot',
    'probe',
    'isolate',
    'tree',
    'targets',
    'explain',
    'render',
    'fixPlan',
    'fixApply',
    'fixVerify',
    'fixJournal',
    'undo',
    'shutdown',
  ] as const) {
    assert.ok(result.methods.includes(methods[name]), `${methods[name]} is missing in ${result.methods.join(' ')}`);
  }
  assert.equal(await codeOf(sidecar.connection.sendRequest('never/heard', {})), -32601);
});

test('a diagnosis in words, its snapshot and its renderings', async () => {
  const { report } = await sidecar.connection.sendRequest<DiagnoseResult>(methods.diagnose, { request: folder.request() });
  assert.equal(report.badge, 'error');
  assert.equal(report.snapshot, undefined);
  const finding = report.findings.find((f) => f.severity === 'error' && f.because === '');
  assert.ok(finding && finding.title !== '' && finding.evidence.length > 0 && finding.docUrl.endsWith(`/${finding.check}.md`));
  const { snapshot } = await sidecar.connection.sendRequest<SnapshotResult>(methods.snapshot, {});
  assert.equal(snapshot?.['schema'], 1);
  const { text } = await sidecar.connection.sendRequest<RenderResult>(methods.render, { format: 'markdown' });
  assert.match(text, /^## ❌ /);
  assert.ok(!text.includes(folder.home), 'a rendering is for others unless the client says otherwise');
  const full = await sidecar.connection.sendRequest<RenderResult>(methods.render, { format: 'text', privacy: 'full' });
  assert.ok(full.text.includes(folder.home));
});

test('progress carries the token of its request', async () => {
  folder.program('gopls', 'exit 1');
  const told: string[] = [];
  sidecar.connection.onProgress(new ProgressType<ProgressValue>(), 'mine', ({ text }) => {
    told.push(text);
  });
  sidecar.connection.onProgress(new ProgressType<ProgressValue>(), 'other', () => assert.fail('told under another token'));
  await sidecar.connection.sendRequest(methods.diagnose, { request: folder.request({ tier: 'standard' }), token: 'mine' });
  assert.ok(told.length > 0 && told.every((text) => text !== ''), told.join());
});

test('a cancelled diagnosis ends with its programs', async () => {
  folder.hangingGo();
  const source = new CancellationTokenSource();
  const diagnosis = codeOf(sidecar.connection.sendRequest(methods.diagnose, { request: folder.request() }, source.token));
  const pids = await until('the go command runs', () => folder.noted().length >= 2 && folder.noted());
  source.cancel();
  assert.equal(await diagnosis, errorCodes.cancelled);
  assert.deepEqual(pids.filter(alive), []);
  assert.equal(await codeOf(sidecar.connection.sendRequest(methods.snapshot, {})), errorCodes.noReport);
});

test('isolate and targets answer with whole documents where nothing can be tried', async () => {
  folder.program('go', 'exit 1');
  const document = await sidecar.connection.sendRequest<IsolationDocument>(methods.isolate, { request: folder.request({ tier: 'standard' }), token: 'mine' });
  assert.equal(document.ladder?.verdict, 'unknown');
  assert.notEqual(document.ladder.reasoning, '');
  assert.equal(document.isolation?.state, 'not-tried');
  assert.notEqual(document.isolation.summary, '');
  assert.deepEqual(document.isolation.culprits, []);
  const { questions } = await sidecar.connection.sendRequest<TargetsResult>(methods.targets, { request: folder.request({ tier: 'standard' }) });
  assert.deepEqual(questions, []);
  assert.equal(await codeOf(sidecar.connection.sendRequest(methods.isolate, { request: folder.request({ untrusted: true }) })), -32602);
});

test('a cancelled isolation ends with its programs', async () => {
  folder.hangingGo();
  const source = new CancellationTokenSource();
  const isolation = codeOf(sidecar.connection.sendRequest(methods.isolate, { request: folder.request() }, source.token));
  const pids = await until('the go command runs', () => folder.noted().length >= 2 && folder.noted());
  source.cancel();
  assert.equal(await isolation, errorCodes.cancelled);
  assert.deepEqual(pids.filter(alive), []);
});

test('bad params name what is wrong and harm nothing', async () => {
  for (const params of [{}, { request: {} }, { request: { folders: ['relative'] } }, { request: { folders: 'x' } }, [1], 'x']) {
    assert.equal(await codeOf(sidecar.connection.sendRequest(methods.diagnose, params)), -32602, JSON.stringify(params));
  }
  const all = await sidecar.connection.sendRequest<ExplainResult>(methods.explain, {});
  assert.ok(all.checks.length >= 20);
  const one = await sidecar.connection.sendRequest<ExplainResult>(methods.explain, { check: 'goroot-invalid' });
  assert.equal(one.checks[0]?.severity, 'error');
  assert.equal(await codeOf(sidecar.connection.sendRequest(methods.explain, { check: 'no-such-check' })), -32602);
});

test('fifty diagnoses at once are all answered', async () => {
  const all = Array.from({ length: 50 }, (_, i) =>
    sidecar.connection.sendRequest<DiagnoseResult>(methods.diagnose, { request: folder.request({ background: i % 2 === 0 }) }),
  );
  for (const { report } of await Promise.all(all)) assert.equal(report.badge, 'error');
});

test('shutdown and the end of input end it with 0', async () => {
  await sidecar.connection.sendRequest(methods.shutdown);
  sidecar.child.stdin.end();
  assert.equal((await sidecar.end()).code, 0);
});

test('the end of input within a request ends it and its programs with 1', async () => {
  folder.hangingGo();
  const diagnosis = sidecar.connection.sendRequest(methods.diagnose, { request: folder.request() }).catch(() => undefined);
  const pids = await until('the go command runs', () => folder.noted().length >= 2 && folder.noted());
  sidecar.child.stdin.end();
  assert.equal((await sidecar.end()).code, 1);
  assert.deepEqual(pids.filter(alive), []);
  sidecar.connection.dispose();
  await diagnosis;
});

test('a killed sidecar is seen as closed', async () => {
  folder.hangingGo();
  const closed = new Promise<void>((resolve) => {
    sidecar.connection.onClose(() => { resolve(); });
  });
  const diagnosis = sidecar.connection.sendRequest(methods.diagnose, { request: folder.request() }).catch(() => 'rejected');
  const pids = await until('the go command runs', () => folder.noted().length >= 2 && folder.noted());
  sidecar.child.kill('SIGKILL');
  await closed;
  sidecar.connection.dispose();
  assert.equal(await diagnosis, 'rejected');
  for (const pid of pids.filter(alive)) process.kill(pid, 'SIGKILL'); // nobody could end them: ours was killed
});
