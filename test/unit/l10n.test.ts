import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { root } from '../lib/env.js';

// What is said with a variable: the words of closed lists.
const words = ['error', 'warning', 'advice', 'inconclusive', 'user', 'workspace', 'folder', 'remote', 'default', 'language'];

const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>;
const numbers = (text: string) => (text.match(/\{\d+\}/g) ?? []).sort();

test('translations: every text of the extension is in the Chinese bundle, with the same arguments, and nothing else is', () => {
  const bundle = read('l10n/bundle.l10n.zh-cn.json');
  const said = new Set([...words, ...texts()]);
  assert.ok(said.size > 100, 'the texts are not found');
  assert.deepEqual([...said].filter((text) => !(text in bundle)), [], 'not translated');
  assert.deepEqual(Object.keys(bundle).filter((text) => !said.has(text)), [], 'said nowhere');
  for (const [text, translation] of Object.entries(bundle)) {
    assert.ok(typeof translation === 'string' && translation !== '', text);
    assert.deepEqual(numbers(translation), numbers(text), text);
  }
});

test('translations: the manifest says everything by key, in English and in Chinese', () => {
  const english = read('package.nls.json');
  const chinese = read('package.nls.zh-cn.json');
  const manifest = read('package.json');
  const keys = new Set<string>();
  const visit = (value: unknown, at: string) => {
    if (typeof value === 'string' && /\.(title|description|markdownDescription|\w*[dD]escriptions\.\d+)$/.test(at) && at !== '.contributes.configuration.title') {
      assert.match(value, /^%[\w.]+%$/, `${at} stands in package.json itself`);
      keys.add(value.slice(1, -1));
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) visit(inner, `${at}.${name}`);
    }
  };
  visit(manifest, '');
  assert.deepEqual(Object.keys(english).sort(), [...keys].sort());
  assert.deepEqual(Object.keys(chinese).sort(), [...keys].sort());
  for (const key of keys) {
    assert.ok(english[key] && chinese[key], key);
    assert.deepEqual(code(chinese[key]), code(english[key]), `${key}: what stands in backquotes is no word to translate`);
  }
});

const code = (text: unknown) => (String(text).match(/`[^`]*`/g) ?? []).sort();

/** The literals that the extension gives to say, vscode.l10n.t and count. */
function texts(): string[] {
  const found: string[] = [];
  const folder = path.join(root, 'extension');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.ts'))) {
    const source = ts.createSourceFile(name, readFileSync(path.join(folder, name), 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (node: ts.Node) => {
      if (ts.isCallExpression(node)) {
        for (const text of spoken(node, source)) if (ts.isStringLiteralLike(text)) found.push(text.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return found;
}

function spoken({ expression, arguments: given }: ts.CallExpression, source: ts.SourceFile): readonly ts.Expression[] {
  const name = expression.getText(source);
  if (name === 'count') return given.slice(2, 4);
  return name === 'say' || name.endsWith('.say') || name.endsWith('l10n.t') ? given.slice(0, 1) : [];
}
