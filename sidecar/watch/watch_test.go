package watch

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/process"
)

var killed = process.Exit{Signal: 9, Known: true}

func TestServersOfTheWindow(t *testing.T) {
	stage(t, func(m *machine) { m.gopls(200) }, func(s *scene) {
		s.want("watching, started 200")
		life := s.watcher.Life()
		if life.Alive != 200 || life.State != health.LifeWatched || life.Since == "" {
			t.Errorf("alive %d, %s since %q", life.Alive, life.State, life.Since)
		}
		s.kill(200, killed)
		synctest.Wait() // no time passes
		s.want("watching, started 200, crashed 200 SIGKILL #1")
		if got := s.reasons(); got != "ended" {
			t.Errorf("told %q", got)
		}
		s.gopls(201)
		s.pass(time.Second)
		if life := s.watcher.Life(); life.Alive != 201 || life.Crashes != 1 {
			t.Errorf("alive %d, %d crashes", life.Alive, life.Crashes)
		}
	})
}

func TestFiveQuickDeaths(t *testing.T) {
	for name, silent := range map[string]bool{"announced": false, "not announced": true} {
		t.Run(name, func(t *testing.T) {
			stage(t, func(m *machine) { m.silent = silent; m.gopls(200) }, func(s *scene) {
				for pid := 200; pid < 205; pid++ {
					s.kill(pid, killed)
					if silent && pid == 200 {
						s.pass(idle) // the first end is seen by the next list
					}
					if pid < 204 {
						s.gopls(pid + 1)
					}
					s.pass(150 * time.Millisecond)
				}
				life := s.watcher.Life()
				if life.Crashes != 5 || !life.GivenUp || life.Alive != 0 {
					t.Errorf("%d crashes, given up %v, alive %d: %s", life.Crashes, life.GivenUp, life.Alive, s.story())
				}
				s.mu.Lock()
				last := s.changes[len(s.changes)-1]
				s.mu.Unlock()
				if last.Reason != ReasonEnded || !last.Life.GivenUp || last.Life.Crashes != 5 {
					t.Errorf("told last: %s, %d crashes, given up %v", last.Reason, last.Life.Crashes, last.Life.GivenUp)
				}
			})
		})
	}
}

func TestWhoAsked(t *testing.T) {
	stage(t, nil, func(s *scene) {
		s.log("Go.log", "info", "Try to start language server - activation (enabled: true)")
		s.gopls(200)
		s.pass(idle)
		s.log("Go.log", "info", "Running language server gopls(v0.23.0/go1.26.8)")
		s.pass(time.Minute)
		s.kill(200, killed)
		s.log("gopls (server).log", "error", "Server process exited with signal SIGKILL.")
		s.gopls(201)
		s.pass(time.Minute)

		s.log("Go.log", "info", "Try to start language server - manual (enabled: true)")
		s.log("gopls (server).log", "info", "Request to stop language server - manual (enabled: true)")
		s.pass(20 * time.Millisecond)
		s.kill(201, process.Exit{Known: true})
		s.gopls(202)
		s.pass(time.Second)
		s.want("watching, asked by activation, started 200 v0.23.0, crashed 200 SIGKILL #1, started 201, asked by manual, stop by manual, exited 201 code 0, started 202")

		// A server that dies soon after a restart was not asked to.
		s.kill(202, killed)
		s.pass(time.Second)
		if life := s.watcher.Life(); life.Crashes != 1 || life.Events[len(life.Events)-1].Kind != health.EventCrashed {
			t.Errorf("%d crashes: %s", life.Crashes, s.story())
		}
	})
}

// The exit code comes from the log, which the editor writes a little later than the process ends.
func TestLogsTellMoreLater(t *testing.T) {
	stage(t, func(m *machine) { m.gopls(200) }, func(s *scene) {
		s.pass(time.Minute)
		s.kill(200, process.Exit{})
		s.pass(50 * time.Millisecond)
		s.want("watching, started 200, crashed 200 #1")
		s.log("gopls (server).log", "error", "panic: boom")
		s.log("gopls (server).log", "error", "Server process exited with code 2.")
		s.pass(5 * time.Second)
		s.want("watching, started 200, crashed 200 code 2 #1, panic")
		if got := s.reasons(); got != "ended learned" {
			t.Errorf("told %q", got)
		}
	})
}

func TestRestartThroughUs(t *testing.T) {
	stage(t, func(m *machine) { m.gopls(200) }, func(s *scene) {
		s.pass(time.Minute)
		s.watcher.Asked("govitals")
		s.kill(200, process.Exit{})
		s.gopls(201)
		s.pass(time.Second)
		s.want("watching, started 200, asked by govitals, exited 200, started 201")
	})
}

func TestIdleLooksSeldom(t *testing.T) {
	stage(t, func(m *machine) { m.gopls(200) }, func(s *scene) {
		s.pass(time.Minute)
		s.machine.mu.Lock()
		before := s.lists
		s.machine.mu.Unlock()
		s.pass(10 * time.Minute)
		s.machine.mu.Lock()
		lists := s.lists - before
		s.machine.mu.Unlock()
		if lists > 120 {
			t.Errorf("%d lists of children in ten idle minutes", lists)
		}
	})
}

