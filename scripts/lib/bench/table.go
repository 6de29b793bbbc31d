package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"text/tabwriter"
)

// row is one line of the table; a row without a goal only informs.
type row struct {
	name, value, goal string
	met               bool
	id                string    // of the budget, if it is one's
	measured          float64   // what is compared with the budget
	interval          *interval // of a ratio that was measured in pairs
}

func (r row) verdict() string {
	switch {
	case r.goal == "":
		return ""
	case r.met:
		return "met"
	default:
		return "missed"
	}
}

// budgetRow is the row of a budget; text says what was measured to people.
func budgetRow(id string, measured float64, text string) row {
	b := budgetOf(id)
	return row{name: b.what + ", " + b.how, value: text, goal: b.limit(), met: measured <= b.most, id: id, measured: measured}
}

// limit is the goal as people read it.
func (b budget) limit() string {
	number := strconv.FormatFloat(b.most, 'f', -1, 64)
	switch b.unit {
	case "":
		return "≤ " + number
	case "%":
		return "≤ " + number + " %"
	}
	return "≤ " + number + " " + b.unit
}

// contestRows are the row of a contest and, where it is of a whole program against gopls, the program's peak of memory.
func contestRows(id string, s *series) []row {
	i, _ := intervalOf(s.ratios())
	ours, theirs, peak := s.sides()
	text := fmt.Sprintf("%s (%s / %s)", i, seconds(ours), seconds(theirs))
	switch {
	case s.enough():
	case len(s.disturbed) == 0:
		text += fmt.Sprintf(", of %d pairs, too few for a baseline", len(s.pairs))
	default:
		text += fmt.Sprintf(", on a busy machine: %d of %d pairs disturbed", len(s.disturbed), len(s.disturbed)+len(s.pairs))
	}
	r := budgetRow(id, i.Median, text)
	if s.enough() { // else it would be no baseline
		r.interval = &i
	}
	rows := []row{r}
	if _, shown := shownPeaks[id]; shown && peak > 0 {
		rows = append(rows, row{name: budgetOf(id).what + ", peak memory of the sidecar alone", value: megabytes(peak)})
	}
	return rows
}

var shownPeaks = map[string]struct{}{"fast": {}, "standard": {}, "ladder": {}}

func seconds(s float64) string {
	switch {
	case s < 0.001:
		return fmt.Sprintf("%.0f µs", s*1e6)
	case s < 1:
		return fmt.Sprintf("%.3g ms", s*1e3)
	}
	return fmt.Sprintf("%.3g s", s)
}

// sizeRows weighs what is shipped. The bundle needs Node to be built and may be absent.
func sizeRows(sidecar, bundle string) ([]row, error) {
	binary, err := os.Stat(sidecar)
	if err != nil {
		return nil, err
	}
	rows := []row{budgetRow("binary", float64(binary.Size())/1e6, megabytes(int(binary.Size())))}
	script, err := os.Stat(bundle)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	default:
		rows = append(rows, budgetRow("bundle", float64(script.Size())/1e3, fmt.Sprintf("%.0f kB", float64(script.Size())/1e3)))
	}
	return rows, nil
}

func megabytes(bytes int) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }

func print(out io.Writer, title string, rows []row, markdown bool) error {
	if markdown {
		fmt.Fprintf(out, "%s\n\n| what | measured | goal | |\n| --- | --- | --- | --- |\n", title)
		for _, r := range rows {
			fmt.Fprintf(out, "| %s | %s | %s | %s |\n", r.name, r.value, r.goal, r.verdict())
		}
		return nil
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\n", title)
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.name, r.value, r.goal, r.verdict())
	}
	return w.Flush()
}
