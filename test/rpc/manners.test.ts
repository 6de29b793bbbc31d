/** How the sidecar behaves on the wire, whatever it is asked: these hold for every method. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ResponseError } from 'vscode-jsonrpc/node';
import { withSidecar } from '../lib/sidecar.js';

const methodNotFound = -32601;

test('the end of its input is the end of the sidecar', () =>
  withSidecar(async (sidecar) => {
    sidecar.child.stdin.end();
    const { signal } = await sidecar.end();
    assert.equal(signal, null);
  }));

test('an unknown method is refused by its code, and the connection lives on', () =>
  withSidecar(async ({ connection }) => {
    for (let i = 0; i < 2; i++) {
      await assert.rejects(connection.sendRequest('no/such/method', {}), (error) => {
        assert.ok(error instanceof ResponseError);
        assert.equal(error.code, methodNotFound);
        return true;
      });
    }
  }));

test('shutdown ends the sidecar without an error', () =>
  withSidecar(async (sidecar) => {
    await sidecar.connection.sendRequest('shutdown', {});
    sidecar.child.stdin.end();
    assert.deepEqual(await sidecar.end(), { code: 0, signal: null });
  }));

const malformed = [
  { name: 'no header', bytes: 'hello\n' },
  { name: 'a length that is no number', bytes: 'Content-Length: many\r\n\r\n{}' },
  { name: 'a body that is not JSON', bytes: 'Content-Length: 5\r\n\r\n{nope' },
  { name: 'a body that is JSON but no request', bytes: 'Content-Length: 2\r\n\r\n[]' },
  { name: 'a body cut short', bytes: 'Content-Length: 100\r\n\r\n{"jsonrpc"' },
];
for (const { name, bytes } of malformed) {
  test(`malformed frame, ${name}: nothing hangs, nothing panics`, () =>
    withSidecar(async (sidecar) => {
      sidecar.child.stdin.write(bytes);
      sidecar.child.stdin.end();
      const { signal } = await sidecar.end();
      assert.equal(signal, null);
      assert.doesNotMatch(sidecar.stderr, /panic|goroutine \d+/);
    }));
}
