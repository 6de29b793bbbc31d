package probe

import (
	"context"
	"testing"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// busyMachine leaves nothing to a program that yields to everything.
type busyMachine struct{ *fakeSystem }

func (b busyMachine) Run(ctx context.Context, c child.Command) (child.Result, error) {
	if c.Lowest {
		<-ctx.Done()
		return child.Result{ExitCode: -1, Cancelled: true}, nil
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
	for name, c := range map[string]struct {
		system System
		ctx    context.Context
		want   health.GoFailure
	}{
		"in time":             {patient{machine}, t.Context(), ""},
		"on a busy machine":   {busyMachine{machine}, t.Context(), ""},
		"after the last word": {busyMachine{machine}, ended, health.GoNotAsked},
	} {
		t.Run(name, func(t *testing.T) {
			ex := &Examination{System: c.system, Progress: func(string) {}}
			ex.Snapshot.Lookups = []health.Lookup{{Tool: "go", Purpose: health.ForServer, Folder: "/w", Path: "/usr/bin/go"}}
			ex.Private.GoValues = map[health.Path]map[string]string{"/w": {"GOMOD": "/w/go.mod"}}
			p := privateServer{ex: ex, folder: health.Folder{Path: "/w"}}
			loads := make(chan struct{})
			close(loads)
			list := p.listBeside(c.ctx, loads)()
			if list.Failed != c.want || list.Folder != "/w" || (list.Count == 1) != (c.want == "") {
				t.Errorf("%+v", list)
			}
		})
	}
}
