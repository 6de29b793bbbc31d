package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestOversizedRow(t *testing.T) {
	tests := []struct {
		name       string
		timeout    time.Duration
		big, ratio float64
		unended    string
		verdict    string
	}{
		{"within the ratio", 0, 2, 20, "", "met"},
		{"beyond the ratio", 0, 2, 20.5, "", "missed"},
		{"gave up quickly", 0, 2, 2, "folders", "missed"},
		{"before the timeout, at any ratio", time.Minute, 59, 90, "", "met"},
		{"at the timeout", time.Minute, 60, 2, "", "missed"},
		{"gave up before the timeout", time.Minute, 30, 2, "pulse", "missed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := oversized{name: "x", tier: "fast", timeout: tt.timeout}.row(tt.big, 1, tt.ratio, tt.unended)
			if r.verdict() != tt.verdict || !strings.Contains(r.value, tt.unended) {
				t.Errorf("got %+v: %s", r, r.verdict())
			}
		})
	}
}

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

// What is no report has no speed.
func TestOversizedMeasureWantsAReport(t *testing.T) {
	_, err := oversized{tier: "fast"}.measure(context.Background(), "no-such-program-of-ours", 1, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "no-such-program-of-ours") {
		t.Errorf("got %v", err)
	}
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
