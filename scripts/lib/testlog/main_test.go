package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	tests := []struct {
		name, in      string
		results       string
		prints, hides string
	}{
		{
			name: "a pass is silent",
			in: `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"chatter\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"pass","Package":"p"}`,
			results: "pass\tgo\tp.TestA\t\n",
			hides:   "chatter",
		},
		{
			name: "a skip is named with its reason",
			in: `{"Action":"output","Package":"p","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:3: needs a terminal\n"}
{"Action":"output","Package":"p","Test":"TestA","Output":"--- SKIP: TestA (0.00s)\n"}
{"Action":"skip","Package":"p","Test":"TestA"}`,
			results: "skip\tgo\tp.TestA\ta_test.go:3: needs a terminal\n",
		},
		{
			name: "only leaves count, and a failure prints",
			in: `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"run","Package":"p","Test":"TestA/x"}
{"Action":"output","Package":"p","Test":"TestA/y","Output":"got 1\n"}
{"Action":"pass","Package":"p","Test":"TestA/x"}
{"Action":"fail","Package":"p","Test":"TestA/y"}
{"Action":"pass","Package":"p","Test":"TestA"}`,
			results: "pass\tgo\tp.TestA/x\t\nfail\tgo\tp.TestA/y\t\n",
			prints:  "got 1",
		},
		{
			name: "a package that does not build is one failure",
			in: `{"ImportPath":"p [p.test]","Action":"build-output","Output":"undefined: x\n"}
{"ImportPath":"p [p.test]","Action":"build-fail"}
{"Action":"output","Package":"p","Output":"FAIL\tp [build failed]\n"}
{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`,
			results: "fail\tgo\tp\t\n",
			prints:  "undefined: x",
		},
		{
			name:   "what is not JSON is passed on",
			in:     "go: no such tool\n",
			prints: "go: no such tool",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "results")
			var out strings.Builder
			if err := run(strings.NewReader(tt.in), &out, "go", file); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.results {
				t.Errorf("results:\n%s\nwant:\n%s", got, tt.results)
			}
			if !strings.Contains(out.String(), tt.prints) {
				t.Errorf("printed %q, want %q in it", out.String(), tt.prints)
			}
			if tt.hides != "" && strings.Contains(out.String(), tt.hides) {
				t.Errorf("printed %q", out.String())
			}
		})
	}
}
