import { createHash } from 'node:crypto';
import type { Memory } from './news.js';
import { documentText, type Place, samePlace, sameValue, smallestEdit } from './settingvalue.js';

/** What a fix changed in the text of a settings file, so that it can be given back to the letter. */
export interface SettingEdit {
  place: Place;
  /** The value before. */
  was: unknown;
  /** Where the texts begin, in a document: no byte order mark, one kind of line end. */
  start: number;
  removed: string;
  inserted: string;
  /** The text around them, by which the place is found again after somebody typed elsewhere in the file. */
  head: string;
  tail: string;
  /** Fingerprint of the whole text that the fix left. */
  left: string;
}

const key = 'settingEdits';
const most = 40;
const around = 80;

export function editOf(place: Place, was: unknown, from: string, to: string): SettingEdit {
  const [before, after] = [documentText(from), documentText(to)];
  const { start, end, text } = smallestEdit(before, after);
  const { scope, folder, file, key: name, member } = place;
  return {
    place: { scope, folder, file, key: name, member }, was, start, removed: before.slice(start, end), inserted: text, left: fingerprint(after),
    head: before.slice(Math.max(0, start - around), start), tail: before.slice(end, end + around),
  };
}

/** The text before the edit, with whatever changed elsewhere since; undefined if its place is not to be found for certain. */
export function reverted({ start, removed, inserted, head, tail, left }: SettingEdit, text: string): string | undefined {
  const now = documentText(text);
  const found = head + inserted + tail;
  const first = now.indexOf(found);
  const sure = fingerprint(now) === left ? start : first >= 0 && now.indexOf(found, first + 1) < 0 ? first + head.length : -1;
  return sure < 0 ? undefined : now.slice(0, sure) + removed + now.slice(sure + inserted.length);
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** The edits of settings files that can be taken back, the newest last. They outlive the window: undo may come after its reload. */
export class SettingEdits {
  constructor(private readonly memory: Memory) {}

  async add(edit: SettingEdit): Promise<void> {
    await this.memory.update(key, [...this.all(), edit].slice(-most));
  }

  /** Those that took this value away. */
  of(place: Place, was: unknown): SettingEdit[] {
    return this.all().filter((edit) => samePlace(edit.place, place) && sameValue(edit.was, was));
  }

  async forget(edit: SettingEdit): Promise<void> {
    const same = (other: SettingEdit) => samePlace(other.place, edit.place) && other.left === edit.left && other.removed === edit.removed;
    await this.memory.update(key, this.all().filter((other) => !same(other)));
  }

  private all(): SettingEdit[] {
    return this.memory.get<SettingEdit[]>(key, []);
  }
}
