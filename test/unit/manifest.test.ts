import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../lib/env.js';

interface Setting {
  scope?: string;
  description?: string;
  markdownDescription?: string;
}

interface Manifest {
  version: string;
  main: string;
  files: string[];
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string; category: string; enablement?: string }[];
    configuration: { properties: Record<string, Setting> };
  };
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const settings = Object.entries(manifest.contributes.configuration.properties);

test('every command and setting is ours, and settings say what they do', () => {
  for (const { command, category } of manifest.contributes.commands) {
    assert.match(command, /^govitals\.[a-zA-Z]+$/);
    assert.equal(category, 'Go Vitals');
  }
  for (const [name, setting] of settings) {
    assert.match(name, /^govitals\.[a-zA-Z]+$/);
    assert.ok(setting.description ?? setting.markdownDescription, `${name} has no description`);
  }
});

test('what starts language servers of its own is offered only in a folder that is open and trusted', () => {
  const isolate = manifest.contributes.commands.find(({ command }) => command === 'govitals.isolate');
  assert.deepEqual(isolate?.enablement?.split(' && ').sort(), ['isWorkspaceTrusted', 'workspaceFolderCount > 0']);
});

test('a setting that names a program is withheld from untrusted folders and never comes from a folder', () => {
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  const programs = settings.filter(([name]) => /path|command|args|executable/i.test(name));
  assert.ok(programs.length > 0);
  for (const [name, { scope }] of programs) {
    assert.ok(restrictedConfigurations.includes(name), `${name} is not restricted`);
    assert.equal(scope, 'machine', `${name} could be set by a folder`);
  }
});

test('activation costs a window without Go nothing: no search through the tree, no start with the editor', () => {
  for (const event of manifest.activationEvents) {
    assert.doesNotMatch(event, /\*\*|^\*$|onStartupFinished/, event);
  }
});

test('the package whitelist holds the entry point, the sidecar and the licence', () => {
  for (const needed of [manifest.main.replace('./', ''), 'bin/**', 'LICENSE', 'CHANGELOG.md']) {
    assert.ok(manifest.files.includes(needed), `${needed} would not be packaged`);
  }
});

test('one runtime dependency, every version exact', () => {
  assert.deepEqual(Object.keys(manifest.dependencies), ['vscode-jsonrpc']);
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${name} is not pinned`);
  }
});

test('the shell reads the same version as Node does', () => {
  const script = '. scripts/lib/common.sh && version';
  const version = execFileSync('bash', ['-c', script], { cwd: root, encoding: 'utf8' }).trim();
  assert.equal(version, manifest.version);
});
