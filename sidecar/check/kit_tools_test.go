package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

func init() {
	for _, id := range []health.ProbeID{health.ProbeGoExtension, health.ProbeLaunches, health.ProbeSettingPaths, health.ProbeGoOverlay, health.ProbeOtherTools} {
		if !slices.Contains(allProbes, id) {
			allProbes = append(allProbes, id)
		}
	}
}

const launchFile = health.Path("/home/ada/src/app/.vscode/launch.json")

// manifest is what the installed golang.go declares, in short.
func manifest(version health.Public) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.GoExtension = health.GoExtension{Dir: "/home/ada/.vscode/extensions/golang.go-" + health.Path(version), Version: version, State: health.FileOK,
			Keys: []health.Public{"go.alternateTools", "go.buildFlags", "go.buildTags", "go.diagnostic.vulncheck", "go.goroot", "go.languageServerFlags",
				"go.testTimeout", "go.toolsEnvVars", "go.toolsManagement.checkForUpdates", "go.useLanguageServer", "gopls"}}
	}
}

// extension is golang.go in a running editor.
func extension(version health.Public, active, exports bool) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		inEditor(s)
		s.Editor.Extensions = []health.Extension{{ID: "golang.go", Version: version, Active: active, Exports: exports}}
		if exports {
			s.Editor.Commands = []health.Public{"go.languageserver.restart"}
		}
	}
}

// launchConfig is a debug configuration of type go in the folder.
func launchConfig(change func(*health.Launch)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		l := health.Launch{Name: "Run", Folder: s.Folders[0].Path, File: launchFile, Line: 4, Request: "launch", Mode: "auto"}
		if change != nil {
			change(&l)
		}
		s.Launches = append(s.Launches, l)
	}
}

// dlv is a debugger that the editor finds; an empty version is none.
func dlv(version, builtBy health.Public) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		l := health.Lookup{Tool: "dlv", Purpose: health.ForEditor, Folder: s.Folders[0].Path, Source: health.Source{Kind: health.FromDefault}}
		if version != "" {
			p := placeOf(string(s.System.OS))
			l.Path, l.Why = health.Path(health.Join(string(s.System.OS), p.gopath, "bin", "dlv"+p.exe)), "gopath"
			b := nativeBinary(string(s.System.OS), l.Path, string(builtBy), "github.com/go-delve/delve/cmd/dlv")
			b.Build.Version = version
			s.Binaries = append(s.Binaries, b)
		}
		s.Lookups = append(s.Lookups, l)
	}
}

// anotherGopls is a gopls that the search passes over.
func anotherGopls(path health.Path, why, version health.Public) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.OtherTools = append(s.OtherTools, health.OtherTool{Tool: "gopls", Folder: s.Folders[0].Path, Path: path, Real: path, Why: why, Version: version, BuiltBy: "go1.26.8"})
	}
}

// pathSetting is a path in a setting at a scope, as it was found.
func pathSetting(scope health.Scope, key, member health.Public, path health.Path, wants health.PathKind, state health.CandidateState) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		set := setting(s, scope, key, member, health.DataOf(string(path)))
		s.SettingPaths = append(s.SettingPaths, health.SettingPath{Name: set.Source().Name, Source: set.Source(), Folder: s.Folders[0].Path, Written: path,
			Path: path, Wants: wants, State: state})
	}
}

// overlay is a release with names that it declares twice.
func overlay(s *health.Snapshot) {
	s.Overlays = []health.Overlay{{Root: "/usr/local/go", Files: 387, Twice: []health.DeclaredTwice{
		{Name: "internal/abi.Map", First: "/usr/local/go/src/internal/abi/map.go", Second: "/usr/local/go/src/internal/abi/map_swiss.go"},
		{Name: "internal/abi.MapIter", First: "/usr/local/go/src/internal/abi/map.go", Second: "/usr/local/go/src/internal/abi/map_swiss.go"},
		{Name: "runtime.mapassign", First: "/usr/local/go/src/runtime/map.go", Second: "/usr/local/go/src/runtime/map_noswiss.go"}}}}
}

// driver is a gopackagesdriver on the PATH of gopls.
func driver(path health.Path) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Lookups = append(s.Lookups, health.Lookup{Tool: "gopackagesdriver", Purpose: health.ForServer, Folder: s.Folders[0].Path, Path: path, Why: "path",
			Source: health.Source{Kind: health.FromEnvironment, Name: "PATH"}})
	}
}

// runs makes go env answer with another release.
func runs(version string) func(*health.Snapshot) { return answers("GOVERSION", version) }
