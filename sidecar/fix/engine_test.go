package fix

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// applied is a file system after the mixed fix, with its engine.
func applied(t *testing.T) (*memFiles, *Engine) {
	t.Helper()
	f := newMem(module)
	e := memEngine(f, 0)
	out, err := e.Apply(t.Context(), planOf(t, f), "x:y", nil)
	if err != nil {
		t.Fatal(err)
	}
	if out.Entry != "1" || len(out.Effects) != 2 || out.Effects[0] != health.EffectRestartServer || out.Effects[1] != health.EffectReloadWindow {
		t.Errorf("outcome %+v", out)
	}
	return f, e
}

func TestApplyRefuses(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*memFiles)
		text   string
	}{
		{"changed", func(f *memFiles) { f.nodes["/home/settings.json"].data = []byte("{}") }, "has been changed since the fix was shown"},
		{"deleted", func(f *memFiles) { delete(f.nodes, "/work/go.mod") }, "is not there any more"},
		{"mode", func(f *memFiles) { f.nodes["/work/go.mod"].mode = 0o600 }, "another mode"},
		{"another file of the same content", func(f *memFiles) { n := *f.nodes["/work/go.mod"]; n.id = 99; f.nodes["/work/go.mod"] = &n }, "replaced by another file"},
		{"created meanwhile", func(f *memFiles) { f.makeDirs("/work/.vscode/new/file") }, "was created meanwhile"},
		{"input of a command changed", func(f *memFiles) { f.nodes["/work/go.sum"].data = []byte("other") }, "/work/go.sum: has been changed"},
		{"became a link", func(f *memFiles) { f.nodes["/home/settings.json"] = &memNode{mode: 1 << 27, link: "/etc/passwd"} }, "replaced meanwhile"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newMem(module)
			p := planOf(t, f)
			tc.change(f)
			before := users(f)
			e := memEngine(f, 0)
			_, err := e.Apply(t.Context(), p, "x", nil)
			if CodeOf(err) != Changed || !strings.Contains(err.Error(), tc.text) {
				t.Errorf("error %v (%s)", err, CodeOf(err))
			}
			if !maps.Equal(before, users(f)) {
				t.Error("a plan that was refused changed something")
			}
			if entries, err := e.Entries(); err != nil || len(entries) != 0 {
				t.Errorf("a plan that was refused is in the journal: %+v (%v)", entries, err)
			}
		})
	}
}

// What somebody does between the first look and a step's turn stops the plan there.
func TestApplyStopsAtTheFirstConflict(t *testing.T) {
	f := newMem(module)
	p := planOf(t, f)
	e := memEngine(f, 0)
	out, err := e.Apply(t.Context(), p, "x", func(progress Progress) {
		if progress.Step == 1 && progress.Stream == "" {
			f.nodes["/work/go.mod"].data = []byte("module mine\n")
		}
	})
	if CodeOf(err) != Changed || !strings.Contains(err.Error(), "/work/go.mod") {
		t.Fatalf("error %v", err)
	}
	var states []string
	for _, s := range out.Steps {
		states = append(states, string(s.State))
	}
	if got := strings.Join(states, " "); got != "applied planned planned planned planned" {
		t.Errorf("states %s", got)
	}
	if string(f.nodes["/work/go.mod"].data) != "module mine\n" {
		t.Error("somebody's work is lost")
	}
	if _, err := e.Undo(t.Context(), "", AllSteps, nil); err != nil {
		t.Fatal(err)
	}
	if string(f.nodes["/home/settings.json"].data) != module["/home/settings.json"] {
		t.Error("not undone")
	}
}

func TestUndoRefuses(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(*memFiles)
		id     string
		step   int
		code   Code
		text   string
	}{
		{"edited since", func(f *memFiles) { f.nodes["/home/settings.json"].data = []byte("{}") }, "", AllSteps, Changed, "/home/settings.json: has been changed since the fix; the former version is kept in " + stateDir + "/saved/1-"},
		{"removed since", func(f *memFiles) { delete(f.nodes, "/work/vendor/modules.txt") }, "1", AllSteps, Changed, "was removed since the fix"},
		{"added to the tree since", func(f *memFiles) { f.nodes["/work/vendor/mine.go"] = &memNode{mode: 0o644} }, "1", 4, Changed, "was created since the fix"},
		{"mode since", func(f *memFiles) { f.nodes["/work/vendor/b/b.go"].mode = 0o600 }, "1", 4, Changed, "another mode"},
		{"a later step changed it", func(*memFiles) {}, "1", 1, Changed, "/work/go.mod: has been changed"},
		{"no such entry", func(*memFiles) {}, "7", AllSteps, NoEntry, "no fix 7"},
		{"no such step", func(*memFiles) {}, "1", 9, NoEntry, "no such step"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f, e := applied(t)
			tc.change(f)
			before := users(f)
			_, err := e.Undo(t.Context(), tc.id, tc.step, nil)
			if CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.text) {
				t.Errorf("error %v (%s), want %q", err, CodeOf(err), tc.text)
			}
			if !maps.Equal(before, users(f)) {
				t.Error("an undo that was refused changed something")
			}
		})
	}
}

