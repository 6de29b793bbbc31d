import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A module as the cache of `go` has it: files by their path within the module. */
export interface Module {
  path: string;
  version: string;
  files: Readonly<Record<string, string>> & { readonly 'go.mod': string };
}

/** Lines of go.sum for a module. */
export function sums(module: Module): string {
  const { path: name, version, files } = module;
  return `${name} ${version} ${treeHash(module)}\n${name} ${version}/go.mod ${hash({ 'go.mod': files['go.mod'] })}\n`;
}

/** Puts a module into a module cache as a download leaves it, without a network and without the zip. */
export function addModule(cache: string, module: Module): void {
  const { path: name, version, files } = module;
  const download = path.join(cache, 'cache', 'download', name, '@v', version);
  const all = {
    [`${download}.info`]: JSON.stringify({ Version: version, Time: '2026-01-02T03:04:05Z' }),
    [`${download}.mod`]: files['go.mod'],
    [`${download}.ziphash`]: treeHash(module),
    [path.join(path.dirname(download), 'list')]: `${version}\n`,
  };
  for (const [file, text] of Object.entries(files)) all[path.join(sources(cache, module), file)] = text;
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Takes a module's sources away, as a cleaned cache does that `go` was not asked to clean. */
export function removeSources(cache: string, module: Module): void {
  rmSync(sources(cache, module), { recursive: true });
}

function sources(cache: string, { path: name, version }: Module): string {
  return path.join(cache, `${name}@${version}`);
}

function treeHash({ path: name, version, files }: Module): string {
  return hash(Object.fromEntries(Object.entries(files).map(([file, text]) => [`${name}@${version}/${file}`, text])));
}

/** The hash h1 of golang.org/x/mod/sumdb/dirhash: of the hashes of all files, sorted by name. */
function hash(files: Record<string, string>): string {
  const lines = Object.keys(files).sort().map((file) => `${sha256(files[file] ?? '').digest('hex')}  ${file}\n`);
  return `h1:${sha256(lines.join('')).digest('base64')}`;
}

function sha256(text: string) {
  return createHash('sha256').update(text);
}
