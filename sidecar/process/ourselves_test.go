package process

import (
	"os"
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

// Own processes show their program and their arguments, blanks within them too.
func TestOwnDetail(t *testing.T) {
	m := Machine{}
	d := m.Detail(os.Getpid())
	if !strings.Contains(d.Executable, ".test") {
		t.Errorf("%+v", d)
	}
	const wineKnowsNot = "0xc0000003" // STATUS_INVALID_INFO_CLASS
	if d.Err != nil && strings.Contains(d.Err.Error(), wineKnowsNot) {
		t.Log("this is Wine, which shows no command lines")
	} else if d.Err != nil || len(d.Arguments) != len(os.Args) {
		t.Errorf("%+v", d)
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
