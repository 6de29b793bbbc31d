package triage

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/govitals/govitals/sidecar/lang"
	"github.com/govitals/govitals/sidecar/report"
)

// Formats are what triage can write, the default first. text and json are counts; jsonl and csv rows, for the engines of others.
var Formats = []string{"text", "json", "jsonl", "csv"}

// Text renders the counts as tables of at most top lines; 0 is all. titles are those of the checks.
func (s *Summary) Text(say *lang.Printer, titles map[string]string, top int) string {
	var out strings.Builder
	out.WriteString(say.Count(s.Reports, "%d report", "%d reports"))
	if s.From != "" {
		out.WriteString(say.Say(", %s to %s", report.Plain(s.From), report.Plain(s.To)))
	}
	out.WriteByte('\n')
	if s.PassedOver > 0 {
		out.WriteString(say.Count(s.PassedOver, "%d other file in the folders was passed over.", "%d other files in the folders were passed over.") + "\n")
	}
	s.textBroken(say, &out, top)
	faults := make([]line, 0, len(s.Faults))
	for _, f := range s.Faults {
		faults = append(faults, line{f.Check, f.Reports, f.Share, strings.TrimSpace(f.Severity + "  " + titles[f.Check])})
	}
	table(say, &out, say.Say("Faults"), faults, top)
	for _, t := range []struct {
		title string
		list  []Count
	}{
		{say.Say("Badge"), s.Badges}, {say.Say("Set by"), s.SetBy}, {say.Say("Culprits, by experiment"), s.Culprits},
		{say.Say("Verdict of the control ladder"), s.Verdicts}, {say.Say("Platform"), s.Platforms}, {say.Say("System"), s.Releases}, {"go", s.Versions.Go},
		{"gopls", s.Versions.Gopls}, {say.Say("gopls built by"), s.Versions.GoplsBuiltBy}, {"golang.go", s.Versions.GoExtension},
		{say.Say("Editor"), s.Versions.Editor}, {"govitals", s.Versions.Tool},
	} {
		lines := make([]line, 0, len(t.list))
		for _, c := range t.list {
			lines = append(lines, line{c.Name, c.Reports, c.Share, ""})
		}
		table(say, &out, t.title, lines, top)
	}
	return out.String()
}

// BrokenText names what could not be read, for people; empty if all could.
func (s *Summary) BrokenText(say *lang.Printer) string {
	var out strings.Builder
	s.textBroken(say, &out, 0)
	return out.String()
}

func (s *Summary) textBroken(say *lang.Printer, out *strings.Builder, top int) {
	if s.Broken.Count == 0 {
		return
	}
	out.WriteString(say.Count(s.Broken.Count, "%d report could not be read:", "%d reports could not be read:") + "\n")
	for i, b := range s.Broken.Files {
		if top > 0 && i == top {
			break
		}
		fmt.Fprintf(out, "  %s\n", report.Plain(b.words()))
	}
	if shown := min(len(s.Broken.Files), positive(top, len(s.Broken.Files))); s.Broken.Count > shown {
		out.WriteString("  " + say.Say("and %d more", s.Broken.Count-shown) + "\n")
	}
}

func (b BrokenFile) words() string {
	if b.Line > 1 {
		return fmt.Sprintf("%s:%d: %s", b.File, b.Line, b.Reason)
	}
	return b.File + ": " + b.Reason
}

type line struct {
	name    string
	reports int
	share   float64
	more    string
}

func table(say *lang.Printer, out *strings.Builder, title string, lines []line, top int) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s\n", title)
	cut := 0
	if top > 0 && len(lines) > top {
		lines, cut = lines[:top], len(lines)-top
	}
	wide, widest := 0, len(strconv.Itoa(lines[0].reports))
	for i := range lines {
		if lines[i].name == "" {
			lines[i].name = say.Say("(not seen)")
		}
		lines[i].name = report.Plain(lines[i].name)
		wide = max(wide, utf8.RuneCountInString(lines[i].name))
	}
	for _, l := range lines {
		text := fmt.Sprintf("  %-*s  %*d  %5.1f %%  %s", wide, l.name, widest, l.reports, l.share*100, report.Plain(l.more))
		out.WriteString(strings.TrimRight(text, " ") + "\n")
	}
	if cut > 0 {
		out.WriteString("  " + say.Say("and %d more", cut) + "\n")
	}
}

func positive(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

// Rows writes rows as they come, as JSON Lines or as CSV.
type Rows struct {
	json *json.Encoder
	csv  *csv.Writer
}

// NewRows writes to out, which the caller flushes after Close.
func NewRows(out io.Writer, format string) (*Rows, error) {
	if format == "csv" {
		r := &Rows{csv: csv.NewWriter(out)}
		return r, r.csv.Write(columns)
	}
	r := &Rows{json: json.NewEncoder(out)}
	r.json.SetEscapeHTML(false)
	return r, nil
}

// columns of the CSV: the row's fields, then one fault. A report without a fault has one line, one with several a line for each.
var columns = []string{"file", "line", "started", "day", "tool", "tier", "badge", "os", "arch", "release", "editor", "go", "gopls", "goplsBuiltBy", "goExtension", "verdict",
	"culprits", "check", "severity", "set"}

// Write writes a row.
func (w *Rows) Write(r Row) error {
	if w.json != nil {
		return w.json.Encode(r)
	}
	culprits := make([]string, 0, len(r.Culprits))
	for _, c := range r.Culprits {
		culprits = append(culprits, c.words())
	}
	fields := []string{harmless(r.File), strconv.Itoa(r.Line), r.Started, r.Day, r.Tool, r.Tier, r.Badge, r.OS, r.Arch, r.Release, r.Editor, r.Go, r.Gopls,
		r.GoplsBuiltBy, r.GoExtension, r.Verdict, strings.Join(culprits, "; ")}
	faults := r.Faults
	if len(faults) == 0 {
		faults = []Fault{{}}
	}
	for _, f := range faults {
		if err := w.csv.Write(append(fields[:len(fields):len(fields)], f.Check, f.Severity, f.Set)); err != nil {
			return err
		}
	}
	return nil
}

// Close writes what is held back.
func (w *Rows) Close() error {
	if w.csv == nil {
		return nil
	}
	w.csv.Flush()
	return w.csv.Error()
}

// harmless keeps a spreadsheet from taking a file's name for a formula.
func harmless(file string) string {
	if file != "" && file != StandardInput && strings.ContainsRune("=+-@\t", rune(file[0])) {
		return "./" + file
	}
	return file
}
