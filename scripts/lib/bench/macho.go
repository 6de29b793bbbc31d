package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"
)

const machoDeadline = 5 * time.Minute // compiling included

// machoRows compares the reader of Mach-O files with the standard library's, on a small program of the Go linker. The larger the
// file, the better for us: the library reads all symbols.
func machoRows(ctx context.Context, root string, progress io.Writer) ([]row, error) {
	fmt.Fprint(progress, "\rMach-O reader against debug/macho ")
	defer fmt.Fprintln(progress)
	ctx, cancel := context.WithTimeout(ctx, machoDeadline)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "^Benchmark(Image|DebugMacho)$", "-benchtime", "200ms", "-count", "5", "./"+filepath.ToSlash(filepath.Join("sidecar", "image")))
	cmd.Dir, cmd.Env = root, append(os.Environ(), "GOWORK=off", "GOVITALS_MACHO=")
	cmd.WaitDelay = time.Second
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("benchmarks of the Mach-O reader: %w\n%s%s", err, out, stderr.Bytes())
	}
	return machoTable(out)
}

var benchmarkLine = regexp.MustCompile(`(?m)^Benchmark(Image|DebugMacho)/(headers|build)\S*\s+\d+\s+([0-9.]+) ns/op`)

// machoTable reads what the benchmarks printed.
func machoTable(out []byte) ([]row, error) {
	times := map[string][]float64{}
	for _, m := range benchmarkLine.FindAllSubmatch(out, -1) {
		nanoseconds, err := strconv.ParseFloat(string(m[3]), 64)
		if err != nil {
			return nil, err
		}
		key := string(m[1]) + " " + string(m[2])
		times[key] = append(times[key], nanoseconds)
	}
	var rows []row
	for _, c := range []struct{ id, part string }{
		{"macho-commands", "headers"}, {"macho-build", "build"},
	} {
		ours, theirs := times["Image "+c.part], times["DebugMacho "+c.part]
		if len(ours) == 0 || len(theirs) == 0 {
			return nil, fmt.Errorf("no benchmark of %s in %q", c.part, out)
		}
		ratio := median(ours) / median(theirs)
		rows = append(rows, budgetRow(c.id, ratio, fmt.Sprintf("%s (%s / %s)", short(ratio), seconds(median(ours)/1e9), seconds(median(theirs)/1e9))))
	}
	return rows, nil
}
