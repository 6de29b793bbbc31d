package child

import (
	"io"
	"sync"
)

// floodFactor times the output limit is what a program may write before it is ended. A program that writes for ever would
// otherwise burn a processor until its deadline.
const floodFactor = 64

// A keeper remembers a bounded part of a stream.
type keeper struct {
	mu      sync.Mutex
	limit   int
	tail    bool // keep the end instead of the beginning
	kept    []byte
	written int64
	flooded func() // called once when floodFactor times the limit came; nil if that is no fault
}

func (k *keeper) Write(p []byte) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	before := k.written
	k.written += int64(len(p))
	if k.tail {
		k.keepEnd(p)
	} else if room := k.limit - len(k.kept); room > 0 {
		k.kept = append(k.kept, p[:min(room, len(p))]...)
	}
	edge := int64(k.limit) * floodFactor
	if k.flooded != nil && before <= edge && k.written > edge {
		k.flooded()
	}
	return len(p), nil
}

// keepEnd lets the buffer grow to twice the limit before it moves the end to the front, so that the cost per byte is constant.
func (k *keeper) keepEnd(p []byte) {
	if len(p) > k.limit {
		p = p[len(p)-k.limit:]
	}
	if len(k.kept)+len(p) > 2*k.limit {
		k.kept = append(k.kept[:0], k.kept[len(k.kept)-k.limit:]...)
	}
	k.kept = append(k.kept, p...)
}

// bytes returns a copy of what was kept and whether something is missing.
func (k *keeper) bytes() ([]byte, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept := k.kept
	if len(kept) > k.limit {
		kept = kept[len(kept)-k.limit:]
	}
	return append([]byte(nil), kept...), k.written > int64(len(kept))
}

// drain reads r to its end into k, then closes done. Closing r ends it early.
func drain(r io.Reader, k *keeper, done chan<- struct{}) {
	defer close(done)
	defer func() { _ = recover() }()
	_, _ = io.Copy(struct{ io.Writer }{k}, struct{ io.Reader }{r})
}

// A stream is the stdout of a long-lived process; it notes its own end, so that the pipe is not closed under a reader that
// still has bytes to fetch.
type stream struct {
	r    io.Reader
	once sync.Once
	done chan struct{}
}

func (s *stream) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil {
		s.once.Do(func() { close(s.done) })
	}
	return n, err
}
