package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestSettingPathUnusable(t *testing.T) {
	tool := func(name health.Public, path health.Path, state health.CandidateState) func(*health.Snapshot) {
		return pathSetting(health.ScopeUser, "go.alternateTools", name, path, health.WantsExecutable, state)
	}
	inLaunch := func(name health.Public, path health.Path, wants health.PathKind, state health.CandidateState) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			s.SettingPaths = append(s.SettingPaths, health.SettingPath{Name: name, Launch: "Run", Folder: s.Folders[0].Path, Written: path, Path: path, Wants: wants, State: state,
				Source: health.Source{Kind: health.FromFile, Name: name, File: launchFile, Line: 8}})
		}
	}
	nameFound := func(s *health.Snapshot) {
		for i := range s.Lookups {
			if s.Lookups[i].Tool == "gopls" {
				s.Lookups[i].Why = "alternateTool"
			}
		}
	}
	runCases(t, SettingPathUnusable, []testCase{
		{name: "none", state: health.StateNotApplicable},
		{name: "good", change: tool("gopls", "/home/ada/go/bin/gopls", health.CandidateUsable)},
		{name: "tool-missing", change: tool("gopls", "/Users/bob/go/bin/gopls", health.CandidateMissing), want: []health.FindingID{"setting-path-unusable:go.alternateTools.gopls"}},
		{name: "tool-is-directory", change: tool("go", "/usr/local/go/bin", health.CandidateDirectory), want: []health.FindingID{"setting-path-unusable:go.alternateTools.go"}},
		{name: "tool-not-executable", change: tool("dlv", "/home/ada/dlv", health.CandidateNotExecutable), want: []health.FindingID{"setting-path-unusable:go.alternateTools.dlv"}},
		{name: "other-name-that-is-found", change: do(tool("gopls", "gopls-nightly", ""), nameFound)},
		{name: "other-name-that-is-not", change: tool("gopls", "gopls-nightly", ""), want: []health.FindingID{"setting-path-unusable:go.alternateTools.gopls"}},
		{name: "other-name-of-an-unsearched-tool", change: tool("customFormatter", "gofumpt2", "")},
		{name: "relative-path", change: tool("customFormatter", "./bin/fmt", ""), want: []health.FindingID{"setting-path-unusable:go.alternateTools.customFormatter"}},
		{name: "goroot-gone", change: pathSetting(health.ScopeWorkspace, "go.goroot", "", "/opt/go1.22", health.WantsDirectory, health.CandidateMissing),
			want: []health.FindingID{"setting-path-unusable:go.goroot"}},
		{name: "goroot-is-a-file", change: pathSetting(health.ScopeUser, "go.goroot", "", "/usr/local/go/bin/go", health.WantsDirectory, health.CandidateNotDirectory),
			want: []health.FindingID{"setting-path-unusable:go.goroot"}},
		{name: "local-setting-on-a-remote-host", change: do(inEditor, func(s *health.Snapshot) { s.Editor.Remote = "dev-container" },
			tool("go", "/opt/homebrew/bin/go", health.CandidateMissing)), want: []health.FindingID{"setting-path-unusable:go.alternateTools.go"}},
		{name: "env-file-of-tests", change: pathSetting(health.ScopeWorkspace, "go.testEnvFile", "", "/home/ada/src/app/.env", health.WantsFile, health.CandidateMissing),
			want: []health.FindingID{"setting-path-unusable:go.testEnvFile"}},
		{name: "launch-program-gone", change: inLaunch("program", "/home/ada/src/app/cmd/old", health.WantsAnything, health.CandidateMissing),
			want: []health.FindingID{"setting-path-unusable:Run.program"}},
		{name: "launch-env-file-unreadable", change: inLaunch("envFile", "/home/ada/src/app/.env", health.WantsFile, health.CandidateUnreadable),
			want: []health.FindingID{"setting-path-unusable:Run.envFile"}},
		{name: "launch-relative", change: inLaunch("program", "cmd/app", health.WantsAnything, "")},
		{name: "windows", system: "windows", change: tool("go", `C:\go1.20\bin\go.exe`, health.CandidateMissing), want: []health.FindingID{"setting-path-unusable:go.alternateTools.go"}},
	})
}
