package triage

import (
	"cmp"
	"maps"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

// Summary is what `govitals triage --format json` prints: how many reports say what. Lists are sorted, the most frequent first.
type Summary struct {
	Schema  int         `json:"schema"`
	Tool    report.Tool `json:"tool"`
	Files   int         `json:"files"`
	Reports int         `json:"reports"`
	// PassedOver are files of a folder whose names are not those of reports; Broken what could not be read.
	PassedOver int    `json:"passedOver"`
	Broken     Broken `json:"broken"`
	// From and To are the first and the last day of the reports, 2006-01-02.
	From string `json:"from"`
	To   string `json:"to"`

	Badges []Count `json:"badges"`
	// Faults counts roots by check: consequences and what is known or accepted are left out. Each counts once a report.
	Faults []FaultCount `json:"faults"`
	// SetBy counts who set what a root proves: "environment GOROOT", "setting go.goroot"; Culprits what experiments proved.
	SetBy     []Count `json:"setBy"`
	Culprits  []Count `json:"culprits"`
	Verdicts  []Count `json:"verdicts"`  // of the control ladder
	Platforms []Count `json:"platforms"` // linux/amd64
	Releases  []Count `json:"releases"`  // of the operating system
	Versions  Version `json:"versions"`

	counts map[*[]Count]map[string]int
	faults map[string]FaultCount
}

// Version counts reports by the versions of tools; an empty name is "not seen".
type Version struct {
	Go           []Count `json:"go"`
	Gopls        []Count `json:"gopls"`
	GoplsBuiltBy []Count `json:"goplsBuiltBy"`
	GoExtension  []Count `json:"goExtension"`
	Editor       []Count `json:"editor"`
	Tool         []Count `json:"tool"`
}

// Broken counts what could not be read. Files names the first of them.
type Broken struct {
	Count int          `json:"count"`
	Files []BrokenFile `json:"files"`
}

// BrokenFile is a file, or the report on a line of it, that could not be read.
type BrokenFile struct {
	File   string `json:"file"`
	Line   int    `json:"line"` // 0: all of it
	Reason string `json:"reason"`
}

// Count is how many reports have a value. Share is of all reports, from 0 to 1.
type Count struct {
	Name    string  `json:"name"`
	Reports int     `json:"reports"`
	Share   float64 `json:"share"`
}

// FaultCount is how many reports have a check as a root, with the highest severity that it had.
type FaultCount struct {
	Check    string  `json:"check"`
	Severity string  `json:"severity"`
	Reports  int     `json:"reports"`
	Share    float64 `json:"share"`
}

const (
	brokenNamed = 20
	// distinct bounds the names of one list: what is beyond it is counted as others. Real versions are a few hundred.
	distinct = 5000
	others   = "(others)"
)

func newSummary() *Summary {
	return &Summary{Schema: Schema, Broken: Broken{Files: []BrokenFile{}}, counts: map[*[]Count]map[string]int{}, faults: map[string]FaultCount{}}
}

func (s *Summary) broke(file string, line int, err error) {
	s.Broken.Count++
	if len(s.Broken.Files) < brokenNamed {
		s.Broken.Files = append(s.Broken.Files, BrokenFile{file, line, err.Error()})
	}
}

func (s *Summary) count(list *[]Count, name string) {
	of := s.counts[list]
	if of == nil {
		of = map[string]int{}
		s.counts[list] = of
	}
	if _, known := of[name]; !known && len(of) >= distinct {
		name = others
	}
	of[name]++
}

func (s *Summary) add(r Row) {
	s.Reports++
	if r.Day != "" && (s.From == "" || r.Day < s.From) {
		s.From = r.Day
	}
	s.To = max(s.To, r.Day)
	platform := ""
	if r.OS != "" {
		platform = r.OS + "/" + r.Arch
	}
	v := &s.Versions
	for _, c := range []struct {
		list *[]Count
		name string
	}{
		{&s.Badges, r.Badge}, {&s.Verdicts, r.Verdict}, {&s.Platforms, platform}, {&s.Releases, r.Release}, {&v.Go, r.Go}, {&v.Gopls, r.Gopls},
		{&v.GoplsBuiltBy, r.GoplsBuiltBy}, {&v.GoExtension, r.GoExtension}, {&v.Editor, r.Editor}, {&v.Tool, r.Tool},
	} {
		s.count(c.list, c.name)
	}
	s.addFaults(r)
}

// addFaults counts a check, its source and a culprit once for each report, however often they are in it.
func (s *Summary) addFaults(r Row) {
	worst, set := map[string]string{}, map[string]bool{}
	for _, f := range r.Faults {
		if before, ok := worst[f.Check]; !ok || health.Severity(f.Severity).Rank() > health.Severity(before).Rank() {
			worst[f.Check] = f.Severity
		}
		set[f.Set] = true
	}
	for check, severity := range worst {
		if _, known := s.faults[check]; !known && len(s.faults) >= distinct {
			check = others
		}
		f := s.faults[check]
		f.Check, f.Reports = check, f.Reports+1
		if health.Severity(severity).Rank() >= health.Severity(f.Severity).Rank() {
			f.Severity = severity
		}
		s.faults[check] = f
	}
	for name := range set {
		s.count(&s.SetBy, name)
	}
	culprits := map[string]bool{}
	for _, c := range r.Culprits {
		culprits[c.words()] = true
	}
	for name := range culprits {
		s.count(&s.Culprits, name)
	}
}

func (c Culprit) words() string {
	if c.Name == "" {
		return c.Kind
	}
	return c.Kind + " " + c.Name
}

// Finish fills the lists from the counts.
func (s *Summary) Finish() {
	v := &s.Versions
	for _, list := range []*[]Count{&s.Badges, &s.SetBy, &s.Culprits, &s.Verdicts, &s.Platforms, &s.Releases, &v.Go, &v.Gopls, &v.GoplsBuiltBy, &v.GoExtension, &v.Editor, &v.Tool} {
		*list = []Count{}
		for name, n := range s.counts[list] {
			*list = append(*list, Count{name, n, s.share(n)})
		}
		slices.SortFunc(*list, func(a, b Count) int { return cmp.Or(b.Reports-a.Reports, cmp.Compare(a.Name, b.Name)) })
	}
	s.Faults = slices.AppendSeq([]FaultCount{}, maps.Values(s.faults))
	for i := range s.Faults {
		s.Faults[i].Share = s.share(s.Faults[i].Reports)
	}
	slices.SortFunc(s.Faults, func(a, b FaultCount) int { return cmp.Or(b.Reports-a.Reports, cmp.Compare(a.Check, b.Check)) })
}

// share has four digits: a hundredth of a percent.
func (s *Summary) share(n int) float64 {
	return float64(int(float64(n)/float64(s.Reports)*10000+0.5)) / 10000
}
