package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// Machines that are well although they look odd get no error and no warning from any check.
func TestUnusualButHealthy(t *testing.T) {
	sub := func(dir string) func(*health.Snapshot) { return module(dir, nil) }
	for _, tc := range []struct {
		name   string
		change func(*health.Snapshot)
	}{
		{"complete-vendor-tree", vendored},
		{"vendor-tree-not-in-use", do(vendored, vendorList(func(v *health.Vendor) { v.Modules = nil }), exported("GOFLAGS", "-mod=readonly"))},
		{"multi-module-workspace", do(sub("svc/a"), sub("svc/b"), goWork("1.26.0", "", "svc/a", "svc/b"))},
		{"modules-without-a-workspace", do(sub("svc/a"), sub("svc/b"))},
		{"tools-module-outside-the-workspace", do(sub("tools"), goWork("1.26.0", ""))},
		{"buildvcs-off", exported("GOFLAGS", "-buildvcs=false")},
		{"shared-daemon", func(s *health.Snapshot) {
			editorSetting(health.ScopeUser, "go.languageServerFlags", `["-remote=auto"]`)(s)
			s.Gopls.Flags, s.Gopls.FlagsTried = []health.Public{"-remote=auto"}, true
		}},
		{"goenv-file-with-a-company-proxy", written("GOPROXY", "https://proxy.example,direct")},
		{"fresh-clone-without-network", do(notDownloaded, lostDependency, lists([3]string{"rsc.io/quote", "module lookup disabled by GOPROXY=off", "main.go:6:2"}))},
		{"only-test-files", goMod(func(m *health.GoMod) { m.TestsOnly = true })},
		{"no-requirements-and-no-go-sum", goMod(func(m *health.GoMod) { m.Requires, m.Sum = nil, health.FileMissing })},
		{"unused-dangling-replace", replaced("rsc.io/unused", "/home/ada/nowhere", false)},
		{"loose-scripts", func(s *health.Snapshot) { s.Folders[0].Unmoduled = inFolder(s, "scripts") }},
		{"loose-files-alone", func(s *health.Snapshot) { s.Folders[0].Unmoduled, s.Folders[0].Modules = s.Folders[0].Path, nil }},
		{"gopls-from-tip", goplsVersion("v0.24.0-pre.1", "go1.27rc1")},
		{"gopls-of-the-last-release", do(goplsVersion("v0.21.1", "go1.25.9"), goMod(func(m *health.GoMod) { m.Go = "1.25" }))},
		{"settings-as-people-have-them", do(gopls(health.ScopeUser, "ui.semanticTokens", "true"), gopls(health.ScopeUser, "formatting.gofumpt", "true"),
			gopls(health.ScopeWorkspace, "build.directoryFilters", `["-**/node_modules"]`), gopls(health.ScopeUser, "ui.completion.usePlaceholders", "true"),
			gopls(health.ScopeUser, "ui.diagnostic.analyses", `{"shadow":true,"unusedparams":true}`), gopls(health.ScopeUser, "ui.diagnostic.staticcheck", "true"),
			gopls(health.ScopeWorkspace, "build.env", `{"GOOS":"linux"}`), editorSetting(health.ScopeWorkspace, "go.buildTags", `"integration"`))},
		{"two-folders", secondFolder},
		{"module-above-the-folder", func(s *health.Snapshot) {
			m := s.Folders[0].Modules[0]
			m.File, m.Dir = "/home/ada/src/go.mod", "/home/ada/src"
			s.Folders[0].Above, s.Folders[0].Modules = &m, nil
		}},
		{"empty-new-module", func(s *health.Snapshot) {
			s.Folders[0].GoFiles, s.Folders[0].Modules[0].GoFiles, s.Folders[0].Modules[0].Requires = 0, 0, nil
			s.Ladders[0].Rungs = []health.Rung{{Rung: 1, Load: health.Load{State: health.LoadLoaded, Views: 1}}}
		}},
		{"cgo", answersTo(health.TargetSamePackage, health.AskDefinition, func(a *health.Answer) {
			a.Where.File, a.Where.Tree, a.Where.Matches = "/home/ada/.cache/go-build/3d/3d1f-d", health.TreeBuildCache, false
		})},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := healthy("linux")
			tc.change(s)
			wantSilence(t, s)
		})
	}
}

// wantSilence fails for every error, warning and open question of all checks.
func wantSilence(t *testing.T, s *health.Snapshot) {
	t.Helper()
	found, results := Examine(s, All, func() float64 { return 0 })
	for _, f := range found {
		if f.Severity.Rank() > health.Info.Rank() {
			t.Errorf("%s: %s", f.Severity, f.ID())
		}
	}
	for _, r := range results {
		if r.State == health.StateInconclusive {
			t.Errorf("%s is inconclusive: %s", r.ID, r.Reason.ID)
		}
	}
}

// A check that has a finding says who set what is wrong: every finding has evidence, and every piece of it a source.
func TestEveryFindingHasEvidenceWithASource(t *testing.T) {
	for _, change := range []func(*health.Snapshot){
		do(notDownloaded, lostDependency), gopls(health.ScopeUser, "nonsense", "1"), gopls(health.ScopeUser, "codelens", "{}"), gopls(health.ScopeUser, "usePlaceholders", "1"),
		goMod(func(m *health.GoMod) { m.Markers = 2 }), do(module("a", nil), goWork("1.20", "a", "gone")),
		do(lostDependency, lists([3]string{"x.y/z", "no required module provides package x.y/z", ""})), loadFails("x"), dies(health.StageInitialize, 2, "", "no"),
		exported("GOFLAGS", "-mod=vendor"), replaced("rsc.io/quote", "/nowhere", false), goplsVersion("v0.18.1", "go1.24.0"),
		ownServer(answeredBy(health.TargetDependency, "", noMetadata)), ownServer(answeredBy("", "", isLate)),
		do(allRungs(health.RungFails, health.RungFails, health.RungHolds), isolated(named1(health.CulpritVariable, "FOO", "(hidden)", env("FOO")))),
		do(allRungs(health.RungFails, health.RungHolds), isolated(named1(health.CulpritNested, "go.mod", "/home/ada/src/app/sub", health.Source{}))),
	} {
		s := healthy("linux")
		change(s)
		found, _ := Examine(s, All, func() float64 { return 0 })
		if len(found) == 0 {
			t.Error("a change that is found nowhere")
		}
		for _, f := range found {
			if len(f.Evidence) == 0 || len(f.Fixes) == 0 {
				t.Errorf("%s has %d pieces of evidence and %d fixes", f.ID(), len(f.Evidence), len(f.Fixes))
			}
			for _, e := range f.Evidence {
				if e.Source.Kind == "" || e.Observed.Empty() {
					t.Errorf("%s: %s has no source or nothing observed", f.ID(), e.What.ID)
				}
			}
			for _, fix := range f.Fixes {
				if len(fix.Steps) == 0 || fix.Steps[len(fix.Steps)-1].Effect == health.EffectNone {
					t.Errorf("%s: fix %s does not say what makes it take effect", f.ID(), fix.ID)
				}
			}
		}
	}
}