func TestSleepOfTheMachine(t *testing.T) {
	stage(t, func(m *machine) { m.gopls(200) }, func(s *scene) {
		s.start(200, 300, "/usr/local/go/bin/go", "list", "-e", "./...")
		s.pass(20 * time.Second)
		s.clock.sleep(8 * time.Hour)
		s.pass(6 * time.Second)
		life := s.watcher.Life()
		if len(life.Stalls) != 0 {
			t.Errorf("a night's sleep was taken for a stall: %+v", life.Stalls)
		}
		if e := life.Events[len(life.Events)-1]; e.Kind != health.EventSuspended || time.Duration(e.TookMs)*time.Millisecond < 7*time.Hour {
			t.Errorf("the last event is %+v", e)
		}
		s.clock.sleep(-8 * time.Hour)
		s.pass(10 * time.Minute)
		if life := s.watcher.Life(); len(life.Stalls) != 1 {
			t.Errorf("after the clock was set back: stalls %+v", life.Stalls)
		}
	})
}

func TestStall(t *testing.T) {
	stage(t, func(m *machine) { m.gopls(200) }, func(s *scene) {
		s.start(200, 300, "/usr/local/go/bin/go", "list", "-e", "-token", "secret", "-mod=mod", "./...")
		s.start(200, 301, "/usr/local/go/bin/go", "test", "./...")
		s.pass(29 * time.Second)
		if life := s.watcher.Life(); len(life.Stalls) != 0 {
			t.Errorf("stalled after 29 seconds: %+v", life.Stalls)
		}
		s.pass(8 * time.Second)
		life := s.watcher.Life()
		if len(life.Stalls) != 1 {
			t.Fatalf("stalls %+v", life.Stalls)
		}
		stall := life.Stalls[0]
		if stall.PID != 300 || stall.Server != 200 || stall.Waits != health.WaitNetwork || stall.On.Text != "proxy.example:443" || stall.ForMs < 30_000 ||
			stall.Command != "go list -e -token "+health.Text(health.CleanFlags("-token secret")[7:])+" -mod=mod ./..." {
			t.Errorf("stall %+v", stall)
		}
		s.kill(300, process.Exit{})
		s.pass(6 * time.Second)
		if got := s.reasons(); got != "stalled unstuck" || len(s.watcher.Life().Stalls) != 0 {
			t.Errorf("told %q, stalls %+v", got, s.watcher.Life().Stalls)
		}
	})
}

// A script that stands for go has the words of its interpreter before its own.
func TestStallOfAScript(t *testing.T) {
	stage(t, func(m *machine) { m.gopls(200) }, func(s *scene) {
		s.start(200, 300, "/bin/sh", "-e", "/home/ada/bin/go", "list", "-e", "-json=Name,ImportPath,Error,Dir,GoFiles,Embeds", "-f", "{{.X}} secret", "--", "./...", "builtin")
		s.change(300, func(f *fake) { f.Name = "go" })
		s.start(200, 301, "/bin/sh", "/home/ada/bin/go", "test", "./...")
		s.change(301, func(f *fake) { f.Name = "go" })
		s.pass(40 * time.Second)
		life := s.watcher.Life()
		if len(life.Stalls) != 1 || life.Stalls[0].PID != 300 || life.Stalls[0].Command != "go list -e -json=Name,ImportPath,Error,Dir,GoFiles,… -f (hidden) (hidden) -- ./... builtin" {
			t.Errorf("stalls %+v", life.Stalls)
		}
	})
}

// Where go commands usually take long, a long one is no stall.
func TestStallAgainstTheUsual(t *testing.T) {
	stage(t, func(m *machine) { m.gopls(200) }, func(s *scene) {
		s.start(200, 300, "/usr/local/go/bin/go", "list", "./...")
		s.pass(20 * time.Second)
		s.kill(300, process.Exit{})
		s.pass(6 * time.Second)
		s.start(200, 301, "/usr/local/go/bin/go", "list", "./...")
		s.pass(90 * time.Second)
		if life := s.watcher.Life(); len(life.Stalls) != 0 {
			t.Errorf("stalls %+v", life.Stalls)
		}
		s.pass(60 * time.Second)
		if life := s.watcher.Life(); len(life.Stalls) != 1 || life.Stalls[0].UsualMs < 19_000 {
			t.Errorf("stalls %+v", life.Stalls)
		}
	})
}

func TestMemory(t *testing.T) {
	stage(t, func(m *machine) { m.gopls(200); m.resident = 100 << 20 }, func(s *scene) {
		for _, megabytes := range []int64{100, 300, 310, 500, 400, 1000} {
			s.machine.mu.Lock()
			s.resident = megabytes << 20
			s.machine.mu.Unlock()
			s.pass(40 * time.Second)
		}
		s.want("watching, started 200, memory 200, memory 200, memory 200")
	})
}

func TestHostGone(t *testing.T) {
	for name, silent := range map[string]bool{"announced": false, "not announced": true} {
		t.Run(name, func(t *testing.T) {
			stage(t, func(m *machine) { m.silent = silent; m.gopls(200) }, func(s *scene) {
				s.pass(time.Minute)
				s.kill(hostPID, killed)
				s.pass(6 * time.Second)
				select {
				case <-s.watcher.Done():
				default:
					t.Error("it goes on watching")
				}
			})
		})
	}
}

func TestNoHost(t *testing.T) {
	_, err := Start(t.Context(), Options{Host: 5, System: &clock{}, Source: newMachine()})
	if !errors.Is(err, ErrNoHost) {
		t.Errorf("error %v", err)
	}
}
