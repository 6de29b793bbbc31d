package check

import (
	"slices"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// siteChecks are the checks of what lies around the modules, in the order in which they belong into All.
var siteChecks = []*Check{WorkspaceUnreadable, WorkspaceAlias, WorkspaceTooWide, SlowFilesystem, GoWorkInvalid, GoWorkOff, ModuleStray, GopathLegacy,
	ChecksumMismatch, ModuleDownloadFailed, PackageDirInvalid, CgoUnavailable, BuildExcluded, DirectoryFilters, ModuleCacheDamaged, VendorEdited, WatchLimit,
	ClickGesture, UntrustedWorkspace}

// One root, one lamp: what these causes break folds under them, and the cause alone is the root.
func TestSitesFold(t *testing.T) {
	inMain := func(words health.Text) func(*health.Snapshot) {
		return answersTo("", "", func(a *health.Answer) { a.Error, a.Where = words, nil })
	}
	for _, tc := range []struct {
		name   string
		change func(*health.Snapshot)
		roots  []health.FindingID
	}{
		{"healthy", nil, nil},
		{"go-work-invalid", do(goWork("1.26.0", ""), func(s *health.Snapshot) {
			w := s.Folders[0].Work
			w.State, w.Problems, w.Uses = health.FileInvalid, []health.Problem{{Line: 3, Message: "unknown directive: x"}}, nil
		}, loadFails("errors parsing go.work:"), listFails("go: errors parsing go.work:\ngo.work:3: unknown directive: x")), []health.FindingID{"go-work-invalid"}},
		{"s23c", do(loadFails("checksum mismatch"), listFails("go: verifying rsc.io/quote@v1.5.2: checksum mismatch")), []health.FindingID{"checksum-mismatch"}},
		{"s22", do(lostDependency, written("GOPROXY", "off"), notDownloaded, lists([3]string{"rsc.io/quote", "module lookup disabled by GOPROXY=off", "main.go:6:2"})),
			[]health.FindingID{"module-download-failed:proxy-off"}},
		{"s27c", do(inMain("stat /home/ada/go/pkg/mod/rsc.io/quote@v1.5.2/quote.go: no such file or directory"), lists(), func(s *health.Snapshot) {
			s.ModuleFiles = []health.ModuleFiles{{Path: "rsc.io/quote", Version: "v1.5.2", Dir: "/home/ada/go/pkg/mod/rsc.io/quote@v1.5.2", State: health.ModuleDamaged,
				Changed: []health.ChangedFile{{File: "quote.go", How: health.FileGone}}, Mark: "/x.partial"}}
		}), []health.FindingID{"module-cache-damaged:rsc.io/quote"}},
		{"s27o", do(answersTo(health.TargetSamePackage, "", isEmpty), listFails("pattern ./...: open /home/ada/src/app/internal: permission denied"), sources(func(t *health.SourceTree) {
			t.Unreadable = []health.Refusal{{Path: "/home/ada/src/app/internal", Directory: true, Why: health.RefusedByMode, Error: "permission denied"}}
		})), []health.FindingID{"workspace-unreadable"}},
		{"path-spelling", do(loadFails(`invalid path "/home/ada/src/app": component "app" is listed by macOS as "App"`), lists(), sources(func(t *health.SourceTree) {
			t.Spelling = "/home/ada/src/App"
		})), []health.FindingID{"workspace-alias"}},
		{"two-faults-of-different-layers", do(vendored, func(s *health.Snapshot) {
			s.VendorFiles = []health.VendorFiles{{Dir: inFolder(s, "vendor"), GoMod: s.Folders[0].Modules[0].File, Changed: []health.ChangedFile{{File: "a.go", How: health.FileAltered}}}}
		}, lists([3]string{"x", "verifying a.org/x@v1.0.0: checksum mismatch", ""}), loadFails("checksum mismatch")), []health.FindingID{"checksum-mismatch", "vendor-edited"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := healthy("linux")
			around([]testCase{{change: tc.change}})[0].change(s)
			var roots []health.FindingID
			found, _ := Examine(s, slices.Concat(siteChecks, slices.DeleteFunc(slices.Clone(All), func(c *Check) bool { return slices.Contains(siteChecks, c) })), func() float64 { return 0 })
			for _, f := range found {
				if f.Because == "" {
					roots = append(roots, f.ID())
				}
			}
			if !slices.Equal(roots, tc.roots) {
				t.Errorf("roots are %q, want %q", roots, tc.roots)
			}
		})
	}
}

// What happens in files that are left out is put down to that, and nothing else is.
func TestFilesExplain(t *testing.T) {
	at := func(target health.TargetKind, name string) func(*health.Snapshot) {
		return answersTo(target, "", func(a *health.Answer) {
			a.Error, a.Where, a.File = "No packages found for open file", nil, health.Path("/home/ada/src/app/"+name)
		})
	}
	same, all := health.TargetSamePackage, health.TargetKind("")
	cgo := sources(func(t *health.SourceTree) { t.Cgo = []health.CgoFile{{File: "/home/ada/src/app/c/c.go"}} })
	for _, tc := range []struct {
		name   string
		cause  health.Finding
		change func(*health.Snapshot)
		want   bool
	}{
		{"cgo", health.Finding{Check: "cgo-unavailable"}, do(cgo, at(same, "c/c.go")), true},
		{"package-of-the-cgo-file", health.Finding{Check: "cgo-unavailable"}, do(cgo, at(same, "c/other.go")), true},
		{"elsewhere-too", health.Finding{Check: "cgo-unavailable"}, do(cgo, at(all, "main.go"), at(same, "c/c.go")), false},
		{"excluded", health.Finding{Check: "build-excluded", Subject: health.V(health.Path("/home/ada/src/app/x.go"))}, at(same, "x.go"), true},
		{"other-file", health.Finding{Check: "build-excluded", Subject: health.V(health.Path("/home/ada/src/app/x.go"))}, at(same, "y.go"), false},
		{"directory", health.Finding{Check: "package-dir-invalid", Subject: health.V(health.Path("/home/ada/src/app/a b"))}, at(same, "a b/x.go"), true},
		{"filtered", health.Finding{Check: "directory-filters"}, do(gopls(health.ScopeUser, "build.directoryFilters", `["-x"]`), at(same, "x/y.go")), true},
		{"not-filtered", health.Finding{Check: "directory-filters"}, do(gopls(health.ScopeUser, "build.directoryFilters", `["-x"]`), at(same, "z/y.go")), false},
		{"all-filtered", health.Finding{Check: "directory-filters"}, do(gopls(health.ScopeUser, "build.directoryFilters", `["-"]`), at(all, "main.go")), true},
		{"load-failed", health.Finding{Check: "package-dir-invalid", Subject: health.V(health.Path("/home/ada/src/app"))}, loadFails("x"), false},
		{"nothing-broken", health.Finding{Check: "cgo-unavailable"}, cgo, false},
		{"another-cause", health.Finding{Check: "gosum-incomplete"}, at(same, "x.go"), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := healthy("linux")
			around([]testCase{{change: tc.change}})[0].change(s)
			if got := filesExplain(s, tc.cause, s.Folders[0].Path); got != tc.want {
				t.Errorf("%v, want %v", got, tc.want)
			}
		})
	}
}

