import type { EditorStepParams } from './protocol.js';
import type { Inspected } from './settings.js';

/** Which setting, and where it stands. */
export type Place = Pick<EditorStepParams, 'scope' | 'folder' | 'file' | 'key' | 'member'>;

/** The whole value that stands at the scope; undefined if none does. `folder` is what inspect() says for its folder. */
export function valueAt(scope: Place['scope'], window: Inspected, folder: Inspected): unknown {
  switch (scope) {
    case 'user':
      return window.globalLocalValue ?? (window.globalRemoteValue === undefined ? window.globalValue : undefined);
    case 'remote':
      return window.globalRemoteValue;
    case 'workspace':
      // A window with one folder has its settings there, and inspect() may call that the folder's.
      return window.workspaceValue ?? folder.workspaceFolderValue;
    case 'folder':
      return folder.workspaceFolderValue;
    case 'language':
      return window.globalLanguageValue ?? window.workspaceLanguageValue;
    case 'default':
    case '':
      return window.defaultValue;
  }
}

/** One member of a setting, or the whole of it; null if it is not set. */
export function memberOf(whole: unknown, member: string): unknown {
  if (member === '') return whole ?? null;
  return isObject(whole) && Object.hasOwn(whole, member) ? (whole[member] ?? null) : null;
}

/** The setting with another value of one member; undefined removes the setting. */
export function withMember(whole: unknown, member: string, value: unknown): unknown {
  if (member === '') return value ?? undefined;
  const out = isObject(whole) ? { ...whole } : {};
  if (value === null || value === undefined) delete out[member];
  else out[member] = value;
  return out;
}

/** The same JSON value; the order of members says nothing. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return (a ?? null) === (b ?? null);
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && sameValue(a[name], b[name]));
}

export function samePlace(a: Place, b: Place): boolean {
  return a.scope === b.scope && a.key === b.key && a.member === b.member && a.file === b.file;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text as a document holds it: no byte order mark, one kind of line end. */
export function documentText(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
}

/** What to replace, as offsets, so that the cursor stays where nothing changes. */
export function smallestEdit(from: string, to: string): { start: number; end: number; text: string } {
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from[start] === to[start]) start++;
  let tail = 0;
  while (tail < most - start && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++;
  return { start, end: from.length - tail, text: to.slice(start, to.length - tail) };
}
