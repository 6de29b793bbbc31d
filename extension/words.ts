/**
 * Translates a text for the user and fills in {0}, {1} …: vscode.l10n.t in the editor. It is handed to the views,
 * so that they stay free of `vscode` and can be tested without it.
 */
export type Say = (text: string, ...args: (string | number)[]) => string;

/** The English text itself. */
export const plain: Say = (text, ...args) =>
  text.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));

/** One text for one thing, another for several; {0} is the number. */
export function count(say: Say, n: number, one: string, many: string): string {
  return n === 1 ? say(one, n) : say(many, n);
}

/**
 * Text of others inside our Markdown: a folder named `[x](command:…)` or `$(trash)` must neither become a link nor an
 * icon, and a newline must not end our list.
 */
export function markdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+\-!~|<>$&]/g, '\\$&');
}

/** A label draws `$(name)` as an icon; a folder may be named so. */
export function plainIcons(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}

/** What an error says, without its stack. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
