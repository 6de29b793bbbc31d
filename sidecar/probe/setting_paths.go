package probe

import (
	"context"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// settingPathsProbe fills SettingPaths. Only what golang.go itself would resolve is looked at, and nothing is opened.
var settingPathsProbe = &Probe{
	ID:       health.ProbeSettingPaths,
	Needs:    []health.ProbeID{health.ProbeEnvironment, health.ProbeMachine, health.ProbeSettings, health.ProbeToolEnv, health.ProbeLaunches},
	Tier:     health.TierFast,
	Deadline: 5 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		seen := settingPaths(ex)
		return func(s *health.Snapshot, _ *Private) { s.SettingPaths = seen }, nil
	},
}

const maxSettingPaths = 100

// pathSettings are the settings that hold one path. go.gopath is left out: go makes the directory when it needs it, and
// golang.go makes that of go.toolsGopath.
var pathSettings = []struct {
	key   string
	wants health.PathKind
}{
	{"go.goroot", health.WantsDirectory},
	{"go.toolsManagement.go", health.WantsExecutable},
	{"go.testEnvFile", health.WantsFile},
}

func settingPaths(ex *Examination) []health.SettingPath {
	var out []health.SettingPath
	seen := map[string]bool{}
	add := func(p health.SettingPath) {
		key := string(p.Name) + " " + string(p.Source.Scope) + " " + string(p.Source.File) + " " + string(p.Path) + " " + string(p.Launch)
		if !seen[key] && len(out) < maxSettingPaths && lookAt(ex.System, &p) {
			seen[key] = true
			out = append(out, p)
		}
	}
	for _, folder := range foldersOf(ex) {
		t := buildToolEnv(ex, folder)
		within := t.substitution(ex)
		named := func(name health.Public, source health.Source, text string, wants health.PathKind) {
			add(health.SettingPath{Name: name, Source: source, Folder: folder, Wants: wants,
				Written: cleaned[health.Path](text), Path: health.Path(within.apply(text))})
		}
		for _, s := range t.settings.sortedMembers("go.alternateTools") {
			if text, ok := s.Raw.(string); ok {
				named(s.Source().Name, s.Source(), text, health.WantsExecutable)
			}
		}
		for _, p := range pathSettings {
			if text, source := t.settings.text(p.key); text != "" {
				named(health.Public(p.key), source, text, p.wants)
			}
		}
		if !ex.Request.Untrusted { // a path of a stranger may name a host that would be asked
			launchPaths(ex, folder, within, add)
		}
	}
	return out
}

// launchPaths are the paths of debug configurations. What a configuration runs may be built by a task first, so program
// is looked at only where the debugger itself builds it.
func launchPaths(ex *Examination, folder health.Path, within substitution, add func(health.SettingPath)) {
	for _, l := range readLaunches(ex) {
		if l.Folder != "" && l.Folder != folder || l.Request != "launch" {
			continue
		}
		_, task := l.raw["preLaunchTask"]
		builds := !task && (l.Mode == "" || l.Mode == "auto" || l.Mode == "debug" || l.Mode == "test")
		attribute := func(name, text string, wants health.PathKind) {
			add(health.SettingPath{Name: health.Public(name), Folder: folder, Launch: l.Name, Wants: wants, Written: cleaned[health.Path](text),
				Path:   health.Path(within.apply(text)),
				Source: health.Source{Kind: health.FromFile, Name: health.Public(name), File: l.File, Line: l.lines[name]}})
		}
		if text := l.text("program"); builds {
			attribute("program", text, health.WantsAnything)
		}
		if !task {
			attribute("cwd", l.text("cwd"), health.WantsDirectory)
			for _, text := range textsOf(l.raw["envFile"]) {
				attribute("envFile", text, health.WantsFile)
			}
		}
	}
}

func textsOf(raw any) []string {
	if text, ok := raw.(string); ok {
		return []string{text}
	}
	return flagsOf(raw)
}

// lookAt finds what stands at a path; false for one that says nothing: empty, or with a reference that is left.
func lookAt(system System, p *health.SettingPath) bool {
	path := string(p.Path)
	if strings.TrimSpace(path) == "" || strings.Contains(path, "${") {
		return false
	}
	p.Path = cleaned[health.Path](path)
	if !health.IsAbs(system.OS(), path) {
		return true
	}
	if p.Wants == health.WantsExecutable {
		p.State = candidateState(system, path)
		return true
	}
	info, err := system.Stat(path)
	switch {
	case err != nil:
		p.State = candidateState(system, path) // missing or unreadable
	case p.Wants == health.WantsDirectory && !info.IsDir():
		p.State = health.CandidateNotDirectory
	case p.Wants == health.WantsFile && info.IsDir():
		p.State = health.CandidateDirectory
	default:
		p.State = health.CandidateUsable
	}
	return true
}
