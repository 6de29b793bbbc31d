import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CodeServer } from '../lib/codeserver.js';
import { elsewhere } from './stage.js';

/** On a machine that others use as well. */
const patience = 120_000;

/** A language pack without a word in it: the editor stays English, and says to its extensions that its language is Chinese. */
function languagePack({ home }: CodeServer): void {
  const data = path.join(home, 'data');
  const translations = path.join(data, 'vscode.i18n.json');
  writeFileSync(translations, JSON.stringify({ contents: {} }));
  const extensions = [{ extensionIdentifier: { id: 'none.language-pack', uuid: '00000000-0000-4000-8000-000000000000' }, version: '1.0.0' }];
  const pack = { hash: 'none', label: '中文(简体)', extensions, translations: { vscode: translations } };
  writeFileSync(path.join(data, 'languagepacks.json'), JSON.stringify({ 'zh-cn': pack }));
}

const chinese = (extensions: string[]) => new CodeServer({ extensions, args: ['--disable-workspace-trust', '--locale', 'zh-cn'] });

elsewhere('in a Chinese editor the findings are Chinese as well as the words around them', 'vendor-stale', chinese, async ({ workbench }) => {
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(/1 个错误.*vendor 目录与 go\.mod 不一致/, patience);
  await workbench.run('Go Vitals: 修复一个问题…');
  await workbench.quickPickRows(/Go Vitals：要修复哪个问题/, patience);
  await workbench.pickRow('重新写入 vendor 目录');
  const [apply] = await workbench.quickPickRows(/Go Vitals: 重新写入 vendor 目录/, patience);
  assert.match(apply ?? '', /应用[^]*运行 .*go mod vendor/);
  await workbench.pickRow('应用');
  await workbench.progress(/已修复并证实：重新写入 vendor 目录/, patience);
}, languagePack);
