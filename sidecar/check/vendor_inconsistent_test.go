package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// vendored gives the folder's module a vendor directory that fits its go.mod.
func vendored(s *health.Snapshot) {
	m := &s.Folders[0].Modules[0]
	v := &health.Vendor{Dir: inFolder(s, "vendor"), State: health.FileOK}
	for i, r := range m.Requires {
		v.Modules = append(v.Modules, health.VendorModule{Path: r.Path, Version: r.Version, Explicit: true, Packages: 1, Line: 1 + 3*i})
	}
	m.Vendor = v
}

func vendorList(change func(*health.Vendor)) func(*health.Snapshot) {
	return func(s *health.Snapshot) { change(s.Folders[0].Modules[0].Vendor) }
}

func replaced(old, dir string, exists bool) func(*health.Snapshot) {
	return goMod(func(m *health.GoMod) {
		m.Replaces = append(m.Replaces, health.Replace{Old: health.Module(old), Local: health.Path(dir), Exists: exists, Line: 7})
	})
}

func TestVendorInconsistent(t *testing.T) {
	stale := vendorList(func(v *health.Vendor) { v.Modules[0].Version = "v1.5.1" })
	listed := func(m health.VendorModule) func(*health.Snapshot) {
		return vendorList(func(v *health.Vendor) { v.Modules = append(v.Modules, m) })
	}
	workVendor := func(change func(*health.Vendor)) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			goWork("1.26.0", "")(s)
			v := &health.Vendor{Dir: inFolder(s, "vendor"), State: health.FileOK, Workspace: true,
				Modules: []health.VendorModule{{Path: "rsc.io/quote", Version: "v1.5.2", Explicit: true, Packages: 1, Line: 2}}}
			if change != nil {
				change(v)
			}
			s.Folders[0].Work.Vendor = v
		}
	}
	runCases(t, VendorInconsistent, []testCase{
		{name: "no-vendor-directory"},
		{name: "complete", change: vendored},
		{name: "complete-and-forced", change: do(vendored, exported("GOFLAGS", "-mod=vendor"))},
		{name: "s13-other-version", change: do(vendored, stale, listFails("go: inconsistent vendoring in /home/ada/src/app:\n\trsc.io/quote@v1.5.2: is explicitly required in go.mod")), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "s13-other-version-windows", system: "windows", change: do(vendored, stale), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "s13b-requirement-not-listed", change: do(vendored, goMod(func(m *health.GoMod) {
			m.Requires = append(m.Requires, health.Require{Path: "rsc.io/sampler", Version: "v1.3.0", Indirect: true, Line: 9})
		})), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "not-marked-explicit", change: do(vendored, vendorList(func(v *health.Vendor) { v.Modules[0].Explicit = false })), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "listed-and-not-required", change: do(vendored, listed(health.VendorModule{Path: "rsc.io/old", Version: "v1.0.0", Explicit: true, Packages: 2, Line: 9})), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "listed-without-packages-is-fine", change: do(vendored, listed(health.VendorModule{Path: "rsc.io/old", Version: "v1.0.0", Explicit: true, Line: 9}))},
		{name: "replacement-not-marked", change: do(vendored, replaced("rsc.io/quote", "/home/ada/src/quote", true)), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "replacement-marked", change: do(vendored, replaced("rsc.io/quote", "/home/ada/src/quote", true),
			listed(health.VendorModule{Path: "rsc.io/quote", Replaced: true, ReplacedBy: "../quote", Line: 9}))},
		{name: "replacement-marked-otherwise", change: do(vendored, replaced("rsc.io/quote", "/home/ada/src/quote", true),
			listed(health.VendorModule{Path: "rsc.io/quote", Replaced: true, ReplacedBy: "../fork", Line: 9})), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "only-listed-as-replaced", change: do(vendored, vendorList(func(v *health.Vendor) { v.Modules[0].Replaced, v.Modules[0].ReplacedBy = true, "../fork" })), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "s13c-no-modules-txt", change: do(vendored, vendorList(func(v *health.Vendor) { v.State, v.Modules = health.FileMissing, nil })), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "no-modules-txt-and-no-requirements", change: do(vendored, vendorList(func(v *health.Vendor) { v.State, v.Modules = health.FileMissing, nil }),
			goMod(func(m *health.GoMod) { m.Requires = nil }))},
		{name: "s12-forced-by-goflags", change: written("GOFLAGS", "-mod=vendor"), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "s12-forced-beside-other-flags", change: toolVar(health.ScopeUser, "GOFLAGS", "-tags=x -mod=vendor"), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "s31i-forced-by-build-flags", change: gopls(health.ScopeWorkspace, "build.buildFlags", `["-mod=vendor","-tags=x"]`), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "forced-and-no-requirements", change: do(written("GOFLAGS", "-mod=vendor"), goMod(func(m *health.GoMod) { m.Requires = nil }))},
		{name: "s15c-mod-mod-does-not-use-it", change: do(vendored, stale, exported("GOFLAGS", "-mod=mod"))},
		{name: "readonly-does-not-use-it", change: do(vendored, stale, exported("GOFLAGS", "-mod=readonly"))},
		{name: "build-flags-overrule-goflags", change: do(vendored, stale, exported("GOFLAGS", "-mod=vendor"), editorSetting(health.ScopeUser, "go.buildFlags", `["-mod=mod"]`))},
		{name: "old-go-line-does-not-use-it", change: do(vendored, stale, goMod(func(m *health.GoMod) { m.Go = "1.13" }))},
		{name: "no-go-line-does-not-use-it", change: do(vendored, stale, goMod(func(m *health.GoMod) { m.Go = "" }))},
		{name: "old-go-line-forced-compares-packages-alone", change: do(vendored, stale, goMod(func(m *health.GoMod) { m.Go = "1.13" }), exported("GOFLAGS", "-mod=vendor")),
			want: []health.FindingID{"vendor-inconsistent"}},
		{name: "s14-package-gone", change: do(vendored, vendorList(func(v *health.Vendor) { v.Missing = []health.Module{"rsc.io/quote"} }), lostDependency,
			lists([3]string{"rsc.io/quote", "cannot find module providing package rsc.io/quote: import lookup disabled by -mod=vendor", "main.go:6:2"})),
			want: []health.FindingID{"vendor-inconsistent"}},
		{name: "package-gone-that-nobody-asked-for", change: do(vendored, vendorList(func(v *health.Vendor) { v.Missing = []health.Module{"rsc.io/quote"} })), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "workspace-complete", change: workVendor(nil)},
		{name: "workspace-stale", change: workVendor(func(v *health.Vendor) { v.Modules[0].Version = "v1.5.1" }), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "workspace-does-not-use-a-modules-vendor", change: do(vendored, stale, goWork("1.26.0", ""))},
		{name: "module-does-not-use-a-workspaces-vendor", change: do(vendored, stale, vendorList(func(v *health.Vendor) { v.Workspace = true }))},
		{name: "list-cut-short-proves-nothing-absent", change: do(vendored, vendorList(func(v *health.Vendor) { v.Cut, v.Modules = true, nil }))},
		{name: "go-says-more-than-we-see", change: do(vendored, listFails("go: inconsistent vendoring in /home/ada/src/app:\n\tx")), want: []health.FindingID{"vendor-inconsistent"}},
		{name: "unreadable-list", change: do(vendored, vendorList(func(v *health.Vendor) { v.State = health.FileUnreadable })), state: health.StateInconclusive},
	})
}
