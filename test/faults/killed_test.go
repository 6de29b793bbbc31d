//go:build unix

package faults

import (
	"context"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/govitals/govitals/test/drive"
)

// load asks for several things at once; the returned function waits until each is answered, by a result, by an error or by
// the end of the connection.
func load(s *drive.Sidecar) (wait func() []error) {
	var all sync.WaitGroup
	errs := make([]error, 5)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	for i, more := range []map[string]any{nil, {"tier": "fast"}, {"background": true}, {"allRungs": true}} {
		all.Go(func() { _, errs[i] = s.Diagnose(ctx, more) })
	}
	all.Go(func() { errs[4] = s.Call("explain", map[string]any{}) })
	return func() []error {
		all.Wait()
		cancel()
		return errs
	}
}

func TestKilledAtRandom(t *testing.T) {
	p := drive.New(t)
	warm(p)
	before := p.Tree("work", "home", "bin")
	random := chance(t)
	count := times(20, 200)
	slowest := time.Duration(0)
	for range count {
		s := p.Serve(nil)
		answered := load(s)
		time.Sleep(time.Duration(random.IntN(1200)) * time.Millisecond)
		s.Kill()
		died := time.Now()
		allAnswered(t, answered())
		p.NothingLeft(30 * time.Second)
		slowest = max(slowest, time.Since(died))
		whole(p)
		if t.Failed() {
			return
		}
	}
	p.Unchanged(before, p.Tree("work", "home", "bin"))
	t.Logf("%d kills; the last process was gone after %s at most; %d temporary directories stayed, such as %v", count, slowest.Round(time.Millisecond), len(p.Temporaries()), p.Temporaries()[:min(5, len(p.Temporaries()))])
	works(p)
}

// An editor that reloads its window closes the pipe in the middle of requests.
func TestReloadedAtRandom(t *testing.T) {
	p := drive.New(t)
	warm(p)
	random := chance(t)
	count := times(5, 100)
	for range count {
		s := p.Serve(nil)
		answered := load(s)
		time.Sleep(time.Duration(random.IntN(1000)) * time.Millisecond)
		if !s.End(5 * time.Second) {
			t.Fatal("lives on without an editor")
		}
		allAnswered(t, answered())
		p.NothingLeft(5 * time.Second)
		whole(p)
		p.CleanTemporaries()
		if t.Failed() {
			return
		}
	}
	t.Logf("%d ends of input; %d directories of go stayed", count, len(p.Temporaries()))
	works(p)
}

func TestStoppedAndContinued(t *testing.T) {
	p := drive.New(t)
	warm(p)
	random := chance(t)
	count := times(3, 30)
	s := p.Serve(nil)
	for range count {
		answered := load(s)
		time.Sleep(time.Duration(random.IntN(700)) * time.Millisecond)
		s.Signal(syscall.SIGSTOP)
		time.Sleep(time.Second)
		s.Signal(syscall.SIGCONT)
		for i, err := range answered() {
			if err != nil {
				t.Errorf("request %d: %v", i, err)
			}
		}
	}
	if !s.End(10 * time.Second) {
		t.Error("does not end")
	}
	p.NothingLeft(5 * time.Second)
	p.CleanTemporaries()
	t.Logf("%d stops", count)
	works(p)
}
