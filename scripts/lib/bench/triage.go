package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

const (
	// distinctReports are files of their own; a desk's other reports are links to them, because 100 000 would fill 10 GB.
	distinctReports = 500
	// mostPeak bounds the memory for a hundred times as many reports.
	mostPeak = 1.5
)

// triageRows lets the sidecar rank 1 000, 10 000 and 100 000 reports of a support desk, made from real ones.
func triageRows(ctx context.Context, sidecar, root string, progress io.Writer) ([]row, error) {
	dir, err := os.MkdirTemp("", "gv-triage")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	desk, size, err := newDesk(filepath.Join(root, "test", "replay", "testdata", "reports"), filepath.Join(dir, "reports"))
	if err != nil {
		return nil, err
	}
	var rows []row
	var peaks []int
	for _, n := range []int{1000, 10_000, 100_000} {
		fmt.Fprintf(progress, "\rtriage of %d reports ", n)
		folder := filepath.Join(dir, strconv.Itoa(n))
		if err := link(desk, folder, n); err != nil {
			return nil, err
		}
		took, err := once(ctx, program{argv: []string{sidecar, "triage", folder, "--format", "json"}, dir: dir})
		if err != nil {
			return nil, err
		}
		if err := allRead(took.stdout, n); err != nil {
			return nil, err
		}
		name := fmt.Sprintf("triage of %d reports (%.1f GB)", n, float64(n)*float64(size)/1e9)
		rows = append(rows, row{name: name, value: fmt.Sprintf("%.1f s, %.0f MB/s, peak memory %s", took.seconds, float64(n)*float64(size)/1e6/took.seconds, megabytes(took.peak))})
		peaks = append(peaks, took.peak)
		if err := os.RemoveAll(folder); err != nil {
			return nil, err
		}
	}
	fmt.Fprintln(progress)
	if first, last := peaks[0], peaks[len(peaks)-1]; first > 0 && last > 0 {
		ratio := float64(last) / float64(first)
		rows = append(rows, budgetRow("triage-memory", ratio, fmt.Sprintf("%s (%s / %s)", short(ratio), megabytes(last), megabytes(first))))
	}
	return rows, nil
}

// newDesk writes reports as `check -o` does, each of another day and version, and returns them with their mean size.
func newDesk(from, dir string) (files []string, size int64, err error) {
	packed, err := filepath.Glob(filepath.Join(from, "*.json.gz"))
	if err != nil || len(packed) == 0 {
		return nil, 0, fmt.Errorf("no reports in %s: %w", from, err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, 0, err
	}
	for i := range distinctReports {
		report, err := unpacked(packed[i%len(packed)])
		if err != nil {
			return nil, 0, err
		}
		report["startedAt"] = fmt.Sprintf("2026-%02d-%02dT08:00:00Z", 1+i%12, 1+i%28)
		if s, ok := report["snapshot"].(map[string]any); ok {
			if g, ok := s["gopls"].(map[string]any); ok {
				g["version"] = fmt.Sprintf("v0.%d.0", 16+i%8)
			}
		}
		text, err := json.MarshalIndent(report, "", "  ")
		if err != nil {
			return nil, 0, err
		}
		file := filepath.Join(dir, fmt.Sprintf("%04d.json", i))
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return nil, 0, err
		}
		files, size = append(files, file), size+int64(len(text))
	}
	return files, size / distinctReports, nil
}

func unpacked(file string) (map[string]any, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	in, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	var report map[string]any
	return report, json.NewDecoder(in).Decode(&report)
}

func link(files []string, folder string, n int) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for i := range n {
		if err := os.Link(files[i%len(files)], filepath.Join(folder, fmt.Sprintf("%06d.json", i))); err != nil {
			return err
		}
	}
	return nil
}

// allRead keeps a triage that gave up from looking quick.
func allRead(stdout []byte, n int) error {
	var sum struct {
		Reports int
		Broken  struct{ Count int }
		Faults  []struct{ Check string }
	}
	if err := json.Unmarshal(stdout, &sum); err != nil {
		return err
	}
	if sum.Reports != n || sum.Broken.Count > 0 || len(sum.Faults) == 0 {
		return fmt.Errorf("of %d reports %d were read, %d are broken and %d faults were found", n, sum.Reports, sum.Broken.Count, len(sum.Faults))
	}
	return nil
}
