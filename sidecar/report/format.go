package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Formats are what Render can write, the default first.
var Formats = []string{"text", "json", "markdown", "html", "sarif", "github", "junit"}

// Render writes a document in a format, without colours.
func Render(d Document, format string) (string, error) {
	switch format {
	case "text":
		return Text(d, TextOptions{}), nil
	case "json":
		return JSON(d)
	case "markdown":
		return Markdown(d), nil
	case "html":
		return HTML(d, HTMLOptions{})
	case "sarif":
		return SARIF(d)
	case "github":
		return GitHub(d), nil
	case "junit":
		return JUnit(d)
	}
	return "", fmt.Errorf("there is no format %q (there are: %s)", format, strings.Join(Formats, ", "))
}

// JSON writes any of the documents. The characters < and > stay as they are: they are those of the redaction's tokens.
func JSON(document any) (string, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(document); err != nil {
		return "", fmt.Errorf("write JSON: %w", err)
	}
	return visible(out.String()), nil
}

// visible escapes the characters that move a cursor or turn the order of others around, which JSON allows as they are. They can
// stand in strings alone.
func visible(json string) string {
	if !strings.ContainsFunc(json, concealed) {
		return json
	}
	var out strings.Builder
	for _, r := range json {
		if concealed(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

func concealed(r rune) bool { return r != '\n' && hidden(r) }
