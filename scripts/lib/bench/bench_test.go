package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMedian(t *testing.T) {
	tests := []struct {
		name string
		in   []float64
		want float64
	}{
		{"odd", []float64{3, 1, 2}, 2},
		{"even", []float64{4, 1, 3, 2}, 2.5},
		{"one", []float64{7}, 7},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := median(tt.in); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestHighWater(t *testing.T) {
	if got := highWater("Name:\tx\nVmPeak:\t 9 kB\nVmHWM:\t   12 kB\nVmRSS:\t 1 kB\n"); got != 12*1024 {
		t.Errorf("got %d", got)
	}
	if got := highWater("Name:\tx\n"); got != 0 {
		t.Errorf("got %d without the line", got)
	}
}

func TestSideNamesTheProgramThatFails(t *testing.T) {
	c := comparison{id: "fast", ours: []string{os.Args[0], "-test.run=^$"}, theirs: []string{"no-such-program-of-ours"}}
	var s series
	err := s.grow(t.Context(), c.contest(t.TempDir()), 1, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "no-such-program-of-ours") || !strings.HasPrefix(err.Error(), "fast: ") {
		t.Errorf("got %v", err)
	}
}

func TestContestComparesASideWithItself(t *testing.T) {
	self := []string{os.Args[0], "-test.run=^$"}
	for _, swapped := range []bool{false, true} {
		p, err := comparison{id: "fast", runs: 2, ours: self, theirs: self}.contest(t.TempDir()).pair(t.Context(), swapped)
		if err != nil || p.ours <= 0 || p.theirs <= 0 {
			t.Errorf("swapped %v: %+v, %v", swapped, p, err)
		}
	}
}

func TestInTurn(t *testing.T) {
	for _, swapped := range []bool{false, true} {
		var order string
		err := inTurn(func() error { order += "1"; return nil }, func() error { order += "2"; return nil }, swapped)
		if want := map[bool]string{false: "12", true: "21"}[swapped]; err != nil || order != want {
			t.Errorf("swapped %v: %s, %v", swapped, order, err)
		}
	}
}

func TestTable(t *testing.T) {
	dir := t.TempDir()
	binary, bundle := filepath.Join(dir, "govitals"), filepath.Join(dir, "extension.js")
	if err := os.WriteFile(binary, make([]byte, 11_000_000), 0o600); err != nil {
		t.Fatal(err)
	}
	rows, err := sizeRows(binary, bundle)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := print(&out, "title", rows, true); err != nil {
		t.Fatal(err)
	}
	if want := "| sidecar's binary, unpacked, size for this platform | 11.0 MB | ≤ 10 MB | missed |\n"; !strings.Contains(out.String(), want) {
		t.Errorf("got %s, want %q in it", out.String(), want)
	}
}
