package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestClearFixes(t *testing.T) {
	file := func(state health.FileState) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			inEditor(s)
			s.SettingsFiles[0].State = state
		}
	}
	for _, tc := range []struct {
		name   string
		change func(*health.Snapshot)
		want   []health.FixID
	}{
		{"environment without an editor", exported("GOROOT", "/x"), []health.FixID{"by-hand"}},
		{"environment in an editor", do(inEditor, exported("GOROOT", "/x")), []health.FixID{"hide-from-tools", "by-hand"}},
		{"no settings file yet", do(file(health.FileMissing), exported("GOROOT", "/x")), []health.FixID{"hide-from-tools", "by-hand"}},
		{"settings file that does not parse", do(file(health.FileInvalid), exported("GOROOT", "/x")), []health.FixID{"by-hand"}},
		{"settings file for the command line", do(file(health.FileOK), func(s *health.Snapshot) { s.Editor.Present = false }, exported("GOROOT", "/x")), []health.FixID{"hide-from-tools", "by-hand"}},
		{"go env file", written("GOROOT", "/x"), []health.FixID{"go-env-unset"}},
		{"setting", toolVar(health.ScopeUser, "GOROOT", "/x"), []health.FixID{"remove-setting"}},
		{"setting that is not in the snapshot", do(toolVar(health.ScopeUser, "GOROOT", "/x"), func(s *health.Snapshot) { s.Settings = nil }), []health.FixID{"by-hand"}},
		{"go's own answer", answers("GOROOT", "/x"), []health.FixID{"by-hand"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := healthy("linux")
			tc.change(s)
			v, _ := s.Origin(s.Folders[0].Path, "GOROOT")
			fixes := clearFixes(s, s.Folders[0].Path, v)
			if len(fixes) != len(tc.want) {
				t.Fatalf("%d fixes, want %q", len(fixes), tc.want)
			}
			for i, fix := range fixes {
				if fix.ID != tc.want[i] {
					t.Errorf("fix %d is %s, want %s", i, fix.ID, tc.want[i])
				}
				if last := fix.Steps[len(fix.Steps)-1]; last.Effect == health.EffectNone {
					t.Errorf("%s does not say what makes it take effect", fix.ID)
				}
			}
		})
	}
}

// A remote machine has settings of its own, and what stands there already is what the fix expects to find.
func TestSetForTools(t *testing.T) {
	s := healthy("linux")
	inEditor(s)
	s.Editor.Remote = "ada-server"
	s.Settings = append(s.Settings, health.Setting{Key: "go.toolsEnvVars", Member: "GOTOOLCHAIN", Scope: health.ScopeRemote, File: "/home/ada/.vscode-server/data/Machine/settings.json", Value: `"local"`})
	step, ok := setForTools(s, "GOTOOLCHAIN", "auto")
	if !ok || step.Target.Scope != health.ScopeRemote || step.Before != `"local"` || step.After != `"auto"` || step.Target.Member != "GOTOOLCHAIN" {
		t.Errorf("the step is %+v (%v)", step, ok)
	}
}

// Two variables with one fault each are one plan: mending one alone mends nothing.
func TestBothFixes(t *testing.T) {
	s := healthy("linux")
	do(inEditor, exported("GOOS", "js"), toolVar(health.ScopeUser, "GOARCH", "wasm"))(s)
	os, _ := s.Origin(s.Folders[0].Path, "GOOS")
	arch, _ := s.Origin(s.Folders[0].Path, "GOARCH")
	fixes := both(clearFixes(s, s.Folders[0].Path, os), clearFixes(s, s.Folders[0].Path, arch))
	if len(fixes) != 1 || len(fixes[0].Steps) != 2 || fixes[0].Risk != health.RiskConfirm {
		t.Errorf("the plans are %+v", fixes)
	}
}

// golang.go puts the GOPATH of its process over one in go.toolsEnvVars, so that only go.gopath overrules it.
func TestGopathOfTheEnvironment(t *testing.T) {
	s := healthy("linux")
	do(inEditor, exported("GOPATH", "go"))(s)
	v, _ := s.Origin(s.Folders[0].Path, "GOPATH")
	fixes := clearFixes(s, s.Folders[0].Path, v)
	if step := fixes[0].Steps[0]; step.Target.Key != "go.gopath" || step.Target.Member != "" || step.After != `"/home/ada/go"` {
		t.Errorf("the step is %+v", step)
	}
	s.System.Home = ""
	if fixes = clearFixes(s, s.Folders[0].Path, v); len(fixes) != 1 || fixes[0].ID != "by-hand" {
		t.Errorf("without a home the fixes are %+v", fixes)
	}
}
