package fix

import (
	"context"
	"os"
	"sync"
	"time"

	"github.com/govitals/govitals/sidecar/child"
)

// Runner runs a command to its end, without stdin. started is told the process before anything else; an error of it ends the
// process. output gets what the command writes, as it comes.
type Runner func(ctx context.Context, c child.Command, started func(pid int, at uint64) error, output func(stream string, text []byte)) (child.Result, error)

const (
	keptOutput = 1 << 20 // bytes of each stream that are kept, and passed on
	flood      = 64 * keptOutput
)

// Execute is the Runner of real programs.
func Execute(ctx context.Context, c child.Command, started func(pid int, at uint64) error, output func(stream string, text []byte)) (child.Result, error) {
	c.OutputLimit, c.Outlives = keptOutput, true
	p, err := child.Start(ctx, c)
	if err != nil {
		return child.Result{ExitCode: -1}, err
	}
	_ = p.Stdin.Close() // a command that asks gets the end of input instead of an answer
	if err := started(p.PID(), startOf(p.PID())); err != nil {
		p.End(0)
		return child.Result{ExitCode: -1, Cancelled: true}, err
	}
	r := &relay{output: output}
	var readers sync.WaitGroup
	read := func(body func()) {
		readers.Add(1)
		go func() {
			defer readers.Done()
			defer func() { _ = recover() }()
			body()
		}()
	}
	ended := make(chan struct{})
	read(func() { r.stdout(p) })
	read(func() { r.stderr(p, ended) })
	result := p.Wait()
	close(ended)
	readers.Wait()
	result.Stdout, result.StdoutCut = r.kept, r.cut
	if r.flooded {
		result.Flooded, result.Cancelled = true, false
	}
	return result, nil
}

// startOf names a process for ever, beside its id; zero if it is gone already.
func startOf(pid int) uint64 {
	list, _ := child.Descendants(os.Getpid())
	for _, p := range list {
		if p.PID == pid {
			return p.Started
		}
	}
	return 0
}

// relay passes output on, and keeps its end.
type relay struct {
	mu      sync.Mutex
	output  func(stream string, text []byte)
	kept    []byte
	cut     bool
	flooded bool
}

// pass hands text on. Who listens may be slow, or broken.
func (r *relay) pass(stream string, text []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer func() { _ = recover() }()
	r.output(stream, text)
}

func (r *relay) stdout(p *child.Process) {
	page := make([]byte, 32<<10)
	total := 0
	for {
		n, err := p.Stdout.Read(page)
		if n > 0 && total < keptOutput {
			r.pass("stdout", page[:n])
		}
		total += n
		r.kept = append(r.kept, page[:n]...)
		if len(r.kept) > 2*keptOutput {
			r.kept, r.cut = append(r.kept[:0], r.kept[len(r.kept)-keptOutput:]...), true
		}
		if total > flood && !r.flooded {
			r.flooded = true
			go func() {
				defer func() { _ = recover() }()
				p.End(0)
			}()
		}
		if err != nil {
			break
		}
	}
	if len(r.kept) > keptOutput {
		r.kept, r.cut = r.kept[len(r.kept)-keptOutput:], true
	}
}

// stderr looks again and again at what the process keeps: go tells there what it downloads.
func (r *relay) stderr(p *child.Process, ended <-chan struct{}) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	passed := 0
	for done := false; !done; {
		select {
		case <-tick.C:
		case <-ended:
			done = true
		}
		tail, cut := p.Stderr()
		if cut {
			return // too much for anyone to read; the end of it is in the result
		}
		if len(tail) > passed {
			r.pass("stderr", tail[passed:])
			passed = len(tail)
		}
	}
}
