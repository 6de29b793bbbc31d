package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestUnendedProbes(t *testing.T) {
	tests := []struct {
		name, report, want, err string
	}{
		{"all ended", `{"probes":[{"id":"a","state":"ok"},{"id":"b","state":"skipped"}]}`, "", ""},
		{"two not", `{"probes":[{"id":"a","state":"timeout"},{"id":"b","state":"ok"},{"id":"c","state":"failed"}]}`, "a, c", ""},
		{"no probe", `{}`, "", "no probe"},
		{"no report", `usage`, "", "invalid character"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := unendedProbes([]byte(tt.report))
			if got != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestOversizedProgram(t *testing.T) {
	o := oversized{tier: "standard", timeout: time.Minute}
	p := o.program("govitals", side{"dir", []string{"A=b"}, []string{"--user-settings", "x"}})
	if got := strings.Join(p.argv, " "); got != "govitals check --tier standard --fail-on never --format json --timeout 1m0s --user-settings x" || p.dir != "dir" || p.env[0] != "A=b" {
		t.Errorf("got %s in %+v", got, p)
	}
}

// What is no report has no speed, and what gave up is quick and says nothing.
func TestOversizedSide(t *testing.T) {
	tests := []struct{ name, prints, err string }{
		{"whole", `{"probes":[{"id":"a","state":"ok"}]}`, ""},
		{"gave up", `{"probes":[{"id":"folders","state":"timeout"}]}`, "did not end: folders"},
		{"no report", `usage`, "invalid character"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := side{dir: t.TempDir(), env: append(os.Environ(), "GOVITALS_BENCH_PRINTS="+tt.prints)}
			_, _, err := oversized{tier: "fast"}.side(t.Context(), os.Args[0], s)
			if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// TestMain lets this program stand for the sidecar.
func TestMain(m *testing.M) {
	if text, ok := os.LookupEnv("GOVITALS_BENCH_PRINTS"); ok {
		os.Stdout.WriteString(text)
		return
	}
	os.Exit(m.Run())
}

func TestWriteSettings(t *testing.T) {
	file := filepath.Join(t.TempDir(), "settings.json")
	if err := writeSettings(file, 100); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var settings map[string]any
	if err := json.Unmarshal(text, &settings); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]int{}
	for name := range settings {
		kinds[strings.TrimRight(name, "0123456789]")]++
	}
	if len(settings) != 100 || kinds["go.bench"] != 25 || kinds["gopls.bench"] != 25 || kinds["[bench"] != 25 {
		t.Errorf("got %d settings: %v", len(settings), kinds)
	}
}

func TestLongPath(t *testing.T) {
	tests := []struct {
		name    string
		rest    string
		entries int
	}{
		{"as asked", "rest", 50},
		{"no room", strings.Repeat("x", longestVariable()-len("PATH=")-1), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path, entries, err := longPath(t.TempDir(), tt.rest, 50)
			if err != nil || entries != tt.entries || !strings.HasSuffix(path, tt.rest) || len("PATH=")+len(path) >= longestVariable() {
				t.Fatalf("got %d entries, %d characters, %v", entries, len(path), err)
			}
			existing := 0
			for _, entry := range filepath.SplitList(path)[:entries] {
				if _, err := os.Stat(entry); err == nil {
					existing++
				}
			}
			if existing != tt.entries/2 {
				t.Errorf("%d of %d entries exist", existing, entries)
			}
		})
	}
}

func TestWriteWorkspace(t *testing.T) {
	dir := t.TempDir()
	if err := writeWorkspace(dir, 3); err != nil {
		t.Fatal(err)
	}
	work, err := os.ReadFile(filepath.Join(dir, "go.work"))
	if err != nil || strings.Count(string(work), "./m") != 3 {
		t.Errorf("got %s, %v", work, err)
	}
	modules, err := filepath.Glob(filepath.Join(dir, "*", "go.mod"))
	if err != nil || len(modules) != 3 {
		t.Errorf("got %v, %v", modules, err)
	}
}
