package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

type htmlEnvironment struct {
	Places []string
	Rows   []htmlVariable
}

type htmlVariable struct {
	Name, Folder string
	Cells        []htmlCell
}

type htmlCell struct {
	Wins   bool
	Values []htmlSeen
}

type htmlSeen struct{ Text, Note string }

// newHTMLEnvironment is the table of the variables that differ, a place in each column.
func newHTMLEnvironment(d Document) *htmlEnvironment {
	if len(d.Environment) == 0 {
		return nil
	}
	out := &htmlEnvironment{}
	var places []health.Angle
	for _, a := range angleWords {
		if slices.ContainsFunc(d.Environment, func(r EnvironmentRow) bool { return len(r.cells(a.angle)) > 0 }) {
			places, out.Places = append(places, a.angle), append(out.Places, d.say.Say(a.words))
		}
	}
	for _, r := range d.Environment {
		row := htmlVariable{Name: r.Name, Folder: r.Folder}
		for _, place := range places {
			cell := htmlCell{Wins: place == r.InForce}
			for _, c := range r.cells(place) {
				seen := htmlSeen{shorten(c.Value, longestHTML), c.note(r)}
				if !slices.Contains(cell.Values, seen) {
					cell.Values = append(cell.Values, seen)
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// note says of a value who set it and what became of it.
func (c EnvironmentCell) note(r EnvironmentRow) string {
	if c.Value == "" {
		return r.say.Say("not set")
	}
	counts := ""
	switch {
	case c.Place == r.InForce:
		counts = r.say.Say("counts")
	case c.OverruledBy != "":
		counts = r.say.Say("overruled by: %s", r.placeWords(c.OverruledBy))
	}
	return joinNonEmpty("; ", counts, c.Source.who())
}

type htmlSettings struct {
	Rows  []htmlSetting
	Files []htmlFile
}

type htmlSetting struct {
	Name, Value, Scope, Where, Force string
	InForce                          bool
}

type htmlFile struct{ Path, Scope, Words string }

var fileStateWords = map[health.FileState]string{
	health.FileOK: lang.Mark("read"), health.FileMissing: lang.Mark("not there"), health.FileUnreadable: lang.Mark("cannot be read"), health.FileInvalid: lang.Mark("not valid"),
	health.FileTooLarge: lang.Mark("too large"), health.FileOff: lang.Mark("switched off"),
}

func newHTMLSettings(s *health.Snapshot, say *lang.Printer) *htmlSettings {
	if len(s.Settings)+len(s.SettingsFiles) == 0 {
		return nil
	}
	out := &htmlSettings{}
	for _, one := range s.Settings {
		source := source(one.Source(), say)
		row := htmlSetting{Name: source.Name, Value: shorten(string(one.Value), longestHTML), Scope: say.Word(string(one.Scope)), Where: source.File, Force: say.Say("yes"), InForce: true}
		if source.File != "" && source.Line > 0 {
			row.Where = fmt.Sprintf("%s:%d", source.File, source.Line)
		}
		best, ok := s.Setting(one.Folder, one.Key, one.Member)
		switch {
		case one.Scope == health.ScopeLanguage:
			row.InForce, row.Force = false, say.Say("no: settings of Go tools are not heeded in a language's block")
		case ok && best != one:
			row.InForce, row.Force = false, say.Say("no: overruled by scope %s", say.Word(string(best.Scope)))
		}
		out.Rows = append(out.Rows, row)
	}
	for _, f := range s.SettingsFiles {
		words := say.Say(cmp.Or(fileStateWords[f.State], string(f.State)))
		out.Files = append(out.Files, htmlFile{string(f.File), say.Word(string(f.Scope)), joinNonEmpty(": ", words, string(f.Error))})
	}
	return out
}

// htmlFact is a line of a table of two columns.
type htmlFact struct{ Name, Value, Who string }

// htmlMachine is what a maintainer asks first: the system, the editor, and which tools of which release are in use.
func htmlMachine(s *health.Snapshot, say *lang.Printer) []htmlFact {
	var out []htmlFact
	add := func(name, value, who string) {
		if value != "" {
			out = append(out, htmlFact{name, value, who})
		}
	}
	y := s.System
	add(say.Say("system"), joinNonEmpty(" ", string(y.OS), string(y.Arch), string(y.Release)), "")
	add(say.Say("editor"), joinNonEmpty(" ", string(s.Editor.Name), string(s.Editor.Version)), "")
	add(say.Say("remote"), string(s.Editor.Remote), "")
	for _, e := range s.Editor.Extensions {
		add(say.Say("extension %s", e.ID), string(e.Version), "")
	}
	seen := map[string]bool{}
	for _, l := range s.Lookups {
		if key := fmt.Sprint(l.Tool, l.Purpose, l.Path); l.Path == "" || seen[key] {
			continue
		} else {
			seen[key] = true
		}
		add(say.Say("%s for the %s", l.Tool, say.Word(string(l.Purpose))), joinNonEmpty(" ", string(l.Path), binaryVersion(s, l, say)), source(l.Source, say).who())
	}
	return out
}

// binaryVersion is the release that a tool was built as.
func binaryVersion(s *health.Snapshot, l health.Lookup, say *lang.Printer) string {
	b, ok := s.Binary(l.Path)
	if !ok || b.Build == nil {
		return ""
	}
	if l.Tool == "go" {
		return string(b.Build.GoVersion)
	}
	return joinNonEmpty(say.Say(", built by "), string(b.Build.Version), string(b.Build.GoVersion))
}

type htmlCheck struct{ ID, Doc, State, Title, Reason, Took string }

func htmlChecks(d Document) []htmlCheck {
	order := []health.CheckState{health.StateFinding, health.StateInconclusive, health.StateOK, health.StateNotApplicable, health.StateSkipped}
	sorted := slices.Clone(d.Checks)
	byState := byPlaceIn(order)
	slices.SortStableFunc(sorted, func(a, b Check) int { return cmp.Or(byState(a.State, b.State), strings.Compare(a.ID, b.ID)) })
	return each(sorted, func(c Check) htmlCheck {
		return htmlCheck{c.ID, DocURL(health.CheckID(c.ID)), d.say.Word(string(c.State)), c.Title, shorten(c.Reason, longestHTML), milliseconds(c.TookMs)}
	})
}

type htmlProbe struct {
	ID, State, Error, Took string
	Share                  int // of the longest, in hundredths
}

func htmlProbes(d Document) []htmlProbe {
	longest := 0.0
	for _, p := range d.Probes {
		longest = max(longest, p.TookMs)
	}
	return each(d.Probes, func(p Probe) htmlProbe {
		share := 0
		if longest > 0 {
			share = min(100, max(0, int(100*p.TookMs/longest)))
		}
		return htmlProbe{p.ID, d.say.Word(string(p.State)), shorten(p.Error, longestHTML), milliseconds(p.TookMs), share}
	})
}

func milliseconds(ms float64) string { return fmt.Sprintf("%.1f ms", ms) }
