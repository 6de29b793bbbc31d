// Package replay judges exported reports of other machines by today's checks: each file in testdata/reports is a regression test.
package replay

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

var update = flag.Bool("update", false, "write what today's checks say where it differs")

func TestReports(t *testing.T) {
	var files []string
	for _, pattern := range []string{"*.json", "*.json.gz"} {
		found, err := filepath.Glob(filepath.Join("testdata", "reports", pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Fatal("there are no reports in testdata/reports")
	}
	for _, file := range files {
		name, _, _ := strings.Cut(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) { replayed(t, file, filepath.Join(filepath.Dir(file), name+".want")) })
	}
}

func replayed(t *testing.T, file, wantFile string) {
	d := read(t, file)
	if d.Snapshot == nil {
		t.Fatal("the report holds no snapshot")
	}
	o := doctor.Options{Checks: check.All}
	r := doctor.Replay(d.Snapshot, o)
	// Ids of a full report are made of its own names, those of a shared one of tokens: neither is redacted again.
	got := verdict(report.Build(r, report.Words{Catalogue: o.Catalogue(), Titles: o.Titles()}, report.PrivacyFull))
	expected := verdict(d)
	said, err := os.ReadFile(wantFile)
	switch {
	case err == nil:
		expected = strings.TrimSpace(strings.ReplaceAll(string(said), "\r\n", "\n"))
	case !errors.Is(err, fs.ErrNotExist):
		t.Fatal(err)
	}
	if got == expected {
		return
	}
	if *update {
		if err := os.WriteFile(wantFile, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Errorf("today's checks say\n%s\nand not\n%s", got, expected)
}

func read(t *testing.T, file string) report.Document {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d, err := report.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// verdict is the badge and the findings, roots first, in an order of their own: that of a report may change.
func verdict(d report.Document) string {
	var roots, others []string
	for _, f := range d.Findings {
		line := string(f.Severity) + " " + f.ID
		if f.Because == "" {
			roots = append(roots, line)
		} else {
			others = append(others, line+" because of "+f.Because)
		}
	}
	slices.Sort(roots)
	slices.Sort(others)
	return strings.Join(slices.Concat([]string{"badge " + string(d.Badge)}, roots, others), "\n")
}

// A test that accepts everything would make the one above worthless.
func TestAChangedVerdictIsSeen(t *testing.T) {
	d := read(t, filepath.Join("testdata", "reports", "goroot-gone.json.gz"))
	before := verdict(d)
	if !strings.Contains(before, "error goroot-invalid") {
		t.Fatalf("the report says %s", before)
	}
	d.Findings[0].Severity = health.Info
	if verdict(d) == before {
		t.Error("another severity makes no difference")
	}
	d.Findings = d.Findings[1:]
	if strings.Contains(verdict(d), "goroot-invalid") && len(d.Findings) == 0 {
		t.Error("a finding that is gone makes no difference")
	}
}
