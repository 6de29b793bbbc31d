package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// comparison is one goal: ours takes at most goal times as long as theirs, in the same folder.
type comparison struct {
	name         string
	goal         float64
	ours, theirs []string
	// took, if not nil, reads from what ours printed how long the part took that is compared; otherwise all of it is.
	took func(stdout []byte) (seconds float64, err error)
}

// measure runs each side once to warm the caches, then n pairs.
func (c comparison) measure(ctx context.Context, dir string, n int, progress io.Writer) ([]row, error) {
	var ours, theirs, ratios []float64
	var peak int
	for i := range n + 1 {
		fmt.Fprintf(progress, "\r%s: %d/%d ", c.name, i, n)
		mine, err := once(ctx, program{argv: c.ours, dir: dir})
		if err == nil && c.took != nil {
			mine.seconds, err = c.took(mine.stdout)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		other, err := once(ctx, program{argv: c.theirs, dir: dir})
		if err != nil {
			return nil, err
		}
		if i == 0 {
			continue
		}
		ours = append(ours, mine.seconds)
		theirs = append(theirs, other.seconds)
		ratios = append(ratios, mine.seconds/other.seconds)
		peak = max(peak, mine.peak)
	}
	fmt.Fprintln(progress)
	ratio := median(ratios)
	rows := []row{{
		c.name,
		fmt.Sprintf("%.2f, %.2f to %.2f (%.2f s / %.2f s)", ratio, slices.Min(ratios), slices.Max(ratios), median(ours), median(theirs)),
		fmt.Sprintf("≤ %.1f", c.goal),
		ratio <= c.goal,
	}}
	if peak > 0 && c.took == nil {
		name, _, _ := strings.Cut(c.name, " against ")
		rows = append(rows, row{name: name + ", peak memory of the sidecar alone", value: megabytes(peak)})
	}
	return rows, nil
}

// program is what is run and measured.
type program struct {
	argv []string
	dir  string
	env  []string // nil is ours
}

type sample struct {
	seconds float64
	peak    int // bytes, 0 where the system does not tell
	stdout  []byte
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
