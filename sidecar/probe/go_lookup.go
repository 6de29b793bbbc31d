package probe

import (
	"context"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// goLookupProbe fills the Lookups of go: golang.go's own, the one gopls will run, and the terminal's, for each folder.
var goLookupProbe = &Probe{
	ID:       health.ProbeGoLookup,
	Needs:    []health.ProbeID{health.ProbeEnvironment, health.ProbeMachine, health.ProbeSettings, health.ProbeGOENV, health.ProbeToolEnv},
	Tier:     health.TierFast,
	Deadline: 5 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		found := lookUpGo(ex)
		return func(s *health.Snapshot, _ *Private) { s.Lookups = append(s.Lookups, found...) }, nil
	},
}

func lookUpGo(ex *Examination) []health.Lookup {
	var out []health.Lookup
	system := ex.System.OS()
	for _, folder := range foldersOf(ex) {
		t := buildToolEnv(ex, folder)
		editor := searchGo(ex, t)
		path, _ := getenv(system, ex.Private.ToolEnv[folder], "PATH")
		server := searchPath(ex.System, "go", health.ForServer, path, t.source("PATH"))
		path, _ = getenv(system, ex.Private.Environ, "PATH")
		terminal := searchPath(ex.System, "go", health.ForTerminal, path, t.processSource("PATH"))
		for _, l := range []health.Lookup{editor, server, terminal} {
			l.Folder = folder
			out = append(out, l)
		}
	}
	return out
}

// searchGo is golang.go's search for go. Its steps for GOPATH do not exist for go. The Go that "Choose Go Environment"
// stored is known to golang.go alone.
func searchGo(ex *Examination, t *toolEnv) health.Lookup {
	s := search{system: ex.System, tool: "go", snap: true, steps: goPlaces(ex, t)}
	s.alternate, s.alternateFrom = alternateTool(ex, t, "go")
	out := s.run()
	out.Elsewhere = elsewhere(ex, "go", s.steps, out)
	return out
}

func goPlaces(ex *Examination, t *toolEnv) []searchStep {
	gobin, _ := getenv(t.system, t.process, "GOBIN")
	steps := []searchStep{{why: "gobin", list: gobin, source: t.processSource("GOBIN")}}

	raw, source := t.settings.text("go.goroot")
	goroot := t.substitution(ex).apply(raw)
	if goroot == "" {
		goroot, _ = getenv(t.system, t.process, "GOROOT")
		source = t.processSource("GOROOT")
	}
	path, _ := getenv(t.system, t.process, "PATH")
	return append(steps,
		searchStep{why: "goroot", list: goroot, bin: true, source: source},
		searchStep{why: "path", list: path, source: t.processSource("PATH")},
		searchStep{why: "default", files: defaultGo(t.system), source: health.Source{Kind: health.FromDefault}})
}

// defaultGo are golang.go's last places.
func defaultGo(system string) []string {
	if health.Windows(system) {
		return []string{`C:\Program Files\Go\bin\go.exe`, `C:\Program Files (x86)\Go\bin\go.exe`}
	}
	return []string{"/usr/local/go/bin/go", "/usr/local/bin/go"}
}

// alternateTool is go.alternateTools for a tool, substituted.
func alternateTool(ex *Examination, t *toolEnv, tool string) (string, health.Source) {
	raw, source := t.settings.member("go.alternateTools", tool)
	return t.substitution(ex).apply(raw), source
}
