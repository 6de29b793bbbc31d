package rpc

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
	"github.com/govitals/govitals/sidecar/watch"
)

// NotifyAsked tells that the user asked for a restart of the language server through the extension.
const NotifyAsked = "life/asked"

// AskedParams name the window by its extension host, and who asked.
type AskedParams struct {
	HostPID int           `json:"hostPid"`
	By      health.Public `json:"by"` // restart, fix
}

// ChangedParams tell that something happened to this window's language server: a diagnosis would say something else now.
type ChangedParams struct {
	HostPID int          `json:"hostPid"`
	Reason  watch.Reason `json:"reason"`
	Life    LifeSummary  `json:"life"`
	// Report is what the last diagnosis says with these facts, where they leave the window without a server: the finding need not
	// wait for the next one.
	Report *report.Document `json:"report,omitempty"`
}

// LifeSummary is what a badge needs to know.
type LifeSummary struct {
	Alive   int  `json:"alive"` // process id of the server that runs; 0: none
	Crashes int  `json:"crashes"`
	Limit   int  `json:"limit"` // after so many the Go extension gives up
	GivenUp bool `json:"givenUp"`
	Stalls  int  `json:"stalls"` // go commands that do not come back
	// Kind, At, Code, Signal and Words are those of the newest end; empty if there was none.
	Kind   health.EventKind `json:"kind"`
	At     string           `json:"at"`
	Code   *int             `json:"code"`
	Signal string           `json:"signal"`
	Words  string           `json:"words"` // the first lines of its panic
	// Stall is the go command that does not come back for the longest time.
	Stall *StallSummary `json:"stall,omitempty"`
}

// StallSummary says what a go command waits for, while it lasts.
type StallSummary struct {
	Command string      `json:"command"` // go list
	ForMs   int64       `json:"forMs"`
	Waits   health.Wait `json:"waits"`
	On      string      `json:"on"` // a remote address, a program, a lock; empty if that is not known
	// Line is the whole command, without what may hold a secret, and Directory where it works; empty if that is not known.
	Line      string `json:"line"`
	Directory string `json:"directory"`
}

func summary(l health.Life) LifeSummary {
	out := LifeSummary{Alive: l.Alive, Crashes: l.Crashes, Limit: health.CrashLimit, GivenUp: l.GivenUp, Stalls: len(l.Stalls)}
	for i, e := range slices.Backward(l.Events) {
		if e.Kind != health.EventCrashed && e.Kind != health.EventExited {
			continue
		}
		out.Kind, out.At, out.Code, out.Signal = e.Kind, string(e.At), e.Code, string(e.Signal)
		for _, near := range l.Events[max(0, i-2):min(len(l.Events), i+3)] { // gopls writes before it dies, the log may tell later
			if near.Kind == health.EventPanic {
				out.Words = string(near.Words)
			}
		}
		break
	}
	for _, stall := range l.Stalls {
		if out.Stall == nil || stall.ForMs > out.Stall.ForMs {
			out.Stall = &StallSummary{Command: words(stall.Command, 2), ForMs: stall.ForMs, Waits: stall.Waits, On: stall.On.Text,
				Line: string(stall.Command), Directory: string(stall.Directory)}
		}
	}
	return out
}

// words are the first n words of a command.
func words(command health.Text, n int) string {
	all := strings.Fields(string(command))
	return strings.Join(all[:min(len(all), n)], " ")
}

// watches are the watches of extension hosts, one each. In practice there is one: every host has a sidecar of its own.
type watches struct {
	mu     sync.Mutex
	byHost map[int]*watch.Watcher
	source watch.Source // nil: the machine
	ended  bool
}

// watched begins to watch the window of a request, once, and returns what tells of its life; nil where nobody can watch.
func (s *Server) watched(r doctor.Request) func() health.Life {
	if r.Editor == nil || r.Editor.HostPID <= 0 || s.background == nil {
		return nil
	}
	host := r.Editor.HostPID
	s.watches.mu.Lock()
	defer s.watches.mu.Unlock()
	if w := s.watches.byHost[host]; w != nil {
		select {
		case <-w.Done(): // the host ended; whoever asks now has another one of the same id
		default:
			return w.Life
		}
	}
	if s.watches.ended {
		return nil
	}
	source := s.watches.source
	if source == nil {
		source = watch.Machine{}
	}
	w, err := watch.Start(s.background, watch.Options{Host: host, Self: os.Getpid(), LogDir: r.Editor.LogDir, System: s.Options.System, Source: source,
		Changed: func(c watch.Change) {
			s.news.tell(ChangedParams{HostPID: host, Reason: c.Reason, Life: summary(c.Life), Report: s.revised(c)})
		}, Log: s.logf})
	if err != nil {
		return nil // a remote window's host, or one that has just ended: the logs must do
	}
	if s.watches.byHost == nil {
		s.watches.byHost = map[int]*watch.Watcher{}
	}
	s.watches.byHost[host] = w
	return w.Life
}

// revised is the last diagnosis in the light of a death that was the last one; nil where there is nothing to say yet.
func (s *Server) revised(c watch.Change) (out *report.Document) {
	defer func() {
		if problem := recover(); problem != nil { // the watch must go on
			s.logf(fmt.Sprintf("judging an end: %v\n%s", problem, debug.Stack()))
			out = nil
		}
	}()
	standing, err := s.lastReport()
	if err != nil || !c.Life.GivenUp || c.Reason != watch.ReasonEnded && c.Reason != watch.ReasonLearned {
		return nil
	}
	revised := doctor.Revise(standing, c.Life, s.Options)
	if !doctor.Dead(revised) {
		s.logf("the last end is left to the next diagnosis: the one before has no finding for it")
		return nil
	}
	document := report.Build(revised, s.words(), report.PrivacyFull)
	document.Snapshot = nil
	return &document
}

// stopWatching ends all watches and starts none any more.
func (s *Server) stopWatching() {
	s.watches.mu.Lock()
	defer s.watches.mu.Unlock()
	s.watches.ended = true
	for _, w := range s.watches.byHost {
		w.Stop()
	}
}

// asked takes note of a restart. It must not block the read loop.
func (s *Server) asked(params *json.RawMessage) {
	var p AskedParams
	if params == nil || json.Unmarshal(*params, &p) != nil {
		return
	}
	go func() {
		s.watches.mu.Lock()
		w := s.watches.byHost[p.HostPID]
		s.watches.mu.Unlock()
		if w != nil {
			w.Asked(health.Public(health.Words(string(p.By), 60)))
		}
	}()
}

// news sends what changed from a goroutine of its own, as progress is sent: a client that does not read must hold up nobody.
type news struct{ queue chan ChangedParams }

func newNews(ctx context.Context, conn *jsonrpc2.Conn) *news {
	n := &news{queue: make(chan ChangedParams, 64)}
	go func() {
		defer func() { _ = recover() }()
		for {
			select {
			case p := <-n.queue:
				_ = conn.Notify(ctx, NotifyChanged, p)
			case <-ctx.Done():
				return
			}
		}
	}()
	return n
}

func (n *news) tell(p ChangedParams) {
	select {
	case n.queue <- p:
	default:
	}
}
