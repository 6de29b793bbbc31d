package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

// errUnavailable is what cannot be measured here, for want of something that the machine lacks.
var errUnavailable = errors.New("cannot be measured here")

const compileDeadline = 5 * time.Minute

// gopsutilContests compare our looks at processes with gopsutil's. That is a module of its own, compiled into dir; without it
// (no network, nothing in the module cache) there is nothing to compare with.
func gopsutilContests(ctx context.Context, root, dir string) ([]contest, error) {
	binary := filepath.Join(dir, "processes.test")
	ctx, cancel := context.WithTimeout(ctx, compileDeadline)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", "test", "-c", "-o", binary, ".")
	cmd.Dir, cmd.Env = filepath.Join(root, "scripts", "lib", "bench", "processes"), append(os.Environ(), "GOWORK=off", "GOFLAGS=-buildvcs=false")
	if out, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w: %w\n%s", errUnavailable, err, out)
	}
	take := func(ctx context.Context, ours, theirs string) (p pair, err error) {
		run, err := once(ctx, program{argv: []string{binary, "-test.run", "^$", "-test.bench", "^Benchmark(Whole|Ancestors)$", "-test.benchtime", "60ms"}, dir: dir})
		if err != nil {
			return p, err
		}
		if p.ours, err = benchmarked(run.stdout, ours); err != nil {
			return p, err
		}
		p.theirs, err = benchmarked(run.stdout, theirs)
		return p, err
	}
	return []contest{
		{budgetOf("processes"), func(ctx context.Context, _ bool) (pair, error) {
			return take(ctx, "Whole/own_with_executables", "Whole/gopsutil")
		}},
		{budgetOf("ancestors"), func(ctx context.Context, _ bool) (pair, error) { return take(ctx, "Ancestors", "Whole/gopsutil") }},
	}, nil
}

// benchmarked is what the testing package printed of one benchmark, in seconds.
func benchmarked(out []byte, name string) (float64, error) {
	m := regexp.MustCompile(`(?m)^Benchmark` + regexp.QuoteMeta(name) + `(?:-\d+)?\s+\d+\s+([0-9.]+) ns/op`).FindSubmatch(out)
	if m == nil {
		return 0, fmt.Errorf("no benchmark %s in %q", name, out)
	}
	nanoseconds, err := strconv.ParseFloat(string(m[1]), 64)
	return nanoseconds / 1e9, err
}
