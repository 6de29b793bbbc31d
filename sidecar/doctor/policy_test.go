package doctor

import (
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/health"
)

// What people said about findings changes what counts, and hides nothing.
func TestPolicy(t *testing.T) {
	root := &check.Check{ID: "root", Severity: health.Error, Doc: "t\n\nb", Run: func(s *health.Snapshot) []health.Finding {
		return []health.Finding{{Severity: health.Error, Folder: s.Folders[0].Path}}
	}}
	below := &check.Check{ID: "below", Severity: health.Error, Doc: "t\n\nb", After: []health.CheckID{"root"}, Run: root.Run}
	hint := &check.Check{ID: "hint", Severity: health.Info, Doc: "t\n\nb", Run: func(*health.Snapshot) []health.Finding {
		return []health.Finding{{Severity: health.Info, Subject: health.V(health.Public("x"))}}
	}}
	accept := func(finding, until string) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.Policies = []health.Policy{{Folder: s.Folders[0].Path, Accepted: []health.Acceptance{{Finding: health.Text(finding), Reason: "we know", Until: health.Public(until)}}}}
		}
	}
	level := func(id health.CheckID, level health.Public) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.Policies = []health.Policy{{Folder: s.Folders[0].Path, Levels: []health.PolicyLevel{{Check: id, Level: level}}}}
		}
	}
	for name, c := range map[string]struct {
		change func(*health.Snapshot)
		badge  health.Badge
		counts string // findings that count, with their severity
		off    string // checks that were not asked
	}{
		"none":                   {nil, health.BadgeError, "root=error below=error hint:x=info", ""},
		"a root, with all below": {accept("root", ""), health.BadgeAdvice, "hint:x=info", ""},
		"only a consequence":     {accept("below", ""), health.BadgeError, "root=error hint:x=info", ""},
		"of a check":             {accept("hint", ""), health.BadgeError, "root=error below=error", ""},
		"on its last day":        {accept("root", "2026-11-21"), health.BadgeAdvice, "hint:x=info", ""},
		"the day after":          {accept("root", "2026-11-20"), health.BadgeError, "root=error below=error hint:x=info", ""},
		"off":                    {level("root", "off"), health.BadgeError, "below=error hint:x=info", "root"},
		"raised":                 {level("hint", "error"), health.BadgeError, "root=error below=error hint:x=error", ""},
		"lowered":                {level("root", "info"), health.BadgeAdvice, "root=info below=error hint:x=info", ""},
		"a policy with a fault": {func(s *health.Snapshot) {
			level("root", "off")(s)
			s.Policies[0].Fault = "no"
		}, health.BadgeError, "root=error below=error hint:x=info", ""},
		"ignored by the user": {func(s *health.Snapshot) { s.Ignored = []health.Acceptance{{Finding: "hint:x", Reason: "later"}} }, health.BadgeError, "root=error below=error", ""},
		"another folder's policy": {func(s *health.Snapshot) {
			level("root", "off")(s)
			s.Policies[0].Folder = "/elsewhere"
		}, health.BadgeError, "root=error below=error hint:x=info", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := workingSnapshot(1)
			s.Today = "2026-11-21"
			if c.change != nil {
				c.change(s)
			}
			r := Replay(s, Options{Checks: []*check.Check{root, below, hint}})
			var counts, off []string
			for _, f := range r.Findings {
				if !f.Known {
					counts = append(counts, string(f.ID())+"="+string(f.Severity))
				} else if f.Accepted == "" {
					t.Errorf("%s is known without a reason", f.ID())
				}
			}
			for _, result := range r.Checks {
				if result.State == health.StateSkipped {
					off = append(off, string(result.ID))
				}
			}
			if got := strings.Join(counts, " "); got != c.counts {
				t.Errorf("%q count, want %q", got, c.counts)
			}
			if got := strings.Join(off, " "); got != c.off || r.Badge != c.badge {
				t.Errorf("off %q, badge %s", got, r.Badge)
			}
		})
	}
	if !slices.ContainsFunc(check.All, func(c *check.Check) bool { return c.ID == "policy-unmet" }) {
		t.Error("no check speaks of policies")
	}
}
