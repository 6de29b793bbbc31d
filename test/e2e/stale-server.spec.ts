import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { CodeServer } from '../lib/codeserver.js';
import { greeting } from '../lib/folders.js';
import { addModule, removeSources } from '../lib/modulecache.js';
import { spec } from './stage.js';
import type { Workbench } from './workbench.js';

const healthy = /^Go Vitals: healthy/;

/** The cache of this server alone: its home is private. */
const cacheOf = ({ home }: CodeServer) => path.join(home, 'go', 'pkg', 'mod');

/** Diagnoses and gives the rows of the list, by the rung they speak of; the list stays open. */
async function rungs(workbench: Workbench): Promise<{ own: string; fresh: string; all: string }> {
  await workbench.run('Go Vitals: Diagnose Go Environment');
  const rows = await workbench.quickPickRows(/Go Vitals/);
  const row = (name: RegExp) => rows.find((text) => name.test(text)) ?? '';
  return { own: row(/\b0 your running gopls/), fresh: row(/\b1 a fresh gopls/), all: rows.join('\n---\n') };
}

spec('a server that slept through a repair is found stale, and its restart mends it', 'module-cache', async ({ workbench, folder, server }) => {
  const cache = cacheOf(server);
  await workbench.openFile('main.go');
  await workbench.badgeBecomes(healthy);

  removeSources(cache, greeting);
  // gopls watches no module cache; a change of go.mod makes it load anew and find the dependency gone.
  appendFileSync(path.join(folder, 'go.mod'), '\n// loaded anew\n');
  await workbench.badgeBecomes(/Not downloaded|error/);
  const broken = await rungs(workbench);
  assert.match(broken.own, /fails/, broken.all);
  assert.match(broken.fresh, /fails/, broken.all);
  assert.doesNotMatch(broken.all, /gopls-stale|Restart Language Server/, 'as long as the dependency is gone, no server works');
  await workbench.dismissQuickPick();

  addModule(cache, greeting);
  const mended = await rungs(workbench);
  assert.match(mended.own, /fails/, mended.all);
  assert.match(mended.fresh, /holds/, mended.all);
  assert.match(mended.all, /gopls-stale/);
  const badge = await workbench.badgeBecomes(/^Go Vitals: 1 error.*running gopls.*fresh/);
  assert.equal(badge.kind, 'error');

  assert.deepEqual(await workbench.notifications(), [], 'the list is open: nobody needs a notification as well');
  await workbench.pickRow('Restart Language Server');
  await workbench.badgeBecomes(healthy);
}, (server) => { addModule(cacheOf(server), greeting); });
