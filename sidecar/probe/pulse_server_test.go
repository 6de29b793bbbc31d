package probe

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// busyMachine leaves little or nothing to a program that yields to everything.
type busyMachine struct {
	*fakeSystem
	gets <-chan time.Time // when it gets there all the same; nil: never
}

func (b busyMachine) Run(ctx context.Context, c child.Command) (child.Result, error) {
	if c.Lowest {
		if temp, _ := getenv("linux", c.Env, "TMPDIR"); !strings.Contains(temp, scratchPrefix) {
			return child.Result{}, errors.New("what is cut has no temporary directory of its own")
		}
		select {
		case <-ctx.Done():
			return child.Result{ExitCode: -1, Cancelled: true}, nil
		case <-b.gets:
		}
	}
	return b.fakeSystem.Run(ctx, c)
}

// The list of packages that yields to the server counts if it comes; if it does not, go is asked again, and yields no more.
func TestListBesideServer(t *testing.T) {
	answer := child.Result{Stdout: []byte(`{"ImportPath":"example.com/app"}`)}
	machine := newFake(t, "linux", "-- /w/go.mod --\nmodule example.com/app\n")
	machine.answer = func(child.Command) (child.Result, error) { return answer, nil }
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	values := map[string]string{"GOMOD": "/w/go.mod"}
	for name, c := range map[string]struct {
		system System
		ctx    context.Context
		values map[string]string
		want   health.GoFailure
	}{
		"in time":                              {patient{machine}, t.Context(), values, ""},
		"on a busy machine":                    {busyMachine{machine, nil}, t.Context(), values, ""},
		"after the last word":                  {busyMachine{machine, nil}, ended, values, health.GoNotAsked},
		"never cut where it would leave files": {busyMachine{machine, time.After(50 * time.Millisecond)}, t.Context(), map[string]string{"GOMOD": "/w/go.mod", "GOTMPDIR": "/t"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			ex := &Examination{System: c.system, Progress: func(string) {}}
			ex.Snapshot.Lookups = []health.Lookup{{Tool: "go", Purpose: health.ForServer, Folder: "/w", Path: "/usr/bin/go"}}
			ex.Private.GoValues = map[health.Path]map[string]string{"/w": c.values}
			machine.ran = nil
			p := privateServer{ex: ex, folder: health.Folder{Path: "/w"}}
			moments := newMoments()
			moments.loadBegins()
			list := p.listBeside(c.ctx, moments)()
			if list.Failed != c.want || list.Folder != "/w" || (list.Count == 1) != (c.want == "") {
				t.Errorf("%+v", list)
			}
			if yielded := name == "in time" || c.values["GOTMPDIR"] != ""; c.want == "" && (len(machine.ran) != 1 || machine.ran[0].Lowest != yielded) {
				t.Errorf("answered to %+v", machine.ran)
			}
		})
	}
}
