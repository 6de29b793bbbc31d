package report

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// columns of a character on a screen: two for wide ones, none for marks that sit on another.
func columns(r rune) int {
	if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r) {
		return 0
	}
	if isWide(r) {
		return 2
	}
	return 1
}

// isWide is Unicode's East Asian width. What it calls ambiguous (“ ” · →) is narrow on all terminals but some old ones.
func isWide(r rune) bool {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return true
	}
	return false
}

// A piece is a part of a line that stays whole.
type piece struct {
	text   string
	spaced bool // a space stands before it
	breaks bool // a line may end before it although no space is there
}

// pieces are the words of a text. Chinese has no spaces between them: a line may end at each wide character, but none begins with a
// punctuation mark that closes and none ends with one that opens.
func pieces(s string) []piece {
	var out []piece
	for i, word := range strings.Split(s, " ") {
		first := true
		for rest := word; first || rest != ""; first = false {
			n := firstPiece(rest)
			out = append(out, piece{text: rest[:n], spaced: first && i > 0, breaks: !first})
			rest = rest[n:]
		}
	}
	return out
}

const (
	closers = "，。、；：！？）》〉」』】〕”’…％,.;:!?)]}%"
	openers = "（《〈「『【〔“‘([{"
)

// firstPiece is the length of the first piece of a word, in bytes.
func firstPiece(word string) int {
	var before rune
	for i, r := range word {
		if i > 0 && (isWide(before) || isWide(r)) && !strings.ContainsRune(openers, before) && !strings.ContainsRune(closers, r) && columns(r) > 0 && !inEscape(word[:i]) {
			return i
		}
		before = r
	}
	return len(word)
}

// inEscape reports that a text ends within the escape sequence of a colour, or with one: it belongs to what follows.
func inEscape(s string) bool {
	at := strings.LastIndexByte(s, '\x1b')
	if at < 0 {
		return false
	}
	end := strings.IndexByte(s[at:], 'm')
	return end < 0 || at+end == len(s)-1 && !strings.HasSuffix(s, reset)
}
