// Command testlog reads the output of `go test -json`, prints the failures in full and appends one line per test to
// a results file: pass, fail or skip, the part, the name and the reason, separated by tabs. Only leaves count: a test
// that has subtests is the sum of them.
//
//	go test -json ./... | testlog PART RESULTS
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

type event struct {
	Action, Package, ImportPath, Test, Output string
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: testlog PART RESULTS")
		os.Exit(2)
	}
	if err := run(os.Stdin, os.Stdout, os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "testlog:", err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer, part, results string) error {
	file, err := os.OpenFile(results, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	l := &log{part: part, out: out, output: map[string][]string{}, parents: map[string]bool{}, failed: map[string]bool{}}
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			l.add(line)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
	}
	if _, err := io.WriteString(file, l.results.String()); err != nil {
		return err
	}
	return file.Close()
}

type log struct {
	part    string
	out     io.Writer
	output  map[string][]string // by test, or by package for what belongs to no test
	parents map[string]bool
	failed  map[string]bool // packages with a failed test
	results strings.Builder
}

func (l *log) add(line string) {
	var e event
	if json.Unmarshal([]byte(line), &e) != nil {
		fmt.Fprint(l.out, line) // go itself speaks plainly when it cannot start
		return
	}
	if e.Package == "" {
		e.Package = e.ImportPath
	}
	key := e.Package
	if e.Test != "" {
		key += "." + e.Test
		if i := strings.LastIndex(e.Test, "/"); i >= 0 {
			l.parents[e.Package+"."+e.Test[:i]] = true
		}
	}
	switch e.Action {
	case "output", "build-output":
		l.output[key] = append(l.output[key], e.Output)
	case "pass", "skip", "fail":
		l.end(e, key)
	}
}

func (l *log) end(e event, key string) {
	defer delete(l.output, key)
	if e.Action == "fail" {
		// A package fails by itself when it does not build, panics outside a test or runs out of time.
		if e.Test != "" || !l.failed[e.Package] {
			l.record("fail", key, "")
		}
		l.failed[e.Package] = true
		fmt.Fprint(l.out, strings.Join(l.output[key], ""))
		for build, text := range l.output {
			if e.Test == "" && strings.HasPrefix(build, e.Package+" [") {
				fmt.Fprint(l.out, strings.Join(text, ""))
			}
		}
		return
	}
	if e.Test == "" || l.parents[key] {
		return
	}
	l.record(e.Action, key, reason(l.output[key]))
}

// reason is the text of t.Skip: the lines which are not go test's own.
func reason(output []string) string {
	var said []string
	for _, line := range output {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "===") && !strings.HasPrefix(line, "---") {
			said = append(said, line)
		}
	}
	return strings.Join(said, " ")
}

func (l *log) record(outcome, name, reason string) {
	if outcome != "skip" {
		reason = ""
	}
	fmt.Fprintf(&l.results, "%s\t%s\t%s\t%s\n", outcome, l.part, name, reason)
}
