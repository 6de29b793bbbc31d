package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

const (
	// mostGrowth bounds the fast tier on an input thousands of times larger than usual: a step that takes the square of
	// its input is far beyond it, and one that reads every part once is far below.
	mostGrowth = 20
	// standardTimeout is the default of --timeout: whoever has such a workspace gets a whole diagnosis without an option.
	standardTimeout = time.Minute
)

// side is the same diagnosis with the oversized input, or without it.
type side struct {
	dir  string
	env  []string
	args []string
}

// oversized is one input out of all proportion, and the bound on what it costs. With a timeout the diagnosis has to end
// before that; otherwise it takes at most mostGrowth times as long as the small one.
type oversized struct {
	name       string
	tier       string
	timeout    time.Duration
	big, small side
}

// oversizedRows let the sidecar diagnose oversized inputs in pairs with small ones.
func oversizedRows(ctx context.Context, sidecar string, n int, progress io.Writer) ([]row, error) {
	// The short name leaves room in PATH, which has a longest length.
	dir, err := os.MkdirTemp("", "gv")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	inputs, err := oversizedInputs(dir)
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, input := range inputs {
		r, err := input.measure(ctx, sidecar, min(n, mostRuns), progress)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", input.name, err)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// measure runs each side once to warm the caches, then n pairs.
func (o oversized) measure(ctx context.Context, sidecar string, n int, progress io.Writer) (row, error) {
	var bigs, smalls, ratios []float64
	unended := ""
	for i := range n + 1 {
		fmt.Fprintf(progress, "\r%s, %s tier: %d/%d ", o.name, o.tier, i, n)
		big, err := once(ctx, o.program(sidecar, o.big))
		if err != nil {
			return row{}, err
		}
		cut, err := unendedProbes(big.stdout)
		if err != nil {
			return row{}, err
		}
		small, err := once(ctx, o.program(sidecar, o.small))
		if err != nil {
			return row{}, err
		}
		if other, err := unendedProbes(small.stdout); err != nil {
			return row{}, err
		} else if other != "" {
			return row{}, fmt.Errorf("the small input is no measure: %s did not end", other)
		}
		if cut != "" {
			unended = cut
		}
		if i == 0 {
			continue
		}
		bigs, smalls = append(bigs, big.seconds), append(smalls, small.seconds)
		ratios = append(ratios, big.seconds/small.seconds)
	}
	fmt.Fprintln(progress)
	return o.row(median(bigs), median(smalls), median(ratios), unended), nil
}

func (o oversized) program(sidecar string, s side) program {
	argv := []string{sidecar, "check", "--tier", o.tier, "--fail-on", "never", "--format", "json"}
	if o.timeout > 0 {
		argv = append(argv, "--timeout", o.timeout.String())
	}
	return program{argv: append(argv, s.args...), dir: s.dir, env: s.env}
}

// row also misses its goal if a probe did not end: a diagnosis that gives up is quick and says nothing.
func (o oversized) row(big, small, ratio float64, unended string) row {
	r := row{
		name:  fmt.Sprintf("%s tier with %s against without", o.tier, o.name),
		value: fmt.Sprintf("%.2f (%.2f s / %.2f s)", ratio, big, small),
		goal:  fmt.Sprintf("≤ %d", mostGrowth),
		met:   ratio <= mostGrowth,
	}
	if o.timeout > 0 {
		r.goal, r.met = fmt.Sprintf("< %.0f s, its timeout", o.timeout.Seconds()), big < o.timeout.Seconds()
	}
	if unended != "" {
		r.value, r.met = r.value+", not ended: "+unended, false
	}
	return r
}

// unendedProbes reads from a report which probes neither came to an end nor were left out by the tier.
func unendedProbes(report []byte) (string, error) {
	var document struct {
		Probes []struct {
			ID    string `json:"id"`
			State string `json:"state"`
		} `json:"probes"`
	}
	if err := json.Unmarshal(report, &document); err != nil {
		return "", err
	}
	if len(document.Probes) == 0 {
		return "", fmt.Errorf("no probe was reported")
	}
	var unended []string
	for _, p := range document.Probes {
		if p.State != "ok" && p.State != "skipped" {
			unended = append(unended, p.ID)
		}
	}
	return strings.Join(unended, ", "), nil
}
