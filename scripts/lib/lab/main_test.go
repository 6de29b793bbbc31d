package main

import (
	"strings"
	"testing"
)

func TestTable(t *testing.T) {
	const (
		found  = `{"shelf":"broken","name":"goroot","title":"a wrong GOROOT","want":["goroot-invalid"],"roots":[{"check":"goroot-invalid","severity":"error"},{"check":"goenv-override","severity":"info"}],"tookMs":2000}`
		twice  = `{"shelf":"broken","name":"two","title":"two faults","want":["a","b"],"roots":[{"check":"a","severity":"error"},{"check":"a","severity":"warning"},{"check":"c","severity":"warning"}],"failed":true,"tookMs":1000}`
		quiet  = `{"shelf":"healthy","name":"nix","title":"Nix","want":null,"roots":null,"tookMs":500}`
		loud   = `{"shelf":"healthy","name":"proxy","title":"a proxy","want":null,"roots":[{"check":"proxy-config","severity":"warning"}],"tookMs":500}`
		other  = `{"shelf":"healthy","name":"badge","title":"another badge","failed":true}`
		noroot = `{"shelf":"broken","name":"silent","title":"nothing found","want":["a"],"roots":[]}`
	)
	for _, tc := range []struct {
		name string
		rows []string
		good bool
		want []string
	}{
		{"all well", []string{found, quiet}, true, []string{"broken 1 1 100.0 % 100.0 % 2.0 s 2.0 s (goroot)", "healthy 1 1 - - 0.5 s 0.5 s (nix)", "total 2 2 100.0 % 100.0 % 1.2 s 2.0 s (goroot)"}},
		{"missed and not wanted", []string{found, twice}, false, []string{"broken/two: two faults", "missed: b", "not wanted: c", "total 2 1 66.7 % 66.7 % 1.5 s"}},
		{"a false alarm", []string{found, loud}, false, []string{"healthy/proxy: a proxy", "not wanted: proxy-config", "healthy 1 1 - 0.0 %", "total 2 2 100.0 % 50.0 %"}},
		{"failed otherwise", []string{found, other}, false, []string{"healthy/badge: another badge", "total 2 1 100.0 % 100.0 %"}},
		{"nothing found", []string{noroot}, false, []string{"missed: a", "broken 1 1 0.0 % -"}},
		{"no rows", nil, false, []string{"total 0 0 - -"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			rows, err := read[row](strings.NewReader(strings.Join(tc.rows, "\n")))
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			good, err := table(&out, rows)
			if err != nil || good != tc.good {
				t.Errorf("good is %v (%v)", good, err)
			}
			text := strings.Join(strings.Fields(out.String()), " ")
			for _, want := range tc.want {
				if !strings.Contains(text, want) {
					t.Errorf("nowhere: %q in\n%s", want, out.String())
				}
			}
		})
	}
}

func TestReadBadRows(t *testing.T) {
	if _, err := read[row](strings.NewReader("{}\nno JSON\n")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Error(err)
	}
}

func TestFixTable(t *testing.T) {
	const (
		good   = `{"name":"goroot","fixes":["goroot-invalid"],"steps":["set"],"fixed":true,"undone":true}`
		stays  = `{"name":"vendor","fixes":["a","b"],"steps":["run","run"],"fixed":true,"undone":false}`
		broken = `{"name":"gowork","fixes":["c"],"steps":["goenv"]}`
	)
	for _, tc := range []struct {
		name string
		rows []string
		good bool
		want []string
	}{
		{"all well", []string{good}, true, []string{"goroot goroot-invalid set yes yes", "1 with an automatic fix 1 1"}},
		{"not taken back", []string{stays, good}, false, []string{"goroot goroot-invalid set yes yes vendor a b run run yes NO", "2 with an automatic fix 2 1"}},
		{"not fixed", []string{good, broken}, false, []string{"gowork c goenv NO NO", "2 with an automatic fix 1 1"}},
		{"nothing was tried", nil, false, []string{"0 with an automatic fix 0 0"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			rows, err := read[mended](strings.NewReader(strings.Join(tc.rows, "\n")))
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			ok, err := fixTable(&out, rows)
			if err != nil || ok != tc.good {
				t.Errorf("good is %v (%v)", ok, err)
			}
			text := strings.Join(strings.Fields(out.String()), " ")
			for _, want := range tc.want {
				if !strings.Contains(text, want) {
					t.Errorf("nowhere: %q in\n%s", want, out.String())
				}
			}
		})
	}
}
