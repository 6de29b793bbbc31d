package report

// Plain makes words of other programs and files harmless on a screen, for renderings outside this package.
func Plain(s string) string { return clean(s) }

// PlainMarkdown does the same for Markdown: nothing in s is markup.
func PlainMarkdown(s string) string { return md(s) }
