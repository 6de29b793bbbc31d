package child

import (
	"context"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"
)

// bound is how soon after its deadline Run must be back: the parts of an ending, and room for a busy machine.
const bound = softGrace + hardPatience + treePatience + pipePatience + 3*time.Second

func mustRun(t testing.TB, ctx context.Context, c Command) Result {
	t.Helper()
	r, err := Run(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRunResult(t *testing.T) {
	c := role(t, "talk")
	r := mustRun(t, context.Background(), c)
	if r.ExitCode != 3 || r.Signal != "" || len(r.Stdout) != 1000 || len(r.Stderr) != 2000 || r.StdoutCut || r.StderrCut {
		t.Errorf("exit %d %s, %d and %d bytes, cut %v %v", r.ExitCode, r.Signal, len(r.Stdout), len(r.Stderr), r.StdoutCut, r.StderrCut)
	}
	if r.Err() == nil || r.TimedOut || r.Cancelled || r.Survivors != 0 || r.Took <= 0 {
		t.Errorf("result %+v", r)
	}
	c.OutputLimit = 1500
	r = mustRun(t, context.Background(), c)
	if len(r.Stdout) != 1000 || r.StdoutCut || len(r.Stderr) != 1500 || !r.StderrCut {
		t.Errorf("with a limit of 1500: %d bytes cut %v, %d bytes cut %v", len(r.Stdout), r.StdoutCut, len(r.Stderr), r.StderrCut)
	}
}

func TestRunEnvironmentIsComplete(t *testing.T) {
	t.Setenv("CHILD_TEST_INHERITED", "yes")
	dir := t.TempDir()
	c := role(t, "environment")
	c.Dir = dir
	c.Env = append(c.Env, "PWD=/elsewhere", MarkVariable+"=stolen", "CHILD_TEST_GIVEN=a=b c")
	got := "\n" + string(mustRun(t, context.Background(), c).Stdout) + "\n"
	for _, want := range []string{"PWD=" + dir, "CHILD_TEST_GIVEN=a=b c", MarkVariable + "=" + markPrefix} {
		if !strings.Contains(got, "\n"+want) {
			t.Errorf("no %s in%s", want, got)
		}
	}
	for _, never := range []string{"CHILD_TEST_INHERITED", "/elsewhere", "stolen"} {
		if strings.Contains(got, never) {
			t.Errorf("%s in%s", never, got)
		}
	}
}

func TestRunGivesNoStdin(t *testing.T) {
	if got := string(mustRun(t, context.Background(), role(t, "stdin")).Stdout); got != "0 bytes, <nil>" {
		t.Errorf("stdin gave %s", got)
	}
}

func TestRunDeadline(t *testing.T) {
	for _, name := range []string{"sleep", "deaf"} {
		t.Run(name, func(t *testing.T) {
			c := role(t, name)
			c.Deadline = 300 * time.Millisecond
			r := mustRun(t, context.Background(), c)
			if !r.TimedOut || r.Cancelled || r.Unended != 0 || r.ExitCode == 0 || r.Took > c.Deadline+bound {
				t.Errorf("result %+v", r)
			}
			if want := map[string]string{"sleep": "SIGTERM", "deaf": "SIGKILL"}[name]; runtime.GOOS != "windows" && r.Signal != want {
				t.Errorf("ended by %s, want %s", r.Signal, want)
			}
			if err := r.Err(); err == nil || !strings.Contains(err.Error(), "timed out") {
				t.Errorf("error %v", err)
			}
			nothingLeft(t)
		})
	}
}

func TestRunContext(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	whileItRuns := func() (context.Context, context.CancelFunc) {
		ctx, cancel := context.WithCancel(context.Background())
		time.AfterFunc(200*time.Millisecond, cancel)
		return ctx, cancel
	}
	tests := []struct {
		name                string
		ctx                 func() (context.Context, context.CancelFunc)
		timedOut, cancelled bool
	}{
		{"cancelled before", func() (context.Context, context.CancelFunc) { return cancelled, cancel }, false, true},
		{"cancelled while it runs", whileItRuns, false, true},
		{"context's own deadline", func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(context.Background(), 200*time.Millisecond)
		}, true, false},
		{"no time even to start", func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(context.Background(), 500*time.Microsecond)
		}, true, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := test.ctx()
			defer cancel()
			r := mustRun(t, ctx, role(t, "sleep"))
			if r.TimedOut != test.timedOut || r.Cancelled != test.cancelled || r.Took > bound || r.Err() == nil {
				t.Errorf("result %+v", r)
			}
			nothingLeft(t)
		})
	}
}

func TestRunFloodNeitherGrowsNorLasts(t *testing.T) {
	c := role(t, "flood")
	c.OutputLimit = 4 << 20 // so that the flood is a quarter of a gigabyte before it is ended
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	r := mustRun(t, context.Background(), c)
	runtime.ReadMemStats(&after)
	if !r.Flooded || r.TimedOut || len(r.Stdout) != c.OutputLimit || !r.StdoutCut {
		t.Errorf("flooded %v, timed out %v, %d bytes", r.Flooded, r.TimedOut, len(r.Stdout))
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > floodFactor/2*uint64(c.OutputLimit) {
		t.Errorf("allocated %d MB in total for a flood of %d MB", grown>>20, floodFactor*c.OutputLimit>>20)
	}
	nothingLeft(t)
}

func TestRunEndsWhatItsProgramLeaves(t *testing.T) {
	tests := []struct {
		name string
		c    Command
	}{
		{"a grandchild in its own session that holds the pipes", role(t, "leave", "sleep")},
		{"two of them, one deaf", role(t, "leave", "sleep", "deaf")},
		{"in its own session and without the mark", role(t, "leave-naked")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := mustRun(t, context.Background(), test.c)
			if r.ExitCode != 0 || r.Survivors < 1 || r.Unended != 0 || r.TimedOut || r.Took > bound {
				t.Errorf("result %+v", r)
			}
			nothingLeft(t)
			if found, _ := Descendants(os.Getpid()); len(found) != 0 {
				t.Errorf("descendants left: %+v", found)
			}
		})
	}
}
