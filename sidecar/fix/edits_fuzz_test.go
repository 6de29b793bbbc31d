package fix

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"

	"github.com/govitals/govitals/sidecar/health"
)

// FuzzEditModule: an edit of a go.mod or go.work is refused or leaves a file that parses and says what was asked for.
func FuzzEditModule(f *testing.F) {
	const mod = "module example.com/m\n\ngo 1.24 // why\n\ntoolchain go1.26.0\n\nrequire (\n\texample.com/a v1.0.0 // indirect\n\t\"example.com/b\" v1.2.3\n)\n\nreplace example.com/a => ../a\n"
	const work = "go 1.24\r\n\r\nuse (\r\n\t.\r\n\t./b // b\r\n)\r\nreplace example.com/a v1.0.0 => ./a\r\n"
	f.Add([]byte(mod), false, "go", "1.24", "1.26.0")
	f.Add([]byte(mod), false, "toolchain", "go1.26.0", "")
	f.Add([]byte(mod), false, "replace", "example.com/a => ../a", "example.com/a => ../b")
	f.Add([]byte(mod), false, "require", "example.com/b v1.2.3", "example.com/b v1.2.4")
	f.Add([]byte(mod), false, "exclude", "", "example.com/b v1.2.2")
	f.Add([]byte(work), true, "use", "./b", "")
	f.Add([]byte(work), true, "use", "", "./c")
	f.Add([]byte(work), true, "go", "1.24", "1.26")
	f.Fuzz(func(t *testing.T, data []byte, isWork bool, verb, before, after string) {
		file := "/m/go.mod"
		if isWork {
			file = "/m/go.work"
		}
		out, err := editModule(data, health.Step{Target: health.Target{File: health.Path(file), Key: health.Public(verb)}, Before: health.DataOf(before), After: health.DataOf(after)})
		if err != nil {
			if code := CodeOf(err); code != Unsuitable && code != Changed && code != Unsupported {
				t.Fatalf("code %s of %v", code, err)
			}
			return
		}
		plain := bytes.ReplaceAll(out, []byte("\r\n"), []byte("\n"))
		if isWork {
			_, err = modfile.ParseWork(file, plain, nil)
		} else {
			_, err = modfile.Parse(file, plain, nil)
		}
		if err != nil {
			t.Fatalf("%s %q for %q in %q leaves %q: %v", verb, after, before, data, out, err)
		}
	})
}

// FuzzEditText: the GOENV file and lines of any text. What is not named stays as it is, byte for byte, and the diff that people
// read before they agree says every line that is new.
func FuzzEditText(f *testing.F) {
	f.Add([]byte("GOFLAGS=-mod=mod\nGOPROXY=off\n"), "GOFLAGS", "-mod=mod", "")
	f.Add([]byte("A=1\nGOFLAGS=x\nGOFLAGS=y"), "GOFLAGS", "y", "z")
	f.Add([]byte("\tone // why\r\n two\r\n"), "x", "one", "three\nfour")
	f.Fuzz(func(t *testing.T, data []byte, name, before, after string) {
		step := health.Step{Target: health.Target{File: "/m/env", Key: health.Public(name)}, Before: health.DataOf(before), After: health.DataOf(after)}
		for _, edit := range []func([]byte, health.Step) ([]byte, error){
			func(d []byte, s health.Step) ([]byte, error) { return editGOENV(d, s, "linux") },
			editLines,
		} {
			out, err := edit(bytes.Clone(data), step)
			if err != nil {
				if code := CodeOf(err); code != Unsuitable && code != Changed && code != Unsupported {
					t.Fatalf("code %s of %v", code, err)
				}
				continue
			}
			shown := unified("/m/env", data, out)
			if (shown == "") != bytes.Equal(data, out) {
				t.Fatalf("%q became %q, and the diff is %q", data, out, shown)
			}
			kept := map[string]int{}
			for line := range strings.SplitAfterSeq(string(data), "\n") {
				kept[line]++
			}
			for line := range strings.SplitAfterSeq(string(out), "\n") {
				if kept[line]--; kept[line] < 0 && line != "" && !strings.Contains(shown, "+"+strings.TrimSuffix(line, "\n")) {
					t.Fatalf("%q is new in %q and not in the diff %q", line, out, shown)
				}
			}
		}
	})
}
