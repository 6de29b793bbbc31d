package lang

import (
	"fmt"
	"strconv"
	"strings"
)

// Entry is a text and its translation.
type Entry struct {
	Context string // empty: a phrase, which is found by its English text
	English string // that was translated; if the code says another one by now, the translation is stale
	Text    string // empty: not translated yet
	Stale   bool   // marked as fuzzy: the English text changed after it was translated
	Comment string // for translators
	File    string // without its ending; Parse leaves it empty
}

// Parse reads a file of the format that gettext calls PO: of it comments, the mark fuzzy, msgctxt, msgid and msgstr are used, with strings that may
// go on in further lines. The entry of an empty msgid, which holds the header of the file, is left out.
func Parse(text string) ([]Entry, error) {
	var out []Entry
	now, field := Entry{}, (*string)(nil)
	end := func() {
		if now.English != "" {
			out = append(out, now)
		}
		now, field = Entry{}, nil
	}
	for n, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		keyword, rest, _ := strings.Cut(line, " ")
		switch {
		case line == "":
			end()
			continue
		case strings.HasPrefix(line, "#. "):
			now.Comment += strings.TrimPrefix(line, "#. ")
			continue
		case strings.HasPrefix(line, "#"):
			now.Stale = now.Stale || strings.HasPrefix(line, "#,") && strings.Contains(line, "fuzzy")
			continue
		case keyword == "msgctxt":
			field = &now.Context
		case keyword == "msgid":
			field = &now.English
		case keyword == "msgstr":
			field = &now.Text
		case strings.HasPrefix(line, `"`):
			rest = line
		default:
			return nil, fmt.Errorf("line %d: %q is neither a comment nor msgctxt, msgid, msgstr or a string", n+1, keyword)
		}
		part, err := strconv.Unquote(strings.TrimSpace(rest))
		if err != nil || field == nil {
			return nil, fmt.Errorf("line %d: a string in double quotes is wanted", n+1)
		}
		*field += part
	}
	end()
	return out, nil
}

// Format writes a file that Parse reads. language is that of the header.
func Format(language string, entries []Entry) string {
	var out strings.Builder
	fmt.Fprintf(&out, "msgid \"\"\nmsgstr \"\"\n%s\n%s\n", strconv.Quote("Language: "+language+"\n"), strconv.Quote("Content-Type: text/plain; charset=UTF-8\n"))
	for _, e := range entries {
		out.WriteString("\n")
		if e.Comment != "" {
			fmt.Fprintf(&out, "#. %s\n", e.Comment)
		}
		if e.Stale {
			out.WriteString("#, fuzzy\n")
		}
		if e.Context != "" {
			fmt.Fprintf(&out, "msgctxt %s\n", quoted(e.Context))
		}
		fmt.Fprintf(&out, "msgid %s\nmsgstr %s\n", quoted(e.English), quoted(e.Text))
	}
	return out.String()
}

// quoted writes a text of several lines as one string for each, as the tools of translators do.
func quoted(s string) string {
	lines := strings.SplitAfter(s, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	if len(lines) < 2 {
		return escaped(s)
	}
	out := `""`
	for _, line := range lines {
		out += "\n" + escaped(line)
	}
	return out
}

// escaped leaves letters of every language as they are.
func escaped(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
}
