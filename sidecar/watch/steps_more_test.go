package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/process"
)

const (
	byLog   = "Try to start language server - manual (enabled: true)"
	stopped = "Request to stop language server - manual (enabled: true)"
)

// A restart that somebody asks for after the clock was set back counts anew, though nothing was written for longer than it was set
// back by; so does one at once, before the watch looked at the clock again. A load that goes on meanwhile changes nothing.
func TestRestartAfterTheClockIsSet(t *testing.T) {
	ask := map[string]func(*scene){
		"log":   func(s *scene) { s.log("Go.log", "info", byLog); s.log("gopls (server).log", "info", stopped) },
		"watch": func(s *scene) { s.watcher.Asked("manual") },
	}
	for name, ask := range ask {
		for _, by := range []time.Duration{-30 * time.Second, -anHour, -aDay, toBeginning} {
			for _, wait := range []time.Duration{0, time.Second, 30 * time.Second, 20 * time.Minute} {
				t.Run(fmt.Sprint(name, " ", by, " ", wait), func(t *testing.T) {
					stage(t, nil, func(s *scene) { restarted(s, ask, by, wait) })
				})
			}
		}
	}
}

func restarted(s *scene, ask func(*scene), by, wait time.Duration) {
	s.log("Go.log", "info", "Try to start language server - activation (enabled: true)")
	s.gopls(200)
	s.pass(2*anHour + 3*time.Second)
	s.dies(200, 2)
	s.gopls(201)
	s.pass(idle)
	s.log("gopls (server).log", "info", "Created View (#1)")
	s.pass(time.Minute)
	s.set(by)
	s.pass(wait)
	s.log("gopls (server).log", "info", `go/packages.Load #1	duration="70s"`)
	s.pass(5 * time.Millisecond)
	ask(s)
	s.pass(20 * time.Millisecond)
	s.kill(201, process.Exit{Known: true})
	s.gopls(202)
	s.pass(time.Minute)
	s.dies(202, 2)
	s.gopls(203)
	s.pass(20 * time.Second)
	story := strings.ReplaceAll(s.story(), ", stop by manual", "")
	const want = "watching, asked by activation, started 200, crashed 200 code 2 #1, started 201, view, loaded, asked by manual, exited 201 code 0, started 202, " +
		"crashed 202 code 2 #1, started 203"
	if strings.Replace(story, "asked by activation, watching", "watching, asked by activation", 1) != want {
		s.t.Errorf("got  %s\nwant %s", story, want)
	}
	wantTimes(s, s.watcher.Life(), health.EventLoaded)
}

// A clock that goes back by little, as when it is corrected, leaves deaths in the order in which they were seen.
func TestClockGoesBackByLittle(t *testing.T) {
	for _, by := range []time.Duration{-40 * time.Millisecond, -400 * time.Millisecond, -900 * time.Millisecond} {
		t.Run(by.String(), func(t *testing.T) {
			stage(t, func(m *machine) { m.gopls(200) }, func(s *scene) {
				for pid := 200; pid < 205; pid++ {
					s.pass(150 * time.Millisecond)
					s.set(by)
					s.kill(pid, killed)
					if pid < 204 {
						s.gopls(pid + 1)
					}
				}
				s.pass(time.Second)
				var want []string
				for pid := 200; pid < 205; pid++ {
					want = append(want, fmt.Sprintf("started %d, crashed %d SIGKILL #%d", pid, pid, pid-199))
				}
				s.want("watching, " + strings.Join(want, ", ") + ", gave-up")
			})
		})
	}
}

// A line that the editor writes only when the clock is set back is of the death that it tells of, also an hour later.
func TestLineThatIsWrittenLate(t *testing.T) {
	stage(t, func(m *machine) { m.gopls(200) }, func(s *scene) {
		s.loads()
		s.pass(2 * anHour)
		s.kill(200, process.Exit{})
		s.pass(200 * time.Millisecond)
		s.set(-anHour)
		s.pass(200 * time.Millisecond)
		s.clock.sleep(anHour)
		s.log("gopls (server).log", "error", "Server process exited with code 2.")
		s.clock.sleep(-anHour)
		s.gopls(201)
		for range 3 {
			s.pass(time.Minute)
			s.want("watching, started 200, view, loaded, crashed 200 code 2 #1, started 201")
			s.pass(anHour)
		}
	})
}

