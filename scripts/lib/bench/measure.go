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
}

// measure runs each side once to warm the caches, then n pairs.
func (c comparison) measure(ctx context.Context, dir string, n int, progress io.Writer) ([]row, error) {
	var ours, theirs, ratios []float64
	var peak int
	for i := range n + 1 {
		fmt.Fprintf(progress, "\r%s: %d/%d ", c.name, i, n)
		mine, err := once(ctx, dir, c.ours)
		if err != nil {
			return nil, err
		}
		other, err := once(ctx, dir, c.theirs)
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
		fmt.Sprintf("%.2f (%.2f s / %.2f s)", ratio, median(ours), median(theirs)),
		fmt.Sprintf("≤ %.1f", c.goal),
		ratio <= c.goal,
	}}
	if peak > 0 {
		name, _, _ := strings.Cut(c.name, " against ")
		rows = append(rows, row{name: name + ", peak memory of the sidecar alone", value: megabytes(peak)})
	}
	return rows, nil
}

type sample struct {
	seconds float64
	peak    int // bytes, 0 where the system does not tell
}

func once(ctx context.Context, dir string, argv []string) (sample, error) {
	path, err := look(argv[0])
	if err != nil {
		return sample{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, argv[1:]...)
	cmd.Dir = dir
	cmd.WaitDelay = time.Second
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return sample{}, err
	}
	ended := make(chan struct{})
	peaks := make(chan int, 1)
	go func() { peaks <- watchPeak(cmd.Process.Pid, ended) }()
	err = cmd.Wait()
	seconds := time.Since(start).Seconds()
	close(ended)
	peak := <-peaks
	if err != nil {
		return sample{}, fmt.Errorf("%s: %w\n%s", strings.Join(argv, " "), errors.Join(err, ctx.Err()), stderr.String())
	}
	return sample{seconds, peak}, nil
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
