package child

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

const (
	// startPatience bounds the start itself. macOS holds the first start of a quarantined program until its dialog is
	// answered, and a dead network drive holds it for ever.
	startPatience = 10 * time.Second
	// textBusyRetries waits out another thread of this process that forks while the program's file was just written: its
	// descriptor is inherited until that fork executes.
	textBusyRetries = 5
)

// launched is a program that runs and the ends of its pipes.
type launched struct {
	cmd            *exec.Cmd
	group          *group
	family         *family
	stdin          io.WriteCloser // nil unless asked for
	stdout, stderr *os.File       // read ends
}

// launch starts c within its bounds. A start that hangs is given up, and ended should it succeed later.
func launch(ctx context.Context, c Command, withStdin bool) (*launched, *StartError) {
	patience := startPatience
	if c.Deadline > 0 {
		patience = min(patience, max(c.Deadline, time.Second)) // a short deadline is no reason to call a start hanging
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := ctx.Err(); err != nil {
		return nil, classify(c.Path, err)
	}
	type outcome struct {
		l   *launched
		err *StartError
	}
	result := make(chan outcome, 1)
	go func() {
		var o outcome
		defer func() {
			if r := recover(); r != nil {
				o = outcome{nil, classify(c.Path, fmt.Errorf("panic: %v", r))}
			}
			result <- o
		}()
		if o.err = preflight(c); o.err == nil {
			o.l, o.err = begin(c, withStdin)
		}
	}()
	select {
	case o := <-result:
		return o.l, o.err
	case <-ctx.Done():
	}
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		defer func() { _ = recover() }()
		if o := <-result; o.l != nil {
			o.l.abandon()
		}
	}()
	within(gone, hardPatience) // a start that does not hang is over by then, and nothing is left when we return
	return nil, classify(c.Path, ctx.Err())
}

// begin starts the program, without bounds.
func begin(c Command, withStdin bool) (*launched, *StartError) {
	becomeReaper()
	mark := newMark()
	var l *launched
	var err error
	for try := 0; ; try++ {
		if l, err = spawn(c, mark, withStdin); refusesToDie(err) && !c.Outlives {
			c.Outlives = true
			l, err = spawn(c, mark, withStdin)
		}
		if err == nil || !isTextBusy(err) || try == textBusyRetries {
			break
		}
		time.Sleep(10 * time.Millisecond << try)
	}
	if err != nil {
		return nil, classify(c.Path, err)
	}
	pid := l.cmd.Process.Pid
	l.group = newGroup(l.cmd.Process)
	if nice := c.nice(); nice > 0 {
		lowerPriority(pid, nice)
	}
	root, _ := look(pid) // before anything can reap it, so that the start time is its own
	root.PID = pid
	l.family = newFamily(root, mark, l.group.members)
	live.add(l.family)
	return l, nil
}

// spawn makes the pipes and one attempt. The pipes are ours and not os/exec's, because os/exec waits for their end before it
// reports the program's, and a descendant that holds one is found only after that.
func spawn(c Command, mark string, withStdin bool) (l *launched, err error) {
	var files []*os.File
	pipe := func() (r, w *os.File) {
		if err != nil {
			return nil, nil
		}
		if r, w, err = os.Pipe(); err == nil {
			files = append(files, r, w)
		}
		return r, w
	}
	stdoutR, stdoutW := pipe()
	stderrR, stderrW := pipe()
	var stdinR, stdinW *os.File
	if withStdin {
		stdinR, stdinW = pipe()
	}
	closeAll := func(files ...*os.File) {
		for _, f := range files {
			if f != nil {
				_ = f.Close()
			}
		}
	}
	if err != nil {
		closeAll(files...)
		return nil, err
	}
	cmd := &exec.Cmd{
		Path: c.Path, Args: append([]string{c.Path}, c.Args...), Dir: c.Dir, Env: c.environment(mark),
		Stdout: stdoutW, Stderr: stderrW, SysProcAttr: attributes(c),
	}
	if withStdin {
		cmd.Stdin = stdinR
	}
	if err := cmd.Start(); err != nil {
		closeAll(files...)
		return nil, err
	}
	closeAll(stdoutW, stderrW, stdinR)
	l = &launched{cmd: cmd, stdout: stdoutR, stderr: stderrR}
	if withStdin {
		l.stdin = stdinW
	}
	return l, nil
}

// abandon ends a program whose start was given up.
func (l *launched) abandon() {
	_ = l.cmd.Process.Kill()
	l.group.kill()
	l.closePipes()
	_ = l.cmd.Wait()
	l.family.end(0, 0, time.Now().Add(time.Second))
	l.release()
}

func (l *launched) closePipes() {
	if l.stdin != nil {
		_ = l.stdin.Close()
	}
	_ = l.stdout.Close()
	_ = l.stderr.Close()
}

// release forgets the program; its process must have been waited for, or be beyond reach.
func (l *launched) release() {
	l.group.close()
	live.remove(l.family)
}
