package probe

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// goEnvAnswering is a probe go-env whose go answers so.
func goEnvAnswering(answers map[health.Public]string) *Probe {
	return still(health.ProbeGoEnv, func(s *health.Snapshot, _ *Private) {
		for _, folder := range s.ToolEnvs {
			g := health.GoEnv{Folder: folder.Folder}
			for name, value := range answers {
				v, _ := health.MakeVariable(string(s.System.OS), string(name), value, health.Source{Kind: health.FromCommand, Name: name})
				g.Values = append(g.Values, v)
			}
			s.GoEnvs = append(s.GoEnvs, g)
		}
	})
}

// TestToolLookup is reference go-editor-facts §1.1, step by step, for gopls.
func TestToolLookup(t *testing.T) {
	for _, c := range []struct {
		lookupCase
		answers map[health.Public]string
	}{
		{lookupCase: lookupCase{name: "1 alternate tool", env: []string{"GOBIN=/gobin", "PATH=/usr/bin"}, settings: `{"go.alternateTools": {"gopls": "/opt/gopls"}}`,
			exec: []string{"/opt/gopls", "/gobin/gopls"}, path: "/opt/gopls", why: "alternateTool", from: "setting go.alternateTools.gopls"}},
		{lookupCase: lookupCase{name: "1 relative alternate tool in the GOPATH", env: []string{"GOPATH=/gopath", "PATH=/usr/bin"}, settings: `{"go.alternateTools": {"gopls": "gopls-dev"}}`,
			exec: []string{"/gopath/bin/gopls", "/gopath/bin/gopls-dev"}, path: "/gopath/bin/gopls-dev", why: "alternateTool"}},
		{lookupCase: lookupCase{name: "3 GOBIN of the process", env: []string{"GOBIN=/gobin", "GOPATH=/gopath", "PATH=/usr/bin"},
			exec: []string{"/gobin/gopls", "/gopath/bin/gopls"}, path: "/gobin/gopls", why: "gobin", from: "environment GOBIN"}},
		{lookupCase: lookupCase{name: "3 GOBIN that go answers was copied into the process", env: []string{"PATH=/usr/bin"},
			exec: []string{"/gobin/gopls", "/gopath/bin/gopls"}, path: "/gobin/gopls", why: "gobin", from: "command GOBIN"},
			answers: map[health.Public]string{"GOBIN": "/gobin", "GOPATH": "/gopath"}},
		{lookupCase: lookupCase{name: "4 go.toolsGopath before GOPATH", env: []string{"GOPATH=/gopath", "PATH=/usr/bin"}, settings: `{"go.toolsGopath": "~/tools"}`,
			exec: []string{"/home/ada/tools/bin/gopls", "/gopath/bin/gopls"}, path: "/home/ada/tools/bin/gopls", why: "gopath", from: "setting go.toolsGopath"}},
		{lookupCase: lookupCase{name: "4 several entries of GOPATH", env: []string{"GOPATH=/one:/two", "PATH=/usr/bin"},
			exec: []string{"/two/bin/gopls", "/usr/bin/gopls"}, path: "/two/bin/gopls", why: "gopath", from: "environment GOPATH"}},
		{lookupCase: lookupCase{name: "4 go.gopath", env: []string{"GOPATH=/gopath", "PATH=/usr/bin"}, settings: `{"go.gopath": "/mine"}`,
			exec: []string{"/mine/bin/gopls", "/gopath/bin/gopls"}, path: "/mine/bin/gopls", why: "gopath", from: "setting go.gopath"}},
		{lookupCase: lookupCase{name: "4 GOPATH that go answers", env: []string{"PATH=/usr/bin"},
			exec: []string{"/gopath/bin/gopls", "/usr/bin/gopls"}, path: "/gopath/bin/gopls", why: "gopath", from: "command GOPATH"},
			answers: map[health.Public]string{"GOPATH": "/gopath"}},
		{lookupCase: lookupCase{name: "4 without any answer the default GOPATH", env: []string{"PATH=/usr/bin"},
			exec: []string{"/home/ada/go/bin/gopls"}, path: "/home/ada/go/bin/gopls", why: "gopath", from: "default GOPATH"}},
		{lookupCase: lookupCase{name: "5 GOROOT that go answers", env: []string{"PATH=/usr/bin"},
			exec: []string{"/goroot/bin/gopls", "/usr/bin/gopls"}, path: "/goroot/bin/gopls", why: "goroot"},
			answers: map[health.Public]string{"GOROOT": "/goroot", "GOPATH": "/gopath"}},
		{lookupCase: lookupCase{name: "6 PATH", env: []string{"PATH=/usr/bin"}, exec: []string{"/usr/bin/gopls"}, path: "/usr/bin/gopls", why: "path"}},
		{lookupCase: lookupCase{name: "7 default places are for go alone", env: []string{"PATH=/usr/bin"}, exec: []string{"/usr/local/go/bin/gopls"}, from: "lookup"}},
		{lookupCase: lookupCase{name: "8 nothing", env: []string{"PATH=/usr/bin"}, from: "lookup"}},
		{lookupCase: lookupCase{name: "windows", system: "windows", env: []string{`Path=C:\Windows`, `GOPATH=D:\go;E:\go`},
			exec: []string{`E:\go\bin\gopls.exe`}, path: `E:\go\bin\gopls.exe`, why: "gopath"}},
		{lookupCase: lookupCase{name: "with several folders a relative go.toolsGopath comes from the first folder that sets one", env: []string{"PATH=/usr/bin"},
			folder: `{"go.toolsGopath": "${workspaceFolder}/.gopath"}`, exec: []string{"/home/ada/src/app/.gopath/bin/gopls"},
			request: func(r *Request) { r.Folders = append(r.Folders, "/home/ada/src/other") },
			setup:   func(f *fakeSystem) { f.dir("/home/ada/src/other") },
			path:    "/home/ada/src/app/.gopath/bin/gopls", why: "gopath", from: "setting go.toolsGopath"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, r := c.machine(t)
			answers := goEnvAnswering(c.answers)
			answers.Needs = []health.ProbeID{health.ProbeToolEnv}
			s := examine(t, f, r, append([]*Probe{answers, toolLookupProbe}, untilLookup...)...)
			c.check(t, s, "gopls", health.ForEditor)
		})
	}
}
