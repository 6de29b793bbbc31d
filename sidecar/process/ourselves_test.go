package process

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// On every system the way up from here begins with this program and leads to what started it.
func TestOwnAncestors(t *testing.T) {
	path, err := Machine{}.Ancestors(t.Context(), os.Getpid())
	if err != nil || path[0].PID != os.Getpid() || len(path) > 1 && path[1].PID != os.Getppid() {
		t.Fatalf("%+v, %v", path, err)
	}
	child := start(t, "exit")
	path, err = Machine{}.Ancestors(t.Context(), child.Process.Pid)
	if err != nil || len(path) < 2 || path[1].PID != os.Getpid() {
		t.Errorf("%+v, %v", path, err)
	}
}

// A child shows what it was started with: blanks, quotes, and letters of other languages among them.
func TestArgumentsOfAChild(t *testing.T) {
	words := []string{"list", "with blank", `quo"te`, `back\slash\`, "日本", ""}
	child := start(t, "exit", words...)
	d := Machine{}.Detail(child.Process.Pid)
	if d.Err != nil || len(d.Arguments) == 0 || !slices.Equal(d.Arguments[1:], words) {
		t.Errorf("%+v, want %q", d, words)
	}
}

// Own processes show their program and their arguments, blanks within them too.
func TestOwnDetail(t *testing.T) {
	m := Machine{}
	d := m.Detail(os.Getpid())
	if !strings.Contains(d.Executable, ".test") {
		t.Errorf("%+v", d)
	}
	if d.Err != nil || !slices.Equal(d.Arguments, os.Args) {
		t.Errorf("%+v, want %q", d, os.Args)
	}
	e, err := m.Look(os.Getpid())
	if err != nil || e.Resident+d.Resident == 0 {
		t.Errorf("%+v %v", e, err)
	}
	native, _ := m.Native()
	if r := m.Running(e, d, native); r.Program == "" || native != "" && r.Architecture == "" {
		t.Errorf("%+v on %q", r, native)
	}
}
