import assert from 'node:assert/strict';
import type { CodeServer } from '../lib/codeserver.js';
import { kill, until } from '../lib/processes.js';
import { spec } from './stage.js';

/** The server of the window, once it is the nth that answers: one that dies before is not started again, but given up. */
async function server(on: CodeServer, nth: number): Promise<number> {
  return until(`gopls number ${String(nth)}`, () => {
    const all = on.processes();
    const hosts = all.filter(({ argv }) => argv.includes('--type=extensionHost')).map(({ pid }) => pid);
    const [gopls] = all.filter(({ parent, argv }) => hosts.includes(parent) && /(^|\/)gopls( |$)/.test(argv) && !argv.includes('telemetry'));
    return on.logOf('gopls (server).log').split('Created View').length > nth && gopls?.pid;
  }, { sight: () => Promise.resolve([on.processes(), on.logOf('gopls (server).log').slice(-2_000)]) });
}

spec('five deaths of gopls are told one by one, and the last as an error, while the Go extension shows its bolt', 'healthy', async (scene) => {
  const { workbench } = scene;
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(/^Go Vitals: healthy/);
  for (let death = 1; death < 5; death++) {
    kill(await server(scene.server, death));
    await workbench.badgeBecomes(new RegExp(`gopls died \\(${String(death)} of 5\\)`));
  }
  kill(await server(scene.server, 5));
  const dead = await workbench.badgeBecomes(/gopls (died|crashed) 5 times and is not started again/);
  assert.equal(dead.kind, 'error');
  assert.ok(await workbench.showsBolt(), 'the Go extension claims that all is well');

  const diagnosed = await workbench.badgeBecomes(/^Go Vitals: 1 error, gopls crashed 5 times/);
  assert.equal(diagnosed.kind, 'error');
  const told = (await workbench.notifications()).filter((text) => text.includes('Go Vitals'));
  assert.ok(told.length <= 1, told.join('\n'));

  await workbench.run('Go Vitals: Show Report');
  const moment = /\d\d:\d\d:\d\d crash (\d) of 5 \(signal SIGKILL\)/;
  const items = (await workbench.previewItems(moment)).map(({ text }) => text);
  assert.deepEqual(items.flatMap((text) => moment.exec(text)?.[1] ?? []), ['1', '2', '3', '4', '5'], items.join('\n'));

  await workbench.run('Go Vitals: Diagnose Go Environment');
  const rows = await workbench.quickPickRows(/Go Vitals/);
  assert.match(rows.join('\n'), /gopls-crash-loop/);
  await workbench.pickRow('Restart Language Server');
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(/^Go Vitals: healthy/);
});
