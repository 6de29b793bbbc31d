package fix

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const mine = "{\"mine\": 1}"

// lastMoment is somebody who saves the settings after they were looked at for the last time, just before their name changes hands.
type lastMoment struct {
	*memFiles
	inPlace bool
	saved   *bool
}

func (l lastMoment) Exchange(one, other string) error {
	if other == "/home/settings.json" && !*l.saved && !l.dead {
		*l.saved = true
		node := &memNode{mode: 0o644, data: []byte(mine), synced: []byte(mine), id: l.id()}
		if l.inPlace {
			node.id = l.nodes[other].id
		}
		l.nodes[other], l.durable[other] = node, node
	}
	return l.memFiles.Exchange(one, other)
}

func (l lastMoment) engine() *Engine {
	return New(Options{Files: l, Dir: stateDir, System: "linux"})
}

// wants demands that nobody's work was lost, and that nothing of ours lies about.
func (l lastMoment) wants(t *testing.T, what string) {
	t.Helper()
	if now := l.tree("/home"); len(now) != 1 || !strings.HasSuffix(now["/home/settings.json"], mine) {
		t.Errorf("%s: %q", what, now)
	}
}

func settingsPlan(t *testing.T, f *memFiles) Plan {
	t.Helper()
	p := planOf(t, f)
	p.Steps = p.Steps[:1]
	return p
}

// What was saved in the last moment stays, whether a fix or its undo is about to replace it.
func TestSavedInTheLastMoment(t *testing.T) {
	for _, inPlace := range []bool{false, true} {
		l := lastMoment{newMem(module), inPlace, new(bool)}
		out, err := l.engine().Apply(t.Context(), settingsPlan(t, l.memFiles), "x", nil)
		if CodeOf(err) != Changed || out.Steps[0].State != StepFailed {
			t.Errorf("applied: error %v, steps %+v", err, out.Steps)
		}
		l.wants(t, "applied")

		l = lastMoment{newMem(module), inPlace, new(bool)}
		if _, err := memEngine(l.memFiles, 0).Apply(t.Context(), settingsPlan(t, l.memFiles), "x", nil); err != nil {
			t.Fatal(err)
		}
		out, err = l.engine().Undo(t.Context(), "", AllSteps, nil)
		if CodeOf(err) != Changed || out.Steps[0].State != StepApplied {
			t.Errorf("taken back: error %v, steps %+v", err, out.Steps)
		}
		l.wants(t, "taken back")
	}
}

// The process ends at every change while somebody saves in the last moment: recovery loses nothing of it either.
func TestCrashWhileSomebodySaves(t *testing.T) {
	crashes := 0
	for _, undo := range []bool{false, true} {
		for at := 1; ; at++ {
			l := lastMoment{newMem(module), at%2 == 0, new(bool)}
			p := settingsPlan(t, l.memFiles)
			do := func() error { _, err := l.engine().Apply(t.Context(), p, "x", nil); return err }
			if undo {
				if _, err := memEngine(l.memFiles, 0).Apply(t.Context(), p, "x", nil); err != nil {
					t.Fatal(err)
				}
				l.ops = 0
				do = func() error { _, err := l.engine().Undo(t.Context(), "", AllSteps, nil); return err }
			}
			l.crashAt = at
			if err := do(); !l.dead {
				if CodeOf(err) != Changed {
					t.Fatalf("undo %v: %v", undo, err)
				}
				break
			}
			if !*l.saved {
				continue // it ended before
			}
			crashes++
			l.reboot(false)
			if _, err := l.engine().Recover(t.Context()); err != nil {
				t.Fatalf("undo %v, change %d: %v", undo, at, err)
			}
			l.wants(t, "recovered")
		}
	}
	if crashes < 8 {
		t.Errorf("only %d crashes", crashes)
	}
}

// noExchange is a file system on which two names cannot change places.
type noExchange struct{ *memFiles }

func (noExchange) Exchange(string, string) error { return errors.ErrUnsupported }

func TestWithoutExchange(t *testing.T) {
	f := newMem(module)
	e := New(Options{Files: noExchange{f}, Dir: stateDir, System: "linux", Run: vendoring(f, 0)})
	if _, err := e.Apply(t.Context(), planOf(t, f), "x", nil); err != nil {
		t.Fatal(err)
	}
	all := stages(t)
	if stage := stageOf(t, all, f); stage != 5 {
		t.Errorf("stage %d", stage)
	}
	if _, err := e.Undo(t.Context(), "", AllSteps, nil); err != nil || stageOf(t, all, f) != 0 {
		t.Errorf("undone: %v", err)
	}
}

func TestRealExchange(t *testing.T) {
	dir := t.TempDir()
	one, other := filepath.Join(dir, "one"), filepath.Join(dir, "other")
	for _, path := range []string{one, other} {
		if err := os.WriteFile(path, []byte(filepath.Base(path)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	err := Disk{}.Exchange(one, other)
	if errors.Is(err, errors.ErrUnsupported) {
		t.Skip("this file system does not exchange names")
	}
	first, _ := os.ReadFile(one)
	second, _ := os.ReadFile(other)
	if err != nil || string(first) != "other" || string(second) != "one" {
		t.Errorf("%q and %q: %v", first, second, err)
	}
	if err := (Disk{}).Exchange(one, filepath.Join(dir, "gone")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("with what is not there: %v", err)
	}
}
