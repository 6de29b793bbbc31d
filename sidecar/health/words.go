package health

import (
	"strings"
	"unicode/utf8"
)

// Words makes a program's words fit for a snapshot: no secrets, no terminal codes, valid UTF-8, at most limit bytes.
func Words(text string, limit int) Text {
	if len(text) > 4*limit {
		text = text[:4*limit] // a flood would keep the expressions of CleanText busy
	}
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD")))
	text = CleanText(text)
	if len(text) > limit {
		for limit > 0 && !utf8.RuneStart(text[limit]) {
			limit--
		}
		text = text[:limit] + "…"
	}
	return Text(text)
}
