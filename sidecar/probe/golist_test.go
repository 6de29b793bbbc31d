package probe

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

func TestMakeList(t *testing.T) {
	same := func(s string) string { return s }
	many := ""
	for i := range 80 {
		many += fmt.Sprintf(`{"ImportPath":"a.org/p%d","Error":{"Err":"no"}}`, i)
	}
	cases := map[string]struct {
		result child.Result
		err    error
		failed health.GoFailure
		count  int
		errors int
		cut    int
	}{
		"healthy": {child.Result{Stdout: []byte(`{"ImportPath":"fmt"} {"ImportPath":"a"}`)}, nil, "", 2, 0, 0},
		"an error, also of the variant for a test": {child.Result{Stdout: []byte(
			`{"ImportPath":"a","Error":{"Pos":"a.go:1:2","Err":"bad"}}{"ImportPath":"a [a.test]","Error":{"Err":"bad"}}{"ImportPath":"b","Error":{"Err":"bad"}}`)},
			nil, "", 3, 2, 0},
		"too many errors": {child.Result{Stdout: []byte(many)}, nil, "", 80, 50, 30},
		"exit":            {child.Result{ExitCode: 1, Stderr: []byte("go: no")}, nil, health.GoExit, 0, 0, 0},
		"hangs":           {child.Result{TimedOut: true, Stdout: []byte(`{"ImportPath":"fmt"}{"Imp`)}, nil, health.GoHangs, 1, 0, 0},
		"floods":          {child.Result{Flooded: true}, nil, health.GoFloods, 0, 0, 0},
		"cut":             {child.Result{StdoutCut: true, Stdout: []byte(`{"ImportPath":"fmt"}{"Imp`)}, nil, "", 1, 0, 0},
		"noise":           {child.Result{Stdout: []byte("hello")}, nil, health.GoNoise, 0, 0, 0},
		"no start":        {child.Result{}, errors.New("x"), health.GoNoStart, 0, 0, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l, _ := makeList(health.GoList{}, c.result, c.err, same)
			if l.Failed != c.failed || l.Count != c.count || len(l.Errors) != c.errors || l.Cut != c.cut {
				t.Errorf("%+v", l)
			}
		})
	}
}

func TestSparing(t *testing.T) {
	for name, c := range map[string]struct {
		env        []string
		beside     bool
		processors int
		want       string
	}{
		"beside a load":        {[]string{"A=b"}, true, 9, "A=b GOMEMLIMIT=1GiB GOGC=400 GOMAXPROCS=4"},
		"after a load":         {[]string{"A=b"}, true, 3, "A=b GOMEMLIMIT=1GiB GOGC=400"},
		"alone":                {[]string{"A=b"}, false, 9, "A=b GOMEMLIMIT=1GiB GOGC=400"},
		"the user's own":       {[]string{"GOGC=50", "GOMAXPROCS=9"}, true, 9, "GOGC=50 GOMAXPROCS=9"},
		"the user's own limit": {[]string{"GOMEMLIMIT=99MiB"}, false, 9, "GOMEMLIMIT=99MiB GOGC=400"},
	} {
		t.Run(name, func(t *testing.T) {
			before := slices.Clone(c.env)
			if got := strings.Join(sparing("linux", c.env, c.beside, c.processors), " "); got != c.want || !slices.Equal(c.env, before) {
				t.Errorf("%s, want %s; given %q", got, c.want, c.env)
			}
		})
	}
}

func TestMakeListCleans(t *testing.T) {
	meant := func(s string) string { return strings.ReplaceAll(s, "/tmp/private", "/mod") }
	l, _ := makeList(health.GoList{}, child.Result{
		Stderr: []byte("go: https://ada:lovelace@corp.example/x: open /tmp/private/y"),
		Stdout: []byte(`{"ImportPath":"a","Error":{"Pos":"/tmp/private/a.go:1:1","Err":"reading https://ada:lovelace@corp.example"}}`),
	}, nil, meant)
	text := fmt.Sprintf("%+v", l)
	if strings.Contains(text, "lovelace") || strings.Contains(text, "private") || !strings.Contains(text, "/mod/a.go") {
		t.Error(text)
	}
}

func FuzzParseList(f *testing.F) {
	for _, seed := range []string{`{"ImportPath":"a"}`, `{"Error":{"Err":1}}`, "[]", "{", "null", `{}{}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		packages, _ := parseList(b)
		if len(packages) > len(b) {
			t.Errorf("%d packages in %d bytes", len(packages), len(b))
		}
	})
}
