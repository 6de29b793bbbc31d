package cli_test

import (
	"bytes"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/doctor"
)

// atOnce runs commands as processes of their own, all begun before any is waited for.
func atOnce(m *machine, commands ...[]string) []ran {
	m.t.Helper()
	outputs := make([]bytes.Buffer, 2*len(commands))
	started := make([]*exec.Cmd, len(commands))
	for i, args := range commands {
		started[i] = m.command(args...)
		started[i].Stdout, started[i].Stderr = &outputs[2*i], &outputs[2*i+1]
		if err := started[i].Start(); err != nil {
			m.t.Fatal(err)
		}
		defer time.AfterFunc(2*time.Minute, func() { _ = started[i].Process.Kill() }).Stop()
	}
	out := make([]ran, len(commands))
	var wait sync.WaitGroup
	for i, cmd := range started {
		wait.Go(func() {
			_ = cmd.Wait()
			out[i] = ran{cmd.ProcessState.ExitCode(), outputs[2*i].String(), outputs[2*i+1].String()}
		})
	}
	wait.Wait()
	return out
}

// Two processes mend the same file at the same moment, and take it back at the same moment: one does, the other finds that it came
// too late, and nothing is done twice.
func TestTwoProcessesFixAndUndoAtOnce(t *testing.T) {
	m, file := disabledMachine(t)
	m.run("fix", disabled, "app", "--yes").want(t, 0)
	fixed := content(t, file)
	m.run("undo").want(t, 0)
	command := []string{"fix", disabled, "app", "--yes", "--format", "json"}
	for round := range 6 {
		done := 0
		for _, r := range atOnce(m, command, command) {
			switch r.code {
			case 0:
				done++
			case 1: // it had shown what the other one changed then
				r.want(t, 1, "refused")
			default: // its diagnosis found the file mended
				r.want(t, 2, "finds nothing wrong now")
			}
		}
		if done != 1 || content(t, file) != fixed {
			t.Errorf("round %d: %d fixed it; the file is %q", round, done, content(t, file))
		}
		done = 0
		for _, r := range atOnce(m, []string{"undo"}, []string{"undo"}) {
			if r.code == 0 {
				done++
			} else {
				r.want(t, 2, "no fix to take back")
			}
		}
		if done != 1 || content(t, file) != settings {
			t.Errorf("round %d: %d took it back; the file is %q", round, done, content(t, file))
		}
	}
	listed := decode[doctor.UndoListDocument](t, m.run("undo", "--list", "--format", "json"))
	for _, e := range listed.Entries {
		if e.Undoable || e.Steps[0].State != "undone" {
			t.Errorf("entry %s: %+v", e.ID, e.Steps)
		}
	}
	if len(listed.Entries) != 7 {
		t.Errorf("%d entries", len(listed.Entries))
	}
}
