import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { Fallback, onPath } from '../../extension/fallback.js';
import { Sidecar, UnusableProgram } from '../../extension/sidecar.js';
import { removeTree } from '../lib/clearing.js';

const scratch = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'gv-fallback-')));
after(() => { removeTree(scratch); });

/** The header of a Linux program for a processor. */
function elf(machine: number): Buffer {
  const head = Buffer.alloc(64);
  head.write('\x7fELF', 'latin1');
  head.writeUInt16LE(machine, 18);
  return head;
}
const x64 = elf(0x3e);
const arm64 = elf(0xb7);

function put(folder: string, bytes: Buffer, mode = 0o755): string {
  const file = path.join(scratch, folder, 'govitals');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  chmodSync(file, mode);
  return file;
}

const good = put('good', x64);
const second = put('second', x64);
put('foreign', arm64);
put('short', Buffer.from('x'));
put('plain', x64, 0o644);
const bundled = put('extension/bin', arm64);
put('work/tools', x64);
mkdirSync(path.join(scratch, 'linked'));
symlinkSync(path.join(scratch, 'work/tools/govitals'), path.join(scratch, 'linked/govitals'));
symlinkSync(path.join(scratch, 'work'), path.join(scratch, 'alias'));
const at = (folder: string) => path.join(scratch, folder);

const cases: [name: string, list: string[], folders: string[], found: string | undefined][] = [
  ['the first that fits', ['good', 'second'], [], good],
  ['empty folders and folders that are not there', ['none', '', 'second'], [], second],
  ['built for another processor', ['foreign', 'good'], [], good],
  ['not executable', ['plain', 'good'], [], good],
  ['the program of the extension itself', ['extension/bin'], [], undefined],
  ['inside an open folder', ['work/tools', 'good'], ['work'], good],
  ['a link into an open folder', ['linked', 'good'], ['work'], good],
  ['the folder opened by another name', ['work/tools', 'good'], ['alias'], good],
  ['a folder whose name only begins alike', ['good'], ['goo'], good],
  ['nothing', ['none'], [], undefined],
];
for (const [name, list, folders, found] of cases) {
  test(`fallback: ${name}`, async () => {
    const search = { platform: 'linux' as const, arch: 'x64', folders: folders.map(at), except: bundled };
    assert.equal(await onPath({ ...search, list: list.map((one) => (one === '' ? '' : at(one))).join(path.delimiter) }), found);
  });
}

test('fallback: a relative entry of PATH names no program of the user', async () => {
  const list = [path.relative(process.cwd(), at('good')), '.', at('second')].join(path.delimiter);
  assert.equal(await onPath({ list, platform: 'linux', arch: 'x64', folders: [], except: bundled }), second);
});

test('fallback: nothing stands in for the bundled program before the user said so', async () => {
  const fallback = new Fallback(() => Promise.resolve(good));
  const own = { file: bundled, bundled: true };
  await fallback.refused(own);
  assert.equal(fallback.offer, good);
  assert.deepEqual(fallback.instead(own), own);
  fallback.accept();
  assert.deepEqual(fallback.instead(own), { file: good, bundled: false });
  assert.equal(fallback.offer, undefined, 'it is asked once');
});

test("fallback: for the user's own choice there is none", async () => {
  const fallback = new Fallback(() => Promise.resolve(good));
  const chosen = { file: '/opt/govitals', bundled: false };
  await fallback.refused(chosen);
  assert.equal(fallback.offer, undefined);
  fallback.accept();
  assert.deepEqual(fallback.instead(chosen), chosen);
});

test('fallback: without another program nothing is offered, and yes to nothing changes nothing', async () => {
  const fallback = new Fallback(() => Promise.resolve(undefined));
  const own = { file: bundled, bundled: true };
  await fallback.refused(own);
  fallback.accept();
  assert.deepEqual(fallback.instead(own), own);
});

test('fallback: a foreign program is refused before it is started, and one that is missing', async () => {
  const foreign = put('other', process.arch === 'x64' ? arm64 : x64);
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  for (const [file, words] of [[foreign, /built for linux-/], [at('none/govitals'), /install Go Vitals again/]] as const) {
    await assert.rejects(Sidecar.start({ file, bundled: true }, {}, 'test', log), (error: Error) => {
      assert.ok(error instanceof UnusableProgram, error.stack);
      assert.match(error.message, words);
      return true;
    });
  }
});
