package process

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// recorded is a /proc made of files.
type recorded struct {
	Machine
	t *testing.T
}

func record(t *testing.T) recorded {
	t.Helper()
	return recorded{Machine{Root: t.TempDir(), Me: 1000000}, t}
}

func (r recorded) file(pid int, name, text string) {
	r.t.Helper()
	path := r.Machine.file(pid, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// add adds a process; exe is what its link leads to, args its command line.
func (r recorded) add(pid, parent int, name, letter, exe string, args ...string) {
	r.t.Helper()
	r.file(pid, "stat", statLine(pid, parent, name, letter, uint64(100+pid)))
	r.file(pid, "cmdline", strings.Join(args, "\x00")+"\x00")
	if exe != "" {
		if err := os.Symlink(exe, r.Machine.file(pid, "exe")); err != nil {
			r.t.Fatal(err)
		}
	}
}

func statLine(pid, parent int, name, letter string, started uint64) string {
	return fmt.Sprintf("%d (%s) %s %d %d %d 0 -1 4194304 100 0 0 0 10 20 0 0 20 0 5 0 %d 1000 200 18446744073709551615", pid, name, letter, parent, pid, pid, started)
}

func TestParseStat(t *testing.T) {
	const rest = " 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 5 0 777 1000 200\n"
	plain := Proc{PID: 42, Parent: 7, Group: 8, Session: 9, Started: 777, Name: "go"}
	zombie, odd := plain, plain
	zombie.Zombie, odd.Name = true, "a ) R (b) c"
	for _, tc := range []struct {
		name, line string
		want       Proc
		ok         bool
	}{
		{"plain", "42 (go) S 7 8 9" + rest, plain, true},
		{"zombie", "42 (go) Z 7 8 9" + rest, zombie, true},
		{"name with all that confuses", "42 (a ) R (b) c) S 7 8 9" + rest, odd, true},
		{"session of another namespace", "42 (go) S 7 8 -1" + rest, Proc{PID: 42, Parent: 7, Group: 8, Started: 777, Name: "go"}, true},
		{"empty", "", Proc{}, false},
		{"cut off", "42 (go) S 7 8 9 0", Proc{}, false},
		{"no name", "42 go S 7 8 9" + rest, Proc{}, false},
		{"no number", "42 (go) S x 8 9" + rest, Proc{}, false},
		{"no id", "(go) S 7 8 9" + rest, Proc{}, false},
		{"long state", "42 (go) SS 7 8 9" + rest, Proc{}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e, _, ok := parseStat([]byte(tc.line), 4096)
			if ok != tc.ok || ok && e.Proc != tc.want {
				t.Errorf("got %+v, %v", e, ok)
			}
			if ok && (e.Resident != 200*4096 || e.CPU != 30*time.Millisecond) {
				t.Errorf("%d bytes, %v", e.Resident, e.CPU)
			}
		})
	}
	line := strings.TrimSpace("42 (go) Z 7 8 9"+rest) + strings.Repeat(" 0", 27) + " 768"
	if _, status, ok := parseStat([]byte(line), 4096); !ok || waitStatus(status) != (Exit{Code: 3, Known: true}) {
		t.Errorf("status %d, %v", status, ok)
	}
}

func TestWaitStatus(t *testing.T) {
	for status, want := range map[int]Exit{
		0: {Known: true}, 2 << 8: {Code: 2, Known: true}, 9: {Code: -1, Signal: 9, Known: true}, 6 | 0x80: {Code: -1, Signal: 6, Known: true},
	} {
		if got := waitStatus(status); got != want {
			t.Errorf("%#x: %+v", status, got)
		}
	}
}

// What is in /proc besides processes, what ended meanwhile, and what cannot be understood are passed over.
func TestSnapshotOfARecordedMachine(t *testing.T) {
	r := record(t)
	r.add(1, 0, "systemd", "S", "")
	r.add(7, 1, "a) S 1 (b", "S", "/usr/bin/odd name", "odd name", "", "x y")
	r.add(8, 7, "dead", "Z", "")
	r.file(9, "status", "vanished while it was read")
	r.file(10, "stat", "10 (cut) S 1")
	r.file(11, "stat", statLine(12, 1, "liar", "S", 5))
	for _, name := range []string{"sys", "self", "4x", "0", "-5"} {
		if err := os.MkdirAll(filepath.Join(r.Root, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	table, err := r.Snapshot(t.Context())
	if err != nil || len(table) != 3 || table[7].Name != "a) S 1 (b" || !table[8].Zombie {
		t.Errorf("%+v, %v", table, err)
	}
	if d := r.Detail(7); d.Executable != "/usr/bin/odd name" || fmt.Sprint(d.Arguments) != "[odd name  x y]" || d.Err != nil {
		t.Errorf("%+v", d)
	}
	if d := r.Detail(9); d.Err == nil || d.Arguments != nil {
		t.Errorf("of one that vanished: %+v", d)
	}
	for _, pid := range []int{9, 10, 11, 4711} {
		if _, err := r.Look(pid); !errors.Is(err, ErrGone) {
			t.Errorf("%d: %v", pid, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Snapshot(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("in no time: %v", err)
	}
	if _, err := (Machine{Root: "/nowhere"}).Snapshot(t.Context()); err == nil {
		t.Error("no /proc, and no error")
	}
}

func TestAncestors(t *testing.T) {
	r := record(t)
	r.add(1, 0, "init", "S", "")
	r.add(5, 1, "a", "S", "")
	r.add(6, 5, "b", "S", "")
	r.add(20, 30, "x", "S", "") // its parent's id was used again: that process is younger
	r.add(30, 1, "young", "S", "")
	r.add(40, 41, "loop", "S", "")
	r.file(41, "stat", statLine(41, 40, "loop", "S", 140))
	for pid, want := range map[int]string{6: "[6 5 1]", 20: "[20]", 40: "[40 41]"} {
		path, err := r.Ancestors(t.Context(), pid)
		var got []int
		for _, e := range path {
			got = append(got, e.PID)
		}
		if fmt.Sprint(got) != want || err != nil {
			t.Errorf("of %d: %v, %v", pid, got, err)
		}
	}
	if _, err := r.Ancestors(t.Context(), 99); !errors.Is(err, ErrGone) {
		t.Error(err)
	}
}

// On Windows a parent's id may be that of a younger process.
func TestParentsWhereIdsGoStale(t *testing.T) {
	parent, child := Proc{PID: 4, Started: 10}, Proc{PID: 5, Parent: 4, Started: 20}
	for _, tc := range []struct {
		name  string
		now   Proc
		there bool
		stale bool
		want  bool
	}{
		{"alive", parent, true, true, true},
		{"gone", Proc{}, false, true, true},
		{"gone, elsewhere", Proc{}, false, false, false},
		{"its id is a younger one's", Proc{PID: 4, Started: 30}, true, true, true},
		{"its id is a younger one's, elsewhere", Proc{PID: 4, Started: 30}, true, false, false},
		{"its id is an older one's", Proc{PID: 4, Started: 15}, true, true, false},
	} {
		if got := isParent(parent, child, tc.now, tc.there, tc.stale); got != tc.want {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}

func TestGatherAMachineOfThousands(t *testing.T) {
	r := record(t)
	r.add(1, 0, "systemd", "S", "")
	r.add(10, 1, "node", "S", "/n/node", "/n/node", "/x/out/server-main.js")
	r.add(11, 10, "node", "S", "/n/node", "/n/node", "/x/out/bootstrap-fork", "--type=extensionHost")
	r.add(12, 11, "gopls", "S", "/go/bin/gopls", "gopls", "-mode=stdio")
	r.add(13, 12, "zombie (x)", "Z", "")
	r.add(14, 1, "gopls", "S", "/go/bin/gopls", "gopls", "-mode=stdio")
	r.add(15, 14, "gopls", "S", "/go/bin/gopls", "gopls", telemetryArgument)
	for pid := 100; pid < 5100; pid++ {
		parent := 1
		if pid%10 == 0 {
			parent = 10
		}
		r.file(pid, "stat", statLine(pid, parent, "other", "S", uint64(100+pid)))
	}
	f, err := r.Gather(t.Context(), Scope{Host: 11, Self: 1000000, Whole: true, Most: 100})
	if err != nil || f.Root != 10 || f.Total != 5007 || len(f.Nodes) != 100 || f.Cut != 404+1 {
		t.Errorf("root %d, %d of %d, cut %d, %v", f.Root, len(f.Nodes), f.Total, f.Cut, err)
	}
	for pid, role := range map[int]health.ProcessRole{10: health.RoleEditorServer, 11: health.RoleExtensionHost, 12: health.RoleGopls} {
		if f.Roles[pid] != role {
			t.Errorf("%d is %q", pid, f.Roles[pid])
		}
	}
	// With room for all, the lost server and its helper are there, and nothing else that hangs below the first process.
	f, err = r.Gather(t.Context(), Scope{Host: 11, Self: 1000000, Whole: true, Most: 1000})
	if err != nil || len(f.Nodes) != 506 || f.Cut != 0 || !f.Orphans[14] || f.Roles[15] != health.RoleTelemetry {
		t.Errorf("%d, cut %d, %v, %q, %v", len(f.Nodes), f.Cut, f.Orphans, f.Roles[15], err)
	}
	if _, err := r.Gather(t.Context(), Scope{Host: 9999, Whole: true, Most: 100}); !errors.Is(err, ErrGone) {
		t.Errorf("of a host that ended: %v", err)
	}
}

// A tier that looks at little must find the same servers, without looking at the rest.
func TestGatherWhatIsNear(t *testing.T) {
	r := record(t)
	r.add(1, 0, "systemd", "S", "")
	r.add(10, 1, "node", "S", "/n/node", "/n/node", "/x/out/server-main.js")
	r.add(11, 10, "node", "S", "/n/node", "/n/node", "/x/out/bootstrap-fork", "--type=extensionHost")
	r.add(12, 11, "gopls", "S", "/go/bin/gopls", "gopls", "-mode=stdio")
	r.add(13, 10, "other", "S", "", "other")
	r.file(11, "task/11/children", "")
	r.file(11, "task/19/children", "12 4711 ")
	r.file(12, "task/12/children", "")
	f, err := r.Gather(t.Context(), Scope{Host: 11, Self: 1000000, Most: 100})
	if err != nil || len(f.Nodes) != 3 || f.Roles[12] != health.RoleGopls || f.Windows[12] != health.WindowOurs || f.Total != 0 {
		t.Errorf("%+v %v", f.Nodes, err)
	}
}
