package probe_test

import (
	"fmt"
	"os"
	"reflect"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
	"github.com/govitals/govitals/sidecar/process"
)

// standing is what was seen while the server 7 lived.
func standing() *health.Snapshot {
	return &health.Snapshot{
		Editor:       health.Editor{Running: &health.Running{Asked: true}, Commands: []health.Public{"go.languageserver.restart", "gopls.views"}},
		Processes:    health.ProcessTree{List: []health.Process{{PID: 5, Role: health.RoleExtensionHost}, {PID: 7, Role: health.RoleGopls}, {PID: 9, Role: health.RoleGopls}}},
		RunningGopls: health.RunningGopls{Servers: []health.GoplsServer{{PID: 7}}},
		Ladders:      []health.Ladder{{Folder: "/w", Rungs: []health.Rung{{Rung: 0, State: health.RungHolds}, {Rung: 1, State: health.RungHolds}}}},
	}
}

// A server that no event names, as one that was seen at its birth, is looked for: by its id and its start.
func TestReviseLooksForServers(t *testing.T) {
	machine := process.Machine{}
	self, err := machine.Look(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	started := health.Public(machine.Time(self.Started).UTC().Format("2006-01-02T15:04:05.000Z07:00"))
	gopls := func(pid int, started health.Public) health.Process {
		return health.Process{PID: pid, Role: health.RoleGopls, Started: started}
	}
	s := &health.Snapshot{Probes: []health.ProbeResult{{ID: health.ProbeLife, State: health.ProbeLate, Error: "passed its deadline"}}}
	s.Processes.List = []health.Process{gopls(os.Getpid(), started), gopls(os.Getpid(), "2001-01-01T00:00:00.000Z"), gopls(1<<30, started), {PID: 1 << 30, Role: health.RoleShell}}
	r := probe.Revise(probe.Machine{}, s, health.Life{State: health.LifeWatched})
	if len(r.Processes.List) != 2 || r.Processes.List[0].Started != started || r.Processes.List[1].Role != health.RoleShell {
		t.Errorf("%+v", r.Processes.List)
	}
	if p := r.Probe(health.ProbeLife); p.State != health.ProbeOK || s.Probes[0].State != health.ProbeLate {
		t.Errorf("%+v, before %+v", p, s.Probes[0])
	}
}

func TestRevise(t *testing.T) {
	started := func(pid int) health.LifeEvent { return health.LifeEvent{Kind: health.EventStarted, PID: pid} }
	crashed := func(pid int) health.LifeEvent { return health.LifeEvent{Kind: health.EventCrashed, PID: pid} }
	for _, tc := range []struct {
		name string
		life health.Life
		want string // processes, servers, commands, the answer, rungs
	}{
		{"the last one died", health.Life{Events: []health.LifeEvent{started(7), crashed(7)}}, "[5 9] 0 [go.languageserver.restart] false skipped holds"},
		{"it died and another one lives", health.Life{Events: []health.LifeEvent{started(7), crashed(7), started(9)}, Alive: 9}, "[5 9] 0 [go.languageserver.restart gopls.views] true holds holds"},
		{"its id was given to the next one", health.Life{Events: []health.LifeEvent{crashed(7), started(7)}, Alive: 7}, "[5 7 9] 1 [go.languageserver.restart gopls.views] true holds holds"},
		{"an end that only a log tells", health.Life{Events: []health.LifeEvent{crashed(0)}}, "[5 7 9] 1 [go.languageserver.restart] false skipped holds"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			before := standing()
			r := probe.Revise(nil, before, tc.life)
			var pids []int
			for _, p := range r.Processes.List {
				pids = append(pids, p.PID)
			}
			rungs := r.Ladders[0].Rungs
			if got := fmt.Sprintf("%v %d %v %v %s %s", pids, len(r.RunningGopls.Servers), r.Editor.Commands, r.Editor.Running != nil, rungs[0].State, rungs[1].State); got != tc.want {
				t.Errorf("%s\nwant %s", got, tc.want)
			}
			if !reflect.DeepEqual(before, standing()) {
				t.Error("the snapshot given was changed")
			}
		})
	}
}
