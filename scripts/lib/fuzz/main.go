// Command fuzz runs the fuzz targets of the tree, one after the other, and tells how often each was tried and what was found.
//
//	fuzz [-time 60s] [-table FILE] [PATTERN]
//
// PATTERN selects targets by name. With -table the rows of those that ran take the place of the older ones in the table of a
// Markdown file. The exit status is 1 if a target found something, 2 if it could not be run.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"time"
)

func main() {
	each := flag.Duration("time", time.Minute, "how long each target runs")
	file := flag.String("table", "", "a Markdown file with the table")
	flag.Parse()
	pattern, err := regexp.Compile(flag.Arg(0))
	if err == nil && (flag.NArg() > 1 || *each < time.Second) {
		err = errors.New("usage: fuzz [-time 60s] [-table FILE] [PATTERN]")
	}
	if err == nil {
		err = run(*each, *file, pattern)
	}
	switch {
	case errors.Is(err, errFound):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

var errFound = errors.New("something was found; the inputs are below testdata/fuzz of the packages")

func run(each time.Duration, file string, pattern *regexp.Regexp) error {
	all, err := targets(".")
	if err != nil {
		return err
	}
	done, crashed := map[target]result{}, 0
	for _, t := range all {
		if !pattern.MatchString(t.Name) {
			continue
		}
		r, output, err := t.run(each)
		if err != nil {
			return fmt.Errorf("%s: %w\n%s", t, err, output)
		}
		word := "ok  "
		if r.Crashes > 0 {
			crashed++
			word = "FAIL"
			fmt.Print(output)
		}
		fmt.Printf("%s  %-44s %10d tries, %d new inputs\n", word, t, r.Tries, r.Fresh)
		done[t] = r
		if file != "" { // at once: a run takes long, and may be stopped
			if err := rewrite(file, all, done); err != nil {
				return err
			}
		}
	}
	if len(done) == 0 {
		return fmt.Errorf("no fuzz target matches %s", pattern)
	}
	fmt.Printf("%d targets, %d failed\n", len(done), crashed)
	if crashed > 0 {
		return errFound
	}
	return nil
}

// result is what came of a run. go test ends it with the first crash.
type result struct{ Tries, Fresh, Crashes int }

// run tries a target. On a busy machine the time may be up before the known inputs were read: then it gets more.
func (t target) run(each time.Duration) (r result, output string, err error) {
	for range 3 {
		if r, output, err = t.once(each); !errors.Is(err, errNotTried) {
			break
		}
		each *= 4
	}
	return r, output, err
}

var errNotTried = errors.New("it was not tried")

func (t target) once(each time.Duration) (result, string, error) {
	c := exec.Command("go", "test", "-run", "^$", "-fuzz", "^"+t.Name+"$", "-fuzztime", each.String(), "-fuzzminimizetime", "5s", "-parallel", "2", "./"+t.Package)
	output, err := c.CombinedOutput()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		return result{}, "", err
	}
	r, tried := progress(string(output))
	if err != nil && !timeUp.Match(output) {
		r.Crashes = 1
	}
	if !tried {
		return r, string(output), errNotTried
	}
	return r, string(output), nil
}

// timeUp is how go test, before Go 1.27, sometimes reports the end of -fuzztime as a failure: nothing was found, and no input
// was written (go.dev/issue/75804). What a target itself says would stand between these lines.
var timeUp = regexp.MustCompile(`(?m)^--- FAIL: Fuzz\w+ \([0-9.]+s\)\n    context deadline exceeded\nFAIL\n`)

var told = regexp.MustCompile(`execs: (\d+) \(\d+/sec\)(?:, new interesting: (\d+))?`)

// progress reads the last line of progress that go test wrote.
func progress(output string) (r result, found bool) {
	all := told.FindAllStringSubmatch(output, -1)
	if len(all) == 0 {
		return r, false
	}
	last := all[len(all)-1]
	r.Tries, _ = strconv.Atoi(last[1])
	r.Fresh, _ = strconv.Atoi(last[2])
	return r, true
}
