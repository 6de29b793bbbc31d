import path from 'node:path';

/** Where the sidecar is and who says so. */
export interface Program {
  file: string;
  /** It came with the extension, so its mode bits are ours to mend. */
  bundled: boolean;
}

/** The program to start: the user's own by setting, else the bundled one. Throws if the setting cannot be used. */
export function locate(setting: string, extensionPath: string, platform: NodeJS.Platform): Program {
  const chosen = setting.trim();
  if (chosen === '') {
    const name = platform === 'win32' ? 'govitals.exe' : 'govitals';
    return { file: path.join(extensionPath, 'bin', name), bundled: true };
  }
  if (!path.isAbsolute(chosen)) {
    throw new Error(`the setting govitals.sidecarPath is not an absolute path: ${chosen}`);
  }
  return { file: chosen, bundled: false };
}

/** The system and processor an executable was built for, from its first bytes; undefined if it is neither of them. */
export function builtFor(head: Uint8Array): { platform: string; arch: string | undefined } | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.length < 20) return undefined;
  if (bytes.toString('latin1', 0, 4) === '\x7fELF') {
    return { platform: 'linux', arch: named(bytes.readUInt16LE(18), { 0x3e: 'x64', 0xb7: 'arm64' }) };
  }
  if (bytes.readUInt32LE(0) === 0xfeedfacf) {
    return { platform: 'darwin', arch: named(bytes.readUInt32LE(4), { 0x01000007: 'x64', 0x0100000c: 'arm64' }) };
  }
  if (bytes.toString('latin1', 0, 2) !== 'MZ') return undefined;
  // The machine field stands behind the signature at the offset that the DOS header names.
  const at = bytes.length >= 64 ? bytes.readUInt32LE(60) : bytes.length;
  const machine = at + 6 <= bytes.length ? bytes.readUInt16LE(at + 4) : 0;
  return { platform: 'win32', arch: named(machine, { 0x8664: 'x64', 0xaa64: 'arm64' }) };
}

function named(value: number, names: Record<number, string>): string | undefined {
  return names[value];
}

/**
 * Why an executable cannot run here; undefined if it can or its format is not known (a script of the user's). An
 * editor may install a package made for another platform without a word, and Linux would then run it as a shell script.
 */
export function mismatch(head: Uint8Array, platform: string, arch: string): string | undefined {
  const built = builtFor(head);
  if (!built) return undefined;
  // macOS and Windows on Arm run x64 programs by translation.
  const translated = platform !== 'linux' && arch === 'arm64' && built.arch === 'x64';
  if (built.platform === platform && (built.arch === undefined || built.arch === arch || translated)) return undefined;
  const made = `${built.platform}-${built.arch ?? 'unknown'}`;
  return `it was built for ${made} and this machine is ${platform}-${arch}: install the package of Go Vitals for this platform`;
}
