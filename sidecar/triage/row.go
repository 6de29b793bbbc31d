// Package triage reads many reports as a stream, makes a row of each, and counts them. It keeps nothing of a report but its row, and
// nothing of a row but its counts, so that its memory does not grow with their number. Rows hold no paths, no names of people and no
// private modules: only what is public in a report that was never redacted.
package triage

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

// Row is what triage keeps of one report: a line of `govitals triage --format jsonl`. What a report does not say is an empty string.
type Row struct {
	File    string `json:"file"`
	Line    int    `json:"line"` // of the file on which the report begins, from 1
	Started string `json:"started"`
	Day     string `json:"day"` // of Started, 2006-01-02
	Tool    string `json:"tool"`
	Tier    string `json:"tier"`
	Badge   string `json:"badge"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
	Release string `json:"release"` // of the operating system
	Editor  string `json:"editor"`  // its version; empty on the command line
	Go      string `json:"go"`
	Gopls   string `json:"gopls"`
	// GoplsBuiltBy is the Go release that gopls was built with, GoExtension the version of golang.go.
	GoplsBuiltBy string `json:"goplsBuiltBy"`
	GoExtension  string `json:"goExtension"`
	// Verdict is that of the first folder's control ladder which is not healthy, else healthy; empty if none was climbed.
	Verdict string `json:"verdict"`
	// Faults are the roots that count: neither consequences nor known before nor accepted. Culprits are what experiments proved.
	Faults   []Fault   `json:"faults"`
	Culprits []Culprit `json:"culprits"`
}

// Fault is a root.
type Fault struct {
	Check    string `json:"check"`
	Severity string `json:"severity"`
	// Set is who set the value, from the first evidence: "environment GOROOT", "setting go.goroot", "goenv GOFLAGS"; else the kind of
	// source alone.
	Set string `json:"set"`
}

// Culprit is what an experiment found. Name is empty where it might be private: of a module or a file.
type Culprit struct {
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// document are the parts of a report that a row is made of. Its fields must stand in wanted too.
type document struct {
	Schema     int
	Tool       struct{ Name, Version string }
	StartedAt  string
	Tier       string
	Badge      string
	Findings   []finding
	Ladders    []struct{ Verdict string }
	Isolations []struct{ Culprits []Culprit }
	Snapshot   struct {
		System struct{ OS, Arch, Release string }
		Editor struct {
			Version    string
			Extensions []struct{ ID, Version string }
		}
		GoEnvs []struct {
			Values []struct {
				Name  string
				Value struct{ Text string }
			}
		}
		Gopls       struct{ Version, BuiltBy string }
		GoExtension struct{ Version string }
	}
}

type finding struct {
	Check, Severity, Because, Accepted string
	Known                              bool
	Evidence                           []struct{ Source struct{ Kind, Name string } }
}

// wanted is the shape of document: what is not named here is skipped unread, which is most of a report.
var wanted = tree{
	"schema": nil, "tool": nil, "startedAt": nil, "tier": nil, "badge": nil,
	"findings":   {"check": nil, "severity": nil, "because": nil, "accepted": nil, "known": nil, "evidence": {"source": {"kind": nil, "name": nil}}},
	"ladders":    {"verdict": nil},
	"isolations": {"culprits": {"kind": nil, "name": nil}},
	"snapshot": {
		"system": {"os": nil, "arch": nil, "release": nil}, "editor": {"version": nil, "extensions": nil},
		"goEnvs": {"values": {"name": nil, "value": {"text": nil}}}, "gopls": {"version": nil, "builtBy": nil}, "goExtension": {"version": nil},
	},
}

// decode makes the row of one report.
func decode(content []byte) (Row, error) {
	picked, err := pick(content, wanted)
	if err != nil {
		return Row{}, err
	}
	var d document
	err = json.Unmarshal(picked, &d)
	if suits := report.Suits(d.Schema, d.Tool.Name); suits != nil && (err == nil || d.Tool.Name != "") {
		return Row{}, suits
	}
	if err != nil {
		return Row{}, fmt.Errorf("it is no report: %w", err)
	}
	if d.Badge == "" {
		return Row{}, errors.New("it is another document of govitals, and no report of 'govitals check --format json'")
	}
	s := d.Snapshot
	r := Row{
		Started: word(d.StartedAt), Tool: word(d.Tool.Version), Tier: word(d.Tier), Badge: word(d.Badge),
		OS: word(s.System.OS), Arch: word(s.System.Arch), Release: word(s.System.Release), Editor: word(s.Editor.Version),
		Gopls: word(s.Gopls.Version), GoplsBuiltBy: word(s.Gopls.BuiltBy), GoExtension: word(s.GoExtension.Version),
		Faults: []Fault{}, Culprits: []Culprit{},
	}
	if len(r.Started) >= len("2006-01-02") {
		r.Day = r.Started[:len("2006-01-02")]
	}
	d.versions(&r)
	d.verdicts(&r)
	return r, nil
}

func (d document) versions(r *Row) {
	for _, env := range d.Snapshot.GoEnvs {
		for _, v := range env.Values {
			if v.Name == "GOVERSION" && r.Go == "" {
				r.Go = word(v.Value.Text)
			}
		}
	}
	for _, e := range d.Snapshot.Editor.Extensions {
		if strings.EqualFold(e.ID, "golang.go") && e.Version != "" {
			r.GoExtension = word(e.Version)
		}
	}
}

// most bounds the faults and culprits of one report: no real one has as many.
const most = 100

func (d document) verdicts(r *Row) {
	for _, l := range d.Ladders {
		if r.Verdict == "" || r.Verdict == string(health.LadderHealthy) {
			r.Verdict = word(l.Verdict)
		}
	}
	for _, f := range d.Findings {
		if f.Because != "" || f.Known || f.Accepted != "" || len(r.Faults) == most {
			continue
		}
		fault := Fault{Check: word(f.Check), Severity: word(f.Severity)}
		if len(f.Evidence) > 0 {
			fault.Set = setBy(f.Evidence[0].Source.Kind, f.Evidence[0].Source.Name)
		}
		r.Faults = append(r.Faults, fault)
	}
	for _, i := range d.Isolations {
		for _, c := range i.Culprits {
			if len(r.Culprits) < most {
				r.Culprits = append(r.Culprits, Culprit{Kind: word(c.Kind), Name: publicName(c)})
			}
		}
	}
}

// setBy keeps the names that say who set a value. Those of other sources are commands and files.
func setBy(kind, name string) string {
	named := []health.SourceKind{health.FromEnvironment, health.FromSetting, health.FromGOENV, health.FromGoEnvFile}
	if slices.Contains(named, health.SourceKind(kind)) && name != "" {
		return word(kind + " " + name)
	}
	return word(kind)
}

func publicName(c Culprit) string {
	switch health.CulpritKind(c.Kind) {
	case health.CulpritVariable, health.CulpritGOENV, health.CulpritSetting, health.CulpritFlag:
		return word(c.Name)
	}
	return ""
}

// longestWord bounds what a damaged or hostile report may put into a table.
const longestWord = 80

// word makes a value fit for a table of any kind: one line, no control characters, no formula of a spreadsheet.
func word(s string) string {
	s = strings.Map(func(r rune) rune {
		if !unicode.IsGraphic(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s)
	s = strings.TrimLeft(s, "=@\t ")
	if runes := []rune(s); len(runes) > longestWord {
		s = string(runes[:longestWord-1]) + "…"
	}
	return s
}
