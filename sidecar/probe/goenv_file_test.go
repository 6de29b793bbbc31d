package probe

import (
	"fmt"
	"strings"
	"testing"
)

func TestGOENVFile(t *testing.T) {
	file := "/home/ada/.config/go/env"
	for _, c := range []struct {
		name   string
		env    []string
		files  map[string]string
		change func(*fakeSystem)
		want   string // path state source [line NAME=value …]
	}{
		{"missing", nil, nil, nil, file + " missing default  []"},
		{"as cmd/go reads it", nil, map[string]string{file: lines("# GOROOT=/no", "GOPROXY=off", "", "goproxy=x", "GOFLAGS=-mod=mod -ldflags=-X=a.b=hunter2", "GOPROXY=direct", "nonsense", "GOWORK")},
			nil, file + " ok default  [6 GOPROXY=direct 5 GOFLAGS=-mod=mod -ldflags=(hidden)]"},
		{"a carriage return belongs to the value", nil, map[string]string{file: "GOTOOLCHAIN=local\r\n"}, nil, file + " ok default  [1 GOTOOLCHAIN=local\r]"},
		{"unknown names stay out", nil, map[string]string{file: "MY_TOKEN=hunter2\n"}, nil, file + " ok default  []"},
		{"GOENV names another", []string{"GOENV=/etc/goenv"}, map[string]string{"/etc/goenv": "GOROOT=/x\n", file: "GOROOT=/y\n"}, nil,
			"/etc/goenv ok environment GOENV [1 GOROOT=/x]"},
		{"GOENV of go.toolsEnvVars", nil, map[string]string{"/etc/goenv": "GOROOT=/x\n", "/home/ada/src/app/.vscode/settings.json": `{"go.toolsEnvVars": {"GOENV": "/etc/goenv"}}`},
			nil, "/etc/goenv ok setting go.toolsEnvVars.GOENV [1 GOROOT=/x]"},
		{"GOENV relative to the folder", []string{"GOENV=goenv"}, map[string]string{"/home/ada/src/app/goenv": "GOROOT=/x\n"}, nil,
			"/home/ada/src/app/goenv ok environment GOENV [1 GOROOT=/x]"},
		{"GOENV=off", []string{"GOENV=off"}, map[string]string{file: "GOROOT=/y\n"}, nil, " off environment GOENV []"},
		{"unreadable", nil, map[string]string{file: ""}, func(f *fakeSystem) { f.deny(file) }, file + " unreadable default  []"},
		{"a directory", nil, nil, func(f *fakeSystem) { f.dir(file) }, file + " unreadable default  []"},
		{"too large", nil, map[string]string{file: ""}, func(f *fakeSystem) { f.nodes[file].size = 5 << 20 }, file + " too-large default  []"},
		{"no configuration directory", []string{"XDG_CONFIG_HOME=relative"}, nil, nil, " missing default  []"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, r := lookupCase{env: c.env}.machine(t)
			for name, text := range c.files {
				f.write(name, text)
			}
			if c.change != nil {
				c.change(f)
			}
			g := examine(t, f, r, untilLookup...).GOENV
			var vars []string
			for _, v := range g.Variables {
				vars = append(vars, fmt.Sprintf("%d %s=%s", v.Source.Line, v.Name, v.Value.Text))
			}
			if got := fmt.Sprintf("%s %s %s %s [%s]", g.Path, g.State, g.Source.Kind, g.Source.Name, strings.Join(vars, " ")); got != c.want {
				t.Errorf("file %q, want %q", got, c.want)
			}
		})
	}
}

// FuzzParseGOENV holds the parser to its rule: what it tells stands on the line it names.
func FuzzParseGOENV(f *testing.F) {
	f.Add("GOROOT=/x\n# c\nGOFLAGS=-mod=mod\r\n=\nA=\n")
	f.Add("\x00=\nZ=\xff")
	f.Fuzz(func(t *testing.T, text string) {
		all := strings.Split(text, "\n")
		names := map[string]bool{}
		for _, l := range parseGOENV(text) {
			if l.number < 1 || l.number > len(all) || all[l.number-1] != l.name+"="+l.value {
				t.Errorf("line %d of %q is said to be %q=%q", l.number, text, l.name, l.value)
			}
			if names[l.name] {
				t.Errorf("%s is told twice", l.name)
			}
			names[l.name] = true
		}
	})
}
