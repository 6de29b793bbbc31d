package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// comparison is one budget: ours takes at most so many times as long as theirs, in the same folder.
type comparison struct {
	id           string
	ours, theirs []string
	// runs is how often each side runs for one time: short programs are measured several at once.
	runs int
	// took, if not nil, reads from what ours printed how long the part took that is compared; otherwise all of it is.
	took func(stdout []byte) (seconds float64, err error)
}

func (c comparison) contest(dir string) contest {
	return contest{budgetOf(c.id), func(ctx context.Context, swapped bool) (pair, error) {
		var p pair
		mine := func() (err error) { p.ours, p.peak, err = c.side(ctx, c.ours, dir, c.took); return err }
		other := func() (err error) { p.theirs, _, err = c.side(ctx, c.theirs, dir, nil); return err }
		err := inTurn(mine, other, swapped)
		return p, err
	}}
}

// inTurn runs both, the second one first if swapped.
func inTurn(first, second func() error, swapped bool) error {
	if swapped {
		first, second = second, first
	}
	if err := first(); err != nil {
		return err
	}
	return second()
}

// side is the mean time of a side's runs, and the largest peak.
func (c comparison) side(ctx context.Context, argv []string, dir string, took func([]byte) (float64, error)) (seconds float64, peak int, err error) {
	for range max(c.runs, 1) {
		run, err := once(ctx, program{argv: argv, dir: dir})
		if err == nil && took != nil {
			run.seconds, err = took(run.stdout)
		}
		if err != nil {
			return 0, 0, err
		}
		seconds, peak = seconds+run.seconds, max(peak, run.peak)
	}
	return seconds / float64(max(c.runs, 1)), peak, nil
}

// program is what is run and measured.
type program struct {
	argv []string
	dir  string
	env  []string // nil is ours
}

type sample struct {
	seconds float64
	// processor is the processor time in seconds, with that of the children it waited for where the system counts it (not on Windows).
	processor float64
	peak      int // bytes, 0 where the system does not tell
	stdout    []byte
}

const programDeadline = 5 * time.Minute

// once runs a program. The sample is good also if the error is an *exec.ExitError.
func once(ctx context.Context, p program) (sample, error) {
	path, err := look(p.argv[0])
	if err != nil {
		return sample{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, programDeadline)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, p.argv[1:]...)
	cmd.Dir, cmd.Env = p.dir, p.env
	cmd.WaitDelay = time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return sample{}, err
	}
	ended := make(chan struct{})
	peaks := make(chan int, 1)
	go func() { peaks <- watchPeak(cmd.Process.Pid, ended) }()
	err = cmd.Wait()
	took := sample{seconds: time.Since(start).Seconds(), stdout: stdout.Bytes()}
	took.processor = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()
	close(ended)
	took.peak = <-peaks
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", strings.Join(p.argv, " "), errors.Join(err, ctx.Err()), stderr.String())
	}
	return took, err
}

// watchPeak reads the kernel's own high-water mark of one process while it lives. The resource usage that Wait
// reports would not do: it is the larger of the process and its children, and gopls is a child.
func watchPeak(pid int, ended <-chan struct{}) int {
	peak := 0
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return peak
		case <-tick.C:
			status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			if err == nil {
				peak = max(peak, highWater(string(status)))
			}
		}
	}
}

// highWater is VmHWM of a /proc status file, in bytes.
func highWater(status string) int {
	for line := range strings.Lines(status) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), " kB"))
			return kilobytes * 1024
		}
	}
	return 0
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}
