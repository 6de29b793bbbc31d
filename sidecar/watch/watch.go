// Package watch notices what happens to the language servers of one window, from outside and without their help: births, deaths and
// restarts by the processes below the extension host, joined with what golang.go and gopls write into their logs; and go
// commands below gopls that do not come back.
package watch

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/probe"
	"github.com/govitals/govitals/sidecar/process"
)

// The times of the watch. Idle costs a list of children every five seconds; after an event golang.go starts the next server at
// once, and five that die one after the other must all be seen.
const (
	idle     = 5 * time.Second
	quick    = 100 * time.Millisecond
	quickFor = 10 * time.Second
)

// learnAfter is when the logs are read again after a death: the editor writes them a little later.
var learnAfter = []time.Duration{300 * time.Millisecond, time.Second, 3 * time.Second, 8 * time.Second}

// Reason says why Changed is called.
type Reason string

const (
	ReasonStarted  Reason = "started"
	ReasonEnded    Reason = "ended"
	ReasonLearned  Reason = "learned" // the logs told more of an end
	ReasonStalled  Reason = "stalled"
	ReasonUnstuck  Reason = "unstuck" // a stall is over
	ReasonMemory   Reason = "memory"
	ReasonHostGone Reason = "host-gone"
)

// Change is what Changed is told.
type Change struct {
	Reason Reason
	Life   health.Life
}

// Options of a watch.
type Options struct {
	Host   int // process id of the extension host
	Self   int // our own: servers below it are experiments
	LogDir string
	System probe.System // the clock, and the logs
	Source Source
	// Changed is called from the watcher's own goroutine, one call after the other; it must not block and not call the watcher.
	Changed func(Change)
	Log     func(text string)
}

// Watcher watches until Stop, or until the extension host is gone.
type Watcher struct {
	o    Options
	host process.ID
	// program is what the host runs: the same file below it is the editor's own.
	program process.Detail
	cancel  context.CancelFunc
	done    chan struct{}
	ready   chan struct{} // closed after the first look
	ends    chan ending
	wake    chan struct{}
	exits   sync.WaitGroup // goroutines that wait for the end of a process

	mu sync.Mutex // guards what follows
	seen
	steps steps
}

// ending is the end of a process, as the system announced it.
type ending struct {
	id   process.ID
	exit process.Exit
}

// ErrNoHost says that there is no such extension host.
var ErrNoHost = errors.New("the extension host cannot be watched")

// Start looks for the first time, and goes on looking in a goroutine. Nothing of it outlives Stop, or the end of ctx.
func Start(ctx context.Context, o Options) (*Watcher, error) {
	if o.Changed == nil {
		o.Changed = func(Change) {}
	}
	if o.Log == nil {
		o.Log = func(string) {}
	}
	ctx, cancel := context.WithCancel(ctx)
	w := &Watcher{o: o, cancel: cancel, done: make(chan struct{}), ready: make(chan struct{}), ends: make(chan ending), wake: make(chan struct{}, 1)}
	now := o.System.Now().Round(0)
	w.steps = steps{began: time.Now(), now: now}
	w.seen = seen{since: now, looked: now, delay: idle, quickUntil: now.Add(quickFor), known: map[process.ID]*known{}, packages: map[string]string{}}
	id, err := o.Source.Identify(o.Host)
	if err != nil {
		cancel()
		return nil, ErrNoHost
	}
	w.host, w.program = id, o.Source.Detail(o.Host)
	hostGone, err := o.Source.WatchExit(ctx, id)
	if errors.Is(err, process.ErrGone) {
		cancel()
		return nil, ErrNoHost
	}
	if err != nil {
		hostGone = nil // its end is seen when it has no children any more
	}
	go w.run(ctx, hostGone)
	select {
	case <-w.ready:
	case <-w.done:
	}
	return w, nil
}

// Stop ends the watch and everything it started.
func (w *Watcher) Stop() {
	w.cancel()
	<-w.done
}

// Done is closed when the watch has ended.
func (w *Watcher) Done() <-chan struct{} { return w.done }

// Asked takes note of a restart that the user asked us for, which golang.go's log may not name.
func (w *Watcher) Asked(by health.Public) {
	w.mu.Lock()
	now := w.steady()
	w.add(health.LifeEvent{Kind: health.EventAsked, By: by}, now)
	w.quickUntil = now.Add(quickFor)
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *Watcher) run(ctx context.Context, hostGone <-chan process.Exit) {
	defer close(w.done)
	defer w.exits.Wait()
	defer w.cancel()
	defer func() {
		if problem := recover(); problem != nil {
			w.o.Log(fmt.Sprintf("watch: %v\n%s", problem, debug.Stack()))
		}
	}()
	w.mu.Lock()
	w.add(health.LifeEvent{Kind: health.EventWatching}, w.since)
	w.mu.Unlock()
	for w.look(ctx) {
		select {
		case <-ctx.Done():
			return
		case <-w.o.System.After(w.pause()):
		case <-w.wake:
		case e := <-w.ends:
			w.ended(e)
		case _, told := <-hostGone:
			if told || ctx.Err() == nil {
				w.tell(ReasonHostGone)
				return
			}
		}
	}
}

// pause is how long to wait before the next look.
func (w *Watcher) pause() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.steady()
	w.delay = idle
	if now.Before(w.quickUntil) {
		w.delay = quick
	}
	if len(w.learn) > 0 {
		w.delay = min(w.delay, max(w.learn[0].Sub(now), quick))
	}
	return w.delay
}

// follow waits for the end of a process beside everything else.
func (w *Watcher) follow(ctx context.Context, id process.ID) {
	exit, err := w.o.Source.WatchExit(ctx, id)
	if err != nil {
		return // the next list of children shows its end
	}
	w.exits.Go(func() {
		defer func() { _ = recover() }()
		select {
		case e, told := <-exit:
			if !told {
				return
			}
			select {
			case w.ends <- ending{id, e}:
			case <-ctx.Done():
			}
		case <-ctx.Done():
		}
	})
}
