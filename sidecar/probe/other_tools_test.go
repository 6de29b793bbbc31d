package probe

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestOtherTools(t *testing.T) {
	f := newFake(t, "linux", "-- /w/go.mod --\nmodule x\n")
	f.env = []string{"HOME=/home/ada", "PATH=/first:/second:/linked:/drivers", "GOPATH=/home/ada/go"}
	f.exec("/home/ada/go/bin/gopls", "/second/gopls", "/drivers/gopackagesdriver", "/usr/local/bin/gopls")
	f.write("/first/gopls", "not executable")
	f.link("/linked/gopls", "/home/ada/go/bin/gopls")
	s := examine(t, f, Request{Folders: []string{"/w"}}, append(append([]*Probe{}, untilLookup...),
		still(health.ProbeGoEnv, nil), toolLookupProbe, binariesProbe, otherToolsProbe)...)
	if l, _ := s.Lookup("/w", "gopls", health.ForEditor); l.Path != "/home/ada/go/bin/gopls" {
		t.Fatalf("%+v", l)
	}
	if len(s.OtherTools) != 2 || s.OtherTools[0].Path != "/second/gopls" || s.OtherTools[0].Why != "path" || s.OtherTools[1].Why != "elsewhere" {
		t.Errorf("%+v", s.OtherTools)
	}
	if l, ok := s.Lookup("/w", "gopackagesdriver", health.ForServer); !ok || l.Path != "/drivers/gopackagesdriver" {
		t.Errorf("%+v", l)
	}
}

func TestNoOtherTools(t *testing.T) {
	f := newFake(t, "darwin", "-- /w/go.mod --\nmodule x\n")
	f.env = []string{"HOME=/Users/ada", "PATH=/first"}
	s := examine(t, f, Request{Folders: []string{"/w"}}, append(append([]*Probe{}, untilLookup...),
		still(health.ProbeGoEnv, nil), toolLookupProbe, binariesProbe, otherToolsProbe)...)
	l, ok := s.Lookup("/w", "gopackagesdriver", health.ForServer)
	if len(s.OtherTools) != 0 || !ok || l.Path != "" {
		t.Errorf("%+v %+v", s.OtherTools, l)
	}
}
