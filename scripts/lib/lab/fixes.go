package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// mended is what became of the fixes of an environment; test/lab/fix_test.go writes it.
type mended struct {
	Name, Title   string
	Fixes, Steps  []string
	Fixed, Undone bool
}

// fixTable prints a line for each environment and the sum, and reports whether all were fixed and taken back.
func fixTable(out io.Writer, rows []mended) (bool, error) {
	slices.SortFunc(rows, func(a, b mended) int { return cmp.Compare(a.Name, b.Name) })
	words := map[bool]string{true: "yes", false: "NO"}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "environment\tfix of\tsteps\tfixed\tundone to the byte")
	fixed, undone := 0, 0
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.Name, strings.Join(r.Fixes, " "), strings.Join(r.Steps, " "), words[r.Fixed], words[r.Undone])
		if r.Fixed {
			fixed++
		}
		if r.Undone {
			undone++
		}
	}
	fmt.Fprintf(w, "%d with an automatic fix\t\t\t%d\t%d\n", len(rows), fixed, undone)
	return len(rows) > 0 && fixed == len(rows) && undone == len(rows), w.Flush()
}
