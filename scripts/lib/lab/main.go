// Command lab reads what the environments of test/lab left, one JSON object a line, and prints how well their faults were
// found: recall, precision and time of each environment that is not as it should be, of each shelf, and in total.
//
//	lab ROWS
//	lab --fix ROWS
//
// The exit status is 1 unless everything that was wanted was found as a root and nothing else was, at warning or above. With
// --fix the rows tell of fixes, and the status is 1 unless all of them mended and were taken back.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
)

// row is what became of an environment; test/lab/table_test.go writes it.
type row struct {
	Shelf, Name, Title string
	Want, Allow        []string
	Roots              []struct{ Check, Severity string }
	Failed             bool
	TookMs             float64
}

// missed are checks that were wanted as roots and are none; alarms those that are roots, at warning or above, and were not
// wanted. A check counts once, however many findings it has.
func (r row) missed() []string {
	return slices.DeleteFunc(slices.Clone(r.Want), func(id string) bool {
		return slices.ContainsFunc(r.Roots, func(x struct{ Check, Severity string }) bool { return x.Check == id })
	})
}

// serious are the checks that are roots at warning or above.
func (r row) serious() []string {
	var out []string
	for _, x := range r.Roots {
		if (x.Severity == "warning" || x.Severity == "error") && !slices.Contains(out, x.Check) {
			out = append(out, x.Check)
		}
	}
	return out
}

func (r row) alarms() []string {
	return slices.DeleteFunc(r.serious(), func(id string) bool { return slices.Contains(r.Want, id) })
}

// sum is what a shelf, or all of them, come to.
type sum struct {
	name                                               string
	environments, failed, wanted, found, alarms, alert int
	took                                               float64
	slowest                                            row
}

func (s *sum) add(r row) {
	s.environments++
	if r.Failed {
		s.failed++
	}
	s.wanted += len(r.Want)
	s.found += len(r.Want) - len(r.missed())
	s.alert += len(r.serious())
	s.alarms += len(r.alarms())
	s.took += r.TookMs
	if r.TookMs > s.slowest.TookMs {
		s.slowest = r
	}
}

func percent(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole))
}

func read[R any](in io.Reader) ([]R, error) {
	var out []R
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r R
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("line %d: %w", len(out)+1, err)
		}
		out = append(out, r)
	}
	return out, lines.Err()
}

// table prints the rows and reports whether all of them are as they should be.
func table(out io.Writer, rows []row) (bool, error) {
	total := &sum{name: "total"}
	var shelves []*sum
	for _, r := range rows {
		i := slices.IndexFunc(shelves, func(s *sum) bool { return s.name == r.Shelf })
		if i < 0 {
			i, shelves = len(shelves), append(shelves, &sum{name: r.Shelf})
		}
		shelves[i].add(r)
		total.add(r)
		if missed, alarms := r.missed(), r.alarms(); len(missed)+len(alarms) > 0 || r.Failed {
			fmt.Fprintf(out, "%s/%s: %s\n  missed: %s\n  not wanted: %s\n", r.Shelf, r.Name, r.Title, listed(missed), listed(alarms))
		}
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "shelf\tenvironments\tas wanted\trecall\tprecision\tmean\tslowest")
	for _, s := range append(shelves, total) {
		fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%s\t%.1f s\t%.1f s (%s)\n", s.name, s.environments, s.environments-s.failed, percent(s.found, s.wanted),
			percent(s.alert-s.alarms, s.alert), s.took/1000/float64(max(1, s.environments)), s.slowest.TookMs/1000, s.slowest.Name)
	}
	good := len(rows) > 0 && total.found == total.wanted && total.alarms == 0 && total.failed == 0
	return good, w.Flush()
}

func listed(ids []string) string {
	if len(ids) == 0 {
		return "-"
	}
	return strings.Join(ids, " ")
}

func run(file string, fixes bool, out io.Writer) (bool, error) {
	f, err := os.Open(file)
	if err != nil {
		return false, err
	}
	defer f.Close()
	if fixes {
		rows, err := read[mended](f)
		if err != nil {
			return false, err
		}
		return fixTable(out, rows)
	}
	rows, err := read[row](f)
	if err != nil {
		return false, err
	}
	return table(out, rows)
}

func main() {
	args := os.Args[1:]
	fixes := len(args) > 0 && args[0] == "--fix"
	if fixes {
		args = args[1:]
	}
	if len(args) != 1 {
		fmt.Fprintln(os.Stderr, "usage: lab [--fix] ROWS")
		os.Exit(2)
	}
	good, err := run(args[0], fixes, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "lab:", err)
		os.Exit(2)
	}
	if !good {
		os.Exit(1)
	}
}
