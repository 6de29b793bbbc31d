package check

import (
	"slices"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// One root, one lamp: whatever breaks, the consequences fold under the cause that the words or facts name, and the badge
// is that of the root.
func TestBadPulseFoldsUnderItsCause(t *testing.T) {
	words := func(pkg, text string) func(*health.Snapshot) { return lists([3]string{pkg, text, "main.go:6:2"}) }
	for _, tc := range []struct {
		name   string
		change func(*health.Snapshot)
		roots  []health.FindingID
		badge  health.Badge
	}{
		{"healthy", nil, nil, health.BadgeHealthy},
		{"s25", do(goMod(func(m *health.GoMod) { m.State, m.Markers = health.FileInvalid, 2 }), loadFails("errors parsing go.mod:"), listFails("go: errors parsing go.mod:")),
			[]health.FindingID{"go-mod-invalid"}, health.BadgeError},
		{"s24", do(lostDependency, words("rsc.io/quote/v3", "no required module provides package rsc.io/quote/v3; to add it:")), []health.FindingID{"dependency-missing"}, health.BadgeError},
		{"s23", do(lostDependency, words("rsc.io/quote", "missing go.sum entry for module providing package rsc.io/quote")), []health.FindingID{"gosum-incomplete"}, health.BadgeError},
		{"s25b", do(replaced("rsc.io/quote", "/home/ada/nowhere", false), lostDependency, words("rsc.io/quote", "rsc.io/quote@v1.5.2: replacement directory ../../nowhere does not exist")),
			[]health.FindingID{"replace-dangling:rsc.io/quote"}, health.BadgeError},
		{"s13", do(vendored, vendorList(func(v *health.Vendor) { v.Modules[0].Version = "v1.0.0" }), loadFails("Inconsistent vendoring detected."), listFails("go: inconsistent vendoring in /home/ada/src/app:")),
			[]health.FindingID{"vendor-inconsistent"}, health.BadgeError},
		{"s17", do(goWork("1.20", ""), loadFails("x"), listFails("go: module . listed in go.work file requires go >= 1.26.0, but go.work lists go 1.20; to update it:")),
			[]health.FindingID{"go-work-version"}, health.BadgeError},
		{"s31g", do(gopls(health.ScopeUser, "build.buildFlags", `["-nosuchflag"]`), loadFails("flag provided but not defined: -nosuchflag"), lists()),
			[]health.FindingID{"gopls-setting-invalid:gopls.build.buildFlags"}, health.BadgeError},
		{"s31x", do(func(s *health.Snapshot) {
			editorSetting(health.ScopeUser, "go.languageServerFlags", `["-mod=mod"]`)(s)
			s.Gopls.FlagsTried, s.Gopls.FlagsExit, s.Gopls.FlagsError = true, 2, "flag provided but not defined: -mod"
		}, dies(health.StageInitialize, 2, "", "flag provided but not defined: -mod")), []health.FindingID{"gopls-flags-invalid"}, health.BadgeError},
		{"fresh-clone", do(notDownloaded, lostDependency, words("rsc.io/quote", "module lookup disabled by GOPROXY=off")), []health.FindingID{"modules-not-downloaded"}, health.BadgeAdvice},
		{"fresh-clone-that-cannot-load", do(notDownloaded, loadFails("module lookup disabled by GOPROXY=off"), listFails("go: rsc.io/quote@v1.5.2: module lookup disabled by GOPROXY=off")),
			[]health.FindingID{"modules-not-downloaded"}, health.BadgeAdvice},
		{"fresh-clone-with-a-fault-of-its-own", do(notDownloaded, answersTo("", "", isEmpty), words("rsc.io/quote", "something else")), []health.FindingID{"modules-not-downloaded", "definition-broken"}, health.BadgeError},
		{"unknown-cause", do(loadFails("nobody knows"), listFails("nobody knows")), []health.FindingID{"gopls-load-failed"}, health.BadgeError},
		{"warning-explains-nothing", do(gopls(health.ScopeUser, "nonsense", "1"), answersTo("", "", noMetadata)), []health.FindingID{"gopls-setting-unknown:nonsense", "definition-broken"}, health.BadgeError},
		{"dependency-fault-does-not-explain-the-standard-library", do(lostDependency, answersTo(health.TargetStandard, "", noMetadata), replaced("rsc.io/quote", "/home/ada/nowhere", false)),
			[]health.FindingID{"replace-dangling:rsc.io/quote", "definition-broken"}, health.BadgeError},
		{"s08", do(func(s *health.Snapshot) { s.Folders[0].Unmoduled, s.Folders[0].Modules = s.Folders[0].Path, nil }, lostDependency,
			words("./...", "pattern ./...: directory prefix . does not contain main module or its selected dependencies")), []health.FindingID{"module-missing"}, health.BadgeWarning},
		{"stale-server", func(s *health.Snapshot) {
			s.Ladders[0].Rungs = append(s.Ladders[0].Rungs, health.Rung{Rung: 0, Load: health.Load{State: health.LoadFailed}})
		}, []health.FindingID{"gopls-stale"}, health.BadgeError},
		{"stale-server-that-loaded", ownServer(answeredBy(health.TargetDependency, "", noMetadata)), []health.FindingID{"gopls-stale"}, health.BadgeError},
		{"stale-server-and-a-fault-elsewhere", do(ownServer(answeredBy(health.TargetDependency, "", noMetadata)), gopls(health.ScopeUser, "nonsense", "1")),
			[]health.FindingID{"gopls-setting-unknown:nonsense", "gopls-stale"}, health.BadgeError},
		{"both-servers-fail", do(loadFails("errors parsing go.mod:"), ownServer(answeredBy("", "", noMetadata)), goMod(func(m *health.GoMod) { m.State, m.Markers = health.FileInvalid, 2 })),
			[]health.FindingID{"go-mod-invalid"}, health.BadgeError},
		{"culprit-that-nobody-knows", do(allRungs(health.RungFails, health.RungFails, health.RungHolds), isolated(named1(health.CulpritVariable, "FOO_RANDOM", "(hidden)", env("FOO_RANDOM")))),
			[]health.FindingID{"culprit:FOO_RANDOM"}, health.BadgeError},
		{"culprit-that-a-check-knows", do(exported("GOROOT", "/opt/none"), tree("/opt/none", "", gone), allRungs(health.RungFails, health.RungFails, health.RungHolds),
			isolated(named1(health.CulpritVariable, "GOROOT", "/opt/none", env("GOROOT")))), []health.FindingID{"goroot-invalid"}, health.BadgeError},
		{"flaky", do(allRungs(health.RungFails, health.RungFails, health.RungHolds), func(s *health.Snapshot) {
			s.Isolations = []health.Isolation{{Folder: s.Folders[0].Path, State: health.IsolationFlaky, Trials: 3}}
		}), []health.FindingID{"gopls-load-failed"}, health.BadgeError},
		{"not-confirmed", do(allRungs(health.RungFails, health.RungFails, health.RungHolds), isolated(named1(health.CulpritVariable, "FOO_RANDOM", "", env("FOO_RANDOM"))),
			func(s *health.Snapshot) { s.Isolations[0].Confirmed = false }), []health.FindingID{"gopls-load-failed"}, health.BadgeError},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := healthy("linux")
			if tc.change != nil {
				tc.change(s)
			}
			found, results := Examine(s, All, func() float64 { return 0 })
			var roots []health.FindingID
			for _, f := range found {
				if f.Because == "" {
					roots = append(roots, f.ID())
				}
			}
			if !slices.Equal(roots, tc.roots) {
				t.Errorf("roots are %q, want %q", roots, tc.roots)
			}
			for _, f := range found {
				if tc.badge == health.BadgeAdvice && f.Severity.Rank() > health.Info.Rank() {
					t.Errorf("%s is an %s although nothing is wrong", f.ID(), f.Severity)
				}
			}
			if badge := health.BadgeOf(found, results, s.Pulse(), false); badge != tc.badge {
				t.Errorf("badge is %s, want %s", badge, tc.badge)
			}
		})
	}
}

// Two folders, two faults: what breaks one folder explains nothing in the other.
func TestCausesStayInTheirFolder(t *testing.T) {
	s := healthy("linux")
	secondFolder(s)
	goMod(func(m *health.GoMod) { m.State, m.Markers = health.FileInvalid, 2 })(s)
	loadFails("errors parsing go.mod:")(s)
	other := goodRung("linux", placeOf("linux"))
	for i := range other.Answers {
		isEmpty(&other.Answers[i])
	}
	s.Ladders[1].Rungs = []health.Rung{other}
	found, _ := Examine(s, All, func() float64 { return 0 })
	for _, f := range found {
		want := health.FindingID("")
		switch {
		case f.Folder == s.Folders[0].Path && f.Check != "go-mod-invalid":
			want = "go-mod-invalid:/home/ada/src/app"
		}
		if f.Because != want {
			t.Errorf("%s in %s is put down to %q, want %q", f.ID(), f.Folder, f.Because, want)
		}
	}
	if len(found) != 4 {
		t.Errorf("%d findings, want go-mod-invalid and gopls-load-failed in one folder, definition-broken in both", len(found))
	}
}
