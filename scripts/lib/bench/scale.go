package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// straight bounds the exponents: an input ten times larger may take sixteen times as long, which leaves room for sorting and
// for caches that no longer hold it, and none for a square.
const straight = 1.2

// slow runs are taken twice, others five times, the first of which does not count.
const slow = 5.0 // seconds

// curve is how the time of one command grows with one kind of input.
type curve struct {
	id, what, tier string
	sizes          []int
	// input makes one of a size below dir and tells what to run on it; end, if not nil, takes it away.
	input func(dir, sidecar string, n int) (p program, end func(), err error)
}

// curved is what was measured of a curve: seconds by the clock for people, and of the processors for the exponents. A neighbour that
// takes half the machine doubles the one and hardly touches the other.
type curved struct {
	Sizes     []int     `json:"sizes"`
	Seconds   []float64 `json:"seconds"`
	Processor []float64 `json:"processor"`
}

func (c curved) straight() bool {
	end, known := steepest(c.Sizes, c.Processor)
	return fit(c.Sizes, c.Processor) <= straight && (!known || end <= straight)
}

// end is steepest, in words.
func (c curved) end() string {
	if e, known := steepest(c.Sizes, c.Processor); known {
		return fmt.Sprintf("%.2f", e)
	}
	return "flat"
}

var curves = []curve{
	{"modules-fast", "modules of a workspace", "fast", []int{1, 10, 100, 500, 2000}, modulesInput("fast")},
	{"modules-standard", "modules of a workspace", "standard", []int{1, 10, 100, 500, 2000}, modulesInput("standard")},
	{"files-fast", "Go files of a module", "fast", []int{10, 100, 1000, 10_000, 100_000}, filesInput("fast", goFiles)},
	{"files-standard", "other files of a module", "standard", []int{10, 100, 1000, 10_000, 100_000}, filesInput("standard", otherFiles)},
	{"go-files-standard", "Go files of a module", "standard", []int{10, 100, 1000, 10_000}, filesInput("standard", goFiles)},
	{"folders-fast", "folders of a window", "fast", []int{1, 5, 10, 25, 50}, foldersInput("fast")},
	{"folders-standard", "folders of a window", "standard", []int{1, 5, 10, 25, 50}, foldersInput("standard")},
	{"processes-tree", "processes beside the editor's", "tree", []int{10, 100, 1000, 5000}, processesInput("tree")},
	{"processes-fast", "processes beside the editor's", "fast", []int{10, 100, 1000, 5000}, processesInput("check", "--tier", "fast", "--fail-on", "never")},
	{"processes-standard", "processes beside the editor's", "standard", []int{10, 100, 1000, 5000}, processesInput("check", "--login-shell", "off", "--fail-on", "never")},
	{"settings-fast", "user settings", "fast", []int{10, 100, 1000, 10_000}, settingsInput},
	{"path-fast", "entries in PATH", "fast", []int{10, 100, 1000, 4000}, pathInput},
}

// scale measures the curves, prints them and fails if one bends up.
func scale(ctx context.Context, o options, dir string, recorded *baseline, out, progress io.Writer) error {
	var bent []string
	for _, c := range curves {
		if len(o.only) > 0 && !slices.Contains(o.only, c.id) {
			continue
		}
		m, err := c.measure(ctx, o.sidecar, dir, progress)
		if err != nil {
			return fmt.Errorf("%s: %w", c.id, err)
		}
		recorded.Curves[c.id] = m
		if !m.straight() {
			bent = append(bent, c.id)
		}
		fmt.Fprintf(out, "%-20s exponent %5.2f, at the end %5s ", c.id, fit(m.Sizes, m.Processor), m.end())
		for i, size := range m.Sizes {
			fmt.Fprintf(out, " %d: %s (%s)", size, seconds(m.Seconds[i]), seconds(m.Processor[i]))
		}
		fmt.Fprintln(out)
	}
	if len(bent) > 0 {
		return fmt.Errorf("%w: an exponent is above %.1f: %s", errBroken, straight, strings.Join(bent, ", "))
	}
	return nil
}

// measure takes the least of some runs of each size: what disturbs a run only ever makes it longer.
func (c curve) measure(ctx context.Context, sidecar, dir string, progress io.Writer) (m curved, err error) {
	for _, n := range c.sizes {
		fmt.Fprintf(progress, "\r%s: %d    ", c.id, n)
		best, err := c.point(ctx, sidecar, dir, n)
		if err != nil {
			return m, fmt.Errorf("size %d: %w", n, err)
		}
		m.Sizes, m.Seconds, m.Processor = append(m.Sizes, n), append(m.Seconds, best.seconds), append(m.Processor, best.processor)
	}
	fmt.Fprintln(progress)
	return m, nil
}

func (c curve) point(ctx context.Context, sidecar, dir string, n int) (best sample, err error) {
	// The short name leaves room in PATH, which has a longest length.
	place := filepath.Join(dir, "s")
	if err := os.Mkdir(place, 0o700); err != nil {
		return best, err
	}
	defer os.RemoveAll(place)
	p, end, err := c.input(place, sidecar, n)
	if err != nil {
		return best, err
	}
	if end != nil {
		defer end()
	}
	for i := range 5 {
		run, err := once(ctx, p)
		if err != nil {
			return best, err
		}
		if i == 0 || i == 1 && run.seconds < slow { // the first one warmed the caches
			best = run
			continue
		}
		best.seconds, best.processor = min(best.seconds, run.seconds), min(best.processor, run.processor)
		if run.seconds >= slow {
			break
		}
	}
	return best, nil
}
