// Command bench compares the sidecar with gopls on one folder. Time is compared as a ratio within pairs that run one
// after the other, because seconds measured on another day or machine say little.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// exitNoisy is the code for what could not be told, as test runners know it for a skip.
const exitNoisy = 77

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		if errors.Is(err, errNoisy) || errors.Is(err, errUnavailable) {
			os.Exit(exitNoisy)
		}
		os.Exit(1)
	}
}

type options struct {
	root, dir, sidecar string
	pairs              int
	markdown           bool
	triage             bool
	check, record      bool
	page               bool
	scale              bool
	only               []string
	activation         float64
	idle               string
}

func parse(args []string) (o options, err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.StringVar(&o.root, "root", ".", "the checkout, whose bin/ and dist/ are measured")
	flags.IntVar(&o.pairs, "pairs", 15, "how many pairs each comparison takes")
	flags.BoolVar(&o.markdown, "markdown", false, "print a Markdown table")
	flags.BoolVar(&o.triage, "triage", false, "measure the triage of many reports alone")
	flags.BoolVar(&o.check, "check", false, "fail if a ratio is beyond its budget, or worse than recorded, beyond noise")
	flags.BoolVar(&o.record, "record", false, "write what was measured to the baseline and to docs/performance.md")
	flags.BoolVar(&o.page, "page", false, "write docs/performance.md anew from what was recorded, and measure nothing")
	flags.BoolVar(&o.scale, "scale", false, "measure how time grows with the input, alone")
	only := flags.String("only", "", "the budgets or curves to check or scale, with commas between")
	flags.Float64Var(&o.activation, "activation", 0, "the extension's activation in milliseconds, measured elsewhere")
	flags.StringVar(&o.idle, "idle", "", "the file with what scripts/idle printed")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.dir = flags.Arg(0)
	if o.pairs < 1 {
		return o, errors.New("--pairs must be at least 1")
	}
	if *only != "" {
		o.only = strings.Split(*only, ",")
	}
	for _, id := range o.only {
		if !known(id) {
			return o, fmt.Errorf("--only: there is no checked budget or curve %s", id)
		}
	}
	o.sidecar = filepath.Join(o.root, "bin", "govitals")
	if runtime.GOOS == "windows" {
		o.sidecar += ".exe"
	}
	return o, nil
}

func known(id string) bool {
	for _, b := range budgets {
		if b.checked && b.id == id {
			return true
		}
	}
	for _, c := range curves {
		if c.id == id {
			return true
		}
	}
	return false
}

func run(ctx context.Context, args []string, out, progress io.Writer) error {
	o, err := parse(args)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "gv")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := ownCaches(dir); err != nil {
		return err
	}
	recorded, err := readBaseline(o.root)
	if err != nil {
		return err
	}
	if o.page {
		return recorded.write(o.root)
	}
	machine, err := machineKind(ctx)
	if err != nil {
		return err
	}
	if o.dir == "" && !o.scale && !o.triage {
		if o.dir, err = reference(ctx, dir); err != nil {
			return err
		}
	}
	switch {
	case o.check:
		contests, missing, err := contestsOf(ctx, o, dir)
		if err != nil {
			return err
		}
		all, verdict := checkAll(ctx, contests, missing, func(id string) *interval { return recorded.of(id, machine) }, progress)
		return errors.Join(printJudged(out, all, machine, recorded.Machine), verdict)
	case o.scale:
		recorded.on(machine)
		err = scale(ctx, o, dir, &recorded, out, progress)
	default:
		title := fmt.Sprintf("%s, %s, medians of %d pairs", time.Now().Format(time.DateOnly), machine, o.pairs)
		var rows []row
		if rows, err = table(ctx, o, dir, progress); err == nil {
			recorded.on(machine)
			recorded.take(rows)
			err = print(out, title, rows, o.markdown)
		}
	}
	if err != nil || !o.record {
		return err
	}
	return recorded.write(o.root)
}

// ownCaches gives both sides a cache of gopls's and a state directory of their own. gopls stats goes through all of the cache to
// gather bug reports: the cache of a machine in use (180,000 files: one second) would make it look slow and us quick.
func ownCaches(dir string) error {
	return errors.Join(os.Setenv("GOPLSCACHE", filepath.Join(dir, "gopls")), os.Setenv("GOVITALS_STATE_DIR", filepath.Join(dir, "state")))
}

// comparisons are the budgets against gopls.
func comparisons(sidecar string) []comparison {
	stats, version := []string{"gopls", "stats"}, []string{"gopls", "version"}
	return []comparison{
		{id: "start", runs: 10, ours: []string{sidecar, "version"}, theirs: version},
		{id: "fast", runs: 5, ours: []string{sidecar, "check", "--tier", "fast", "--fail-on", "never"}, theirs: version},
		{id: "standard", ours: []string{sidecar, "check", "--login-shell", "off", "--fail-on", "never"}, theirs: stats},
		{id: "rung-1", theirs: stats, took: rungOne, ours: []string{sidecar, "check", "--only", "definition-broken", "--fail-on", "never", "--format", "json"}},
		{id: "ladder", ours: []string{sidecar, "probe"}, theirs: stats},
	}
}

// look finds a program so that a missing gopls is said once and plainly.
func look(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%s is needed for the comparison: %w", name, err)
	}
	return path, nil
}
