package compare

import (
	"fmt"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
	"github.com/govitals/govitals/sidecar/report"
)

// Formats are what Render can write, the default first.
var Formats = []string{"text", "json", "markdown"}

// Render writes a comparison.
func Render(d Document, format string, words health.Catalogue, say *lang.Printer) (string, error) {
	switch format {
	case "json":
		return report.JSON(d)
	case "markdown":
		return d.markdown(words, say), nil
	case "text":
		return d.text(words, say), nil
	}
	return "", fmt.Errorf("there is no format %q (there are: %s)", format, strings.Join(Formats, ", "))
}

// headings of the kinds, in the order of the document.
var headings = []struct {
	kind  Kind
	title health.MessageID
}{
	{KindBadge, "compare.heading-badge"}, {KindFinding, "compare.heading-finding"}, {KindLadder, "compare.heading-ladder"}, {KindFolder, "compare.heading-folder"},
	{KindModule, "compare.heading-module"}, {KindVersion, "compare.heading-version"}, {KindSystem, "compare.heading-system"}, {KindVariable, "compare.heading-variable"},
	{KindGOENV, "compare.heading-goenv"}, {KindGoEnv, "compare.heading-go-env"}, {KindSetting, "compare.heading-setting"}, {KindProbe, "compare.heading-probe"},
}

var marks = map[How]string{New: "+", Gone: "-", Changed: "~"}

// section is the changes of one kind, of which there are some.
type section struct {
	title   health.Text
	changes []Change
}

func (d Document) sections(words health.Catalogue) (out []section) {
	for _, h := range headings {
		s := section{title: words.Title(health.Message{ID: h.title})}
		for _, c := range d.Changes {
			if c.Kind == h.kind {
				s.changes = append(s.changes, c)
			}
		}
		if len(s.changes) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func (d Document) text(words health.Catalogue, say *lang.Printer) string {
	var out strings.Builder
	for _, e := range []struct {
		name string
		end  End
	}{{"A", d.A}, {"B", d.B}} {
		fmt.Fprintf(&out, "%s  %s\n", e.name, report.Plain(e.end.words(say)))
	}
	fmt.Fprintf(&out, "\n%s.\n", report.Plain(d.Summary))
	for _, s := range d.sections(words) {
		fmt.Fprintf(&out, "\n%s\n", s.title)
		for _, c := range s.changes {
			fmt.Fprintf(&out, "  %s %s\n", marks[c.How], report.Plain(c.Words))
		}
	}
	for i, note := range d.Notes {
		if i == 0 {
			out.WriteByte('\n')
		}
		out.WriteString(say.Say("Note: %s.", report.Plain(note)) + "\n")
	}
	return out.String()
}

func (d Document) markdown(words health.Catalogue, say *lang.Printer) string {
	var out strings.Builder
	fmt.Fprintf(&out, "## %s\n\n", report.PlainMarkdown(d.Summary))
	fmt.Fprintf(&out, "- A: %s\n- B: %s\n", report.PlainMarkdown(d.A.words(say)), report.PlainMarkdown(d.B.words(say)))
	for _, s := range d.sections(words) {
		fmt.Fprintf(&out, "\n### %s\n\n", s.title)
		for _, c := range s.changes {
			fmt.Fprintf(&out, "- %s\n", report.PlainMarkdown(c.Words))
		}
	}
	for i, note := range d.Notes {
		if i == 0 {
			out.WriteByte('\n')
		}
		fmt.Fprintf(&out, "> %s.\n", report.PlainMarkdown(note))
	}
	return out.String()
}

func (e End) words(say *lang.Printer) string {
	parts := []string{e.File}
	if t, err := time.Parse(time.RFC3339, e.StartedAt); err == nil {
		parts = append(parts, t.UTC().Format("2006-01-02 15:04")+" UTC")
	}
	if e.System != "" {
		parts = append(parts, e.System)
	}
	if e.Tier != "" {
		parts = append(parts, say.Say("tier %s", say.Word(string(e.Tier))))
	}
	parts = append(parts, say.Say("badge %s", say.Word(string(e.Badge))))
	if e.Tool != "" {
		parts = append(parts, "govitals "+e.Tool)
	}
	return strings.Join(parts, ", ")
}
