import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Files by their path within the folder. */
export type Files = Record<string, string>;

/** A module that asks everything of Go tooling that a diagnosis asks: same package, standard library, dependency. */
const module_: Files = {
  'go.mod': [
    'module example.com/healthy',
    '',
    'go 1.26',
    '',
    'require example.com/greeting v0.0.0',
    '',
    // A dependency without a network.
    'replace example.com/greeting => ./greeting',
    '',
  ].join('\n'),
  'main.go': [
    '// Command healthy greets.',
    'package main',
    '',
    'import (',
    '\t"fmt"',
    '',
    '\t"example.com/greeting"',
    ')',
    '',
    'func main() { fmt.Println(line(greeting.Hello("gopher"))) }',
    '',
  ].join('\n'),
  'line.go': ['package main', '', 'func line(text string) string { return text + "." }', ''].join('\n'),
  'greeting/go.mod': 'module example.com/greeting\n\ngo 1.26\n',
  'greeting/greeting.go': [
    '// Package greeting says hello.',
    'package greeting',
    '',
    '// Hello greets somebody.',
    'func Hello(name string) string { return "hello " + name }',
    '',
  ].join('\n'),
};

/** A directory that exists nowhere, for a GOROOT that cannot be right. */
export const wrongGoroot = '/nonexistent/goroot';

/** The folders the tests open, by name. */
export const folders = {
  healthy: module_,
  'goroot-invalid': {
    ...module_,
    '.vscode/settings.json': JSON.stringify({ 'go.toolsEnvVars': { GOROOT: wrongGoroot } }, null, 2),
  },
  'gopls-setting': {
    ...module_,
    '.vscode/settings.json': JSON.stringify({ gopls: { hoverKnd: 'FullDocumentation' } }, null, 2),
  },
  'without-go': { 'README.md': 'No Go here.\n' },
} satisfies Record<string, Files>;

export type FolderName = keyof typeof folders;

/** Writes a folder below parent; the path is real, since the extension host would show a symlinked /tmp otherwise. */
export function makeFolder(parent: string, name: FolderName): string {
  const folder = path.join(realpathSync(parent), name);
  for (const [file, text] of Object.entries(folders[name])) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
  return folder;
}
