import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Module, sums } from './modulecache.js';

/** Files by their path within the folder. */
export type Files = Record<string, string>;

/** A program that asks everything of Go tooling that a diagnosis asks: same package, standard library, dependency. */
const program: Files = {
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
    'func main() {',
    '\tvar said sentence = line(greeting.Hello("gopher"))',
    '\tfmt.Println(said)',
    '}',
    '',
  ].join('\n'),
  'line.go': [
    'package main',
    '',
    'type sentence string',
    '',
    'func line(text string) sentence { return sentence(text + ".") }',
    '',
  ].join('\n'),
};

const greetingFiles = {
  'go.mod': 'module example.com/greeting\n\ngo 1.26\n',
  'greeting.go': [
    '// Package greeting says hello.',
    'package greeting',
    '',
    '// Hello greets somebody.',
    'func Hello(name string) string { return "hello " + name }',
    '',
  ].join('\n'),
};

/** The dependency of the folder `module-cache`, which a test puts into the module cache of its editor. */
export const greeting: Module = { path: 'example.com/greeting', version: 'v1.0.0', files: greetingFiles };

/** The program with its dependency beside it, so that it needs neither a cache nor a network. */
const module_: Files = {
  'go.mod': [
    'module example.com/healthy',
    '',
    'go 1.26',
    '',
    'require example.com/greeting v0.0.0',
    '',
    'replace example.com/greeting => ./greeting',
    '',
  ].join('\n'),
  ...program,
  'greeting/go.mod': greetingFiles['go.mod'],
  'greeting/greeting.go': greetingFiles['greeting.go'],
};

/** Files in a folder of that name. */
function below(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [`${folder}/${file}`, text]));
}

/** A directory that exists nowhere, for a GOROOT that cannot be right. */
export const wrongGoroot = '/nonexistent/goroot';

/** A gopls under another name, which a test puts into GOPATH/bin. */
export const renamedGopls = 'langserver';

/** The folders the tests open, by name. */
export const folders = {
  healthy: module_,
  'goroot-invalid': {
    ...module_,
    '.vscode/settings.json': JSON.stringify({ 'go.toolsEnvVars': { GOROOT: wrongGoroot } }, null, 2),
  },
  'gopls-flag': {
    ...module_,
    '.vscode/settings.json': JSON.stringify({ 'go.languageServerFlags': ['-nonsense'] }, null, 2),
  },
  'gopls-renamed': {
    ...module_,
    '.vscode/settings.json': JSON.stringify({ 'go.alternateTools': { gopls: renamedGopls } }, null, 2),
  },
  'gopls-setting': {
    ...module_,
    '.vscode/settings.json': JSON.stringify({ gopls: { hoverKnd: 'FullDocumentation' } }, null, 2),
  },
  'gopls-setting-commented': {
    ...module_,
    '.vscode/settings.json': [
      '{',
      '\t// The team agreed on these.',
      '\t"gopls": {',
      '\t\t// as in the handbook',
      '\t\t"hoverKnd": "FullDocumentation", // all of it',
      '\t},',
      '\t"editor.rulers": [100], // no wider',
      '}',
      '',
    ].join('\n'),
  },
  'vendor-stale': {
    ...module_,
    'vendor/modules.txt': '# example.com/greeting v0.0.0\n## explicit; go 1.26\nexample.com/greeting\n',
    'vendor/example.com/greeting/greeting.go': greetingFiles['greeting.go'],
  },
  'module-cache': {
    'go.mod': 'module example.com/cached\n\ngo 1.26\n\nrequire example.com/greeting v1.0.0\n',
    'go.sum': sums(greeting),
    ...program,
  },
  'multi-root': {
    'multi-root.code-workspace': '{\n  // two modules\n  "folders": [{ "path": "one" }, { "path": "two" }],\n  "settings": {},\n}\n',
    ...below('one', module_),
    ...below('two', module_),
  },
  'module-missing': {
    'main.go': 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("alone") }\n',
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
