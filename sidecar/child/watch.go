package child

import (
	"sync"
	"time"
)

// The watch looks at the process table soon after a program started and then ever more rarely.
const (
	firstLook = 30 * time.Millisecond
	rareLook  = 2 * time.Second
)

// live holds the families of the programs that run now. One goroutine, while there are any, keeps learning their members:
// a descendant that leaves the tree and drops its environment can be known only if it was seen before.
var live registry

type registry struct {
	mu       sync.Mutex
	families map[*family]bool
	watching bool
	poke     chan struct{} // a family came, or the last one went
}

func (r *registry) add(f *family) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.families == nil {
		r.families, r.poke = map[*family]bool{}, make(chan struct{}, 1)
	}
	r.families[f] = true
	if !r.watching {
		r.watching = true
		go r.watch()
	}
	r.wake()
}

func (r *registry) remove(f *family) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.families, f)
	if len(r.families) == 0 {
		r.wake()
	}
}

func (r *registry) wake() {
	select {
	case r.poke <- struct{}{}:
	default:
	}
}

func (r *registry) list() []*family {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]*family, 0, len(r.families))
	for f := range r.families {
		list = append(list, f)
	}
	return list
}

// isRoot reports whether pid is a program that Run or Start started and that os/exec will wait for.
func (r *registry) isRoot(pid int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for f := range r.families {
		if f.root.PID == pid {
			return true
		}
	}
	return false
}

// only reports whether f is the only family.
func (r *registry) only(f *family) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.families[f] && len(r.families) == 1
}

// idle reports whether the watch has nothing to watch, and ends its term if so.
func (r *registry) idle() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.families) == 0 {
		r.watching = false
	}
	return !r.watching
}

func (r *registry) watch() {
	defer func() {
		if recover() != nil {
			r.mu.Lock()
			r.watching = false
			r.mu.Unlock()
		}
	}()
	timer := time.NewTimer(firstLook)
	defer timer.Stop()
	for interval := firstLook; ; {
		select {
		case <-r.poke:
			interval = firstLook
			timer.Reset(interval)
			if r.idle() {
				return
			}
			continue
		case <-timer.C:
		}
		r.look(readTable)
		interval = min(2*interval, rareLook)
		timer.Reset(interval)
	}
}

// look has the families learn from the process table. One that begins while the table is read is not in it, and would forget
// the group that it leads: its strays would not be known on a busy machine, where they have no environment yet.
func (r *registry) look(read func() (table, error)) {
	families := r.list()
	t, err := read()
	if err != nil {
		return
	}
	for _, f := range families {
		f.learn(t)
	}
	reap(t)
}
