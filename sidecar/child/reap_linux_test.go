package child

import (
	"bufio"
	"context"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// A seccomp filter may forbid the prctl; then orphans become children of another process and only the mark finds them.
func TestWithoutReaper(t *testing.T) {
	becomeReaper()
	set := func(on uintptr) {
		if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, on, 0, 0, 0); err != nil {
			t.Fatal(err)
		}
		isReaper.Store(on == 1)
	}
	set(0)
	defer set(1)
	r := mustRun(t, context.Background(), shell("(setsid sleep 100 >/dev/null 2>&1 &); exit 0"))
	if r.Survivors != 1 || r.Unended != 0 {
		t.Errorf("survivors %d, unended %d", r.Survivors, r.Unended)
	}
	nothingLeft(t)
}

func TestMarkedFindsWhatRuns(t *testing.T) {
	p := mustStart(t, context.Background(), shell("echo ready; read x"))
	if _, err := bufio.NewReader(p.Stdout).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	found, err := Marked()
	if err != nil || len(found) != 1 || found[0].PID != p.PID() || found[0].Parent != os.Getpid() {
		t.Errorf("found %+v, %v", found, err)
	}
}

// Two programs at a time each leave something in a session of its own: nobody ends what is the other's.
func TestStraysOfTwoPrograms(t *testing.T) {
	p := mustStart(t, context.Background(), shell("(setsid sleep 101 >/dev/null 2>&1 &); echo ready; read x"))
	if _, err := bufio.NewReader(p.Stdout).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if r := mustRun(t, context.Background(), shell("(setsid sleep 102 &); exit 0")); r.Survivors != 1 || r.Unended != 0 {
			t.Errorf("survivors %d, unended %d", r.Survivors, r.Unended)
		}
	}
	if left := p.Descendants(); len(left) != 1 || left[0].Name != "sleep" {
		t.Errorf("descendants of the other: %+v", left)
	}
	if r := p.End(0); r.Survivors != 1 || r.Unended != 0 {
		t.Errorf("survivors %d, unended %d", r.Survivors, r.Unended)
	}
	nothingLeft(t)
}
