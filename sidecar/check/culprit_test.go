package check

import (
	"slices"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestCulprit(t *testing.T) {
	broken := allRungs(health.RungFails, health.RungFails, health.RungHolds)
	project := allRungs(health.RungFails, health.RungHolds, health.RungHolds)
	work := health.Source{Kind: health.FromFile, File: "/home/ada/src/app/go.work"}
	goenvLine := func(name, value string) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			written(name, value)(s)
			isolated(named1(health.CulpritGOENV, name, "-foo", s.GOENV.Variables[0].Source))(s)
		}
	}
	set := func(key, member health.Public, data, name, value string) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			at := setting(s, health.ScopeWorkspace, key, member, health.Data(data))
			isolated(named1(health.CulpritSetting, name, value, at.Source()))(s)
		}
	}
	ended := func(state health.IsolationState) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.Isolations = []health.Isolation{{Folder: s.Folders[0].Path, State: state, Trials: 3}}
		}
	}
	runCases(t, Culprit, []testCase{
		{name: "no-experiment", state: health.StateNotApplicable},
		{name: "not-needed", change: ended(health.IsolationNotNeeded)},
		{name: "none", change: do(broken, ended(health.IsolationNone))},
		{name: "flaky", change: do(broken, ended(health.IsolationFlaky))},
		{name: "stopped", change: do(broken, ended(health.IsolationStopped)), state: health.StateInconclusive},
		{name: "not-tried", change: do(broken, ended(health.IsolationNotTried)), state: health.StateInconclusive},
		{name: "not-tried-where-nothing-fails", change: ended(health.IsolationNotTried)},
		{name: "stale-server", change: isolated(named1(health.CulpritServer, "gopls", "", health.Source{}))},
		{name: "toolchain", change: isolated(named1(health.CulpritTool, "go", "", health.Source{}))},
		{name: "s01-variable", change: do(broken, inEditor, exported("GOROOT", "/opt/none"), isolated(named1(health.CulpritVariable, "GOROOT", "/opt/none", env("GOROOT")))),
			want: []health.FindingID{"culprit:GOROOT"}},
		{name: "hidden-variable", change: do(broken, inEditor, isolated(named1(health.CulpritVariable, "FOO_RANDOM", "(hidden)", env("FOO_RANDOM")))), want: []health.FindingID{"culprit:FOO_RANDOM"}},
		{name: "home-is-never-hidden-from-tools", change: do(broken, inEditor, isolated(named1(health.CulpritVariable, "HOME", "/gone", env("HOME")))), want: []health.FindingID{"culprit:HOME"}},
		{name: "one-flag-of-goflags", change: do(broken, inEditor, exported("GOFLAGS", "-buildvcs=false -foo"), isolated(named1(health.CulpritVariable, "GOFLAGS", "-foo", env("GOFLAGS")))),
			want: []health.FindingID{"culprit:GOFLAGS"}},
		{name: "all-of-goflags", change: do(broken, exported("GOFLAGS", "-foo"), isolated(named1(health.CulpritVariable, "GOFLAGS", "-foo", env("GOFLAGS")))), want: []health.FindingID{"culprit:GOFLAGS"}},
		{name: "one-entry-of-path", change: do(broken, isolated(health.Culprit{Kind: health.CulpritVariable, Name: "PATH", Value: health.List(health.Path("/opt/odd/bin")), Source: env("PATH")})),
			want: []health.FindingID{"culprit:PATH"}},
		{name: "windows", system: "windows", change: do(broken, isolated(named1(health.CulpritVariable, "TMPDIR", `C:\gone`, env("TMPDIR")))), want: []health.FindingID{"culprit:TMPDIR"}},
		{name: "goenv-flag", change: do(broken, goenvLine("GOFLAGS", "-buildvcs=false -foo")), want: []health.FindingID{"culprit:GOFLAGS"}},
		{name: "goenv-line", change: do(broken, func(s *health.Snapshot) {
			written("GOROOT", "/opt/none")(s)
			isolated(named1(health.CulpritGOENV, "GOROOT", "/opt/none", s.GOENV.Variables[0].Source))(s)
		}), want: []health.FindingID{"culprit:GOROOT"}},
		{name: "goenv-file-as-a-whole", change: do(broken, isolated(named1(health.CulpritGOENV, "GOENV", "/home/ada/.config/go/env", health.Source{Kind: health.FromDefault}))),
			want: []health.FindingID{"culprit:GOENV"}},
		{name: "setting", change: do(broken, set("gopls", "build.expandWorkspaceToModule", "7", "gopls.build.expandWorkspaceToModule", "7")), want: []health.FindingID{"culprit:gopls.build.expandWorkspaceToModule"}},
		{name: "member-of-the-setting-env", change: do(broken, set("gopls", "build.env", `{"GOMEMLIMIT":"2GiB","GOROOT":"/opt/none"}`, "gopls.build.env.GOROOT", "/opt/none")),
			want: []health.FindingID{"culprit:gopls.build.env.GOROOT"}},
		{name: "entry-of-build-flags", change: do(project, set("gopls", "build.buildFlags", `["-tags=x","-mod=vendor"]`, "gopls.build.buildFlags", "-mod=vendor")),
			want: []health.FindingID{"culprit:gopls.build.buildFlags"}},
		{name: "flag-and-value-of-build-flags", change: do(project, set("go.buildFlags", "", `["-tags","x","-mod","vendor"]`, "go.buildFlags", "-mod vendor")),
			want: []health.FindingID{"culprit:go.buildFlags"}},
		{name: "variable-of-a-setting", change: do(broken, set("go.toolsEnvVars", "GOFLAGS", `"-buildvcs=false -foo"`, "go.toolsEnvVars.GOFLAGS", "-foo")), want: []health.FindingID{"culprit:go.toolsEnvVars.GOFLAGS"}},
		{name: "setting-that-is-gone", change: do(broken, isolated(named1(health.CulpritSetting, "gopls.env", "{}", health.Source{Kind: health.FromSetting, Name: "gopls.env", Scope: health.ScopeUser}))),
			want: []health.FindingID{"culprit:gopls.env"}},
		{name: "flag", change: do(broken, func(s *health.Snapshot) {
			at := setting(s, health.ScopeUser, "go.languageServerFlags", "", `["-rpc.trace","-cachesize=512"]`)
			isolated(named1(health.CulpritFlag, "-cachesize=512", "", at.Source()))(s)
		}), want: []health.FindingID{"culprit:-cachesize=512"}},
		{name: "go-work", change: do(project, inEditor, isolated(named1(health.CulpritWorkFile, "go.work", "/home/ada/src/app/go.work", work))), want: []health.FindingID{"culprit:go.work"}},
		{name: "vendor", change: do(project, isolated(named1(health.CulpritVendor, "vendor", "/home/ada/src/app/vendor", health.Source{Kind: health.FromFile, File: "/home/ada/src/app/vendor"}))),
			want: []health.FindingID{"culprit:vendor"}},
		{name: "module", change: do(project, isolated(named1(health.CulpritModule, "rsc.io/quote", "/home/ada/go/pkg/mod/rsc.io/quote@v1.5.2", health.Source{Kind: health.FromFile}))),
			want: []health.FindingID{"culprit:rsc.io/quote"}},
		{name: "nested", change: do(project, isolated(named1(health.CulpritNested, "util", "/home/ada/src/app/sub/go.mod", health.Source{Kind: health.FromFile, File: "/home/ada/src/app/sub/go.mod"}))), want: []health.FindingID{"culprit:util"}},
		{name: "two-by-themselves", change: do(broken, isolated(named1(health.CulpritVariable, "GOROOT", "/x", env("GOROOT")), named1(health.CulpritWorkFile, "go.work", "/home/ada/src/app/go.work", work)), func(s *health.Snapshot) {
			s.Isolations[0].Mended = false
		}), want: []health.FindingID{"culprit:GOROOT", "culprit:go.work"}},
		{name: "joint", change: do(broken, func(s *health.Snapshot) {
			foo, bar := named1(health.CulpritVariable, "FOO_RANDOM", "(hidden)", env("FOO_RANDOM")), named1(health.CulpritVariable, "BAR_RANDOM", "(hidden)", env("BAR_RANDOM"))
			foo.Group, bar.Group = 1, 1
			isolated(foo, bar)(s)
		}), want: []health.FindingID{"culprit:FOO_RANDOM + BAR_RANDOM"}},
		{name: "two-folders-one-fault", change: do(secondFolder, broken, isolated(named1(health.CulpritVariable, "FOO", "", env("FOO"))), func(s *health.Snapshot) {
			other := s.Isolations[0]
			other.Folder = s.Folders[1].Path
			s.Isolations = append(s.Isolations, other)
		}), want: []health.FindingID{"culprit:FOO"}},
		{name: "two-folders-of-one-name", change: do(secondFolder, broken, isolated(named1(health.CulpritWorkFile, "go.work", "/home/ada/src/app/go.work", work)), func(s *health.Snapshot) {
			isolated(named1(health.CulpritWorkFile, "go.work", "/home/ada/src/other/go.work", work))(s)
			s.Isolations[1].Folder = s.Folders[1].Path
		}), want: []health.FindingID{"culprit:go.work", "culprit:go.work in /home/ada/src/other"}},
	})
}

