package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"

	"github.com/govitals/govitals/sidecar/ladder"
)

// The experiment: one legal-looking flag that go refuses, among variables that mean nothing.
const (
	junk         = 60
	culprit      = "GOFLAGS"
	culpritValue = "-nonsense"
	mostRuns     = 3
)

// passed are the variables without which programs do not run at all.
var passed = []string{"PATH", "HOME", "USERPROFILE", "LOCALAPPDATA", "SystemRoot", "TEMP", "TMP"}

type isolationDocument struct {
	Ladder    ladderDocument `json:"ladder"`
	Isolation struct {
		State    string `json:"state"`
		Culprits []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"culprits"`
		Candidates int   `json:"candidates"`
		Trials     int   `json:"trials"`
		TookMs     int64 `json:"tookMs"`
	} `json:"isolation"`
}

// isolationRows let the sidecar find the culprit in the module of its own ladder, some times.
func isolationRows(ctx context.Context, sidecar string, n int, progress io.Writer) ([]row, error) {
	dir, err := os.MkdirTemp("", "govitals-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if _, err := ladder.Minimal(dir); err != nil {
		return nil, err
	}
	var documents []isolationDocument
	for i := range min(n, mostRuns) {
		fmt.Fprintf(progress, "\risolation: %d/%d ", i+1, min(n, mostRuns))
		d, err := isolated(ctx, sidecar, ladder.MinimalFolder(dir))
		if err != nil {
			return nil, err
		}
		documents = append(documents, d)
	}
	fmt.Fprintln(progress)
	return summed(documents)
}

// isolated is one experiment. Exit code 1 says that something is broken, as it must be.
func isolated(ctx context.Context, sidecar, folder string) (d isolationDocument, err error) {
	took, err := once(ctx, program{argv: []string{sidecar, "isolate", "--format", "json"}, dir: folder, env: sickEnvironment()})
	if exit := (*exec.ExitError)(nil); err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		return d, err
	}
	return d, json.Unmarshal(took.stdout, &d)
}

func sickEnvironment() []string {
	env := append(cleanEnvironment(), culprit+"="+culpritValue)
	for i := range junk {
		env = append(env, fmt.Sprintf("JUNK_%d=value %d", i+1, i+1))
	}
	return env
}

// cleanEnvironment has the passed variables alone.
func cleanEnvironment() []string {
	var env []string
	for _, name := range passed {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// summed are the rows of experiments that all found the culprit and nothing else.
func summed(documents []isolationDocument) ([]row, error) {
	var trials, seconds, multiples []float64
	candidates := 0
	for _, d := range documents {
		i := d.Isolation
		if i.State != "found" || len(i.Culprits) != 1 || i.Culprits[0].Name != culprit || i.Culprits[0].Value != culpritValue {
			return nil, fmt.Errorf("the isolation ended as %q with the culprits %v", i.State, i.Culprits)
		}
		failing, err := d.Ladder.of(2, "fails")
		if err != nil {
			return nil, err
		}
		candidates = max(candidates, i.Candidates)
		trials = append(trials, float64(i.Trials))
		seconds = append(seconds, float64(i.TookMs)/1000)
		multiples = append(multiples, float64(i.TookMs)/1000/failing)
	}
	search, beside := ladder.MostForOne(candidates)
	beside++ // the last trial is the user's own workspace without the culprit
	most := slices.Max(trials)
	bound := search + beside
	text := fmt.Sprintf("%.0f trials of %d parts, bound %d (ddmin %d, both ends and proof %d)", most, candidates, bound, search, beside)
	return []row{
		budgetRow("isolation", most/float64(bound), short(most/float64(bound))+": "+text),
		{name: fmt.Sprintf("isolation of one culprit among %d variables, time against rung 2", junk), value: fmt.Sprintf("%.1f (%.2f s)", median(multiples), median(seconds))},
	}, nil
}
