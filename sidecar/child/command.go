// Package child runs programs and proves their end.
//
// Every program gets a deadline, a session of its own, a bounded output and no terminal. When it ends, or is ended, the
// whole tree below it ends too: the process group alone is not enough, because gopls's telemetry child has a session of its
// own, golang.org/x/tools gives every go command its own group, and wrappers call setsid or fork twice. So the package
// collects the tree, ends it, and looks again. With package gopls it is the only one that may import os/exec.
package child

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

// Bounds that apply where a [Command] leaves its own at zero.
const (
	DefaultDeadline    = 10 * time.Second
	DefaultOutputLimit = 4 << 20
	DefaultTailLimit   = 256 << 10 // stderr of a long-lived process, of which the end matters
)

// MarkVariable is the environment variable that Run and Start add to every program, with a value unique to that run. It is
// inherited by what the program starts, and so finds descendants that left the tree by forking twice.
const MarkVariable = "GOVITALS_RUN"

// Command says what to run. The zero values of all fields but Path are useful.
type Command struct {
	// Path is the absolute path of the executable. A relative one is refused, so that no program of the current
	// directory, which may be an untrusted workspace, can take the place of a tool.
	Path string
	Args []string // without the program's name
	Dir  string   // working directory; empty means that of this process
	// Env is the complete environment as "name=value"; nothing is inherited. PWD is replaced by Dir, as go and gopls keep
	// the logical spelling of a directory only through it.
	Env []string
	// Deadline bounds the program's life. Zero means DefaultDeadline for Run, and for Start only the context.
	Deadline time.Duration
	// Grace is the time between the polite and the hard signal for a program that has something to put back, such as the lock
	// of a shell's start-up file. Zero means 300 ms. Windows knows no polite signal.
	Grace time.Duration
	// OutputLimit is the number of bytes kept of each stream. Zero means DefaultOutputLimit for Run (its beginning is
	// kept) and DefaultTailLimit for the stderr of Start (its end is kept). More output is read and dropped, so it neither
	// blocks the program nor costs memory; a program of Run that writes floodFactor times the limit is ended.
	OutputLimit int
	// LowPriority makes the program and its descendants yield to the user's own work.
	LowPriority bool
	// Lowest makes them yield to everything: only for what can be asked again, as it gets next to nothing of a busy machine.
	Lowest bool
	// Outlives lets the program go on when this process is killed: what changes files is not cut off in the middle. All others
	// die with this process where the system can arrange it, which is Linux; elsewhere they see the end of their input.
	Outlives bool
}

// Result says how a program ended.
type Result struct {
	ExitCode  int    // -1 if a signal ended it or it never ended
	Signal    string // "SIGKILL" and the like; always empty on Windows
	Stdout    []byte // empty for Start
	Stderr    []byte
	StdoutCut bool // Stdout lacks something
	StderrCut bool
	TimedOut  bool // ended because of Deadline, or of the context's
	Cancelled bool // ended because the context was cancelled, or by End
	Flooded   bool // ended because it wrote without end
	Unread    bool // the pipes did not come to an end in time: Stdout and Stderr may lack something
	Took      time.Duration
	Survivors int // descendants that outlived the program and were ended
	Unended   int // processes that still live after all that was done
}

// Err is nil if the program ended by itself with exit code 0, and otherwise says why not, in that order of weight: ended by
// us, by a signal, by its own exit code.
func (r Result) Err() error {
	switch {
	case r.TimedOut:
		return fmt.Errorf("timed out after %s", r.Took.Round(time.Millisecond))
	case r.Cancelled:
		return errors.New("cancelled")
	case r.Flooded:
		return errors.New("wrote without end")
	case r.Signal != "":
		return fmt.Errorf("ended by %s", r.Signal)
	case r.ExitCode != 0:
		return fmt.Errorf("exit status %d", r.ExitCode)
	}
	return nil
}

// nice is how much a program yields, as niceness; zero means not at all.
func (c Command) nice() int {
	switch {
	case c.Lowest:
		return 19
	case c.LowPriority:
		return 10
	}
	return 0
}

// environment is the command's environment with PWD and the mark; of several entries for a name os/exec heeds the last. Never
// nil, which os/exec would take for "inherit all".
func (c Command) environment(mark string) []string {
	env := slices.Clone(c.Env)
	dir := c.Dir
	if dir == "" {
		dir, _ = os.Getwd()
	}
	if dir != "" {
		env = append(env, "PWD="+dir)
	}
	return append(env, MarkVariable+"="+mark)
}
