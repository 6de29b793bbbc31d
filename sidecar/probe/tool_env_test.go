package probe

import (
	"context"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// toolEnvOf returns the raw environment of the first folder and the snapshot.
func toolEnvOf(t *testing.T, f *fakeSystem, r Request) (map[string]string, *health.Snapshot) {
	t.Helper()
	raw := map[string]string{}
	peek := &Probe{ID: "peek", Needs: []health.ProbeID{health.ProbeToolEnv}, Tier: health.TierFast, Deadline: toolEnvProbe.Deadline,
		Run: func(_ context.Context, ex *Examination) (Facts, error) {
			for _, entry := range ex.Private.ToolEnv[foldersOf(ex)[0]] {
				name, value, _ := strings.Cut(entry, "=")
				raw[name] = value
			}
			return nil, nil
		}}
	s := examine(t, f, r, append([]*Probe{peek}, untilLookup...)...)
	return raw, s
}

var toolEnvs = []struct {
	lookupCase
	want   map[string]string // "-" is absent
	source map[health.Public]string
}{
	{lookupCase: lookupCase{name: "go.toolsEnvVars over the process, with substitution", env: []string{"PATH=/usr/bin", "GOFLAGS=-mod=mod", "X=y"},
		settings: `{"go.toolsEnvVars": {"GOFLAGS": "-tags=${env:X}${env:UNSET}", "GOTMPDIR": "~/tmp", "GOCACHE": "${workspaceFolder}/.cache", "N": 5, "B": true, "Z": null, "TOKEN": "hunter2"}}`},
		want: map[string]string{"GOFLAGS": "-tags=y", "GOTMPDIR": "/home/ada/tmp", "GOCACHE": "/home/ada/src/app/.cache", "N": "5", "B": "true", "Z": "null",
			"TOKEN": "hunter2", "PATH": "/usr/bin"},
		source: map[health.Public]string{"GOFLAGS": "setting go.toolsEnvVars.GOFLAGS", "PATH": "environment PATH"}},
	{lookupCase: lookupCase{name: "scopes merge member by member", env: []string{"PATH=/usr/bin"},
		settings: `{"go.toolsEnvVars": {"GOOS": "linux", "GOARCH": "arm64"}}`, folder: `{"go.toolsEnvVars": {"GOARCH": "riscv64"}}`},
		want: map[string]string{"GOOS": "linux", "GOARCH": "riscv64"}},
	{lookupCase: lookupCase{name: "the folder's variables do not count when untrusted", env: []string{"PATH=/usr/bin"},
		settings: `{"go.toolsEnvVars": {"GOOS": "linux"}}`, folder: `{"go.toolsEnvVars": {"GOOS": "plan9"}}`,
		request: func(r *Request) { r.Untrusted = true }},
		want: map[string]string{"GOOS": "linux"}},
	{lookupCase: lookupCase{name: "http.proxy under four names, over the variables", env: []string{"PATH=/usr/bin", "HTTPS_PROXY=http://old"},
		settings: `{"http.proxy": "http://user:pw@proxy:3128"}`},
		want: map[string]string{"HTTPS_PROXY": "http://user:pw@proxy:3128", "http_proxy": "http://user:pw@proxy:3128", "HTTP_PROXY": "http://user:pw@proxy:3128",
			"https_proxy": "http://user:pw@proxy:3128"},
		source: map[health.Public]string{"HTTPS_PROXY": "setting http.proxy"}},
	{lookupCase: lookupCase{name: "http.proxy of one folder is not read", env: []string{"PATH=/usr/bin"}, folder: `{"http.proxy": "http://p"}`,
		request: func(r *Request) { r.Folders = append(r.Folders, "/home/ada") }},
		want: map[string]string{"HTTP_PROXY": "-"}},
	{lookupCase: lookupCase{name: "go.gopath", env: []string{"PATH=/usr/bin", "GOPATH=/old"}, settings: `{"go.gopath": "${workspaceFolder}:~/go"}`},
		want: map[string]string{"GOPATH": "/home/ada/src/app:~/go"}, source: map[health.Public]string{"GOPATH": "setting go.gopath"}},
	{lookupCase: lookupCase{name: "the process's GOPATH wins over go.toolsEnvVars", env: []string{"PATH=/usr/bin", "GOPATH=/old"}, settings: `{"go.toolsEnvVars": {"GOPATH": "/new"}}`},
		want: map[string]string{"GOPATH": "/old"}, source: map[health.Public]string{"GOPATH": "environment GOPATH"}},
	{lookupCase: lookupCase{name: "inferred GOPATH", env: []string{"PATH=/usr/bin", "GOPATH=/old"}, settings: `{"go.inferGopath": true}`},
		want: map[string]string{"GOPATH": "/home/ada:/old"}, source: map[health.Public]string{"GOPATH": "setting go.inferGopath"}},
	{lookupCase: lookupCase{name: "no inferred GOPATH over a module", env: []string{"PATH=/usr/bin"}, settings: `{"go.inferGopath": true}`,
		setup: func(f *fakeSystem) { f.write("/home/ada/go.mod", "module x\n") }},
		want: map[string]string{"GOPATH": "-"}},
	{lookupCase: lookupCase{name: "-json goes out of GOFLAGS", env: []string{"PATH=/usr/bin", "GOFLAGS=-json -mod=mod --json=x"}},
		want: map[string]string{"GOFLAGS": " -mod=mod"}},
	{lookupCase: lookupCase{name: "go.goroot that exists becomes GOROOT", env: []string{"PATH=/usr/bin", "GOROOT=/old"}, settings: `{"go.goroot": "/mine"}`,
		setup: func(f *fakeSystem) { f.dir("/mine") }},
		want: map[string]string{"GOROOT": "/mine"}, source: map[health.Public]string{"GOROOT": "setting go.goroot"}},
	{lookupCase: lookupCase{name: "go.goroot that is not there is ignored", env: []string{"PATH=/usr/bin", "GOROOT=/old"}, settings: `{"go.goroot": "/gone"}`},
		want: map[string]string{"GOROOT": "/old"}, source: map[health.Public]string{"GOROOT": "environment GOROOT"}},
	{lookupCase: lookupCase{name: "go.toolsEnvVars.GOROOT over go.goroot", env: []string{"PATH=/usr/bin"}, settings: `{"go.goroot": "/mine", "go.toolsEnvVars": {"GOROOT": "/other"}}`,
		setup: func(f *fakeSystem) { f.dir("/mine") }},
		want: map[string]string{"GOROOT": "/other"}, source: map[health.Public]string{"GOROOT": "setting go.toolsEnvVars.GOROOT"}},
	{lookupCase: lookupCase{name: "the editor's own variables stay out", env: []string{"PATH=/usr/bin", "VSCODE_PID=1", "ELECTRON_RUN_AS_NODE=1"}},
		want: map[string]string{"VSCODE_PID": "-", "ELECTRON_RUN_AS_NODE": "-"}},
	{lookupCase: lookupCase{name: "windows ignores case", system: "windows", env: []string{`Path=C:\a`, `goflags=-x`}, settings: `{"go.toolsEnvVars": {"GOFLAGS": "-mod=mod"}}`},
		want: map[string]string{"goflags": "-mod=mod", "GOFLAGS": "-"}, source: map[health.Public]string{"GOFLAGS": "setting go.toolsEnvVars.GOFLAGS"}},
}

func TestToolEnv(t *testing.T) {
	for _, c := range toolEnvs {
		t.Run(c.name, func(t *testing.T) {
			f, r := c.machine(t)
			raw, s := toolEnvOf(t, f, r)
			for name, want := range c.want {
				got, there := raw[name]
				if want == "-" && there || want != "-" && got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
			for name, want := range c.source {
				v, ok := s.ToolVariable(health.Path(r.Folders[0]), name)
				if got := strings.TrimSpace(string(v.Source.Kind) + " " + string(v.Source.Name)); !ok || got != want {
					t.Errorf("%s is said to come from %q, want %q", name, got, want)
				}
			}
		})
	}
}

// TestToolEnvInEditor: in a living editor golang.go has already changed the process; the blame must not fall on the shell.
func TestToolEnvInEditor(t *testing.T) {
	c := lookupCase{settings: "", setup: func(f *fakeSystem) {
		f.dir("/mine")
		f.dir("/mine/pkg/tool")
		f.write("/home/ada/.config/go/env", "GOPROXY=https://proxy.corp\n")
	}, exec: []string{"/mine/bin/go"}}
	f, r := c.machine(t)
	before := map[string]string{"HOME": "/home/ada", "PATH": "/usr/bin"}
	r.Environment = map[string]string{"HOME": "/home/ada", "PATH": "/mine/bin:/usr/bin", "GOROOT": "/mine", "GOPROXY": "https://proxy.corp", "GOPATH": "/home/ada/go"}
	r.Editor = &EditorFacts{Name: "Code", HostPID: 42, EnvironmentAtActivation: before,
		Extensions: []EditorExtension{{ID: "golang.go", Active: true, Exports: true}},
		Settings:   []EditorSetting{{Key: "go.goroot", Scope: health.ScopeUser, Value: []byte(`"/mine"`)}}}
	_, s := toolEnvOf(t, f, r)
	for name, want := range map[health.Public]health.Source{
		"GOROOT":  {Kind: health.FromSetting, Name: "go.goroot", Scope: health.ScopeUser},
		"GOPROXY": {Kind: health.FromGOENV, Name: "GOPROXY", File: "/home/ada/.config/go/env", Line: 1},
		"GOPATH":  {Kind: health.FromDefault, Name: "GOPATH"},
		"PATH":    {Kind: health.FromEnvironment, Name: "PATH", PID: 42},
	} {
		if v, _ := s.ToolVariable(health.Path(r.Folders[0]), name); v.Source != want {
			t.Errorf("%s is said to come from %+v, want %+v", name, v.Source, want)
		}
	}
	if len(s.Process.AtActivation) != 2 {
		t.Errorf("environment at activation is %v", s.Process.AtActivation)
	}
}

// TestActiveExtensionHasDoneItsWork: what golang.go did not write into PATH is not there.
func TestActiveExtensionHasDoneItsWork(t *testing.T) {
	for _, c := range []struct {
		name   string
		active bool
		want   health.Path
	}{{"active", true, "/usr/bin/go"}, {"not up yet", false, "/mine/bin/go"}} {
		t.Run(c.name, func(t *testing.T) {
			f, r := lookupCase{exec: []string{"/mine/bin/go", "/usr/bin/go"}}.machine(t)
			r.Environment = map[string]string{"HOME": "/home/ada", "PATH": "/usr/bin"}
			r.Editor = &EditorFacts{Extensions: []EditorExtension{{ID: "golang.go", Active: c.active}},
				Settings: []EditorSetting{{Key: "go.goroot", Scope: health.ScopeUser, Value: []byte(`"/mine"`)}}}
			s := examine(t, f, r, untilLookup...)
			if l, _ := s.Lookup(health.Path(r.Folders[0]), "go", health.ForServer); l.Path != c.want {
				t.Errorf("gopls would run %s, want %s", l.Path, c.want)
			}
			_, set := s.ToolVariable(health.Path(r.Folders[0]), "GOROOT")
			if set == c.active {
				t.Errorf("GOROOT is set: %t", set)
			}
		})
	}
}

func TestServerVariables(t *testing.T) {
	c := lookupCase{settings: `{"gopls": {"build.env": {"GOOS": "windows", "TOKEN": "hunter2", "N": 5}, "env": "no object"}}`,
		folder: `{"gopls": {"build.env": {"GOFLAGS": "-tags=x"}}}`}
	f, r := c.machine(t)
	s := examine(t, f, r, untilLookup...)
	var got []string
	for _, v := range s.ToolEnvs[0].ServerVariables {
		got = append(got, string(v.Name)+"="+v.Value.Text+" "+string(v.Source.Name))
	}
	if want := "GOFLAGS=-tags=x gopls.build.env, GOOS=windows gopls.build.env"; strings.Join(got, ", ") != want {
		t.Errorf("server variables %q, want %q", got, want)
	}
}
