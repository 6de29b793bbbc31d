package probe

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// environmentOf is that of a process in words: variables, what is unset, and what it is compared with.
func environmentOf(tree health.ProcessTree, pid int) string {
	p, _ := tree.Process(pid)
	e := p.Environment
	if e == nil {
		return "none"
	}
	var all []string
	for _, v := range e.Variables {
		all = append(all, string(v.Name)+"="+v.Value.Text+strings.Join(v.Value.Items, ","))
	}
	return fmt.Sprintf("%s | unset %v | above %d | hidden %d | %s", strings.Join(all, " "), e.Unset, e.Above, e.Hidden, e.Error)
}

func withEnvironments(t *testing.T) withProcesses {
	w := newProcesses(t)
	w.add(10, 5, "node", []string{"node", "/x/out/bootstrap-fork", "--type=extensionHost"}, []string{"PATH=/usr/bin", "GOROOT=/opt/go", "HOME=/home/ada", "PWD=/", "TOKEN=canary1"})
	w.add(20, 10, "gopls", []string{"/go/bin/gopls", "-mode=stdio"}, []string{"PATH=/go/bin:/usr/bin", "HOME=/home/ada", "PWD=/w", "GOFLAGS=-mod=mod -ldflags=-X=a.b=canary2",
		"GOPROXY=https://ada:canary3@proxy.corp", "GITHUB_TOKEN=canary4"})
	w.add(22, 20, "go", []string{"/go/bin/go", "list"}, []string{"PATH=/go/bin:/usr/bin", "HOME=/home/ada", "PWD=/w/x", "GOFLAGS=-mod=mod -ldflags=-X=a.b=canary5",
		"GOPROXY=https://ada:canary6@proxy.corp", "GO111MODULE=off", "SECRET=canary7"})
	w.add(23, 22, "bash", []string{"bash", "-c", "x"}, []string{"GOFLAGS=canary8"})
	w.add(24, 8, "gopls", []string{"/go/bin/gopls", "-mode=stdio"}, []string{"GOFLAGS=-tags=other"})
	w.add(25, 10, "dlv", []string{"/go/bin/dlv", "dap"}, nil)
	w.add(26, 10, "go", []string{"/go/bin/go", "env"}, []string{"GOFLAGS=-x"})
	w.remove("26/environ")
	if err := os.Truncate(filepath.Join(w.root, "25", "environ"), 0); err != nil {
		t.Fatal(err)
	}
	return w
}

func TestEnvironmentsOfProcesses(t *testing.T) {
	w := withEnvironments(t)
	s := examine(t, w, Request{Tier: health.TierStandard, Editor: &EditorFacts{HostPID: 10}}, processesProbe)
	tree := s.Processes
	if tree.Environments != health.EnvironmentsRead {
		t.Errorf("environments %q", tree.Environments)
	}
	flags := "GOFLAGS=-mod=mod -ldflags=" + hiddenText
	for pid, want := range map[int]string{
		10: "GOROOT=/opt/go HOME=/home/ada PATH=/usr/bin | unset [] | above 0 | hidden 1 | ",
		20: flags + " GOPROXY=https://proxy.corp PATH=/go/bin,/usr/bin | unset [GOROOT] | above 10 | hidden 1 | ",
		22: "GO111MODULE=off | unset [] | above 20 | hidden 1 | ",
		23: "none", // a shell decides nothing
		24: "none", // another window's
		25: " | unset [] | above 0 | hidden 0 | the system does not show it",
	} {
		if got := environmentOf(tree, pid); got != want {
			t.Errorf("%d: %s\nwant %s", pid, got, want)
		}
	}
	if got := environmentOf(tree, 26); !strings.Contains(got, "no such file") {
		t.Errorf("one that cannot be read: %s", got)
	}
	assertNoCanary(t, s)
	b, _ := json.Marshal(s)
	for _, name := range []string{"GITHUB_TOKEN", "SECRET"} {
		if strings.Contains(string(b), name) {
			t.Errorf("the name %s is in the snapshot", name)
		}
	}
}

// The quick look costs no read more, and a system that shows no environment says so.
func TestEnvironmentsThatAreNotRead(t *testing.T) {
	w := withEnvironments(t)
	ours := &EditorFacts{HostPID: 10}
	if tree := examine(t, w, Request{Tier: health.TierFast, Editor: ours}, processesProbe).Processes; tree.Environments != "" || environmentOf(tree, 20) != "none" {
		t.Errorf("%q: %s", tree.Environments, environmentOf(tree, 20))
	}
	w.os = "windows"
	if tree := examine(t, w, Request{Tier: health.TierStandard, Editor: ours}, processesProbe).Processes; tree.Environments != health.EnvironmentsClosed || environmentOf(tree, 20) != "none" {
		t.Errorf("%q: %s", tree.Environments, environmentOf(tree, 20))
	}
}

// Root may read everything; what is not ours is left alone all the same.
func TestEnvironmentsOfOtherUsers(t *testing.T) {
	w := withEnvironments(t)
	tree := examine(t, w, Request{Tier: health.TierStandard, Editor: &EditorFacts{HostPID: 10}}, processesProbe).Processes
	l := &treeLook{ex: &Examination{System: w}, machine: w.Processes()}
	for i := range tree.List {
		tree.List[i].OtherUser, tree.List[i].Environment = tree.List[i].PID == 20, nil
	}
	l.environments(&tree)
	if got := environmentOf(tree, 20); got != "none" {
		t.Errorf("another user's: %s", got)
	}
}
