package gopls

import (
	"context"
	"time"
)

// The parts of a stop. A server that is still loading answers shutdown only afterwards, so it gets little time. One that has
// loaded needs hundredths of a second, or a second with the default diagnosticsDelay, but on a machine that is busy with other
// things, as while a project builds, many times that.
const (
	loadingPatience  = time.Second
	shutdownPatience = 10 * time.Second
	exitGrace        = 10 * time.Second
)

// End says how a server ended.
type End struct {
	ExitCode  int    // -1 if a signal ended it
	Signal    string // "SIGKILL" and the like
	Orderly   bool   // it answered shutdown and then ended by itself with exit status 0
	Forced    bool   // it had to be ended
	Stderr    string // its end
	Survivors int    // descendants that outlived it and were ended
	Unended   int    // processes that could not be ended
}

// Stop shuts the server down, ends it if it does not heed that, and then everything that came from it. It usually takes some
// hundredths of a second, and three seconds while a load hangs. The end of ctx ends the polite part, and the rest takes two
// seconds more. Further calls return the same End.
func (s *Server) Stop(ctx context.Context) End {
	s.stopOnce.Do(func() { s.end = s.stop(ctx) })
	return s.end
}

func (s *Server) stop(ctx context.Context) End {
	patience := loadingPatience
	if s.loaded.Load() {
		patience = shutdownPatience
	}
	polite, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	heeded := s.call(polite, "shutdown", nil, nil) == nil
	grace := time.Duration(0)
	if heeded {
		heeded = s.notify(polite, "exit", nil) == nil
		grace = exitGrace
		if end, ok := ctx.Deadline(); ok {
			grace = min(grace, time.Until(end))
		}
	}
	r := s.proc.End(grace)
	_ = s.conn.Close()
	e := End{
		ExitCode: r.ExitCode, Signal: r.Signal, Forced: r.Cancelled || r.TimedOut, Stderr: s.stderr(),
		Survivors: r.Survivors, Unended: r.Unended,
	}
	e.Orderly = heeded && !e.Forced && e.ExitCode == 0 && e.Signal == ""
	return e
}
