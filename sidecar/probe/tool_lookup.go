package probe

import (
	"context"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// lookedUpTools are the tools beside go that golang.go starts and that can be the cause of a broken editor.
var lookedUpTools = []string{"gopls", "dlv"}

// toolLookupProbe fills the Lookups of gopls and dlv.
var toolLookupProbe = &Probe{
	ID:       health.ProbeToolLookup,
	Needs:    []health.ProbeID{health.ProbeGoLookup, health.ProbeGoEnv},
	Tier:     health.TierFast,
	Deadline: 5 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		var found []health.Lookup
		for _, folder := range foldersOf(ex) {
			t := buildToolEnv(ex, folder)
			for _, tool := range lookedUpTools {
				found = append(found, searchTool(ex, t, tool))
			}
		}
		return func(s *health.Snapshot, _ *Private) { s.Lookups = append(s.Lookups, found...) }, nil
	},
}

// searchTool is golang.go's search for a tool other than go. By then golang.go has copied GOBIN and GOPATH of `go env`
// into the editor's process where they were unset, and knows GOROOT from the same answer.
func searchTool(ex *Examination, t *toolEnv, tool string) health.Lookup {
	s := search{system: ex.System, tool: tool, steps: toolPlaces(ex, t)}
	s.alternate, s.alternateFrom = alternateTool(ex, t, tool)
	out := s.run()
	out.Folder = t.folder
	out.Elsewhere = elsewhere(ex, tool, s.steps, out)
	return out
}

func toolPlaces(ex *Examination, t *toolEnv) []searchStep {
	answers := ex.Snapshot.GoEnv(t.folder)
	inProcess := func(name string) (string, health.Source) {
		if value, _ := getenv(t.system, t.process, name); strings.TrimSpace(value) != "" {
			return value, t.processSource(name)
		}
		v, _ := health.Find(answers.Values, health.Public(name))
		return valueText(t.system, v.Value), v.Source
	}
	gobin, gobinFrom := inProcess("GOBIN")
	toolsGopath, toolsFrom := t.toolsGopath(ex)
	gopath, _ := getenv(t.system, t.env, "GOPATH")
	gopathFrom := t.source("GOPATH")
	if gopath == "" {
		gopath, gopathFrom = inProcess("GOPATH")
	}
	if gopath == "" && ex.Snapshot.System.Home != "" {
		gopath = health.Join(t.system, string(ex.Snapshot.System.Home), "go")
		gopathFrom = health.Source{Kind: health.FromDefault, Name: "GOPATH"}
	}
	root, _ := health.Find(answers.Values, "GOROOT")
	goroot, gorootFrom := root.Value.Text, root.Source
	if goroot == "" {
		goroot, _ = getenv(t.system, t.process, "GOROOT")
		gorootFrom = t.processSource("GOROOT")
	}
	path, _ := getenv(t.system, t.process, "PATH")
	return []searchStep{
		{why: "gobin", list: gobin, source: gobinFrom},
		{why: "gopath", list: toolsGopath, bin: true, source: toolsFrom},
		{why: "gopath", list: gopath, bin: true, source: gopathFrom},
		{why: "goroot", list: goroot, bin: true, source: gorootFrom},
		{why: "path", list: path, source: t.processSource("PATH")},
	}
}

// toolsGopath is golang.go's getToolsGopath. With several folders a value that needs a folder is taken from the first
// folder that sets one.
func (t *toolEnv) toolsGopath(ex *Examination) (string, health.Source) {
	raw, source := t.settings.text("go.toolsGopath")
	within := t.substitution(ex)
	if len(ex.Request.Folders) <= 1 {
		return within.apply(raw), source
	}
	within.folder = ""
	if dir := within.apply(raw); strings.TrimSpace(dir) != "" && !folderReference.MatchString(dir) {
		return dir, source
	}
	if ex.Request.Untrusted {
		return "", source
	}
	for _, folder := range ex.Request.Folders {
		for _, s := range ex.Private.Settings {
			text, _ := s.Raw.(string)
			if s.Key == "go.toolsGopath" && s.Scope == health.ScopeFolder && string(s.Folder) == folder && text != "" {
				within.folder = folder
				return within.apply(text), s.Source()
			}
		}
	}
	return "", source
}

// valueText is a value as the variable had it.
func valueText(system string, v health.Value) string {
	if len(v.Items) > 0 {
		return strings.Join(v.Items, health.ListSeparator(system))
	}
	return v.Text
}
