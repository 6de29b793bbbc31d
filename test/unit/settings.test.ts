import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declaredKeys, type Inspected, knownKeys, settingsOf, undeclaredKeys } from '../../extension/settings.js';

/** A fake inspect(): values of the window and of folders by key. */
function ask(
  window: Record<string, Inspected>,
  { folders = {}, workspaceFile = false, declared = new Map<string, unknown>() }: {
    folders?: Record<string, Record<string, Inspected>>;
    workspaceFile?: boolean;
    declared?: Map<string, unknown>;
  } = {},
) {
  return settingsOf({
    inspect: (key, folder) => (folder === undefined ? window[key] : folders[folder]?.[key]),
    keys: [...Object.keys(window), ...declared.keys()],
    folders: Object.keys(folders),
    workspaceFile,
    declared,
  });
}

test('settings: nobody set anything', () => {
  assert.deepEqual(ask({ 'go.goroot': { defaultValue: null } }), []);
  assert.deepEqual(settingsOf({ inspect: () => undefined, keys: knownKeys, folders: ['/a'], workspaceFile: false, declared: new Map() }), []);
});

test('settings: false, null, 0 and the empty string are values', () => {
  for (const value of [false, null, 0, '']) {
    assert.deepEqual(ask({ gopls: { globalValue: value } }), [{ key: 'gopls', scope: 'user', value }]);
  }
});

test('settings: user and workspace each keep their own value', () => {
  const got = ask({ 'go.goroot': { globalValue: '/u', workspaceValue: '/w' } });
  assert.deepEqual(got, [
    { key: 'go.goroot', scope: 'user', value: '/u' },
    { key: 'go.goroot', scope: 'workspace', value: '/w' },
  ]);
});

test('settings: in a remote window the user and the machine are told apart', () => {
  const got = ask({ 'go.gopath': { globalValue: '/r', globalLocalValue: '/l', globalRemoteValue: '/r' } });
  assert.deepEqual(got, [
    { key: 'go.gopath', scope: 'user', value: '/l' },
    { key: 'go.gopath', scope: 'remote', value: '/r' },
  ]);
  const remoteOnly = ask({ 'go.gopath': { globalValue: '/r', globalRemoteValue: '/r' } });
  assert.deepEqual(remoteOnly, [{ key: 'go.gopath', scope: 'remote', value: '/r' }], 'never as the value of the user');
});

test('settings: the only folder of a window is its workspace', () => {
  const folders = { '/a': { gopls: { workspaceValue: { a: 1 }, workspaceFolderValue: { a: 1 } } } };
  assert.deepEqual(ask({ gopls: { workspaceValue: { a: 1 } } }, { folders }), [{ key: 'gopls', scope: 'workspace', value: { a: 1 } }]);
  const late = { '/a': { gopls: { workspaceFolderValue: { a: 1 } } } };
  assert.deepEqual(ask({ gopls: {} }, { folders: late }), [{ key: 'gopls', scope: 'workspace', value: { a: 1 } }]);
});

test('settings: with a workspace file each folder has a level of its own', () => {
  const got = ask(
    { gopls: { workspaceValue: 'w' } },
    { workspaceFile: true, folders: { '/a': { gopls: { workspaceFolderValue: 'a' } }, '/b': { gopls: {} } } },
  );
  assert.deepEqual(got, [
    { key: 'gopls', scope: 'workspace', value: 'w' },
    { key: 'gopls', scope: 'folder', folder: '/a', value: 'a' },
  ]);
});

test("settings: a default counts only if it is another than the owner's", () => {
  const declared = new Map<string, unknown>([['go.lintTool', 'staticcheck'], ['go.buildTags', '']]);
  const got = ask(
    { 'go.lintTool': { defaultValue: 'golangci-lint' }, 'go.buildTags': { defaultValue: '' }, 'http.proxy': { defaultValue: 'x' } },
    { declared },
  );
  assert.deepEqual(got, [{ key: 'go.lintTool', scope: 'default', value: 'golangci-lint' }]);
});

test('settings: a value in a language block is told as what it is', () => {
  assert.deepEqual(ask({ 'go.formatTool': { globalLanguageValue: 'gofmt' } }), [
    { key: 'go.formatTool', scope: 'language', value: 'gofmt' },
  ]);
});

const manifests: { name: string; manifest: unknown; keys: string[] }[] = [
  { name: 'one object', manifest: { contributes: { configuration: { properties: { 'go.a': { default: 1 }, other: {} } } } }, keys: ['go.a'] },
  { name: 'a list', manifest: { contributes: { configuration: [{ properties: { 'go.a': {} } }, { properties: { 'go.b': {} } }] } }, keys: ['go.a', 'go.b'] },
  { name: 'none', manifest: undefined, keys: [] },
  { name: 'nonsense', manifest: { contributes: { configuration: [null, 3, { properties: 'x' }] } }, keys: [] },
];
for (const { name, manifest, keys } of manifests) {
  test(`settings: keys of a manifest with ${name}`, () => {
    assert.deepEqual([...declaredKeys(manifest).keys()], keys);
  });
}

test('settings: keys that nobody declares are found at any depth, and declared objects are not looked into', () => {
  const declared = new Map<string, unknown>([['go.goroot', null], ['go.toolsEnvVars', {}], ['go.toolsManagement.go', '']]);
  const value = { goroot: '/x', toolsEnvVars: { A: 'b' }, toolsManagement: { go: '', mode: 'auto' }, goplsArgs: ['-x'], empty: {} };
  assert.deepEqual(undeclaredKeys('go', value, declared), ['go.toolsManagement.mode', 'go.goplsArgs']);
  assert.deepEqual(undeclaredKeys('go', undefined, declared), []);
});
