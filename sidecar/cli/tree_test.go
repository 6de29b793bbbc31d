package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

type treeAnswer struct {
	Schema, Root, Host, Self int
	State, Native            string
	Processes                []struct {
		PID, Parent                                      int
		Role, Executable, Architecture, State, StartedAt string
		ResidentBytes                                    int64
	}
}

func treeOf(t *testing.T, m *machine, args ...string) treeAnswer {
	t.Helper()
	r := m.run(append([]string{"tree", "--format", "json"}, args...)...)
	var d treeAnswer
	if err := json.Unmarshal([]byte(r.stdout), &d); err != nil || r.code != 0 {
		t.Fatalf("%d, %v: %s%s", r.code, err, r.stdout, r.stderr)
	}
	return d
}

// The program's own tree, as the contract has it.
func TestTree(t *testing.T) {
	m := newMachine(t)
	d := treeOf(t, m, "--privacy", "full")
	if d.Schema != 1 || d.State != "ok" || d.Host != 0 || d.Self == 0 || d.Native == "" {
		t.Errorf("%+v", d)
	}
	found := false
	for _, p := range d.Processes {
		if p.PID == d.Self {
			found = true
			if p.Role != "sidecar" || p.State != "native" || p.Architecture != runtime.GOARCH || p.StartedAt == "" || p.ResidentBytes == 0 || !filepath.IsAbs(p.Executable) {
				t.Errorf("%+v", p)
			}
		}
		if p.PID == 1 && len(d.Processes) > 1 {
			t.Error("the tree begins with the first process of the machine")
		}
	}
	if !found {
		t.Errorf("%d is not in %+v", d.Self, d.Processes)
	}
	if r := m.run("tree"); r.code != 0 || !strings.Contains(r.stdout, "govitals") || !strings.Contains(r.stdout, "hardware: "+d.Native) {
		t.Errorf("%d %s%s", r.code, r.stdout, r.stderr)
	}
}

func TestTreeOfAnotherProcess(t *testing.T) {
	m := newMachine(t)
	d := treeOf(t, m, "--pid", strconv.Itoa(os.Getpid()))
	found := false
	for _, p := range d.Processes {
		found = found || p.PID == os.Getpid()
	}
	if !found {
		t.Errorf("%d is not in %+v", os.Getpid(), d.Processes)
	}
	for _, tc := range []struct {
		args string
		code int
		want string
	}{
		{"tree --pid 999999999", 3, "there is no such process"},
		{"tree --pid -5", 2, "--pid is the id of a process"},
		{"tree --pid x", 2, "invalid argument"},
		{"tree --format markdown", 2, "no format"},
		{"tree 12", 2, ""},
	} {
		if r := m.run(strings.Fields(tc.args)...); r.code != tc.code || !strings.Contains(r.stderr, tc.want) || r.stdout != "" {
			t.Errorf("%s: %d, %s%s", tc.args, r.code, r.stdout, r.stderr)
		}
	}
}

func TestTreeFitsItsPublishedSchema(t *testing.T) {
	m := newMachine(t)
	r := m.run("tree", "--format", "json")
	var value any
	if err := json.Unmarshal([]byte(r.stdout), &value); err != nil {
		t.Fatal(err)
	}
	s := readSchema(t, "tree")
	for _, problem := range s.check(s.root, value, "") {
		t.Error(problem)
	}
}
