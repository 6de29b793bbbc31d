import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { tooltipCommands } from '../../extension/badge.js';
import { type Actions, commands } from '../../extension/commands.js';
import { root } from '../lib/env.js';

interface Manifest {
  contributes: { commands: { command: string }[]; configuration: { properties: Record<string, unknown> } };
}
const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;

test('commands: the table and the manifest name the same', () => {
  assert.deepEqual(Object.keys(commands).sort(), contributes.commands.map(({ command }) => command).sort());
  for (const id of tooltipCommands) assert.ok(id in commands, id);
});

test('commands: each does what its name says', async () => {
  const done: string[] = [];
  const action = (name: string) => () => {
    done.push(name);
    return Promise.resolve();
  };
  const actions: Record<keyof Actions, () => Promise<void>> = {
    diagnose: action('diagnose'), isolate: action('isolate'), fix: action('fix'), undo: action('undo'), ignore: action('ignore'), showReport: action('showReport'),
    showPanel: action('showPanel'), exportReport: action('exportReport'), reportIssue: action('reportIssue'),
    showTree: action('showTree'), restartSidecar: action('restartSidecar'),
  };
  for (const run of Object.values(commands)) await run(actions);
  assert.deepEqual(done.map((name) => `govitals.${name}`), Object.keys(commands));
});

test('commands: every setting of the manifest is read, and no other', () => {
  const source = ['app', 'triggers', 'ignoring', 'facts'].map((name) => readFileSync(path.join(root, 'extension', `${name}.ts`), 'utf8')).join('\n');
  const read = new Set([...source.matchAll(/setting<\w+>\('(\w+)'\)|'govitals\.(\w+)'/g)].map((match) => match[1] ?? match[2]));
  const ids = Object.keys(commands).map((id) => id.replace('govitals.', ''));
  const settings = [...read].filter((name) => name !== undefined && !ids.includes(name)).map((name) => `govitals.${String(name)}`);
  assert.deepEqual(settings.sort(), Object.keys(contributes.configuration.properties).sort());
});
