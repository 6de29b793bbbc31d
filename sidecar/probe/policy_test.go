package probe

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestPolicies(t *testing.T) {
	ex := &Examination{System: newFake(t, "linux", `
-- /w/a/.govitals.yaml --
version: 1
require: {go: "1.26", gopls: ">=0.23"}
checks:
  goroot-pinned: off
accept:
  - finding: cross-target:GOOS
    reason: board
    until: 2027-01-31
-- /w/b/go.mod --
module b
-- /w/c/.govitals.yaml --
version: 1
chekcs: {}
-- /w/d/.govitals.yaml --
version: 1
checks: {nonsense: off}
-- /team.yaml --
version: 1
`), KnownCheck: func(id health.CheckID) bool { return id == "goroot-pinned" || id == "cross-target" }}
	ex.Request.Folders = []string{"/w/a", "/w/b", "/w/c", "/w/d"}
	ex.Request.Ignore = []Ignored{{Finding: "go-missing", Reason: "see https://ada:secret@example.com"}}
	s := probed(t, policyProbe, ex)
	if len(s.Policies) != 3 {
		t.Fatalf("%+v", s.Policies)
	}
	a, c, d := s.Policies[0], s.Policies[1], s.Policies[2]
	if a.Fault != "" || a.Go != "1.26" || a.GoLine != 2 || a.Gopls != ">=0.23" || len(a.Levels) != 1 || len(a.Accepted) != 1 || a.Accepted[0].Line != 6 {
		t.Errorf("%+v", a)
	}
	if c.Line != 2 || !strings.Contains(string(c.Fault), "chekcs") || d.Line != 2 || !strings.Contains(string(d.Fault), "nonsense") {
		t.Errorf("%+v\n%+v", c, d)
	}
	if len(s.Ignored) != 1 || strings.Contains(string(s.Ignored[0].Reason), "secret") || s.Today == "" {
		t.Errorf("ignored %+v on %s", s.Ignored, s.Today)
	}
	ex.Request.Policy = "/team.yaml"
	if s = probed(t, policyProbe, ex); len(s.Policies) != 1 || s.Policies[0].Folder != "" || s.Policies[0].Fault != "" {
		t.Errorf("%+v", s.Policies)
	}
	ex.Request.Policy = "/nowhere.yaml"
	if s = probed(t, policyProbe, ex); len(s.Policies) != 1 || s.Policies[0].Fault == "" {
		t.Errorf("a named policy that is not there: %+v", s.Policies)
	}
}

// probed runs one probe and writes its facts.
func probed(t *testing.T, p *Probe, ex *Examination) *health.Snapshot {
	t.Helper()
	facts, err := p.Run(t.Context(), ex)
	if err != nil {
		t.Fatal(err)
	}
	s := &health.Snapshot{}
	facts(s, &Private{})
	return s
}
