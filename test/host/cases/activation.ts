import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { until } from '../../lib/processes.js';
import type { Case } from '../case.js';
import { extension } from './kit.js';

interface Manifest {
  contributes: { commands: { command: string }[] };
}

export const inGoFolder: Case[] = [
  {
    name: 'a folder with go.mod wakes the extension',
    run: async () => {
      await until('the extension is active', () => extension().isActive, { timeout: 30_000 });
    },
  },
  {
    name: 'every command of the manifest is registered, and no other of ours',
    run: async () => {
      await extension().activate();
      const { contributes } = extension().packageJSON as Manifest;
      const all = await vscode.commands.getCommands(true);
      const ours = all.filter((command) => command.startsWith('govitals.'));
      assert.deepEqual(ours.sort(), contributes.commands.map(({ command }) => command).sort());
    },
  },
];

export const withoutGo: Case[] = [
  {
    name: 'a folder without Go leaves the extension asleep',
    run: async () => {
      // The other extensions have started by the time a command of theirs answers; ours would have by now as well.
      await vscode.commands.executeCommand('workbench.action.files.saveAll');
      assert.equal(extension().isActive, false);
    },
  },
  {
    name: 'woken by hand it starts, and its start is measured',
    run: async () => {
      const vitals = await extension().activate();
      assert.ok(extension().isActive);
      assert.ok(vitals.activationMs > 0);
      assert.equal(vitals.badge().visible, false, 'still no Go here');
      // What we do ourselves within activate(); scripts/bench reads it. A limit here would fail on a busy machine.
      const file = process.env['GOVITALS_MEASURES'];
      if (file) writeFileSync(file, vitals.activationMs.toFixed(1));
    },
  },
];
