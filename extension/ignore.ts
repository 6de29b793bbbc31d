import type { Ignored } from './protocol.js';

/** The values of one setting at its levels, as the editor tells them apart. */
export interface Levels {
  globalValue?: unknown;
  workspaceValue?: unknown;
  workspaceFolderValue?: unknown;
}

/** What is ignored at any level: the editor itself would take only the innermost list. Entries that are none are left out. */
export function ignoredAt(levels: readonly (Levels | undefined)[]): Ignored[] {
  const seen = new Map<string, Ignored>();
  for (const level of levels) {
    for (const list of [level?.globalValue, level?.workspaceValue, level?.workspaceFolderValue]) {
      for (const entry of entries(list)) seen.set(JSON.stringify(entry), entry);
    }
  }
  return [...seen.values()];
}

/** A level's list with one more entry; an older one about the same finding gives way. */
export function withIgnored(list: unknown, added: Ignored): Ignored[] {
  return [...entries(list).filter(({ finding }) => finding !== added.finding), added];
}

function entries(list: unknown): Ignored[] {
  if (!Array.isArray(list)) return [];
  return (list as unknown[]).flatMap((entry): Ignored[] => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { finding, reason, until } = entry as Record<string, unknown>;
    if (typeof finding !== 'string' || finding === '') return [];
    const out: Ignored = { finding, reason: typeof reason === 'string' ? reason : '' };
    if (typeof until === 'string' && until !== '') out.until = until;
    return [out];
  });
}