func TestUndo(t *testing.T) {
	f, e := applied(t)
	if _, err := e.Undo(t.Context(), "1", 4, nil); err != nil {
		t.Fatal(err)
	}
	if stageOf(t, stages(t), f) != 4 {
		t.Error("one step is not undone")
	}
	out, err := e.Undo(t.Context(), "", AllSteps, nil)
	if err != nil || len(out.Effects) != 2 {
		t.Fatalf("outcome %+v, %v", out, err)
	}
	if stageOf(t, stages(t), f) != 0 {
		t.Error("not undone")
	}
	if _, err := e.Undo(t.Context(), "1", AllSteps, nil); CodeOf(err) != Undone {
		t.Errorf("undone twice: %v", err)
	}
	if _, err := e.Undo(t.Context(), "", AllSteps, nil); CodeOf(err) != NoEntry {
		t.Errorf("nothing left: %v", err)
	}
	if err := e.Conclude(t.Context(), "1", "made it worse"); err != nil {
		t.Fatal(err)
	}
	entries, err := e.Entries()
	if err != nil || len(entries) != 1 || entries[0].Verdict != "made it worse" || !entries[0].Ended || entries[0].Finding != "x:y" {
		t.Errorf("entries %+v, %v", entries, err)
	}
}

// Of two fixes of one file the later must go first; undoing all does it in that order.
func TestUndoAll(t *testing.T) {
	f := newMem(module)
	e := memEngine(f, 0)
	for _, key := range []health.Public{"go.a", "go.b"} {
		step := setGoroot("/home/settings.json")
		step.Target.Key = key
		p, err := Resolve(t.Context(), f, oneStep(step), memFacts())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Apply(t.Context(), p, "x", nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := e.Undo(t.Context(), "1", AllSteps, nil); CodeOf(err) != Changed || !strings.Contains(err.Error(), "by fix 2: take that back first") {
		t.Errorf("error %v", err)
	}
	out, err := e.UndoAll(t.Context(), nil)
	if err != nil || len(out) != 2 || out[0].Entry != "2" {
		t.Fatalf("outcome %+v, %v", out, err)
	}
	if string(f.nodes["/home/settings.json"].data) != module["/home/settings.json"] {
		t.Error("not as before")
	}
}

func TestCancelledBetweenSteps(t *testing.T) {
	f := newMem(module)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := memEngine(f, 0).Apply(ctx, planOf(t, f), "x", func(p Progress) {
		if p.Step == 1 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || stageOf(t, stages(t), f) != 2 {
		t.Errorf("error %v", err)
	}
}

// meddling is a file system in which somebody saves a file at the last moment: while its successor is written.
type meddling struct{ *memFiles }

func (m meddling) Create(path string, mode fs.FileMode) (Writer, error) {
	if strings.HasPrefix(path, "/home/.govitals-") {
		m.nodes["/home/settings.json"].data = []byte("{\"mine\": 1}")
	}
	return m.memFiles.Create(path, mode)
}

func TestChangedWhileWriting(t *testing.T) {
	f := newMem(module)
	p := planOf(t, f)
	e := New(Options{Files: meddling{f}, Dir: stateDir, System: "linux", Run: vendoring(f, 0)})
	out, err := e.Apply(t.Context(), p, "x", nil)
	if CodeOf(err) != Changed || out.Steps[0].State != StepFailed {
		t.Errorf("error %v, steps %+v", err, out.Steps)
	}
	if now := f.tree("/home"); len(now) != 1 || !strings.HasSuffix(now["/home/settings.json"], "{\"mine\": 1}") {
		t.Errorf("somebody's work is lost, or something is left behind: %q", now)
	}
}

func TestChangedWhileTakingBack(t *testing.T) {
	f := newMem(module)
	p := planOf(t, f)
	p.Steps = p.Steps[:1]
	if _, err := memEngine(f, 0).Apply(t.Context(), p, "x", nil); err != nil {
		t.Fatal(err)
	}
	e := New(Options{Files: meddling{f}, Dir: stateDir, System: "linux"})
	out, err := e.Undo(t.Context(), "", AllSteps, nil)
	if CodeOf(err) != Changed || out.Steps[0].State != StepApplied {
		t.Errorf("error %v, steps %+v", err, out.Steps)
	}
	if now := f.tree("/home"); len(now) != 1 || !strings.HasSuffix(now["/home/settings.json"], "{\"mine\": 1}") {
		t.Errorf("somebody's work is lost, or something is left behind: %q", now)
	}
}

// Two windows apply the same plan at once: one does, the other finds that it came too late.
func TestTwoAtOnce(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "settings.json")
	for range 20 {
		if err := os.WriteFile(file, []byte("{}"), 0o644); err != nil {
			t.Fatal(err)
		}
		p, err := Resolve(t.Context(), Disk{}, oneStep(setGoroot(health.Path(file))), Facts{System: "linux"})
		if err != nil {
			t.Fatal(err)
		}
		results := make(chan error, 2)
		for range 2 {
			e := New(Options{Files: Disk{}, Dir: filepath.Join(dir, "state"), System: "linux"})
			go func() {
				_, err := e.Apply(context.Background(), p, "x", nil)
				results <- err
			}()
		}
		first, second := <-results, <-results
		if first != nil || CodeOf(second) != Changed {
			first, second = second, first
		}
		if first != nil || CodeOf(second) != Changed {
			t.Fatalf("%v and %v", first, second)
		}
	}
}
