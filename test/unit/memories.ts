import type { Memory } from '../../extension/news.js';

/** What the editor remembers between windows; values go through JSON, as they do there. */
export function memory(): Memory {
  const kept = new Map<string, string>();
  return {
    get: <T>(key: string, fallback: T) => (kept.has(key) ? (JSON.parse(kept.get(key) ?? '') as T) : fallback),
    update: (key, value) => {
      kept.set(key, JSON.stringify(value));
      return Promise.resolve();
    },
  };
}
