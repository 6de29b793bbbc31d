package probe

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

func TestCgoArguments(t *testing.T) {
	cgo := func(paths ...string) (out []listedPackage) {
		for _, p := range paths {
			out = append(out, listedPackage{ImportPath: p, CgoFiles: []string{"x.go"}})
		}
		return out
	}
	var many []string
	for i := range cgoNamed + 1 {
		many = append(many, fmt.Sprintf("a/p%d", i))
	}
	all := "-deps -test ./... builtin"
	for name, c := range map[string]struct {
		packages []listedPackage
		want     string
	}{
		"none":                      {[]listedPackage{{ImportPath: "fmt"}}, ""},
		"some, and a variant":       {append(cgo("net", "a", "a [a.test]"), listedPackage{ImportPath: "fmt"}), "-- net a"},
		"SWIG":                      {[]listedPackage{{ImportPath: "a", SwigFiles: []string{"a.swig"}}, {ImportPath: "b", SwigCXXFiles: []string{"b.swigcxx"}}}, "-- a b"},
		"outside every module":      {cgo("net", "_/home/ada/x"), all},
		"files on the command line": {cgo("command-line-arguments"), all},
		"as many as can be named":   {cgo(many[:cgoNamed]...), "-- " + strings.Join(many[:cgoNamed], " ")},
		"more than can be named":    {cgo(many...), all},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(cgoArguments(c.packages), " "); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// What only the second question finds is added to the first's answer, once, and what it could not find out is said.
func TestListAsksTwice(t *testing.T) {
	first := `{"ImportPath":"net","CgoFiles":["a.go"]}{"ImportPath":"a","CgoFiles":["a.go"],"Error":{"Err":"bad import"}}`
	for name, c := range map[string]struct {
		second child.Result
		failed health.GoFailure
		errors string
	}{
		"healthy":       {child.Result{Stdout: []byte(`{"ImportPath":"net"}{"ImportPath":"a","Error":{"Err":"bad import"}}`)}, "", "a: bad import"},
		"no C compiler": {child.Result{Stdout: []byte(`{"ImportPath":"net","Error":{"Err":"cgo: gcc not found"}}`)}, "", "a: bad import, net: cgo: gcc not found"},
		"exit":          {child.Result{ExitCode: 1, Stderr: []byte("go: no")}, health.GoExit, "a: bad import"},
		"hangs":         {child.Result{TimedOut: true}, health.GoHangs, "a: bad import"},
	} {
		t.Run(name, func(t *testing.T) {
			machine := newFake(t, "linux", "-- /w/go.mod --\nmodule a\n")
			machine.answer = func(command child.Command) (child.Result, error) {
				if slices.Contains(command.Args, "-compiled") {
					return c.second, nil
				}
				return child.Result{Stdout: []byte(first)}, nil
			}
			ex := &Examination{System: machine, Progress: func(string) {}}
			ex.Snapshot.Lookups = []health.Lookup{{Tool: "go", Purpose: health.ForServer, Folder: "/w", Path: "/usr/bin/go"}}
			ex.Private.GoValues = map[health.Path]map[string]string{"/w": {"GOMOD": "/w/go.mod"}}
			list := listOf(t.Context(), ex, "/w", false)
			var errors []string
			for _, e := range list.Errors {
				errors = append(errors, fmt.Sprintf("%s: %s", e.Package, e.Message))
			}
			if list.Failed != c.failed || list.Count != 2 || strings.Join(errors, ", ") != c.errors {
				t.Errorf("%+v", list)
			}
			if last := machine.ran[len(machine.ran)-1].Args; !slices.Equal(last[len(last)-3:], []string{"--", "net", "a"}) {
				t.Errorf("asked for %q", last)
			}
		})
	}
}
