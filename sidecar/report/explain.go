package report

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// docs is where the generated pages of the checks are published.
const docs = "https://github.com/govitals/govitals/blob/main/docs/checks/"

// DocURL is the page of a check.
func DocURL(id health.CheckID) string { return docs + string(id) + ".md" }

// CheckDoc is the documentation of a check, as `explain --format json` prints it.
type CheckDoc struct {
	ID       string          `json:"id"`
	Title    string          `json:"title"`
	Severity health.Severity `json:"severity"` // the highest it can report
	Doc      string          `json:"doc"`      // Markdown, without the title
	Needs    []string        `json:"needs"`    // probes
	After    []string        `json:"after"`    // checks whose findings explain this one's
	// Platforms are GOOS values; empty is all.
	Platforms []string `json:"platforms"`
	DocURL    string   `json:"docUrl"`
}

// NewCheckDoc makes the documentation of a check from the fields of its row in the table.
func NewCheckDoc(id health.CheckID, severity health.Severity, title, doc string, needs []health.ProbeID, after []health.CheckID, platforms []health.Public) CheckDoc {
	return CheckDoc{ID: string(id), Title: title, Severity: severity, Doc: doc, Needs: each(needs, text[health.ProbeID]),
		After: each(after, text[health.CheckID]), Platforms: each(platforms, text[health.Public]), DocURL: DocURL(id)}
}

// SplitDoc separates the title, which is the first line, from the paragraphs.
func SplitDoc(doc string) (title, body string) {
	title, body, _ = strings.Cut(strings.TrimSpace(doc), "\n")
	return strings.TrimSpace(title), strings.TrimSpace(body)
}

// CheckDocs is what `explain --format json` prints.
type CheckDocs struct {
	Schema int        `json:"schema"`
	Checks []CheckDoc `json:"checks"`
}

// ExplainText renders documentation for a terminal: as a list of titles, or in full.
func ExplainText(list []CheckDoc, titles bool, o TextOptions) string {
	t := newTerminal(o, o.Say)
	longest := 0
	for _, d := range list {
		longest = max(longest, len(d.ID))
	}
	for _, d := range list {
		if titles {
			name := d.ID + strings.Repeat(" ", longest-len(d.ID))
			severity := pad(t.say.Word(string(d.Severity)), len("warning"))
			t.paragraph(t.style(bold, name)+"  "+t.style(severityColours[d.Severity], severity)+"  ", strings.Repeat(" ", longest+11), d.Title)
			continue
		}
		t.explain(d)
	}
	if titles {
		t.line()
		t.paragraph("", "", t.style(dim, t.say.Say("govitals explain CHECK tells more about one of them.")))
	}
	return t.out.String()
}

func (t *terminal) explain(d CheckDoc) {
	t.paragraph("", "", t.style(bold, d.ID)+": "+d.Title)
	t.line()
	for _, paragraph := range strings.Split(d.Doc, "\n\n") {
		for _, line := range lines(paragraph) {
			t.paragraph("", hangingOf(line), line)
		}
		t.line()
	}
	for _, fact := range []struct{ name, value string }{
		{t.say.Say("highest severity"), t.say.Word(string(d.Severity))},
		{t.say.Say("looks at"), strings.Join(d.Needs, ", ")},
		{t.say.Say("may be a consequence of"), strings.Join(d.After, ", ")},
		{t.say.Say("only on"), strings.Join(d.Platforms, ", ")},
		{t.say.Say("online"), d.DocURL},
	} {
		if fact.value != "" {
			t.paragraph(t.style(dim, fact.name+": "), "  ", fact.value)
		}
	}
}

// lines joins the lines of a paragraph for new wrapping; items of a list and code keep theirs.
func lines(paragraph string) []string {
	var out []string
	for _, line := range strings.Split(paragraph, "\n") {
		if len(out) > 0 && hangingOf(line) == "" && !strings.HasPrefix(line, "    ") && !strings.HasPrefix(out[len(out)-1], "    ") {
			out[len(out)-1] += " " + strings.TrimSpace(line)
		} else {
			out = append(out, line)
		}
	}
	return out
}

func hangingOf(line string) string {
	if strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ") {
		return "  "
	}
	return ""
}
