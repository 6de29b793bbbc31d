//go:build unix

package faults

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
	"github.com/govitals/govitals/test/drive"
)

func TestMain(m *testing.M) {
	code := m.Run()
	drive.Clean()
	os.Exit(code)
}

// times is how often something is tried: few in a test run, many when asked for.
func times(few, many int) int {
	if os.Getenv("GOVITALS_FAULTS") == "full" {
		return many
	}
	return few
}

// chance is a source of random numbers that a failing run names.
func chance(t *testing.T) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// warm fills the caches of go and gopls, so that what is measured later is the fault.
func warm(p *drive.Place) {
	p.T.Helper()
	if o := p.Run("check", "--login-shell=off"); o.Exit != 0 {
		p.T.Fatalf("the place is not healthy: exit %d\n%s%s", o.Exit, o.Stdout, o.Stderr)
	}
}

// works proves that after all a new sidecar diagnoses the place as it is.
func works(p *drive.Place) {
	p.T.Helper()
	s := p.Serve(nil)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	d, err := s.Diagnose(ctx, nil)
	// Advice may be about other processes of the machine, such as a gopls that nobody uses any more.
	if err != nil || d.Badge != health.BadgeHealthy && d.Badge != health.BadgeAdvice {
		p.T.Errorf("afterwards: badge %q, %v, %v\n%s", d.Badge, err, titles(d), s.Stderr())
	}
	if !s.End(10 * time.Second) {
		p.T.Error("does not end")
	}
	p.NothingLeft(5 * time.Second)
}

func titles(d report.Document) []string {
	var out []string
	for _, f := range d.Findings {
		out = append(out, f.ID)
	}
	return out
}

// whole proves that nothing in the state directory is half written: every JSON file and every line of history parses.
func whole(p *drive.Place) {
	p.T.Helper()
	_ = filepath.WalkDir(p.State, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		data, err := os.ReadFile(path)
		p.Must(err)
		name := filepath.Base(path)
		switch {
		case strings.HasPrefix(name, "."): // was not given its name yet
		case strings.HasSuffix(name, ".json"):
			if !json.Valid(data) {
				p.T.Errorf("half written: %s %q", path, data)
			}
		}
		return nil
	})
}

// allAnswered: by a result, by an error, or by the end of the connection, but not by silence.
func allAnswered(t *testing.T, errs []error) {
	t.Helper()
	for i, err := range errs {
		if errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("request %d was never answered", i)
		}
	}
}

// some are the first, the middle and the last of the cases in a test run, and all when asked for.
func some[T any](cases []T, more ...T) []T {
	cases = append(cases, more...)
	if times(0, 1) == 1 || len(cases) < 4 {
		return cases
	}
	return []T{cases[0], cases[len(cases)/2], cases[len(cases)-1]}
}
