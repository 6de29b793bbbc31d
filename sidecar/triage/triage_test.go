package triage

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestRow(t *testing.T) {
	row, err := decode([]byte(made("error", "goroot-invalid", "gopls-old=warning")))
	if err != nil {
		t.Fatal(err)
	}
	want := Row{Started: "2026-11-20T10:00:00Z", Day: "2026-11-20", Tool: "0.1.0", Tier: "standard", Badge: "error", OS: "linux", Arch: "amd64", Release: "Debian 12",
		Editor: "1.105.0", Go: "go1.26.8", Gopls: "v0.23.0", GoplsBuiltBy: "go1.26.8", GoExtension: "0.50.0", Verdict: "project",
		Faults:   []Fault{{"goroot-invalid", "error", "environment GOROOT"}, {"gopls-old", "warning", "environment GOROOT"}},
		Culprits: []Culprit{{"variable", "GOFLAGS"}, {"module", ""}}}
	if !reflect.DeepEqual(row, want) {
		t.Errorf("got %+v\nwant %+v", row, want)
	}
}

// What a row takes from a report must be in the list of what is picked, or it would always be empty.
func TestPickingLosesNothing(t *testing.T) {
	for _, text := range []string{made("error", "a", "b"), made("healthy"), strings.ReplaceAll(made("error", "a"), `":`, "\" : \n\t")} {
		picked, err := pick([]byte(text), wanted)
		if err != nil {
			t.Fatal(err)
		}
		var all, some document
		if err := errors.Join(json.Unmarshal([]byte(text), &all), json.Unmarshal(picked, &some)); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(all, some) {
			t.Errorf("picked %+v\nof %+v", some, all)
		}
		if strings.Contains(string(picked), "junk") || strings.Contains(string(picked), "ada") && strings.Contains(string(picked), "user") {
			t.Errorf("more was picked than is wanted: %s", picked)
		}
	}
}

func TestOnlyRootsThatCountAreFaults(t *testing.T) {
	for _, tc := range []struct{ name, member string }{
		{"a consequence", `"because":"goroot-invalid"`}, {"known before", `"because":"","known":true`}, {"accepted", `"because":"","accepted":"we know"`},
	} {
		text := strings.Replace(made("healthy", "go-missing"), `"because":""`, tc.member, 1)
		if row, err := decode([]byte(text)); err != nil || len(row.Faults) > 0 {
			t.Errorf("%s: %+v, %v", tc.name, row.Faults, err)
		}
	}
}

