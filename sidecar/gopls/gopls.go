// Package gopls drives a private gopls over the language server protocol: it starts one, waits for the real end of its load,
// asks what an editor would ask, and stops it with everything that came from it.
//
// Nothing of the user's is changed: edits that the server asks for are refused, commands that edit are never sent, and
// [PrivateFlags] and [PrivateSettings] take away what would touch shared state. What a server says is kept, bounded, as
// evidence; judging it is for others.
package gopls

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/sourcegraph/jsonrpc2"
)

// ClientName is the name that a private gopls sees. gopls treats only the names of VS Code itself specially, and that only
// for watching directories, which a short-lived server does not need.
const ClientName = "Go Vitals"

// DefaultStartDeadline bounds spawn and initialize together. gopls answers initialize before it runs any go command.
const DefaultStartDeadline = 20 * time.Second

// Options say which gopls to start and what to tell it.
type Options struct {
	Path    string   // absolute path of the executable
	Flags   []string // see PrivateFlags
	Env     []string // complete environment as "name=value"
	Dir     string   // working directory; empty means the first folder, as golang.go has it
	Folders []string // absolute paths
	// Settings is what the client answers for section "gopls"; see PrivateSettings.
	Settings      map[string]any
	LowPriority   bool
	StartDeadline time.Duration // zero means DefaultStartDeadline
	// Light spares WaitLoad the command gopls.workspace_stats, for which gopls type-checks the whole workspace: on the
	// standard library 1.2 s instead of 11.8 s. Load.AllPackages is then -1.
	Light bool
	// InitializeOnly leaves out initialized, and with it the load: no go command runs. Such a server can only be stopped.
	InitializeOnly bool
	// Progress, if not nil, is told what the server reports of its work, such as "Setting up workspace: Loading packages...".
	// It is called from one goroutine at a time and must not block.
	Progress func(text string)
}

// A StartFailure means that no server came to answer.
type StartFailure struct {
	Stage    string // "spawn" or "initialize"
	ExitCode int    // of a gopls that ended by itself; otherwise -1
	Signal   string
	Stderr   string // its end
	Err      error  // never nil; for stage spawn a *child.StartError
}

func (e *StartFailure) Error() string { return fmt.Sprintf("gopls %s: %v", e.Stage, e.Err) }

func (e *StartFailure) Unwrap() error { return e.Err }

// A Server is a running private gopls. Its methods may be used by several goroutines. It must be stopped with Stop.
type Server struct {
	options Options
	proc    *child.Process
	conn    *jsonrpc2.Conn
	stream  *guardedStream
	begun   time.Time
	notes   *notes
	answers chan func() // to the server's requests, sent by one goroutine

	lastID atomic.Uint64
	loaded atomic.Bool // the first load is over

	info     initializeResult
	stopOnce sync.Once
	end      End
}

// Start starts gopls and performs initialize and initialized. The server lives until Stop, or until ctx ends. The error is a
// *[StartFailure].
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Dir == "" && len(o.Folders) > 0 {
		o.Dir = o.Folders[0]
	}
	if o.StartDeadline <= 0 {
		o.StartDeadline = DefaultStartDeadline
	}
	startCtx, cancel := context.WithTimeout(ctx, o.StartDeadline)
	defer cancel()
	proc, err := child.Start(ctx, child.Command{Path: o.Path, Args: o.Flags, Dir: o.Dir, Env: o.Env, LowPriority: o.LowPriority})
	if err != nil {
		return nil, &StartFailure{Stage: "spawn", ExitCode: -1, Err: err}
	}
	s := &Server{
		options: o, proc: proc, begun: time.Now(), stream: newGuardedStream(proc),
		notes: newNotes(o.Progress), answers: make(chan func(), maxAnswers),
	}
	s.connect()
	if err := s.initialize(startCtx); err != nil {
		end := s.Stop(startCtx)
		failure := &StartFailure{Stage: "initialize", ExitCode: -1, Stderr: end.Stderr, Err: err}
		if !end.Forced {
			failure.ExitCode, failure.Signal = end.ExitCode, end.Signal
		}
		return nil, failure
	}
	return s, nil
}

// Version is what the server calls itself: for gopls a JSON text with its build information, as gopls version -json prints it.
func (s *Server) Version() string { return s.info.ServerInfo.Version }

// Commands are the names that the server accepts for workspace/executeCommand.
func (s *Server) Commands() []string {
	return append([]string(nil), s.info.Capabilities.ExecuteCommandProvider.Commands...)
}

// PID is the server's process id.
func (s *Server) PID() int { return s.proc.PID() }

// Exited is closed when the server's process ended.
func (s *Server) Exited() <-chan struct{} { return s.proc.Exited() }

// Descendants are the live processes that came from the server, such as its go commands.
func (s *Server) Descendants() []child.Proc { return s.proc.Descendants() }
