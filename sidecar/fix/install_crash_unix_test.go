//go:build unix

package fix

import (
	"context"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// What go install would not replace is taken out of its way. The process ends at every change of that: a new one brings it back
// unless the new tool stands.
func TestCrashWhileInstalling(t *testing.T) {
	const tool = "/p/bin/gopls"
	for _, former := range []string{"#!/bin/sh\n", "-> ../elsewhere"} {
		seen, crashes := map[string]bool{}, 0
		for at := 1; ; at++ {
			f := newMem(map[string]string{tool: former, "/p/elsewhere": "brewed", "/home/x": "", "/state/x": "", "/bin/go": ""})
			before := f.tree("/p")
			engine := func() *Engine {
				return New(Options{Files: f, Dir: stateDir, System: "linux", Run: installing(f, tool), Patience: time.Millisecond})
			}
			facts := memFacts()
			facts.Ask = func(context.Context, child.Command) (child.Result, error) {
				return child.Result{Stdout: []byte("\n/p\nlinux\namd64\nlinux\namd64\n")}, nil
			}
			p, err := Resolve(t.Context(), f, oneStep(health.Step{Kind: health.StepInstall, Target: health.Target{Key: "gopls"},
				Argv: []health.Value{health.V(health.Public("go")), health.V(health.Public("install")), health.V(health.Module("golang.org/x/tools/gopls@latest"))}}), facts)
			must(t, err)
			f.crashAt = at
			if _, err := engine().Apply(t.Context(), p, "x", nil); err == nil {
				break
			}
			crashes++
			f.reboot(at%2 == 0)
			e := engine()
			_, err = e.Recover(t.Context())
			must(t, err)
			if appliedSteps(t, e) == 1 {
				seen["after"] = true
				_, err = e.Undo(t.Context(), "", AllSteps, nil)
				must(t, err)
			}
			if now := f.tree("/p"); len(now) != len(before) || differences(before, now) != "" {
				t.Fatalf("%q, change %d: %s", former, at, differences(before, now))
			}
		}
		if crashes < 12 || !seen["after"] {
			t.Errorf("%q: %d crashes, %v", former, crashes, seen)
		}
	}
}

// installing is go install, which fails where something else than an executable stands.
func installing(f *memFiles, tool string) Runner {
	return func(_ context.Context, _ child.Command, started func(int, uint64) error, _ func(string, []byte)) (child.Result, error) {
		if err := started(0, 0); err != nil {
			return child.Result{}, err
		}
		if item, err := look(f, tool); err != nil || item.Kind != Absent {
			return child.Result{ExitCode: 1, Stderr: []byte("already exists and is not an object file")}, nil
		}
		if err := f.overwrite(tool, "\x7fELF new"); err != nil {
			return child.Result{ExitCode: 1}, nil
		}
		return child.Result{}, nil
	}
}
