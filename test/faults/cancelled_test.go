//go:build linux

package faults

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/govitals/govitals/test/drive"
)

const cancelled = -32800

func TestCancelledAtRandom(t *testing.T) {
	p := drive.New(t)
	warm(p)
	s := p.Serve(nil)
	first := times(12, 100)
	storm(t, s, first) // until pools, caches and the runtime's own threads are there
	before := settled(t, s)
	count := times(60, 1000)
	answered, refused := storm(t, s, count)
	after := settled(t, s)
	t.Logf("%d requests: %d answered, %d cancelled; before %v, after %v", count, answered, refused, before, after)
	if refused == 0 || answered == 0 {
		t.Error("a storm without either is none")
	}
	if after.descriptors > before.descriptors {
		t.Errorf("descriptors grew from %d to %d", before.descriptors, after.descriptors)
	}
	if after.resident > before.resident+before.resident/4+(16<<10) {
		t.Errorf("memory grew from %d to %d kB", before.resident, after.resident)
	}
	// A program that was asked to say what it does says it for each goroutine, and ends.
	s.Signal(syscall.SIGQUIT)
	if !s.End(10 * time.Second) {
		t.Fatal("does not end")
	}
	fresh := p.Serve(nil)
	storm(t, fresh, 1)
	settled(t, fresh)
	fresh.Signal(syscall.SIGQUIT)
	if !fresh.End(10 * time.Second) {
		t.Fatal("does not end")
	}
	few, many := strings.Count(fresh.Stderr(), "\ngoroutine "), strings.Count(s.Stderr(), "\ngoroutine ")
	t.Logf("%d goroutines after one request, %d after all", few, many)
	if few == 0 || many > few+8 { // those of the runtime's collector start as they are needed
		t.Errorf("goroutines grew from %d to %d:\n%s", few, many, s.Stderr())
	}
	p.NothingLeft(2 * time.Second)
	p.CleanTemporaries()
	whole(p)
	works(p)
}

// storm sends requests from eight clients and cancels most of them. Each must be answered: cancelled or by a report.
func storm(t *testing.T, s *drive.Sidecar, count int) (answered, refused int64) {
	t.Helper()
	random := chance(t)
	type one struct {
		more  map[string]any
		after time.Duration // 0: not cancelled
	}
	kinds := []map[string]any{{"tier": "fast"}, {"background": true}, {"background": true, "untrusted": true}, nil}
	requests := make(chan one, count)
	for i := range count {
		r := one{more: kinds[random.IntN(3)], after: time.Duration(random.IntN(300)) * time.Millisecond}
		if i%20 == 0 {
			r.more = kinds[3] // with a language server
		}
		if random.IntN(3) == 0 {
			r.after = 0
		}
		requests <- r
	}
	close(requests)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for r := range requests {
				err := ask(s, r.more, r.after)
				var said *jsonrpc2.Error
				switch {
				case err == nil:
					atomic.AddInt64(&answered, 1)
				case errors.As(err, &said) && said.Code == cancelled && r.after > 0:
					atomic.AddInt64(&refused, 1)
				default:
					t.Errorf("request %+v: %v", r, err)
				}
			}
		})
	}
	all.Wait()
	return answered, refused
}

// ask sends a request and, after a while, the order to forget it; then it waits for the answer all the same.
func ask(s *drive.Sidecar, more map[string]any, after time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	call, err := s.Send(ctx, more)
	if err != nil {
		return err
	}
	if after > 0 {
		timer := time.AfterFunc(after, func() { s.Cancel(call) })
		defer timer.Stop()
	}
	return call.Wait(ctx)
}

type usage struct{ resident, descriptors, threads int }

func (u usage) String() string {
	return fmt.Sprintf("%d kB, %d descriptors, %d threads", u.resident, u.descriptors, u.threads)
}

// settled is what a sidecar uses once it rests: the least of some looks, because it gives back memory only after a while.
func settled(t *testing.T, s *drive.Sidecar) usage {
	t.Helper()
	dir := fmt.Sprintf("/proc/%d", s.Process.Process.Pid)
	least := usage{resident: 1 << 40, descriptors: 1 << 20}
	for range 20 {
		time.Sleep(100 * time.Millisecond)
		var now usage
		status, err := os.ReadFile(dir + "/status")
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(status), "\n") {
			_, _ = fmt.Sscanf(line, "VmRSS: %d kB", &now.resident)
			_, _ = fmt.Sscanf(line, "Threads: %d", &now.threads)
		}
		open, _ := filepath.Glob(dir + "/fd/*")
		least.resident, least.descriptors, least.threads = min(least.resident, now.resident), min(least.descriptors, len(open)), now.threads
	}
	return least
}
