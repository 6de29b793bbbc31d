package probe

import (
	"fmt"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGoMod(t *testing.T) {
	for _, c := range []struct {
		name, text string
		check      func(health.GoMod) bool
	}{
		{"complete", lines("module example.com/app", "", "go 1.26.0", "toolchain go1.26.8", "require (", "\trsc.io/quote v1.5.2", "\tx.io/y v0.1.0 // indirect", ")",
			"replace rsc.io/quote => ../quote", "replace x.io/y v0.1.0 => z.io/y v0.2.0", "replace a.io/b => /abs/b"),
			func(m health.GoMod) bool {
				return m.State == health.FileOK && m.Path == "example.com/app" && m.Go == "1.26.0" && m.GoLine == 3 && m.Toolchain == "go1.26.8" &&
					len(m.Requires) == 2 && m.Requires[0] == health.Require{Path: "rsc.io/quote", Version: "v1.5.2", Line: 6} && m.Requires[1].Indirect &&
					len(m.Replaces) == 3 && m.Replaces[0] == health.Replace{Old: "rsc.io/quote", Local: "/quote", Exists: true, Line: 9} &&
					m.Replaces[1] == health.Replace{Old: "x.io/y", OldVersion: "v0.1.0", New: "z.io/y", NewVersion: "v0.2.0", Line: 10} &&
					m.Replaces[2] == health.Replace{Old: "a.io/b", Local: "/abs/b", Line: 11}
			}},
		{"empty s64", "", func(m health.GoMod) bool {
			return m.State == health.FileInvalid && strings.Contains(string(m.Problems[0].Message), "missing module declaration")
		}},
		{"merge markers s25d", lines("module x", "<<<<<<< HEAD", "go 1.25.0", "=======", "go 1.26.0", ">>>>>>> other"),
			func(m health.GoMod) bool {
				return m.State == health.FileInvalid && m.Markers == 2 && len(m.Problems) > 0 && m.Problems[0].Line == 2
			}},
		{"bad version s20d", lines("module x", "go 1.26.x"), func(m health.GoMod) bool {
			return m.State == health.FileInvalid && m.Problems[0].Line == 2 && strings.Contains(string(m.Problems[0].Message), "invalid go version '1.26.x'")
		}},
		{"unknown directive keeps the facts", lines("module x", "go 1.26.0", "nonsense y"), func(m health.GoMod) bool {
			return m.State == health.FileInvalid && m.Problems[0].Line == 3 && m.Path == "x" && m.Go == "1.26.0"
		}},
		{"syntax", "module \"x\n", func(m health.GoMod) bool {
			return m.State == health.FileInvalid && m.Problems[0].Line == 1 && m.Path == ""
		}},
		{"no go line", "module x\n", func(m health.GoMod) bool { return m.State == health.FileOK && m.Go == "" && m.GoLine == 0 }},
		{"version of another major", lines("module x", "require a.io/b/v2 v1.0.0"), func(m health.GoMod) bool { return m.State == health.FileInvalid && m.Problems[0].Line == 2 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := looked(t, "/w", "", func(f *fakeSystem, _ *Request) { f.write("/w/go.mod", c.text); f.dir("/quote") })
			if !c.check(f.Modules[0]) {
				t.Errorf("go.mod %+v", f.Modules[0])
			}
		})
	}
}

func TestGoModAround(t *testing.T) {
	f := looked(t, "/w", lines("-- /w/go.mod --", "module x"), func(f *fakeSystem, _ *Request) {
		f.write("/w/go.sum", "")
		f.deny("/w/go.sum")
	})
	if m := f.Modules[0]; m.Sum != health.FileUnreadable || m.Vendor != nil {
		t.Errorf("go.mod %+v", m)
	}
	f = looked(t, "/w", lines("-- /w/go.mod --", "module x"), func(f *fakeSystem, _ *Request) { f.deny("/w/go.mod") })
	if m := f.Modules[0]; m.State != health.FileUnreadable || len(m.Problems) != 1 || m.Sum != health.FileMissing {
		t.Errorf("unreadable go.mod %+v", m)
	}
	f = looked(t, "/w", lines("-- /w/go.mod --", "module x"), func(f *fakeSystem, _ *Request) { f.nodes["/w/go.mod"].size = 5 << 20 })
	if m := f.Modules[0]; m.State != health.FileTooLarge {
		t.Errorf("go.mod of 5 MB %+v", m)
	}
}

func TestRequiresAreCut(t *testing.T) {
	var text strings.Builder
	text.WriteString("module x\nrequire (\n")
	for i := range maxRequires + 1 {
		fmt.Fprintf(&text, "\tx.io/m%d v1.0.0\n", i)
	}
	text.WriteString(")\n")
	f := looked(t, "/w", "", func(f *fakeSystem, _ *Request) {
		for i := range 5 {
			f.write(fmt.Sprintf("/w/m%d/go.mod", i), text.String())
		}
	})
	total := 0
	for _, m := range f.Modules {
		total += len(m.Requires)
		if !m.Cut {
			t.Errorf("%s is not marked as cut", m.File)
		}
	}
	if total != maxRequiresOfFolder {
		t.Errorf("%d requirements are told, want %d", total, maxRequiresOfFolder)
	}
}

func FuzzParseGoMod(f *testing.F) {
	f.Add([]byte("module x\ngo 1.26.0\nrequire a.io/b v1.0.0 // indirect\nreplace a.io/b => ../b\n"))
	f.Add([]byte("<<<<<<< HEAD\n"))
	f.Add([]byte("module \"\x00"))
	f.Add([]byte("go 1.26\nuse (\n\t./a\n)\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		out := health.GoMod{Dir: "/w"}
		parseGoMod("linux", data, 10, &out)
		if (out.State == health.FileInvalid) != (len(out.Problems) > 0) || len(out.Requires) > 10 {
			t.Errorf("%q is %+v", data, out)
		}
		work := health.Workspace{}
		parseGoWork("linux", "/w", data, &work)
		if (work.State == health.FileInvalid) != (len(work.Problems) > 0) {
			t.Errorf("%q is %+v", data, work)
		}
	})
}
