package process

import (
	"context"
	"time"
)

// lookEvery is how often a process is looked at whose end the system does not announce.
const lookEvery = 500 * time.Millisecond

// watchByLooking stands in where the system announces no ends; how a process ended it cannot tell.
func watchByLooking(ctx context.Context, id ID) (<-chan Exit, error) {
	if !Alive(id) {
		return nil, ErrGone
	}
	out := make(chan Exit, 1)
	go func() {
		defer close(out)
		defer func() { _ = recover() }()
		ticker := time.NewTicker(lookEvery)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			if !Alive(id) {
				out <- Exit{Code: -1}
				return
			}
		}
	}()
	return out, nil
}

// Alive reports whether a process still runs; a zombie does not.
func Alive(id ID) bool {
	e, err := (Machine{}).Look(id.PID)
	return err == nil && e.ID() == id && !e.Zombie
}
