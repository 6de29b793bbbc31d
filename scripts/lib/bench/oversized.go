package main

import (
	"context"
	"encoding/json"
	"fmt"
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
	id, name   string
	tier       string
	timeout    time.Duration
	big, small side
}

// contest measures the big side against the small one. A side whose probes did not all end is an error: a diagnosis that
// gives up is quick and says nothing.
func (o oversized) contest(sidecar string) contest {
	return contest{budgetOf(o.id), func(ctx context.Context, swapped bool) (pair, error) {
		var p pair
		big := func() (err error) { p.ours, p.peak, err = o.side(ctx, sidecar, o.big); return err }
		small := func() (err error) { p.theirs, _, err = o.side(ctx, sidecar, o.small); return err }
		err := inTurn(big, small, swapped)
		return p, err
	}}
}

func (o oversized) side(ctx context.Context, sidecar string, s side) (seconds float64, peak int, err error) {
	run, err := once(ctx, o.program(sidecar, s))
	if err != nil {
		return 0, 0, err
	}
	switch cut, err := unendedProbes(run.stdout); {
	case err != nil:
		return 0, 0, err
	case cut != "":
		return 0, 0, fmt.Errorf("%s with %s did not end: %s", o.tier, o.name, cut)
	}
	return run.seconds, run.peak, nil
}

func (o oversized) program(sidecar string, s side) program {
	argv := []string{sidecar, "check", "--tier", o.tier, "--fail-on", "never", "--format", "json"}
	if o.timeout > 0 {
		argv = append(argv, "--timeout", o.timeout.String())
	}
	return program{argv: append(argv, s.args...), dir: s.dir, env: s.env}
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
