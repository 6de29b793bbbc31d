import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { methods, type Request } from '../../extension/protocol.js';
import { HopelessStart, Sidecar } from '../../extension/sidecar.js';
import { removeTree } from '../lib/clearing.js';
import { root } from '../lib/env.js';
import { changed } from './reports.js';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'gv-sidecar-'));
after(() => { removeTree(scratch); });

/** What a program of the test does with each message; `reply` answers the request `m`. */
const behaviours = {
  normal: "if (m.method === 'shutdown') { reply(m, null); } else if (m.method === 'exit now') process.exit(3); else if (m.method !== 'silence') reply(m, { protocol: 1, version: '9', methods: [] });",
  telling: "if (m.method === 'shutdown') reply(m, null); else if (m.id === undefined) writer.write({ jsonrpc: '2.0', method: 'vitals/changed', params: m.params }); else reply(m, { protocol: 1, version: '9', methods: [] });",
  newer: "reply(m, { protocol: 99, version: '9', methods: [] });",
  dying: "process.stderr.write('level=ERROR msg=dying\\n'); process.exit(7);",
  noisy: "process.stdout.write('a line that is no protocol\\n'); reply(m, { protocol: 1, version: '9', methods: [] });",
  stubborn: "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e9); if (m.method === 'initialize') reply(m, { protocol: 1, version: '9', methods: [] });",
} as const;

let serial = 0;
/** A program that speaks the framing of the protocol and behaves as named. */
function program(behaviour: keyof typeof behaviours, mode = 0o755): { file: string; bundled: boolean } {
  const file = path.join(scratch, `${behaviour}-${String(serial++)}`);
  const source = `#!${process.execPath}
const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = require(${JSON.stringify(path.join(root, 'node_modules', 'vscode-jsonrpc', 'lib', 'node', 'main.js'))});
const writer = new StreamMessageWriter(process.stdout);
const reply = (m, result) => writer.write({ jsonrpc: '2.0', id: m.id, result });
new StreamMessageReader(process.stdin).listen((m) => { ${behaviours[behaviour]} });
`;
  writeFileSync(file, source);
  chmodSync(file, mode);
  return { file, bundled: true };
}

function logged() {
  const lines: string[] = [];
  const at = (level: string) => (text: string) => { lines.push(`${level}: ${text}`); };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

const env = { PATH: process.env['PATH'] };
const start = (of: { file: string; bundled: boolean }, log = logged()) => Sidecar.start(of, env, 'test', log);
const ask = { deadline: 20_000 };

/** Resolves with the reason once it ends by itself. */
function end(sidecar: Sidecar): Promise<string> {
  return new Promise((resolve) => (sidecar.onEnded = resolve));
}

test('sidecar: it agrees on the protocol, answers, and leaves when told, which is no end to speak of', async () => {
  const sidecar = await start(program('normal'));
  sidecar.onEnded = () => assert.fail('it was stopped');
  assert.deepEqual(await sidecar.request('x', {}, ask), { protocol: 1, version: '9', methods: [] });
  await sidecar.stop();
  assert.equal(sidecar.alive, false);
  await assert.rejects(sidecar.request('x', {}, ask));
});

test('sidecar: its end rejects what was open, and says why', async () => {
  const sidecar = await start(program('normal'));
  const ended = end(sidecar);
  const open = assert.rejects(sidecar.request('silence', {}, ask));
  await assert.rejects(sidecar.request('exit now', {}, ask));
  await open;
  assert.match(await ended, /exited with code 3/);
});

test('sidecar: one that does not answer in time is ended', async () => {
  const sidecar = await start(program('normal'));
  const ended = end(sidecar);
  await assert.rejects(sidecar.request('silence', {}, { deadline: 50 }));
  assert.match(await ended, /no answer to silence within 0\.05 s/);
});

test('sidecar: one that ignores the request to leave is ended', async () => {
  const sidecar = await start(program('stubborn'));
  await sidecar.stop();
  const gone = end(sidecar);
  if (sidecar.alive) await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 5_000))]);
  assert.equal(sidecar.alive, false);
});

const hopeless: { name: string; program: () => { file: string; bundled: boolean }; reason: RegExp }[] = [
  { name: 'no such file', program: () => ({ file: path.join(scratch, 'none'), bundled: true }), reason: /there is no .*none: install Go Vitals again/ },
  { name: 'no such file of the user', program: () => ({ file: path.join(scratch, 'none'), bundled: false }), reason: /setting govitals\.sidecarPath/ },
  { name: 'a directory', program: () => ({ file: scratch, bundled: false }), reason: /cannot be (read: EISDIR|started)/ },
  { name: 'another protocol', program: () => program('newer'), reason: /protocol 99 and this extension 1: reload/ },
  { name: "the user's own program without its mode bit", program: () => ({ ...program('normal', 0o644), bundled: false }), reason: /cannot be started: .*EACCES/ },
];
for (const { name, program: of, reason } of hopeless) {
  test(`sidecar: ${name} is hopeless`, async () => {
    await assert.rejects(start(of()), (error: Error) => {
      assert.ok(error instanceof HopelessStart, error.stack);
      assert.match(error.message, reason);
      return true;
    });
  });
}

test('sidecar: a bundled program without its mode bit gets it back', async () => {
  const of = program('normal', 0o644);
  const sidecar = await start(of);
  assert.equal(statSync(of.file).mode & 0o777, 0o755);
  await sidecar.stop();
});

const failing: { behaviour: keyof typeof behaviours; reason: RegExp }[] = [
  { behaviour: 'dying', reason: /did not start: it exited with code 7/ },
  { behaviour: 'noisy', reason: /did not start: its answers cannot be read/ },
];
for (const { behaviour, reason } of failing) {
  test(`sidecar: a start that fails by ${behaviour} may be tried again`, async () => {
    const log = logged();
    await assert.rejects(start(program(behaviour), log), (error: Error) => {
      assert.ok(!(error instanceof HopelessStart));
      assert.match(error.message, reason);
      return true;
    });
    if (behaviour === 'dying') assert.ok(log.lines.some((line) => line.startsWith('error: level=ERROR msg=dying')), log.lines.join('\n'));
  });
}

test('sidecar: what the editor tells reaches no log', async () => {
  const log = logged();
  const sidecar = await start(program('normal'), log);
  const request: Request = { folders: [], tier: 'fast', environment: { TOKEN: 'canary-4711' } };
  await sidecar.request(methods.diagnose, { request }, ask);
  await sidecar.stop();
  assert.ok(log.lines.length > 0);
  assert.ok(!log.lines.join('\n').includes('canary-4711'));
});

test('sidecar: it is told something, and tells something, unasked', async () => {
  const sidecar = await start(program('telling'));
  const heard = new Promise((resolve) => (sidecar.onChanged = resolve));
  await sidecar.notify(methods.asked, changed('ended'));
  assert.deepEqual(await heard, changed('ended'));
  await sidecar.stop();
});
