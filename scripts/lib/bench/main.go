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
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out, progress io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	root := flags.String("root", ".", "the checkout, whose bin/ and dist/ are measured")
	pairs := flags.Int("pairs", 7, "how many pairs each comparison takes")
	markdown := flags.Bool("markdown", false, "print a Markdown table")
	triageAlone := flags.Bool("triage", false, "measure the triage of many reports alone")
	activation := flags.Float64("activation", 0, "the extension's activation in milliseconds, measured elsewhere")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir := *root
	if flags.NArg() > 0 {
		dir = flags.Arg(0)
	}
	if *pairs < 1 {
		return errors.New("--pairs must be at least 1")
	}
	sidecar := filepath.Join(*root, "bin", "govitals")
	if runtime.GOOS == "windows" {
		sidecar += ".exe"
	}
	release, err := ownCaches()
	if err != nil {
		return err
	}
	defer release()
	title := fmt.Sprintf("%s, %s/%s, %d processors, medians of %d pairs", time.Now().Format("2006-01-02"),
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), *pairs)
	many, err := triageRows(ctx, sidecar, *root, progress)
	if err != nil {
		return err
	}
	if *triageAlone {
		return print(out, title, many, *markdown)
	}
	var rows []row
	for _, c := range comparisons(sidecar) {
		measured, err := c.measure(ctx, dir, *pairs, progress)
		if err != nil {
			return err
		}
		rows = append(rows, measured...)
	}
	isolation, err := isolationRows(ctx, sidecar, *pairs, progress)
	if err != nil {
		return err
	}
	rows = append(rows, isolation...)
	large, err := oversizedRows(ctx, sidecar, *pairs, progress)
	if err != nil {
		return err
	}
	rows = append(rows, large...)
	macho, err := machoRows(ctx, *root, progress)
	if err != nil {
		return err
	}
	rows = append(rows, macho...)
	rows = append(rows, many...)
	sizes, err := sizeRows(sidecar, filepath.Join(*root, "dist", "extension.js"))
	if err != nil {
		return err
	}
	rows = append(rows, sizes...)
	if *activation > 0 {
		rows = append(rows, row{"extension activation", fmt.Sprintf("%.1f ms", *activation), "< 10 ms", *activation < 10})
	}
	return print(out, title, rows, *markdown)
}

// ownCaches gives both sides a cache of gopls's and a state directory of their own. gopls stats goes through all of the cache to
// gather bug reports: the cache of a machine in use (180,000 files: one second) would make it look slow and us quick.
func ownCaches() (release func(), err error) {
	dir, err := os.MkdirTemp("", "govitals-bench-caches-")
	if err != nil {
		return nil, err
	}
	err = errors.Join(os.Setenv("GOPLSCACHE", filepath.Join(dir, "gopls")), os.Setenv("GOVITALS_STATE_DIR", filepath.Join(dir, "state")))
	return func() { _ = os.RemoveAll(dir) }, err
}

// comparisons are the goals against gopls.
func comparisons(sidecar string) []comparison {
	stats := []string{"gopls", "stats"}
	return []comparison{
		{name: "fast tier against gopls version", goal: 1.0, ours: []string{sidecar, "check", "--tier", "fast", "--fail-on", "never"}, theirs: []string{"gopls", "version"}},
		{name: "standard tier against gopls stats", goal: 1.5, ours: []string{sidecar, "check", "--fail-on", "never"}, theirs: stats},
		{
			name: "rung 1 alone against gopls stats", goal: 1.2, theirs: stats, took: rungOne,
			ours: []string{sidecar, "check", "--only", "definition-broken", "--fail-on", "never", "--format", "json"},
		},
		{name: "all rungs against gopls stats", goal: 2.0, ours: []string{sidecar, "probe"}, theirs: stats},
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
