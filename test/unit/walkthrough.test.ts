import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commands } from '../../extension/commands.js';
import { root } from '../lib/env.js';

interface Step {
  id: string;
  description: string;
  media: { markdown: string };
  completionEvents: string[];
}

interface Manifest {
  files: string[];
  contributes: { walkthroughs: { id: string; steps: Step[] }[] };
}

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const json = (file: string) => JSON.parse(read(file)) as unknown;
const manifest = json('package.json') as Manifest;
const [walkthrough, ...others] = manifest.contributes.walkthroughs;
const steps = walkthrough?.steps ?? [];
const texts = ['package.nls.json', 'package.nls.zh-cn.json'].map((file) => json(file) as Record<string, string>);

test('walkthrough: every step has a page in both languages, and the folder holds no other', () => {
  assert.equal(others.length, 0);
  assert.ok(steps.length >= 4);
  const pages = steps.flatMap(({ media: { markdown } }) => [markdown, markdown.replace(/\.md$/, '.nls.zh-cn.md')]);
  for (const page of pages) {
    assert.ok(existsSync(path.join(root, page)), `${page} is missing`);
    assert.match(read(page), /^## \S/, `${page} has no heading`);
  }
  const folder = path.join('extension', 'walkthrough');
  assert.deepEqual(readdirSync(path.join(root, folder)).sort(), pages.map((page) => path.basename(page)).sort());
  assert.ok(manifest.files.includes('extension/walkthrough/*.md'), 'the pages are not packaged');
});

test('walkthrough: the button of a step runs a command of ours in both languages, and running it completes the step', () => {
  for (const { id, description, completionEvents } of steps) {
    const [event = '', ...more] = completionEvents;
    assert.equal(more.length, 0, id);
    const command = event.replace(/^onCommand:/, '');
    assert.ok(command in commands, `${id}: there is no command ${command}`);
    for (const text of texts) {
      const links = [...(text[description.slice(1, -1)] ?? '').matchAll(/\]\(command:([\w.]+)\)/g)].map(([, to]) => to);
      assert.deepEqual(links, [command], id);
    }
  }
});

test('walkthrough: the pages say the same in both languages, as far as code, lists and tables tell', () => {
  const shape = (text: string) => ({
    code: (text.match(/`[^`\n]+`/g) ?? []).sort(),
    rows: text.split('\n').filter((line) => /^(\||-|\d+\.) /.test(line)).length,
  });
  for (const { media: { markdown } } of steps) {
    assert.deepEqual(shape(read(markdown.replace(/\.md$/, '.nls.zh-cn.md'))), shape(read(markdown)), markdown);
  }
});
