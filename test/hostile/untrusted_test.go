//go:build unix

package hostile

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

func TestUntrustedOnTheCommandLine(t *testing.T) {
	for _, one := range traps {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			one.set(s)
			dir := s.Work
			if one.dir != "" {
				dir = s.Path(one.dir)
			}
			s.untouched(func() {
				o := s.Run("check", dir, "--untrusted", "--format", "json", "--privacy", "full")
				d := s.document(o.Stdout, o.Stderr)
				s.saysWhatWasNotLookedAt(d)
				if want := exitOf(d); o.Exit != want {
					t.Errorf("exit %d, want %d: %s", o.Exit, want, o.Stderr)
				}
			})
		})
	}
}

// Everything at once, in every tier and in every format.
func TestUntrustedAllTrapsAtOnce(t *testing.T) {
	s := newSite(t)
	for _, one := range traps {
		if !strings.HasPrefix(one.name, "files that") && !strings.HasPrefix(one.name, "links out") { // these take the names of others
			one.set(s)
		}
	}
	s.untouched(func() {
		for _, tier := range []string{"fast", "standard", "deep"} {
			o := s.Run("check", s.Work, "--untrusted", "--tier", tier, "--format", "json", "--privacy", "full")
			s.saysWhatWasNotLookedAt(s.document(o.Stdout, o.Stderr))
		}
		for _, format := range report.Formats {
			if o := s.Run("check", "--untrusted", "--format", format); o.Exit == 2 || o.Stdout == "" {
				t.Errorf("format %s: exit %d, %q", format, o.Exit, o.Stderr)
			}
		}
	})
}

// A link of a stranger must not carry a private file into a report that is handed on.
func TestUntrustedLinksTellNoSecrets(t *testing.T) {
	for _, name := range []string{"go.work", "go.sum", "go.mod", "vendor/modules.txt", ".vscode/settings.json", ".govitals.yaml", "go.env", "rust-toolchain", "Cargo.toml", "secret.go"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.Write("secret", "machine example.com login me password marzipan\n", 0o600)
			s.Must(os.MkdirAll(filepath.Dir(s.Path("work/"+name)), 0o755))
			_ = os.Remove(s.Path("work/" + name))
			s.Must(os.Symlink(s.Path("secret"), s.Path("work/"+name)))
			for _, format := range report.Formats {
				o := s.Run("check", "--untrusted", "--format", format, "--privacy", "share")
				if strings.Contains(o.Stdout+o.Stderr, "marzipan") {
					t.Errorf("%s: %s%s", format, o.Stdout, o.Stderr)
				}
			}
		})
	}
}

func TestUntrustedRefusesWhatWouldRun(t *testing.T) {
	s := newSite(t)
	settingsTrap(s)
	s.untouched(func() {
		for _, args := range [][]string{{"probe", "--untrusted"}, {"isolate", "--untrusted"}} {
			if o := s.Run(args...); o.Exit != 2 || !strings.Contains(o.Stderr, "untrusted") {
				t.Errorf("%v: exit %d: %s", args, o.Exit, o.Stderr)
			}
		}
	})
}

func TestUntrustedOverRPC(t *testing.T) {
	for _, one := range traps {
		t.Run(one.name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			one.set(s)
			more := map[string]any{"untrusted": true, "tier": "deep", "noLoginShell": false, "editor": s.editorFacts()}
			if one.dir != "" {
				more["workspaceFile"] = s.Path(one.dir)
			}
			s.untouched(func() {
				sidecar := s.Serve(nil)
				ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
				defer cancel()
				d, err := sidecar.Diagnose(ctx, more)
				s.Must(err)
				s.saysWhatWasNotLookedAt(d)
				for _, method := range []string{"probe", "isolate", "fix/plan"} {
					if err := sidecar.Call(method, s.Request(more)); err == nil || !strings.Contains(err.Error(), "untrusted") {
						t.Errorf("%s: %v", method, err)
					}
				}
				s.Must(sidecar.Call("targets", s.Request(more)))
				s.Must(sidecar.Call("tree", s.Request(more)))
				if !sidecar.End(10 * time.Second) {
					t.Error("does not end")
				}
			})
		})
	}
}

// editorFacts are those of an editor that hands over the settings of the folder, as an old or a lying one could.
func (s *site) editorFacts() map[string]any {
	var settings []map[string]any
	var set map[string]any
	s.Must(json.Unmarshal([]byte(evilSettings(s)), &set))
	for key, value := range set {
		settings = append(settings, map[string]any{"key": key, "scope": "workspace", "value": value},
			map[string]any{"key": key, "scope": "folder", "folder": s.Work, "value": value})
	}
	return map[string]any{
		"name": "code", "version": "1.99.0", "settings": settings, "environmentAtActivation": s.Env,
		"extensions": []map[string]any{{"id": "golang.go", "version": "0.50.0", "active": true}, {"id": "rust-lang.rust-analyzer", "version": "0.4.0", "active": true}},
		"openFiles":  []string{s.Path("work/main.go")}, "activeFile": s.Path("work/main.go"),
	}
}

// untouched proves that nothing was executed, written or left running meanwhile.
func (s *site) untouched(do func()) {
	s.t.Helper()
	before := s.Tree("work", "home", "tmp", "bin")
	do()
	s.t.Logf("%d payloads", s.payloads)
	s.unexecuted()
	s.Unchanged(before, s.Tree("work", "home", "tmp", "bin"))
	s.NothingLeft(2 * time.Second)
}

func (s *site) document(stdout, stderr string) report.Document {
	s.t.Helper()
	var d report.Document
	if err := json.Unmarshal([]byte(stdout), &d); err != nil {
		s.t.Fatalf("no report: %v\n%s\n%s", err, stdout, stderr)
	}
	return d
}

// saysWhatWasNotLookedAt: the pulse was not taken, for this reason, and so the badge is not green.
func (s *site) saysWhatWasNotLookedAt(d report.Document) {
	s.t.Helper()
	if d.Badge == "healthy" || d.Badge == "advice" {
		s.t.Errorf("the badge is %s", d.Badge)
	}
	for _, f := range d.Folders {
		if f.HasGo && f.Pulse != "not-taken" {
			s.t.Errorf("pulse of %s: %s", f.Path, f.Pulse)
		}
	}
	if d.Tier == health.TierFast {
		return
	}
	i := slices.IndexFunc(d.Checks, func(c report.Check) bool { return c.ID == "definition-broken" })
	if i < 0 || !strings.Contains(d.Checks[i].Reason, "not trusted") {
		s.t.Errorf("definition-broken does not say why: %+v", d.Checks[max(i, 0)])
	}
}

// exitOf is the exit code that DESIGN §6 promises for a report: what was found decides, and where nothing was, what could not
// be judged.
func exitOf(d report.Document) int {
	has := func(severity health.Severity) bool {
		return slices.ContainsFunc(d.Findings, func(f report.Finding) bool { return f.Severity == severity })
	}
	switch {
	case has(health.Error):
		return 1
	case has(health.Warning):
		return 0
	case slices.ContainsFunc(d.Checks, func(c report.Check) bool { return c.State == health.StateInconclusive && c.Severity == health.Error }):
		return 3
	}
	return 0
}
