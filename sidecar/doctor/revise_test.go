package doctor

import (
	"testing"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/health"
)

// fiveDeaths is what a watch tells after the last one.
func fiveDeaths() health.Life {
	l := health.Life{State: health.LifeWatched}
	for pid := range health.CrashLimit {
		l.Events = append(l.Events, health.LifeEvent{Kind: health.EventStarted, PID: 100 + pid}, health.LifeEvent{Kind: health.EventCrashed, PID: 100 + pid, Signal: "SIGSEGV"})
	}
	l.Tally()
	return l
}

func TestReviseTellsTheLastDeath(t *testing.T) {
	o := Options{Checks: check.All}
	standing := workingSnapshot(1)
	standing.Probes = append(standing.Probes, health.ProbeResult{ID: health.ProbeLife, State: health.ProbeOK})
	standing.Life = health.Life{State: health.LifeWatched, Alive: 104}
	standing.Editor = health.Editor{Present: true, Running: &health.Running{Asked: true}}
	standing.Processes.List = []health.Process{{PID: 104, Role: health.RoleGopls, Window: health.WindowOurs}}
	before := Replay(standing, o)
	if Dead(before) {
		t.Fatal("the server that lives counts as dead")
	}
	before.TookMs, before.StartedAt = 7, "2026-01-02T03:04:05Z"
	after := Revise(before, fiveDeaths(), o)
	if !Dead(after) || after.Badge != health.BadgeError || after.TookMs != 7 || after.StartedAt != before.StartedAt {
		t.Errorf("badge %s, %d findings: %+v", after.Badge, len(after.Findings), after.Findings)
	}
	if Dead(before) || len(before.Snapshot.Processes.List) != 1 {
		t.Error("the standing report was changed")
	}
	alive := fiveDeaths()
	alive.Alive, alive.GivenUp = 110, false
	if Dead(Revise(before, alive, o)) {
		t.Error("somebody started another server, and the window counts as dead")
	}
	accepted := after
	accepted.Findings = append([]health.Finding(nil), after.Findings...)
	for i := range accepted.Findings {
		accepted.Findings[i].Known = true
	}
	if Dead(accepted) {
		t.Error("what was accepted is told as news")
	}
}
