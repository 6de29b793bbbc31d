package probe

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/process"
)

// withProcesses is a machine that shows recorded processes: files as in /proc.
type withProcesses struct {
	*fakeSystem
	t    *testing.T
	root string
}

func (w withProcesses) Processes() process.Machine { return process.Machine{Root: w.root, Me: 9} }

// newProcesses is a Linux machine with a remote editor's server, the extension host 7 of our window and 8 of another, and this
// program as 9.
func newProcesses(t *testing.T) withProcesses {
	t.Helper()
	if os.PathSeparator != '/' {
		t.Skip("/proc is recorded as files of its own names")
	}
	w := withProcesses{newFake(t, "linux", ""), t, t.TempDir()}
	w.add(1, 0, "systemd", []string{"/sbin/init"}, nil)
	w.add(5, 1, "node", []string{"node", "/x/out/server-main.js", "--token=canary1"}, nil)
	w.add(7, 5, "node", []string{"node", "/x/out/bootstrap-fork", "--type=extensionHost"}, nil)
	w.add(8, 5, "node", []string{"node", "/x/out/bootstrap-fork", "--type=extensionHost"}, nil)
	w.add(9, 7, "govitals", []string{"govitals", "serve"}, nil)
	return w
}

func (w withProcesses) add(pid, parent int, name string, args, env []string) {
	w.t.Helper()
	dir := filepath.Join(w.root, fmt.Sprint(pid))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		w.t.Fatal(err)
	}
	for file, text := range map[string]string{
		"stat":    fmt.Sprintf("%d (%s) S %d %d %d 0 -1 4194304 100 0 0 0 100 200 0 0 20 0 5 0 %d 1000 25600", pid, name, parent, pid, pid, 1000+pid),
		"cmdline": strings.Join(args, "\x00") + "\x00", "environ": strings.Join(env, "\x00") + "\x00",
	} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			w.t.Fatal(err)
		}
	}
	children := filepath.Join(w.root, fmt.Sprint(parent), "task", fmt.Sprint(parent))
	if parent == 0 || os.MkdirAll(children, 0o755) != nil {
		return
	}
	f, err := os.OpenFile(filepath.Join(children, "children"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	fmt.Fprintf(f, "%d ", pid)
}

// remove takes a file of a process away, as when it ended or belongs to somebody else.
func (w withProcesses) remove(file string) {
	w.t.Helper()
	if err := os.RemoveAll(filepath.Join(w.root, file)); err != nil {
		w.t.Fatal(err)
	}
}

var ourWindow = &EditorFacts{HostPID: 7}

func TestProcesses(t *testing.T) {
	for _, tier := range []health.Tier{health.TierFast, health.TierStandard} {
		t.Run(string(tier), func(t *testing.T) {
			w := newProcesses(t)
			w.add(20, 7, "gopls", []string{"/go/bin/gopls", "-mode=stdio", "-remote=auto"}, nil)
			w.add(21, 20, "gopls", []string{"/go/bin/gopls", "** telemetry **"}, nil)
			w.add(22, 20, "go", []string{"/go/bin/go", "list", "-e", "-ldflags=-X=a.b=canary2", "-tags=x", "-X", "canary3", "--", "canary6"}, nil)
			w.add(23, 9, "gopls", []string{"/go/bin/gopls", "-mode=stdio"}, nil)
			w.add(24, 8, "gopls", []string{"/go/bin/gopls", "-mode=stdio"}, nil)
			w.add(25, 7, "dlv", []string{"/go/bin/dlv", "exec", "./x", "-key", "canary4", "--", "canary5"}, nil)
			s := examine(t, w, Request{Tier: tier, Editor: ourWindow}, processesProbe)
			tree := s.Processes
			if tree.State != health.ProcessesOK || tree.Root != 5 || tree.Host != 7 || tree.Self != 9 {
				t.Fatalf("%+v", tree)
			}
			if servers := tree.Servers(); len(servers) != 1 || servers[0].PID != 20 || !servers[0].Forwards {
				t.Errorf("servers %+v", servers)
			}
			p, _ := tree.Process(22)
			if p.Role != health.RoleGo || p.Waits != health.WaitUnknown || fmt.Sprint(p.Arguments) != "[list -e -ldflags="+hiddenText+" -tags=x -X …]" ||
				p.ResidentBytes == 0 || p.CPUMs != 3000 || p.Started == "" {
				t.Errorf("%+v", p)
			}
			if p, _ := tree.Process(23); !p.Private || p.Window != health.WindowOurs {
				t.Errorf("our own server: %+v", p)
			}
			p, seen := tree.Process(24)
			if seen != (tier == health.TierStandard) || seen && p.Window != health.WindowOther {
				t.Errorf("another window's: %+v", p)
			}
			if (tree.Total > 0) != (tier == health.TierStandard) {
				t.Errorf("%d in all", tree.Total)
			}
			assertNoCanary(t, s)
		})
	}
}

func TestProcessesThatCannotBeLookedAt(t *testing.T) {
	w := newProcesses(t)
	if s := examine(t, w, Request{Tier: health.TierStandard, Editor: &EditorFacts{HostPID: 4711}}, processesProbe); s.Processes.State != health.ProcessesFailed || s.Processes.Reason == "" {
		t.Errorf("%+v", s.Processes)
	}
	if s := examine(t, newFake(t, "linux", ""), Request{Editor: ourWindow}, processesProbe); s.Processes.State != health.ProcessesNotAsked {
		t.Errorf("a machine without processes: %+v", s.Processes)
	}
	w.root = filepath.Join(w.root, "none")
	if s := examine(t, w, Request{Tier: health.TierStandard}, processesProbe); s.Processes.State != health.ProcessesFailed {
		t.Errorf("no /proc: %+v", s.Processes)
	}
}

// Somebody asked for the tree of another process, such as one in a terminal.
func TestProcessesAroundAnother(t *testing.T) {
	w := newProcesses(t)
	w.add(30, 1, "bash", []string{"-bash"}, nil)
	w.add(31, 30, "go", []string{"go", "test", "-args", "canary6"}, nil)
	s := examine(t, w, Request{Tier: health.TierStandard, Process: 31}, processesProbe)
	var pids []int
	for _, p := range s.Processes.List {
		pids = append(pids, p.PID)
	}
	if fmt.Sprint(pids) != "[30 31]" || s.Processes.Root != 30 || s.Processes.Host != 0 {
		t.Errorf("%+v", s.Processes)
	}
	if s := examine(t, w, Request{Tier: health.TierStandard, Process: 8}, processesProbe); s.Processes.Host != 8 || s.Processes.Root != 5 {
		t.Errorf("around another extension host: %+v", s.Processes)
	}
	assertNoCanary(t, s)
}

func TestCommandWords(t *testing.T) {
	for _, tc := range []struct {
		role health.ProcessRole
		line string
		want string
	}{
		{health.RoleGo, "go list -e -json=Name,ImportPath -compiled=true -test=true -- ./... builtin", "list|-e|-json=Name,ImportPath|-compiled=true|-test=true|--|./...|builtin"},
		{health.RoleGo, "go list -deps ./... builtin", "list|-deps|./...|builtin"},
		{health.RoleGo, "go list -ldflags canary7 ./canary8", "list|-ldflags|…"},
		{health.RoleGo, "go run . canary9", "run|…"},
		{health.RoleGo, "go test ./x -args canary10", "test|…"},
		{health.RoleGo, "go mod download -json example.com/x@v1.0.0", "mod|download|-json|example.com/x@v1.0.0"},
		{health.RoleGo, "go get https://a:canary11@host/x", "get|https://host/x"},
		{health.RoleGopls, "gopls -mode=stdio -header=canary12", "-mode=stdio|-header=" + hiddenText},
		{health.RoleGopls, "gopls serve -listen=unix;/tmp/x", "serve|-listen=unix;/tmp/x"},
		{health.RoleDlv, "dlv dap --listen=:1 --token canary13", "dap|--listen=:1|--token|…"},
		{health.RoleGo, "go canary14", "…"},
		{health.RoleGo, "go", ""},
	} {
		var words []string
		for _, w := range commandWords(strings.Fields(tc.line), tc.role) {
			words = append(words, string(w))
		}
		if got := strings.Join(words, "|"); got != tc.want || canary.MatchString(got) {
			t.Errorf("%s\n got %s\nwant %s", tc.line, got, tc.want)
		}
	}
	if got := commandWords(slices.Repeat([]string{"-x"}, 100), health.RoleGo); len(got) != maxCommand+1 {
		t.Errorf("%d words", len(got))
	}
}