// Values of damaged or hostile reports end in tables, spreadsheets and terminals of others.
func TestWordsAreHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"go1.26":                 "go1.26",
		"a\x1b[31m\nb":           "a[31mb",
		"=HYPERLINK(1)":          "HYPERLINK(1)",
		"\u202egpj.exe":          "gpj.exe",
		strings.Repeat("é", 200): strings.Repeat("é", longestWord-1) + "…",
	} {
		if got := word(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestFoldersFilesAndPatterns(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "a.json", made("error", "go-missing"))
	write(t, dir, "b.JSON.GZ", zipped(t, made("healthy")))
	write(t, dir, "deep/er/c.jsonl", made("error", "go-missing")+"\n"+made("warning", "gopls-old=warning")+"\n")
	write(t, dir, "deep/d.ndjson.gz", zipped(t, made("healthy")+"\n"))
	write(t, dir, "notes.md", "# not a report")
	write(t, dir, ".git/x.json", made("error"))
	odd := write(t, dir, "report.txt", made("advice"))
	for _, tc := range []struct {
		name            string
		paths           []string
		reports, passed int
	}{
		{"a folder, and all below it", []string{dir}, 5, 2},
		{"a file of any name", []string{odd}, 1, 0},
		{"a pattern", []string{filepath.Join(dir, "*.json")}, 1, 0},
		{"a pattern that meets a folder", []string{filepath.Join(dir, "d*")}, 3, 0},
		{"several", []string{odd, filepath.Join(dir, "deep")}, 4, 0},
		{"standard input", []string{"-"}, 2, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			rows, sum := readAll(t, made("error")+made("healthy"), tc.paths...)
			if len(rows) != tc.reports || sum.Reports != tc.reports || sum.PassedOver != tc.passed || sum.Broken.Count != 0 {
				t.Errorf("%d rows, %+v", len(rows), sum)
			}
		})
	}
	for _, bad := range []string{filepath.Join(dir, "gone"), filepath.Join(dir, "*.yaml"), filepath.Join(dir, "[")} {
		if _, err := Read(context.Background(), Input{Paths: []string{bad}}, func(Row) error { return nil }); !errors.Is(err, ErrUsage) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestRowsKeepTheOrderOfFiles(t *testing.T) {
	dir := t.TempDir()
	var want []string
	for i := range 300 {
		name := fmt.Sprintf("%03d.json", i)
		write(t, dir, name, made("error", "go-missing"))
		want = append(want, filepath.Join(dir, name))
	}
	rows, _ := readAll(t, "", dir)
	var got []string
	for _, r := range rows {
		got = append(got, r.File)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%v", got)
	}
}

func TestItEndsWhenItShould(t *testing.T) {
	dir := t.TempDir()
	for i := range 50 {
		write(t, dir, fmt.Sprint(i)+".jsonl", strings.Repeat(made("error")+"\n", 20))
	}
	full := errors.New("the disk is full")
	if _, err := Read(context.Background(), Input{Paths: []string{dir}}, func(Row) error { return full }); !errors.Is(err, full) {
		t.Errorf("a writer that fails: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	_, err := Read(ctx, Input{Paths: []string{dir}}, func(Row) error {
		if n++; n == 5 {
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || n == 1000 {
		t.Errorf("interrupted after %d: %v", n, err)
	}
}

func TestCounts(t *testing.T) {
	in := made("error", "go-missing", "go-missing=warning") + made("error", "go-missing=warning", "gopls-old=warning") + made("healthy") +
		strings.Replace(made("error", "go-missing"), "linux", "darwin", 1)
	_, sum := readAll(t, in, "-")
	if want := []FaultCount{{"go-missing", "error", 3, 0.75}, {"gopls-old", "warning", 1, 0.25}}; !reflect.DeepEqual(sum.Faults, want) {
		t.Errorf("faults %+v", sum.Faults)
	}
	if want := []Count{{"linux/amd64", 3, 0.75}, {"darwin/amd64", 1, 0.25}}; !reflect.DeepEqual(sum.Platforms, want) {
		t.Errorf("platforms %+v", sum.Platforms)
	}
	if want := []Count{{"module", 4, 1}, {"variable GOFLAGS", 4, 1}}; !reflect.DeepEqual(sum.Culprits, want) {
		t.Errorf("culprits %+v", sum.Culprits)
	}
	if want := []Count{{"environment GOROOT", 3, 0.75}}; !reflect.DeepEqual(sum.SetBy, want) {
		t.Errorf("set by %+v", sum.SetBy)
	}
	text := sum.Text(nil, map[string]string{"go-missing": "there is no go"}, 1)
	for _, want := range []string{"4 reports, 2026-11-20 to 2026-11-20", "go-missing  3   75.0 %  error  there is no go\n  and 1 more", "linux/amd64  3   75.0 %"} {
		if !strings.Contains(text, want) {
			t.Errorf("nowhere %q in\n%s", want, text)
		}
	}
}

// A hostile collection of names must not fill the memory.
func TestDistinctNamesAreBounded(t *testing.T) {
	sum := newSummary()
	for i := range distinct + 50 {
		sum.add(Row{OS: "linux", Arch: fmt.Sprint(i), Faults: []Fault{{Check: fmt.Sprint(i)}}})
	}
	sum.Finish()
	if len(sum.Platforms) != distinct+1 || sum.Platforms[0] != (Count{others, 50, sum.share(50)}) || len(sum.Faults) != distinct+1 {
		t.Errorf("%d platforms, first %+v; %d faults", len(sum.Platforms), sum.Platforms[0], len(sum.Faults))
	}
}

func TestCSV(t *testing.T) {
	var out strings.Builder
	w, err := NewRows(&out, "csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{made("error", "a", "b"), made("healthy")} {
		row, err := decode([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		row.File, row.Line = "=cmd.json", 1
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
	if err != nil || len(records) != 4 {
		t.Fatalf("%v: %q", err, records)
	}
	at := func(line int, column string) string {
		for i, name := range records[0] {
			if name == column {
				return records[line][i]
			}
		}
		return "no such column"
	}
	if at(1, "check") != "a" || at(2, "check") != "b" || at(3, "check") != "" || at(1, "file") != "./=cmd.json" || at(1, "culprits") != "variable GOFLAGS; module" {
		t.Errorf("%q", records)
	}
}
