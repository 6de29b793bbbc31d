package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../../.."

func names(t *testing.T) []string {
	t.Helper()
	all, err := targets(root)
	if err != nil || len(all) == 0 {
		t.Fatalf("%d targets, %v", len(all), err)
	}
	var out []string
	for _, target := range all {
		out = append(out, target.String())
	}
	return out
}

func TestEveryTargetStandsForABoundary(t *testing.T) {
	same(t, "boundaries.go", slices.Sorted(maps.Keys(boundaries)), names(t))
	for name, boundary := range boundaries {
		if whose, what, ok := strings.Cut(boundary, ": "); !ok || whose == "" || what == "" || strings.Contains(boundary, "|") {
			t.Errorf("%s stands for %q", name, boundary)
		}
	}
}

// The table of the documentation is that of the tree: each target was run, and none found something that is still there.
func TestTheTableHasEveryTarget(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "reliability.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _, err := cut(string(text))
	if err != nil {
		t.Fatal(err)
	}
	rows := parse(table)
	var listed []string
	for target, r := range rows {
		listed = append(listed, target.String())
		if r.Tries == 0 || r.Crashes != 0 {
			t.Errorf("%s: %+v", target, r)
		}
	}
	slices.Sort(listed)
	same(t, "docs/reliability.md (run scripts/fuzz --table NAME)", listed, names(t))
}

func same(t *testing.T, where string, got, want []string) {
	t.Helper()
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("%s is not in %s", name, where)
		}
	}
	for _, name := range got {
		if !slices.Contains(want, name) {
			t.Errorf("%s of %s is no target", name, where)
		}
	}
}

func TestProgress(t *testing.T) {
	for name, tc := range map[string]struct {
		output string
		want   result
		found  bool
	}{
		"two lines":                      {"fuzz: elapsed: 3s, execs: 100 (33/sec), new interesting: 2 (total: 9)\nfuzz: elapsed: 6s, execs: 350 (83/sec), new interesting: 4 (total: 11)\nPASS\n", result{Tries: 350, Fresh: 4}, true},
		"a crash before an input is new": {"fuzz: elapsed: 0s, execs: 7 (33/sec)\n--- FAIL: FuzzX (0.03s)\n", result{Tries: 7}, true},
		"it does not compile":            {"x.go:1: syntax error\nFAIL\n", result{}, false},
	} {
		if got, found := progress(tc.output); got != tc.want || found != tc.found {
			t.Errorf("%s: %+v, %v", name, got, found)
		}
	}
}

func TestRowsThatDidNotRunStay(t *testing.T) {
	one, two, gone := target{"sidecar/probe", "FuzzParseGoMod"}, target{"sidecar/probe", "FuzzPlist"}, target{"sidecar/probe", "FuzzGone"}
	file := filepath.Join(t.TempDir(), "x.md")
	text := "before\n" + begin + "\n" + format([]target{one, two, gone}, map[target]result{one: {1234567, 3, 0}, two: {5, 0, 1}, gone: {1, 1, 0}}) + end + "\nafter\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := rewrite(file, []target{one, two}, map[target]result{two: {700, 2, 0}}); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, table, after, err := cut(string(got))
	want := map[target]result{one: {1234567, 3, 0}, two: {700, 2, 0}}
	if err != nil || before != "before\n" || after != "\nafter\n" || !maps.Equal(parse(table), want) || !strings.Contains(table, "| 1 235 267 | 5 | 0 |") {
		t.Errorf("%v\n%s", err, got)
	}
}

func TestTheEndOfTheTimeIsNoFind(t *testing.T) {
	const end = "FAIL\nexit status 1\nFAIL\texample.com/x\t15.108s\n"
	for name, c := range map[string]struct {
		output string
		want   bool
	}{
		"the end of the time":   {"fuzz: elapsed: 15s, execs: 336193 (0/sec)\n--- FAIL: FuzzX (15.09s)\n    context deadline exceeded\n" + end, true},
		"a target that says so": {"--- FAIL: FuzzX (3.02s)\n    --- FAIL: FuzzX (0.00s)\n        x_test.go:9: context deadline exceeded\n    \n    Failing input written to testdata/fuzz/FuzzX/1\n" + end, false},
		"a panic":               {"--- FAIL: FuzzX (3.02s)\n    --- FAIL: FuzzX (0.00s)\n        panic: no\n" + end, false},
		"one after the other":   {"--- FAIL: FuzzX (3.02s)\n    context deadline exceeded\n    Failing input written to testdata/fuzz/FuzzX/1\n" + end, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := timeUp.MatchString(c.output); got != c.want {
				t.Errorf("got %v for\n%s", got, c.output)
			}
		})
	}
}
