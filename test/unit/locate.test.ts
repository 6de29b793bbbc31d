import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { builtFor, locate, mismatch } from '../../extension/locate.js';

test('locate: the bundled program, by platform', () => {
  assert.deepEqual(locate('', '/ext', 'linux'), { file: path.join('/ext', 'bin', 'govitals'), bundled: true });
  assert.deepEqual(locate('  ', '/ext', 'win32'), { file: path.join('/ext', 'bin', 'govitals.exe'), bundled: true });
});

test("locate: the user's own goes first, and only by an absolute path", () => {
  assert.deepEqual(locate(' /opt/govitals ', '/ext', 'linux'), { file: '/opt/govitals', bundled: false });
  assert.throws(() => locate('bin/govitals', '/ext', 'linux'), /not an absolute path: bin\/govitals/);
});

/** Headers as linkers write them: only the fields that say what it was built for. */
function elf(machine: number): Buffer {
  const head = Buffer.alloc(64);
  head.write('\x7fELF', 'latin1');
  head.writeUInt16LE(machine, 18);
  return head;
}
function macho(cpu: number): Buffer {
  const head = Buffer.alloc(64);
  head.writeUInt32LE(0xfeedfacf, 0);
  head.writeUInt32LE(cpu, 4);
  return head;
}
function pe(machine: number): Buffer {
  const head = Buffer.alloc(256);
  head.write('MZ', 'latin1');
  head.writeUInt32LE(128, 60);
  head.write('PE\0\0', 128, 'latin1');
  head.writeUInt16LE(machine, 132);
  return head;
}

const linuxX64 = elf(0x3e);
const macX64 = macho(0x01000007);
const macArm64 = macho(0x0100000c);
const windowsX64 = pe(0x8664);

const programs: { name: string; head: Buffer; platform: string; arch: string; runs: boolean }[] = [
  { name: 'Linux on x64', head: linuxX64, platform: 'linux', arch: 'x64', runs: true },
  { name: 'Linux x64 on Arm', head: linuxX64, platform: 'linux', arch: 'arm64', runs: false },
  { name: 'Linux on macOS', head: linuxX64, platform: 'darwin', arch: 'x64', runs: false },
  { name: 'macOS on Linux, where the kernel would hand it to a shell', head: macArm64, platform: 'linux', arch: 'arm64', runs: false },
  { name: 'macOS x64 on Arm, translated', head: macX64, platform: 'darwin', arch: 'arm64', runs: true },
  { name: 'macOS Arm on x64', head: macArm64, platform: 'darwin', arch: 'x64', runs: false },
  { name: 'Windows x64 on Arm, translated', head: windowsX64, platform: 'win32', arch: 'arm64', runs: true },
  { name: 'Windows on Linux', head: windowsX64, platform: 'linux', arch: 'x64', runs: false },
  { name: 'a script of the user', head: Buffer.from('#!/bin/sh\nexec govitals "$@"\n'), platform: 'linux', arch: 'x64', runs: true },
  { name: 'an empty file', head: Buffer.alloc(0), platform: 'linux', arch: 'x64', runs: true },
];

for (const { name, head, platform, arch, runs } of programs) {
  test(`locate: ${name} ${runs ? 'runs' : 'is refused with the platform named'}`, () => {
    const reason = mismatch(head, platform, arch);
    if (runs) assert.equal(reason, undefined);
    else assert.match(reason ?? '', new RegExp(`this machine is ${platform}-${arch}`));
  });
}

test('locate: the Node that runs this test was built for this machine', () => {
  assert.deepEqual(builtFor(readFileSync(process.execPath).subarray(0, 4096)), { platform: process.platform, arch: process.arch });
});
