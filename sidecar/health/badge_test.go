package health

import "testing"

func TestBadgeOf(t *testing.T) {
	finding := func(severity Severity, because FindingID) Finding {
		return Finding{Check: "x", Severity: severity, Because: because}
	}
	open := func(severity Severity) CheckResult { return CheckResult{State: StateInconclusive, Severity: severity} }
	for _, tc := range []struct {
		name     string
		findings []Finding
		checks   []CheckResult
		pulse    PulseState
		want     Badge // on the command line
		editor   Badge // in an editor; empty: the same
	}{
		{name: "pulse good", pulse: PulseGood, want: BadgeHealthy},
		{name: "pulse not taken", pulse: PulseNotTaken, want: BadgeInconclusive, editor: BadgeChecking},
		{name: "still loading", pulse: PulseLoading, want: BadgeInconclusive, editor: BadgeLoading},
		{name: "nothing to ask about", pulse: PulseUnclear, want: BadgeInconclusive},
		{name: "pulse bad and nobody knows why", pulse: PulseBad, want: BadgeInconclusive},
		{name: "error", findings: []Finding{finding(Warning, ""), finding(Error, "")}, pulse: PulseBad, want: BadgeError},
		{name: "error before the pulse", findings: []Finding{finding(Error, "")}, pulse: PulseNotTaken, want: BadgeError},
		{name: "warning", findings: []Finding{finding(Info, ""), finding(Warning, "")}, pulse: PulseGood, want: BadgeWarning},
		{name: "warning while loading", findings: []Finding{finding(Warning, "")}, pulse: PulseLoading, want: BadgeWarning},
		{name: "advice", findings: []Finding{finding(Info, "")}, pulse: PulseGood, want: BadgeAdvice},
		{name: "advice before the pulse", findings: []Finding{finding(Info, "")}, pulse: PulseNotTaken, want: BadgeInconclusive, editor: BadgeChecking},
		{name: "a consequence does not count", findings: []Finding{finding(Info, ""), finding(Error, "x")}, pulse: PulseBad, want: BadgeAdvice},
		{name: "unknown is no finding", findings: []Finding{finding(Unknown, "")}, pulse: PulseGood, want: BadgeHealthy},
		{name: "open matter", checks: []CheckResult{open(Warning)}, pulse: PulseGood, want: BadgeInconclusive},
		{name: "open trifle", checks: []CheckResult{open(Info)}, pulse: PulseGood, want: BadgeHealthy},
		{name: "open matter and a warning", findings: []Finding{finding(Warning, "")}, checks: []CheckResult{open(Error)}, pulse: PulseGood, want: BadgeWarning},
		{name: "open matter and advice", findings: []Finding{finding(Info, "")}, checks: []CheckResult{open(Error)}, pulse: PulseGood, want: BadgeInconclusive},
		{name: "skipped is not open", checks: []CheckResult{{State: StateSkipped, Severity: Error}}, pulse: PulseGood, want: BadgeHealthy},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := BadgeOf(tc.findings, tc.checks, tc.pulse, false); got != tc.want {
				t.Errorf("on the command line it is %s, want %s", got, tc.want)
			}
			if tc.editor == "" {
				tc.editor = tc.want
			}
			if got := BadgeOf(tc.findings, tc.checks, tc.pulse, true); got != tc.editor {
				t.Errorf("in an editor it is %s, want %s", got, tc.editor)
			}
		})
	}
}

func TestFindingID(t *testing.T) {
	for _, tc := range []struct {
		finding Finding
		want    FindingID
	}{
		{Finding{Check: "goroot-invalid"}, "goroot-invalid"},
		{Finding{Check: "gopls-setting-unknown", Subject: V(Public("gofumpt2"))}, "gopls-setting-unknown:gofumpt2"},
		{Finding{Check: "x", Subject: List(Path("/a"), Path("/b"))}, "x:/a, /b"},
	} {
		if got := tc.finding.ID(); got != tc.want {
			t.Errorf("the id is %q, want %q", got, tc.want)
		}
	}
}

func TestRanks(t *testing.T) {
	order := []Severity{Unknown, Info, Warning, Error}
	for i := 1; i < len(order); i++ {
		if order[i].Rank() <= order[i-1].Rank() {
			t.Errorf("%s does not outrank %s", order[i], order[i-1])
		}
	}
	if !TierDeep.Covers(TierFast) || TierFast.Covers(TierStandard) || !TierStandard.Covers(TierStandard) {
		t.Error("tiers do not cover each other in order")
	}
}