// A culprit that a specific check names stands below that check, and what it broke stands below the culprit.
func TestCulpritFoldsUnderWhoKnowsIt(t *testing.T) {
	broken, project := allRungs(health.RungFails, health.RungFails, health.RungHolds), allRungs(health.RungFails, health.RungHolds, health.RungHolds)
	flags := func(flag string) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			at := setting(s, health.ScopeUser, "go.languageServerFlags", "", health.DataOf([]string{"-mod=mod"}))
			s.Gopls.FlagsTried, s.Gopls.FlagsExit, s.Gopls.FlagsError = true, 2, "flag provided but not defined: -mod"
			isolated(named1(health.CulpritFlag, flag, "", at.Source()))(s)
		}
	}
	nested := do(module("internal", nil), lists([3]string{"example.com/app/internal/util", "no required module provides package example.com/app/internal/util; to add it:", "main.go:6:2"}))
	cutting := func(file health.Path) health.Culprit {
		return named1(health.CulpritNested, "example.com/x", string(file), health.Source{Kind: health.FromFile, File: file})
	}
	for _, tc := range []struct {
		name   string
		change func(*health.Snapshot)
		want   health.FindingID // the cause of the culprit
	}{
		{"nobody knows it", do(broken, isolated(named1(health.CulpritVariable, "FOO", "", env("FOO")))), ""},
		{"goroot", do(broken, exported("GOROOT", "/opt/none"), tree("/opt/none", "", gone), isolated(named1(health.CulpritVariable, "GOROOT", "/opt/none", env("GOROOT")))), "goroot-invalid"},
		{"goroot, and another variable is blamed", do(broken, exported("GOROOT", "/opt/none"), tree("/opt/none", "", gone), isolated(named1(health.CulpritVariable, "FOO", "", env("FOO")))), ""},
		{"goroot of a setting, and the variable is blamed", do(broken, gorootSetting(health.ScopeUser, "/opt/none"), tree("/opt/none", "", gone), isolated(named1(health.CulpritVariable, "GOROOT", "/opt/none", env("GOROOT")))), ""},
		{"goroot of a setting", do(broken, gorootSetting(health.ScopeUser, "/opt/none"), tree("/opt/none", "", gone), func(s *health.Snapshot) {
			isolated(named1(health.CulpritSetting, "go.goroot", "/opt/none", s.Settings[0].Source()))(s)
		}), "goroot-invalid"},
		{"goflags", do(broken, exported("GOFLAGS", "-buildvcs=false -foo"), isolated(named1(health.CulpritVariable, "GOFLAGS", "-foo", env("GOFLAGS")))), "goflags-invalid"},
		{"goflags, and another flag is blamed", do(broken, exported("GOFLAGS", "-buildvcs=false -foo"), isolated(named1(health.CulpritVariable, "GOFLAGS", "-buildvcs=false", env("GOFLAGS")))), ""},
		{"gopls flag", do(broken, flags("-mod=mod")), "gopls-flags-invalid"},
		{"gopls flag, and another one is blamed", do(broken, flags("-cachesize=512")), ""},
		{"modules off", do(broken, exported("GO111MODULE", "off"), isolated(named1(health.CulpritVariable, "GO111MODULE", "off", env("GO111MODULE")))), "go111module-off"},
		{"a warning about the same thing does not take the red away", do(broken, answers("GOPATH", "/home/ada"), exported("GO111MODULE", "off"), isolated(named1(health.CulpritVariable, "GO111MODULE", "off", env("GO111MODULE")))), ""},
		{"go.work", do(goWork("1.20", ""), project, isolated(named1(health.CulpritWorkFile, "go.work", "/home/ada/src/app/go.work", health.Source{Kind: health.FromFile}))), "go-work-version"},
		{"vendor", do(vendored, vendorList(func(v *health.Vendor) { v.Modules[0].Version = "v1.0.0" }), project,
			isolated(named1(health.CulpritVendor, "vendor", "/home/ada/src/app/vendor", health.Source{Kind: health.FromFile}))), "vendor-inconsistent"},
		{"nested module", do(nested, project, isolated(cutting("/home/ada/src/app/internal/go.mod"))), "module-stray:/home/ada/src/app/internal"},
		{"nested module, and another one is blamed", do(nested, project, isolated(cutting("/home/ada/src/app/tools/go.mod"))), ""},
		{"-mod=vendor without a vendor directory", do(exported("GOFLAGS", "-mod=vendor"), project, isolated(named1(health.CulpritVariable, "GOFLAGS", "-mod=vendor", env("GOFLAGS")))), "vendor-inconsistent"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := healthy("linux")
			tc.change(s)
			found, _ := Examine(s, All, func() float64 { return 0 })
			i := slices.IndexFunc(found, func(f health.Finding) bool { return f.Check == "culprit" })
			if i < 0 {
				t.Fatal("the culprit was not found")
			}
			if found[i].Because != tc.want {
				t.Errorf("%s is put down to %q, want %q", found[i].ID(), found[i].Because, tc.want)
			}
			j := slices.IndexFunc(found, func(f health.Finding) bool { return f.Check == "gopls-load-failed" })
			if j < 0 || found[j].Because != found[i].ID() {
				t.Errorf("what it broke is not put down to it: %+v", found[max(j, 0)].Because)
			}
		})
	}
}

func TestGoflagsWithout(t *testing.T) {
	for _, tc := range []struct {
		name, flags, drop, want string
		ok                      bool
	}{
		{"one of two", "-a -foo", "-foo", "-a", true},
		{"the only one", "-foo", "-foo", "", true},
		{"two of three", "-a -b -c", "-a -c", "-b", true},
		{"quoted", "'-ldflags=-s -w' -foo", "-foo", "'-ldflags=-s -w'", true},
		{"not there", "-a", "-foo", "", false},
		{"open quote", "-a '-foo", "-a", "", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got, ok := goflagsWithout(tc.flags, tc.drop); got != tc.want || ok != tc.ok {
				t.Errorf("got %q, %t", got, ok)
			}
		})
	}
}
