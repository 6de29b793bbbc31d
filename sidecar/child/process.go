package child

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"time"
)

// The parts of an ending. Together they stay below two seconds.
const (
	softGrace    = 300 * time.Millisecond // between the polite and the hard signal, where the caller names none
	hardPatience = 500 * time.Millisecond // until the system has ended a process that was killed
	settle       = 100 * time.Millisecond // for what the program left behind to end by itself, as gopls's telemetry child does
	treePatience = 800 * time.Millisecond // to end it
	pipePatience = 200 * time.Millisecond // to read what is still in the pipes, if somebody may hold them open
	// drainPatience is for pipes that nobody holds open any more: the end of file is sure, but on a busy machine our own
	// readers may be late, and a go that answered would look like one that said nothing.
	drainPatience = 5 * time.Second
	// progressPatience is what treePatience may grow by on a machine so busy that the kernel needs longer for what was killed.
	progressPatience = 5 * time.Second
)

// A Process is a program that runs until it ends, its context or deadline does, or [Process.End] is called. It must be
// waited for with Wait or End.
type Process struct {
	Stdin  io.WriteCloser
	Stdout io.Reader // not bounded: whoever reads decides what to keep

	l       *launched
	grace   time.Duration
	begun   time.Time
	exited  chan struct{} // the program itself ended
	ended   chan struct{} // and everything below it; result is valid
	endOnce sync.Once
	end     chan time.Duration
	flood   chan struct{}
	keptOut *keeper // nil for Start
	keptErr *keeper
	readers []chan struct{}
	result  Result
}

// Start starts a long-lived program with pipes to its stdin and from its stdout. When ctx ends, so does the program. The error
// is a *[StartError].
func Start(ctx context.Context, c Command) (*Process, error) {
	if c.OutputLimit <= 0 {
		c.OutputLimit = DefaultTailLimit
	}
	p := newProcess()
	p.keptErr = &keeper{limit: c.OutputLimit, tail: true}
	if err := p.start(ctx, c, true); err != nil {
		return nil, err
	}
	return p, nil
}

func newProcess() *Process {
	return &Process{
		begun: time.Now(), exited: make(chan struct{}), ended: make(chan struct{}),
		end: make(chan time.Duration, 1), flood: make(chan struct{}, 1),
	}
}

func (p *Process) start(ctx context.Context, c Command, long bool) *StartError {
	l, err := launch(ctx, c, long)
	if err != nil {
		return err
	}
	p.l, p.grace = l, c.Grace
	if p.grace <= 0 {
		p.grace = softGrace
	}
	p.read(l.stderr, p.keptErr)
	if long {
		s := &stream{r: l.stdout, done: make(chan struct{})}
		p.Stdin, p.Stdout = l.stdin, s
		p.readers = append(p.readers, s.done)
	} else {
		p.read(l.stdout, p.keptOut)
	}
	go p.awaitExit()
	go p.supervise(ctx, c.Deadline)
	return nil
}

func (p *Process) read(from *os.File, into *keeper) {
	done := make(chan struct{})
	p.readers = append(p.readers, done)
	go drain(from, into, done)
}

func (p *Process) awaitExit() {
	defer close(p.exited)
	defer func() { _ = recover() }()
	_ = p.l.cmd.Wait() // the state is read from cmd.ProcessState
}

// PID is the program's process id.
func (p *Process) PID() int { return p.l.cmd.Process.Pid }

// Exited is closed as soon as the program itself has ended; its descendants may live a little longer.
func (p *Process) Exited() <-chan struct{} { return p.exited }

// Ended is closed when everything below the program has ended too, or is beyond reach; Wait then returns at once.
func (p *Process) Ended() <-chan struct{} { return p.ended }

// Exit says how the program itself ended. It must not be called before Exited is closed.
func (p *Process) Exit() (code int, signal string) {
	<-p.exited
	if state := p.l.cmd.ProcessState; state != nil {
		return state.ExitCode(), signalName(state)
	}
	return -1, ""
}

// Stderr returns the end of what the program wrote to stderr so far, and whether its beginning is missing.
func (p *Process) Stderr() (tail []byte, cut bool) { return p.keptErr.bytes() }

// Descendants are the live processes below the program, also those that left the tree.
func (p *Process) Descendants() []Proc {
	t, err := readTable()
	if err != nil {
		return nil
	}
	p.l.family.learn(t)
	return p.l.family.alive(t)
}

// Wait waits until the program and everything below it has ended.
func (p *Process) Wait() Result {
	<-p.ended
	return p.result
}

// End closes stdin, waits as long as grace for the program to end by itself, then ends it, and returns as Wait does. A program
// that still ran after grace is reported as Cancelled.
func (p *Process) End(grace time.Duration) Result {
	p.endOnce.Do(func() { p.end <- grace })
	return p.Wait()
}

func (p *Process) supervise(ctx context.Context, deadline time.Duration) {
	defer close(p.ended)
	defer func() { _ = recover() }()
	var late <-chan time.Time
	if deadline > 0 {
		timer := time.NewTimer(deadline)
		defer timer.Stop()
		late = timer.C
	}
	select {
	case <-p.exited:
	case <-late:
		p.result.TimedOut = true
	case <-ctx.Done():
		p.result.TimedOut = errors.Is(ctx.Err(), context.DeadlineExceeded)
		p.result.Cancelled = !p.result.TimedOut
	case <-p.flood:
		p.result.Flooded = true
	case grace := <-p.end:
		if p.l.stdin != nil {
			_ = p.l.stdin.Close()
		}
		p.result.Cancelled = !within(p.exited, grace)
	}
	p.finish()
}

// finish ends what still lives, in the order that loses the least: the program, politely and then hard; what it left behind;
// the pipes, which are at their end by then unless something could not be ended.
func (p *Process) finish() {
	l := p.l
	select {
	case <-p.exited:
	default:
		p.Descendants() // while the tree still hangs together
		if !l.group.ask() || !within(p.exited, p.grace) {
			p.Descendants()
			l.group.kill()
			if !within(p.exited, hardPatience) {
				p.result.Unended++
			}
		}
	}
	ended, left := l.family.end(settle, p.grace, time.Now().Add(p.grace-softGrace+treePatience))
	p.result.Survivors, p.result.Unended = ended, p.result.Unended+left
	patience := pipePatience
	if left == 0 && p.keptOut != nil {
		patience = drainPatience
	}
	until, whole := time.Now().Add(patience), true
	for _, done := range p.readers {
		whole = within(done, time.Until(until)) && whole
	}
	l.closePipes()
	p.collect()
	p.result.Unread = !whole && p.keptOut != nil
	l.release()
}

// collect fills in the result. The program's state may be read only once it exited.
func (p *Process) collect() {
	r := &p.result
	r.Took = time.Since(p.begun)
	r.ExitCode = -1
	select {
	case <-p.exited:
		r.ExitCode, r.Signal = p.Exit()
	default:
	}
	if p.keptOut != nil {
		r.Stdout, r.StdoutCut = p.keptOut.bytes()
	}
	r.Stderr, r.StderrCut = p.keptErr.bytes()
}

// within waits for done, but not longer than d, and reports whether it is done.
func within(done <-chan struct{}, d time.Duration) bool {
	select {
	case <-done:
		return true
	default:
	}
	if d <= 0 {
		return false
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}
