package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// record is what was measured of a budget, last.
type record struct {
	Value    float64   `json:"value"`
	Text     string    `json:"text"`
	Interval *interval `json:"interval,omitempty"`
	On       string    `json:"on"` // the day
}

// baseline is what scripts/bench --record wrote. Ratios of another machine or other releases say nothing of a regression.
type baseline struct {
	Machine string            `json:"machine"`
	Budgets map[string]record `json:"budgets"`
	Curves  map[string]curved `json:"curves"`
}

// baselineFile is where it stands, below the checkout.
var baselineFile = filepath.Join("scripts", "lib", "bench", "baseline.json")

func readBaseline(root string) (baseline, error) {
	b := baseline{Budgets: map[string]record{}, Curves: map[string]curved{}}
	text, err := os.ReadFile(filepath.Join(root, baselineFile))
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return b, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&b); err != nil {
		return b, fmt.Errorf("%s: %w", baselineFile, err)
	}
	return b, nil
}

// write keeps the file and the pages together: neither is ever newer than the other.
func (b baseline) write(root string) error {
	text, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	files := map[string]string{baselineFile: string(text) + "\n"}
	for _, p := range pages {
		old, err := os.ReadFile(filepath.Join(root, p.file))
		if err != nil {
			return err
		}
		if files[p.file], err = p.renew(string(old), b); err != nil {
			return err
		}
	}
	for file, text := range files {
		if err := os.WriteFile(filepath.Join(root, file), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// on forgets what was recorded on another kind of machine: one page tells of one.
func (b *baseline) on(machine string) {
	if b.Machine != machine {
		b.Machine, b.Budgets, b.Curves = machine, map[string]record{}, map[string]curved{}
	}
}

// take records the rows that are of budgets.
func (b *baseline) take(rows []row) {
	for _, r := range rows {
		if r.id != "" {
			b.Budgets[r.id] = record{Value: r.measured, Text: r.value, Interval: r.interval, On: time.Now().Format(time.DateOnly)}
		}
	}
}

// of is the interval recorded of a budget on a machine such as this one, or nil.
func (b baseline) of(id, machine string) *interval {
	if b.Machine != machine {
		return nil
	}
	return b.Budgets[id].Interval
}

// machineKind is what ratios depend on beside our own code: the system, how many processors share the work, and the
// releases of Go and gopls.
func machineKind(ctx context.Context) (string, error) {
	goVersion, err := firstLine(ctx, "go", "env", "GOVERSION")
	if err != nil {
		return "", err
	}
	gopls, err := firstLine(ctx, "gopls", "version")
	if err != nil {
		return "", err
	}
	if fields := strings.Fields(gopls); len(fields) > 1 {
		gopls = fields[1]
	}
	return fmt.Sprintf("%s/%s, %d processors, %s, gopls %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), goVersion, gopls), nil
}

func firstLine(ctx context.Context, argv ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, programDeadline)
	defer cancel()
	out, err := exec.CommandContext(ctx, argv[0], argv[1:]...).Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", strings.Join(argv, " "), err)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	return strings.TrimSpace(line), nil
}
