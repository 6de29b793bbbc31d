package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
)

// errNoisy and errBroken are how a check ends that did not pass: the first one says nothing against the code.
var (
	errNoisy  = errors.New("this machine is too noisy, or lacks what it takes, to tell; nothing is known to be broken")
	errBroken = errors.New("a budget is broken")
)

// judged is what became of one budget.
type judged struct {
	budget   budget
	outcome  outcome
	interval interval
	recorded *interval
	series   series
	why      string // it could not be measured
}

// checkAll measures the checked budgets in pairs, as many as it takes to decide, and fails if one is broken beyond noise.
func checkAll(ctx context.Context, contests []contest, missing map[string]error, recorded func(id string) *interval, progress io.Writer) ([]judged, error) {
	var out []judged
	for _, c := range contests {
		j := judged{budget: c.budget, recorded: recorded(c.budget.id)}
		for n := fewestPairs; ; n = mostPairs {
			if err := j.series.grow(ctx, c, n, progress); err != nil {
				return nil, err
			}
			j.outcome, j.interval = j.series.judge(c.budget.most, j.recorded)
			if n == mostPairs || !j.series.enough() || !undecided(j.series.ratios(), c.budget.most, j.recorded) {
				break
			}
		}
		out = append(out, j)
	}
	for id, err := range missing {
		out = append(out, judged{budget: budgetOf(id), outcome: noisy, why: err.Error()})
	}
	return out, verdictOf(out)
}

func verdictOf(all []judged) error {
	var broken, unknown []string
	for _, j := range all {
		switch {
		case j.outcome.failed():
			broken = append(broken, j.budget.id+" "+string(j.outcome))
		case j.outcome == noisy:
			unknown = append(unknown, j.budget.id)
		}
	}
	if len(broken) > 0 {
		return fmt.Errorf("%w: %s", errBroken, strings.Join(broken, ", "))
	}
	if len(unknown) > 0 {
		return fmt.Errorf("%w: %s", errNoisy, strings.Join(unknown, ", "))
	}
	return nil
}

func printJudged(out io.Writer, all []judged, machine, recordedOn string) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, machine)
	if machine != recordedOn {
		fmt.Fprintf(w, "recorded on another kind of machine (%s): the limits alone are checked\n", recordedOn)
	}
	fmt.Fprintln(w, "budget\tmeasured\tlimit\trecorded\tpairs\t")
	for _, j := range all {
		before := "-"
		if j.recorded != nil {
			before = j.recorded.String()
		}
		if j.why != "" {
			why, _, _ := strings.Cut(j.why, "\n")
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t0\t%s\n", j.budget.id, why, j.budget.limit(), before, "not measured")
			continue
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d, %d disturbed\t%s\n", j.budget.id, j.interval, j.budget.limit(), before, len(j.series.pairs), len(j.series.disturbed), j.outcome)
	}
	return w.Flush()
}

// contestsOf are the contests of the wanted budgets, all if none is named, and why others of them cannot be measured. Their inputs
// are below dir.
func contestsOf(ctx context.Context, o options, dir string) (contests []contest, missing map[string]error, err error) {
	wanted := func(id string) bool { return len(o.only) == 0 || slices.Contains(o.only, id) }
	for _, c := range comparisons(o.sidecar) {
		if wanted(c.id) {
			contests = append(contests, c.contest(o.dir))
		}
	}
	if wanted("settings") || wanted("path") || wanted("modules") {
		// The short name leaves room in PATH, which has a longest length.
		inputs := filepath.Join(dir, "o")
		if err := os.Mkdir(inputs, 0o700); err != nil {
			return nil, nil, err
		}
		all, err := oversizedInputs(inputs)
		if err != nil {
			return nil, nil, err
		}
		for _, input := range all {
			if budgetOf(input.id).checked && wanted(input.id) {
				contests = append(contests, input.contest(o.sidecar))
			}
		}
	}
	missing = map[string]error{}
	if wanted("processes") || wanted("ancestors") {
		processes, err := gopsutilContests(ctx, o.root, dir)
		if errors.Is(err, errUnavailable) {
			missing["processes"], missing["ancestors"] = err, err
		} else if err != nil {
			return nil, nil, err
		}
		contests = append(contests, slices.DeleteFunc(processes, func(c contest) bool { return !wanted(c.budget.id) })...)
	}
	return contests, missing, nil
}
