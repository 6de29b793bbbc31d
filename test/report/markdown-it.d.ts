declare module 'markdown-it' {
  /** The parser of VS Code's Markdown preview, as far as the tests use it. */
  export default class MarkdownIt {
    constructor(options: { html: boolean; linkify: boolean });
    render(markdown: string): string;
  }
}