// The healthy-but-unusual machines get no error and no warning from these checks either.
func TestSitesLeaveTheUnusualAlone(t *testing.T) {
	for name, change := range map[string]func(*health.Snapshot){
		"vendored": vendored, "workspace": do(module("a", nil), goWork("1.26.0", "", "a")), "fresh-clone": notDownloaded, "two-folders": secondFolder,
		"linked-folder": func(s *health.Snapshot) { s.Folders[0].Real = "/data/app" }, "goproxy-off-and-all-here": exported("GOPROXY", "off"),
		"database-in-the-project": sources(func(t *health.SourceTree) {
			t.Unreadable = []health.Refusal{{Path: "/home/ada/src/app/data", Directory: true, Why: health.RefusedByMode}}
		}),
		"container-home-is-the-project": at("/home/ada"), "gowork-off": do(module("a", nil), goWork("1.26.0", "", "a"), exported("GOWORK", "off")),
		"share-that-is-fast": func(s *health.Snapshot) {
			s.FileSystems = []health.FileSystem{{Role: "folder", Type: "fuse", Remote: true, StatMicros: 30, Samples: 200}}
		},
		"cgo-off-with-fallbacks": do(exported("CGO_ENABLED", "0"), sources(func(t *health.SourceTree) {
			t.Cgo = []health.CgoFile{{File: "/home/ada/src/app/c.go", Constraint: "cgo"}}
		})),
		"unused-cgo-file":       do(exported("CGO_ENABLED", "0"), sources(func(t *health.SourceTree) { t.Cgo = []health.CgoFile{{File: "/home/ada/src/app/c.go"}} })),
		"file-for-windows-open": opens("net_windows.go", nil),
	} {
		t.Run(name, func(t *testing.T) {
			s := healthy("linux")
			around([]testCase{{change: change}})[0].change(s)
			found, _ := Examine(s, siteChecks, func() float64 { return 0 })
			for _, f := range found {
				if f.Severity.Rank() > health.Info.Rank() {
					t.Errorf("%s: %s", f.ID(), f.Severity)
				}
			}
		})
	}
}
