package fix

import (
	"context"
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

const stateDir = "/state/govitals/fixes"

var module = map[string]string{
	"/home/settings.json":       "{\n  // mine\n  \"gopls\": {\n    \"bad\": 1, // why\n  },\n}\n",
	"/work/go.mod":              "module m\n\ngo 1.26.x // pinned\n\nrequire example.com/a v1.0.0\n",
	"/work/go.sum":              "sum\n",
	"/work/m.go":                "package m\n",
	"/work/vendor/modules.txt":  "# old\n",
	"/work/vendor/gone/gone.go": "package gone\n",
	"/work/vendor/a/a.go":       "package a // edited\n",
	"/work/vendor/a/tool.sh":    "#!/bin/sh\n",
	"/work/vendor/a/link":       "-> a.go",
	"/state/x":                  "",
	"/bin/go":                   "",
}

// mixedFix has a step of each kind that changes files: a setting, a line, a new file in a new directory, a command.
func mixedFix() health.Fix {
	data := func(v any) health.Data { return health.DataOf(v) }
	return health.Fix{ID: "mixed", Title: health.Message{ID: "mixed"}, Risk: health.RiskConfirm, Steps: []health.Step{
		{Kind: health.StepSet, Target: health.Target{Scope: health.ScopeUser, File: "/home/settings.json", Key: "gopls", Member: "bad"}, Before: "1", Effect: health.EffectRestartServer},
		{Kind: health.StepEdit, Target: health.Target{File: "/work/go.mod"}, Before: data("go 1.26.x"), After: data("go 1.26")},
		{Kind: health.StepCreate, Target: health.Target{File: "/work/.vscode/new/file"}, After: data("new\n")},
		{Kind: health.StepSet, Target: health.Target{Scope: health.ScopeUser, File: "/home/settings.json", Key: "go.goroot"}, After: data("/go"), Effect: health.EffectReloadWindow},
		{Kind: health.StepRun, Cwd: "/work", Argv: []health.Value{health.V(health.Public("go")), health.V(health.Public("mod")), health.V(health.Public("vendor"))}, Effect: health.EffectRestartServer},
	}}
}

func memFacts() Facts {
	return Facts{System: "linux", Roots: []string{"/work"}, Home: "/home", Look: func(name string) string { return "/bin/" + name }}
}

// vendoring is a command that changes files as go mod vendor does, and can be killed in between.
func vendoring(f *memFiles, exit int) Runner {
	return func(_ context.Context, _ child.Command, started func(int, uint64) error, output func(string, []byte)) (child.Result, error) {
		if err := started(0, 0); err != nil {
			return child.Result{}, err
		}
		output("stderr", []byte("go: writing\n"))
		do := func(err error) {
			if err != nil {
				exit = -1
			}
		}
		do(f.Remove("/work/vendor/gone/gone.go"))
		do(f.Remove("/work/vendor/gone"))
		do(f.overwrite("/work/go.mod", "module m\n\ngo 1.26\n"))
		do(f.overwrite("/work/go.sum", ""))
		do(f.Remove("/work/vendor/a/link"))
		do(f.Chmod("/work/vendor/a/tool.sh", 0o600))
		do(f.overwrite("/work/vendor/a/a.go", "package a\n"))
		do(f.Mkdir("/work/vendor/b", 0o755))
		do(f.overwrite("/work/vendor/b/b.go", "package b\n"))
		do(f.overwrite("/work/vendor/modules.txt", "# new\n## explicit\n"))
		return child.Result{ExitCode: exit, Stderr: []byte("go: written\n")}, nil
	}
}

func memEngine(f *memFiles, exit int) *Engine {
	return New(Options{Files: f, Dir: stateDir, System: "linux", Run: vendoring(f, exit), Patience: time.Millisecond,
		Now: func() time.Time { return time.Unix(1, 0) }})
}

func users(f *memFiles) map[string]string {
	out := f.tree("/work")
	maps.Copy(out, f.tree("/home"))
	return out
}

func planOf(t *testing.T, f *memFiles) Plan {
	t.Helper()
	p, err := Resolve(t.Context(), f, mixedFix(), memFacts())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// stages are what stands after each step, the first before any.
func stages(t *testing.T) (out []map[string]string) {
	t.Helper()
	for n := range len(mixedFix().Steps) + 1 {
		f := newMem(module)
		p := planOf(t, f)
		p.Steps = p.Steps[:n]
		if _, err := memEngine(f, 0).Apply(t.Context(), p, "x", nil); err != nil {
			t.Fatal(err)
		}
		out = append(out, users(f))
	}
	return out
}

// stageOf is the number of the stage that stands; it fails where none does.
func stageOf(t *testing.T, stages []map[string]string, f *memFiles) int {
	t.Helper()
	now := users(f)
	for i := range stages {
		if maps.Equal(stages[i], now) {
			return i
		}
	}
	for path, text := range now {
		if stages[0][path] != text {
			t.Logf("%s: %q, before %q", path, text, stages[0][path])
		}
	}
	t.Fatal("what stands is neither before nor after any step")
	return -1
}

// The process ends at every write, sync, rename of applying, as a process alone or with the power; a new one recovers.
func TestCrashWhileApplying(t *testing.T) {
	all := stages(t)
	seen := map[int]bool{}
	crashes := 0
	for _, mode := range []struct {
		name        string
		torn, power bool
	}{{"process", false, false}, {"torn write", true, false}, {"power", false, true}} {
		for at := 1; ; at++ {
			f := newMem(module)
			p := planOf(t, f)
			f.crashAt, f.torn = at, mode.torn
			_, err := memEngine(f, 0).Apply(t.Context(), p, "x", nil)
			if err == nil {
				break
			}
			crashes++
			f.reboot(mode.power)
			e := memEngine(f, 0)
			if _, err := e.Recover(t.Context()); err != nil {
				t.Fatalf("%s, change %d: %v", mode.name, at, err)
			}
			stage := stageOf(t, all, f)
			seen[stage] = true
			if got := appliedSteps(t, e); got != stage {
				t.Fatalf("%s, change %d: the journal says that %d steps stand, the files %d", mode.name, at, got, stage)
			}
			if _, err := e.Undo(t.Context(), "", AllSteps, nil); err != nil && CodeOf(err) != NoEntry {
				t.Fatalf("%s, change %d: undo: %v", mode.name, at, err)
			}
			if stageOf(t, all, f) != 0 {
				t.Fatalf("%s, change %d: undone, but not as before", mode.name, at)
			}
		}
	}
	if crashes < 150 || len(seen) < len(all)-1 {
		t.Errorf("%d crashes left the stages %v: too few to prove anything", crashes, seen)
	}
}

func appliedSteps(t *testing.T, e *Engine) (n int) {
	t.Helper()
	entries, err := e.Entries()
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		for _, s := range entry.Steps {
			if s.State == StepApplied {
				n++
			}
			if s.unsettled() {
				t.Errorf("step %+v is still in the middle", s)
			}
		}
	}
	return n
}

func TestCrashWhileUndoing(t *testing.T) {
	all := stages(t)
	crashes := 0
	for _, power := range []bool{false, true} {
		for at := 1; ; at++ {
			f := newMem(module)
			e := memEngine(f, 0)
			if _, err := e.Apply(t.Context(), planOf(t, f), "x", nil); err != nil {
				t.Fatal(err)
			}
			f.ops, f.crashAt, f.torn = 0, at, true
			_, err := e.Undo(t.Context(), "1", AllSteps, nil)
			if err == nil {
				break
			}
			crashes++
			f.reboot(power)
			e = memEngine(f, 0)
			if _, err := e.Recover(t.Context()); err != nil {
				t.Fatalf("power %v, change %d: %v", power, at, err)
			}
			if stage := stageOf(t, all, f); appliedSteps(t, e) != stage {
				t.Fatalf("power %v, change %d: the journal says that %d steps stand, the files %d", power, at, appliedSteps(t, e), stage)
			}
			if _, err := e.Undo(t.Context(), "", AllSteps, nil); err != nil && CodeOf(err) != NoEntry {
				t.Fatal(err)
			}
			if stageOf(t, all, f) != 0 {
				t.Fatalf("power %v, change %d: undone, but not as before", power, at)
			}
		}
	}
	if crashes < 60 {
		t.Errorf("only %d crashes", crashes)
	}
}

// Recovery itself may be interrupted, again and again.
func TestCrashWhileRecovering(t *testing.T) {
	all := stages(t)
	crashes := 0
	for at := 1; ; at += 3 {
		f := newMem(module)
		p := planOf(t, f)
		f.crashAt = at
		if _, err := memEngine(f, 0).Apply(t.Context(), p, "x", nil); err == nil {
			break
		}
		for next := 1; ; next += 2 {
			f.reboot(next%4 == 1)
			f.ops, f.crashAt = 0, next
			if _, err := memEngine(f, 0).Recover(t.Context()); err == nil {
				break
			}
			crashes++
		}
		f.reboot(false)
		stageOf(t, all, f)
	}
	if crashes < 100 {
		t.Errorf("only %d crashes", crashes)
	}
}

// A full disk at every change: the process lives on and says so, and what stands is before or after.
func TestDiskFullAtEveryChange(t *testing.T) {
	all := stages(t)
	failed := 0
	for at := 1; ; at++ {
		f := newMem(module)
		p := planOf(t, f)
		f.failAt, f.torn = at, at%2 == 0
		e := memEngine(f, 0)
		_, err := e.Apply(t.Context(), p, "x", nil)
		if err == nil && f.ops < at {
			break
		}
		f.reboot(false)
		if _, err := e.Recover(t.Context()); err != nil {
			t.Fatalf("change %d: %v", at, err)
		}
		stage := stageOf(t, all, f)
		if err == nil {
			continue // a change that may fail, as sweeping what is not there
		}
		failed++
		if code := CodeOf(err); code != NoSpace && code != Failed && code != Unwritable {
			t.Errorf("change %d: code %s of %v", at, code, err)
		}
		if got := appliedSteps(t, e); got != stage {
			t.Fatalf("change %d: the journal says that %d steps stand, the files %d (%v)", at, got, stage, err)
		}
	}
	if failed < 40 {
		t.Errorf("only %d failures", failed)
	}
}

func TestFailedCommandPutsBack(t *testing.T) {
	f := newMem(module)
	e := memEngine(f, 3)
	out, err := e.Apply(t.Context(), planOf(t, f), "x", nil)
	if CodeOf(err) != Failed || fmt.Sprint(err) == "" || out.Output != "go: written" {
		t.Fatalf("error %v, output %q", err, out.Output)
	}
	if stageOf(t, stages(t), f) != 4 {
		t.Error("the files of the command were not put back")
	}
	if out.Steps[4].State != StepFailed || out.Steps[3].State != StepApplied {
		t.Errorf("steps %+v", out.Steps)
	}
}
