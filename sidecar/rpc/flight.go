package rpc

import (
	"context"
	"sync"

	"github.com/govitals/govitals/sidecar/health"
)

// flights lets identical background examinations share one run: an editor that asks again while the answer is on its way
// must not start a second set of programs.
type flights struct {
	mu   sync.Mutex
	open map[string]*flight
}

type flight struct {
	done    chan struct{}
	cancel  context.CancelFunc
	waiting int
	report  health.Report
	problem any // what the run panicked with; each request that waits then fails with it
}

// share returns the result of run, or of the one that is under way for the same key. It ends when ctx ends; the run is
// cancelled when nobody waits for it any more.
func (f *flights) share(ctx context.Context, key string, run func(context.Context) health.Report) health.Report {
	f.mu.Lock()
	if f.open == nil {
		f.open = map[string]*flight{}
	}
	one, ok := f.open[key]
	if !ok {
		shared, cancel := context.WithCancel(context.WithoutCancel(ctx))
		one = &flight{done: make(chan struct{}), cancel: cancel}
		f.open[key] = one
		go f.fly(shared, key, one, run)
	}
	one.waiting++
	f.mu.Unlock()
	select {
	case <-one.done:
		if one.problem != nil {
			panic(one.problem)
		}
		return one.report
	case <-ctx.Done():
	}
	f.mu.Lock()
	one.waiting--
	last := one.waiting == 0
	if last && f.open[key] == one {
		delete(f.open, key) // whoever asks from now on needs a run that is not being cancelled
	}
	f.mu.Unlock()
	if last {
		one.cancel()
		<-one.done // its programs are ended before the request is
	}
	return health.Report{}
}

func (f *flights) fly(ctx context.Context, key string, one *flight, run func(context.Context) health.Report) {
	defer func() {
		one.problem = recover()
		one.cancel()
		f.mu.Lock()
		if f.open[key] == one {
			delete(f.open, key)
		}
		f.mu.Unlock()
		close(one.done)
	}()
	one.report = run(ctx)
}
