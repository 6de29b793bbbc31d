import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { environment, sidecarEnvironment } from '../../extension/environment.js';
import { root } from '../lib/env.js';

test('environment: a copy, so that what others write later is not in it', () => {
  const before = environment();
  assert.equal(before['PATH'], process.env['PATH']);
  before['GOVITALS_TEST'] = '1';
  assert.equal(process.env['GOVITALS_TEST'], undefined);
});

test('environment: the sidecar gets neither what makes Node of Electron nor what makes Go programs ill', () => {
  const given = {
    PATH: '/bin', HOME: '/home/me', GOFLAGS: '-mod=mod', GOROOT: '/nowhere', VSCODE_PID: '1', ELECTRON_RUN_AS_NODE: '1',
    GODEBUG: 'netdns=go', GOGC: 'off', GOMEMLIMIT: '1MiB', gomaxprocs: '1', MY_VSCODE_X: 'stays',
  };
  assert.deepEqual(Object.keys(sidecarEnvironment(given)), ['PATH', 'HOME', 'GOFLAGS', 'GOROOT', 'MY_VSCODE_X']);
});

test('environment: nothing of ours writes to the one that all extensions share', () => {
  const dir = path.join(root, 'extension');
  const files = readdirSync(dir).filter((name) => name.endsWith('.ts'));
  assert.ok(files.length > 10);
  for (const file of files) {
    const source = readFileSync(path.join(dir, file), 'utf8');
    assert.doesNotMatch(source, /delete process\.env|assign\(process\.env|process\.env(\.\w+|\[[^\]]*\])?\s*(\?\?|\|\|)?=[^=]/, file);
  }
});
