package main

import (
	"context"
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

func TestMeasureNamesTheProgramThatFails(t *testing.T) {
	c := comparison{name: "x against y", goal: 1, ours: []string{os.Args[0], "-test.run=^$"}, theirs: []string{"no-such-program-of-ours"}}
	_, err := c.measure(context.Background(), t.TempDir(), 1, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "no-such-program-of-ours") {
		t.Errorf("got %v", err)
	}
}

func TestMeasureComparesASideWithItself(t *testing.T) {
	self := []string{os.Args[0], "-test.run=^$"}
	rows, err := comparison{name: "x against x", goal: 1000, ours: self, theirs: self}.measure(context.Background(), t.TempDir(), 3, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if rows[0].verdict() != "met" || !strings.Contains(rows[0].value, " s / ") {
		t.Errorf("got %+v", rows[0])
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
	if want := "| sidecar binary | 11.0 MB | < 10 MB | missed |\n"; !strings.Contains(out.String(), want) {
		t.Errorf("got %s, want %q in it", out.String(), want)
	}
}
