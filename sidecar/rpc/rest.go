package rpc

import (
	"runtime/debug"
	"sync"
	"time"
)

// restAfter is how long after an examination its memory is given back: a second one often follows at once.
const restAfter = 10 * time.Second

// rest gives memory back to the system when nothing was examined for a while. A sidecar that only watches allocates so little
// that the collector would not run for minutes, and the editor would carry the memory of the last examination all day.
type rest struct {
	mu    sync.Mutex
	timer *time.Timer
}

func (r *rest) soon() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.timer != nil {
		r.timer.Stop()
	}
	r.timer = time.AfterFunc(restAfter, debug.FreeOSMemory)
}

func (r *rest) never() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.timer != nil {
		r.timer.Stop()
	}
}
