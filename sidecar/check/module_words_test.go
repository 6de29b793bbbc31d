package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGosumIncomplete(t *testing.T) {
	entry := func(pkg string) [3]string {
		return [3]string{pkg, "missing go.sum entry for module providing package " + pkg + " (imported by example.com/app); to add:\n\tgo get example.com/app", "main.go:6:2"}
	}
	runCases(t, GosumIncomplete, []testCase{
		{name: "list-unfinished", state: health.StateInconclusive, change: func(s *health.Snapshot) {
			s.Lists = []health.GoList{{Folder: s.Folders[0].Path, Failed: health.GoHangs, Exit: -1}}
		}},
		{name: "complete"},
		{name: "s23-one-entry", change: do(lostDependency, lists(entry("rsc.io/quote"))), want: []health.FindingID{"gosum-incomplete"}},
		{name: "s23b-no-file", change: do(lostDependency, goMod(func(m *health.GoMod) { m.Sum = health.FileMissing }), lists(entry("rsc.io/quote"), entry("rsc.io/sampler"))),
			want: []health.FindingID{"gosum-incomplete"}},
		{name: "s23-windows", system: "windows", change: do(lostDependency, lists(entry("rsc.io/quote"))), want: []health.FindingID{"gosum-incomplete"}},
		{name: "whole-list-fails", change: do(loadFails("go: rsc.io/quote@v1.5.2: missing go.sum entry for go.mod file"), listFails("go: rsc.io/quote@v1.5.2: missing go.sum entry for go.mod file; to add it:\n\tgo mod download rsc.io/quote")),
			want: []health.FindingID{"gosum-incomplete"}},
		{name: "gopls-alone-says-it", change: loadFails("missing go.sum entry for module providing package rsc.io/quote"), want: []health.FindingID{"gosum-incomplete"}},
		{name: "our-own-readonly-is-no-fault", change: do(loadFails("missing go.sum entry for module providing package rsc.io/quote"), written("GOFLAGS", "-mod=mod"))},
		{name: "not-downloaded-is-another-finding", change: do(lostDependency, notDownloaded, lists([3]string{"rsc.io/quote", "module lookup disabled by GOPROXY=off", "main.go:6:2"}))},
		{name: "no-go-sum-and-nobody-misses-it", change: goMod(func(m *health.GoMod) { m.Sum = health.FileMissing })},
	})
}

func TestDependencyMissing(t *testing.T) {
	need := func(pkg string) [3]string {
		return [3]string{pkg, "no required module provides package " + pkg + "; to add it:\n\tgo get " + pkg, "cmd/x/main.go:7:2"}
	}
	runCases(t, DependencyMissing, []testCase{
		{name: "none"},
		{name: "list-unfinished", state: health.StateInconclusive, change: func(s *health.Snapshot) {
			s.Lists = []health.GoList{{Folder: s.Folders[0].Path, Failed: health.GoHangs, Exit: -1}}
		}},
		{name: "s24-one", change: do(lostDependency, lists(need("rsc.io/quote/v3"))), want: []health.FindingID{"dependency-missing"}},
		{name: "s24-one-windows", system: "windows", change: do(lostDependency, lists(need("rsc.io/quote/v3"))), want: []health.FindingID{"dependency-missing"}},
		{name: "s24-several", change: do(lostDependency, lists(need("rsc.io/a"), need("rsc.io/b"))), want: []health.FindingID{"dependency-missing"}},
		{name: "in-a-deeper-module", change: do(module("cmd/x", nil), lostDependency, lists(need("rsc.io/a"))), want: []health.FindingID{"dependency-missing"}},
		{name: "misspelt-import", change: do(lostDependency, lists([3]string{"strngs", "package strngs is not in std (/usr/local/go/src/strngs)", "main.go:4:2"})), want: []health.FindingID{"dependency-missing"}},
		{name: "untidy", change: do(loadFails("go: updates to go.mod needed"), listFails("go: updates to go.mod needed; to update it:\n\tgo mod tidy")), want: []health.FindingID{"dependency-missing"}},
		{name: "same-sentence-of-gopls-for-another-cause", change: do(loadFails(`could not import rsc.io/quote (no required module provides package "rsc.io/quote")`),
			lists([3]string{"rsc.io/quote", "missing go.sum entry for module providing package rsc.io/quote", ""}))},
		{name: "fresh-clone", change: do(lostDependency, notDownloaded, lists([3]string{"rsc.io/quote", "module lookup disabled by GOPROXY=off", "main.go:6:2"}))},
		{name: "own-package-cut-off-by-a-nested-module", change: do(module("internal", nil), lostDependency, lists(need("example.com/app/internal/util")))},
		{name: "broken-goroot", change: do(loadFails("x"), lists([3]string{"fmt", "package fmt is not in std (/tmp/empty/src/fmt)", "main.go:3:2"}))},
	})
}

func TestModulesNotDownloaded(t *testing.T) {
	second := goMod(func(m *health.GoMod) {
		m.Requires = append(m.Requires, health.Require{Path: "rsc.io/sampler", Version: "v1.3.0", Line: 6})
	})
	only := func(s *health.Snapshot) { notDownloaded(s); s.Missing = s.Missing[:1] }
	off := [3]string{"rsc.io/quote", "module lookup disabled by GOPROXY=off", "main.go:6:2"}
	runCases(t, ModulesNotDownloaded, []testCase{
		{name: "all-here"},
		{name: "fresh-clone", change: do(second, notDownloaded, pulse(health.PulseNotTaken)), want: []health.FindingID{"modules-not-downloaded"}},
		{name: "for-other-systems-only", change: do(second, notDownloaded)},
		{name: "for-other-systems-only-and-another-fault", change: do(second, only, lostDependency, lists([3]string{"x.y/z", "no required module provides package x.y/z", ""}))},
		{name: "go-asked-for-it", change: do(second, only, lostDependency, lists(), func(s *health.Snapshot) { s.Missing[0].Needed = true }),
			want: []health.FindingID{"modules-not-downloaded"}},
		{name: "fresh-clone-windows", system: "windows", change: do(second, notDownloaded, pulse(health.PulseNotTaken)), want: []health.FindingID{"modules-not-downloaded"}},
		{name: "fresh-clone-pulse-taken", change: do(notDownloaded, lostDependency, lists(off)), want: []health.FindingID{"modules-not-downloaded"}},
		{name: "one-is-missing-and-not-asked-for", change: do(second, only)},
		{name: "one-is-missing-and-questions-fail", change: do(second, only, lostDependency), want: []health.FindingID{"modules-not-downloaded"}},
		{name: "only-indirect-ones-are-missing", change: func(s *health.Snapshot) { notDownloaded(s); s.Missing[0].Indirect = true }},
		{name: "go-needs-one-that-go-mod-does-not-name", change: do(loadFails("x"), listFails("go: rsc.io/old@v1.0.0: module lookup disabled by GOPROXY=off")), want: []health.FindingID{"modules-not-downloaded"}},
		{name: "the-users-own-proxy-is-off", change: do(notDownloaded, lostDependency, lists(off), written("GOPROXY", "off"))},
		{name: "tools-module-not-downloaded", change: do(module("tools", func(m *health.GoMod) {
			m.Requires = []health.Require{{Path: "rsc.io/tool", Version: "v1.0.0", Line: 5}}
		}), func(s *health.Snapshot) {
			s.Missing = []health.MissingModule{{GoMod: inFolder(s, "tools/go.mod"), Path: "rsc.io/tool", Version: "v1.0.0"}}
		})},
		{name: "no-requirements", change: goMod(func(m *health.GoMod) { m.Requires = nil })},
	})
}