// A command that runs while the clock is set back runs no shorter.
func TestStallWhileTheClockIsSet(t *testing.T) {
	stage(t, func(m *machine) { m.gopls(200) }, func(s *scene) {
		s.start(200, 300, "/usr/local/go/bin/go", "list", "-e", "./...")
		began := s.clock.Now()
		s.pass(20 * time.Second)
		s.set(-aDay)
		s.pass(20 * time.Second)
		life := s.watcher.Life()
		if len(life.Stalls) != 1 || life.Stalls[0].ForMs < 33_000 || life.Stalls[0].ForMs > 45_000 || life.Stalls[0].Started != health.Public(began.UTC().Format(time.RFC3339)) {
			t.Errorf("stalls %+v", life.Stalls)
		}
	})
}

// The sidecar was ended and started again after the clock was set back: the logs alone tell of what was before.
func TestWatchBeginsAfterTheClockWasSet(t *testing.T) {
	stage(t, nil, func(s *scene) {
		s.log("Go.log", "info", byLog)
		for range 2 {
			s.pass(10 * time.Minute)
			s.log("gopls (server).log", "error", "Server process exited with code 2.")
			s.loads()
		}
		s.set(-10 * time.Minute)
		s.pass(time.Second)
		s.log("gopls (server).log", "error", "Server process exited with code 2.")
		s.loads()
		s.gopls(200)
		s.watcher.Stop()
		w, err := Start(s.t.Context(), Options{Host: hostPID, Self: selfPID, LogDir: s.dir, System: s.clock, Source: s.machine})
		if err != nil {
			t.Fatal(err)
		}
		defer w.Stop()
		s.watcher = w
		s.pass(6 * time.Minute)
		s.dies(200, 2)
		s.gopls(201)
		s.pass(6 * time.Minute)
		s.dies(201, 2)
		s.pass(idle)
		if life := w.Life(); life.Crashes != 5 || !life.GivenUp {
			t.Errorf("%d crashes: %s", life.Crashes, s.story())
		}
		if story := s.story(); !strings.HasPrefix(story, "asked by manual, crashed code 2 #1, view") {
			t.Errorf("story %s", story)
		}
	})
}

// Older releases of the Go extension write the time of day alone, in whole seconds.
func TestPlainLogWhileTheClockIsSet(t *testing.T) {
	stage(t, nil, func(s *scene) {
		dir := filepath.Join(s.dir, "output_logging_20000101T000000")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		write := func(level, words string) {
			fmt.Fprintf(&text, "[%s - %s] %s\n", level, s.clock.Now().Local().Format("3:04:05 PM"), words)
			if err := os.WriteFile(filepath.Join(dir, "1-gopls (server).log"), []byte(text.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s.log("Go.log", "info", "Try to start language server - activation (enabled: true)")
		s.gopls(200)
		for i := range 5 {
			s.pass(2 * anHour)
			s.kill(200+i, process.Exit{})
			s.pass(30 * time.Millisecond)
			write("Error", "Server process exited with code 2.")
			s.pass(time.Second)
			if i == 1 || i == 3 {
				s.set(-anHour)
			}
			if i < 4 {
				s.gopls(201 + i)
			}
		}
		s.pass(10 * time.Second)
		life := s.watcher.Life()
		if life.Crashes != 5 || !life.GivenUp || strings.Count(s.story(), " code 2 ") != 5 {
			t.Errorf("%d crashes, given up %v: %s", life.Crashes, life.GivenUp, s.story())
		}
	})
}

// A clock that is set back again and again costs no memory, and still no crash is lost.
func TestClockIsSetForEver(t *testing.T) {
	stage(t, func(m *machine) { m.gopls(200) }, func(s *scene) {
		s.log("Go.log", "info", byLog)
		for range 3 * maxSteps {
			s.set(-2 * time.Minute)
			s.pass(idle)
		}
		s.dies(200, 2)
		s.gopls(201)
		s.set(-anHour)
		s.pass(idle)
		if life := s.watcher.Life(); life.Crashes != 1 || len(s.watcher.steps.back) != maxSteps {
			t.Errorf("%d crashes, %d steps: %s", life.Crashes, len(s.watcher.steps.back), s.story())
		}
	})
}
