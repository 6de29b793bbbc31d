package compare

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// machine compares system, editor and the versions of tools.
func (d *differ) machine() {
	a, b := d.a.snapshot(), d.b.snapshot()
	for _, f := range []struct {
		name          string
		before, after health.Public
	}{
		{"operating system", a.System.OS, b.System.OS}, {"architecture", a.System.Arch, b.System.Arch}, {"release of the system", a.System.Release, b.System.Release},
		{"editor's name", a.Editor.Name, b.Editor.Name},
	} {
		if f.before != f.after {
			d.value(KindSystem, f.name, "", string(f.before), string(f.after), "seen-")
		}
	}
	before, after := versions(a), versions(b)
	for _, name := range unionOf(before, after, func(v version) string { return v.name }) {
		x, y := find(before, name), find(after, name)
		if d.inA.value(x) != d.inB.value(y) {
			d.value(KindVersion, name, "", plain(x), plain(y), "seen-")
		}
	}
	for _, name := range []health.Public{"GOVERSION", "GOROOT"} { // told as the version of go and its place
		d.explained[name] = true
	}
}

// version is a value that says which tool is in use.
type version struct {
	name  string
	value health.Value
}

// versions are those of the key values, what built gopls, the debugger, and the extensions that matter to Go.
func versions(s *health.Snapshot) (out []version) {
	key := s.KeyValues()
	for _, name := range []health.Public{"go", "go path", "GOROOT", "gopls", "gopls path", "golang.go", "editor"} {
		if v, ok := key[name]; ok {
			out = append(out, version{string(name), v})
		}
	}
	if s.Gopls.BuiltBy != "" {
		out = append(out, version{"go that built gopls", health.V(s.Gopls.BuiltBy)})
	}
	for _, l := range s.Lookups {
		if bin, ok := s.Binary(l.Path); ok && l.Tool == "dlv" && l.Purpose == health.ForEditor && bin.Build != nil {
			out = append(out, version{"dlv", health.V(bin.Build.Version)})
			break
		}
	}
	for _, e := range s.Editor.Extensions {
		if !strings.EqualFold(string(e.ID), "golang.go") {
			out = append(out, version{"extension " + string(e.ID), health.V(e.Version)})
		}
	}
	return slices.DeleteFunc(out, func(v version) bool { return v.value.Empty() })
}

func find(list []version, name string) health.Value {
	for _, v := range list {
		if v.name == name {
			return v.value
		}
	}
	return health.Value{}
}

func plain(v health.Value) string { return string(health.Catalogue(nil).Value(v)) }
