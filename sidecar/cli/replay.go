package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

// replay judges a report's snapshot by today's checks; times stay those of the day it was taken.
func (a *app) replay(file string, o doctor.Options) (health.Report, error) {
	d, err := a.readReport(file)
	if err != nil {
		return health.Report{}, usage("--replay: %v", err)
	}
	if d.Snapshot == nil {
		return health.Report{}, usage("--replay: %s holds no snapshot", file)
	}
	return rejudge(d, o), nil
}

// rejudge judges a document that has a snapshot.
func rejudge(d report.Document, o doctor.Options) health.Report {
	r := doctor.Replay(d.Snapshot, o)
	r.StartedAt, r.TookMs = health.Public(d.StartedAt), d.TookMs
	return r
}

// readBaseline returns the ids of an earlier report's findings; nil without a file.
func (a *app) readBaseline(file string) (map[string]bool, error) {
	if file == "" {
		return nil, nil
	}
	d, err := a.readReport(file)
	if err != nil {
		return nil, usage("--baseline: %v", err)
	}
	known := map[string]bool{}
	for _, f := range d.Findings {
		known[f.ID] = true
	}
	return known, nil
}

// markKnown compares full ids and redacted ones, because a report in a file is redacted unless it was asked otherwise.
func markKnown(r *health.Report, known map[string]bool) {
	redacted := report.Redact(*r)
	same := map[health.FindingID]bool{}
	for i, f := range r.Findings {
		same[f.ID()] = known[string(f.ID())] || known[string(redacted.Findings[i].ID())]
	}
	doctor.Baseline(r, func(id health.FindingID) bool { return same[id] })
}

// absolute makes a path of the command line absolute, as the shell spells the current folder.
func absolute(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("the current folder cannot be found any more (%w)", err)
	}
	return abs, nil
}

// existing makes the path of a file that must be there absolute; empty stays empty.
func existing(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	abs, err := absolute(file)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(abs)
	switch {
	case err != nil:
		return "", err
	case info.IsDir():
		return "", fmt.Errorf("%s is a folder", abs)
	}
	return abs, nil
}
