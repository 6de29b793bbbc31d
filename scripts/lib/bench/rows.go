package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// table measures everything.
func table(ctx context.Context, o options, dir string, progress io.Writer) ([]row, error) {
	many, err := triageRows(ctx, o.sidecar, o.root, progress)
	if err != nil || o.triage {
		return many, err
	}
	rows, err := pairedRows(ctx, o, dir, progress)
	if err != nil {
		return nil, err
	}
	large, err := manyModulesRow(ctx, o, dir, progress)
	if err != nil {
		return nil, err
	}
	rows = append(rows, large)
	isolation, err := isolationRows(ctx, o.sidecar, o.pairs, progress)
	if err != nil {
		return nil, err
	}
	rows = append(rows, isolation...)
	macho, err := machoRows(ctx, o.root, progress)
	if err != nil {
		return nil, err
	}
	rows = append(append(rows, macho...), many...)
	sizes, err := sizeRows(o.sidecar, filepath.Join(o.root, "dist", "extension.js"))
	if err != nil {
		return nil, err
	}
	rows = append(rows, sizes...)
	elsewhere, err := elsewhereRows(o)
	return append(rows, elsewhere...), err
}

func pairedRows(ctx context.Context, o options, dir string, progress io.Writer) (rows []row, err error) {
	contests, missing, err := contestsOf(ctx, o, dir)
	if err != nil {
		return nil, err
	}
	for _, c := range contests {
		var s series
		if err := s.grow(ctx, c, o.pairs, progress); err != nil {
			return nil, err
		}
		rows = append(rows, contestRows(c.budget.id, &s)...)
	}
	for id, err := range missing {
		why, _, _ := strings.Cut(err.Error(), "\n")
		rows = append(rows, row{name: budgetOf(id).what + ": not measured: " + why})
	}
	return rows, nil
}

// manyModulesRow is the standard tier on a workspace that no machine is quick with: it has to end in time, and to the end.
func manyModulesRow(ctx context.Context, o options, dir string, progress io.Writer) (row, error) {
	inputs := filepath.Join(dir, "m")
	if err := os.Mkdir(inputs, 0o700); err != nil {
		return row{}, err
	}
	all, err := oversizedInputs(inputs)
	if err != nil {
		return row{}, err
	}
	for _, input := range all {
		if input.id != "modules-standard" {
			continue
		}
		fmt.Fprintf(progress, "\r%s ", input.id)
		defer fmt.Fprintln(progress)
		took, _, err := input.side(ctx, o.sidecar, input.big)
		return budgetRow(input.id, took, seconds(took)), err
	}
	return row{}, fmt.Errorf("no input modules-standard")
}

// elsewhereRows are what other programs measured.
func elsewhereRows(o options) (rows []row, err error) {
	if o.activation > 0 {
		rows = append(rows, budgetRow("activation", o.activation, fmt.Sprintf("%.1f ms", o.activation)))
	}
	if o.idle == "" {
		return rows, nil
	}
	text, err := os.ReadFile(o.idle)
	if err != nil {
		return nil, err
	}
	idle, err := idleRows(string(text))
	return append(rows, idle...), err
}

// idleRows reads what scripts/idle prints: two lines, each with a number before its unit.
func idleRows(text string) (rows []row, err error) {
	for _, line := range []struct{ id, before, after string }{
		{"idle-memory", "full diagnosis: ", " MB"}, {"idle-processor", ", ", " % of one core"},
	} {
		head, _, found := strings.Cut(text, line.after)
		at := strings.LastIndex(head, line.before)
		if !found || at < 0 {
			return nil, fmt.Errorf("no %q in what scripts/idle printed: %q", line.after, text)
		}
		number := head[at+len(line.before):]
		value, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return nil, fmt.Errorf("what scripts/idle printed: %w", err)
		}
		rows = append(rows, budgetRow(line.id, value, number+" "+budgetOf(line.id).unit))
	}
	return rows, nil
}
