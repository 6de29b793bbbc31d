package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

var (
	broken23    = loadFails("something that no table knows")
	denyCache   = onDisk("GOCACHE", func(d *health.Directory) { d.Writable, d.Error, d.Path = false, "permission denied", "/mnt/cache" })
	workOfTwo   = do(module("a", nil), module("b", nil), goWork("1.26.0", "", "a", "b"))
	twoModules  = do(module("a", nil), module("b", nil))
	shellFlags  = loginShell("GOFLAGS", "-tags=integration")
	oldDebugger = do(launchConfig(nil), dlv("v1.24.2", "go1.24.0"))
)

// fires has one way for each check of an edge to fire in the first folder, of that folder alone where a check can be.
var fires = map[health.CheckID]func(*health.Snapshot){
	"go-missing":    nowhere(health.ForEditor),
	"go-unrunnable": nowhere(health.ForEditor, health.Candidate{Why: "path", Path: "/opt/go/bin/go", State: health.CandidateNotExecutable}),
	"go-hangs":      goFails(health.GoHangs, -1, ""),
	"go-noisy":      goFails(health.GoNoise, 0, ""),
	"goroot-invalid": do(folderVar("GOROOT", "/gone"), tree("/gone", "", gone),
		pulse(health.PulseBad, "go: cannot find GOROOT directory: /gone")),
	"goroot-mismatch":     do(folderVar("GOROOT", "/opt/go1.24"), tree("/opt/go1.24", "go1.24.13", nil)),
	"goroot-overlay":      do(folderVar("GOROOT", "/opt/mix"), tree("/opt/mix", "go1.26.8", nil), func(s *health.Snapshot) { overlay(s); s.Overlays[0].Root = "/opt/mix" }),
	"goflags-invalid":     do(folderVar("GOFLAGS", "-foo"), pulse(health.PulseBad, "go: parsing $GOFLAGS: unknown flag -foo")),
	"goflags-mod":         do(workOfTwo, folderVar("GOFLAGS", "-mod=mod"), pulse(health.PulseBad, "go: -mod may only be set to readonly or vendor when in workspace mode")),
	"gotoolchain-invalid": do(folderVar("GOTOOLCHAIN", "latest"), goFails(health.GoExit, 1, `go: invalid GOTOOLCHAIN "latest"`), pulse(health.PulseBad, "x")),
	"go-version-required": do(asks("1.27.0", ""), folderVar("GOTOOLCHAIN", "local")),
	"env-value-invalid":   do(folderVar("GOEXPERIMENT", "x"), goFails(health.GoExit, 1, "go: unknown GOEXPERIMENT x"), pulse(health.PulseBad, "go: unknown GOEXPERIMENT x")),
	"target-invalid":      do(folderVar("GOARCH", "aarch64"), pulse(health.PulseBad, "go: unsupported GOOS/GOARCH pair linux/aarch64")),
	"cross-target":        folderVar("GOOS", "windows"),
	"cache-unusable":      do(denyCache, broken23),
	"tmpdir-unusable": tmp("GOTMPDIR", "/nonexistent", health.Source{Kind: health.FromSetting, Name: "go.toolsEnvVars.GOTMPDIR", Scope: health.ScopeFolder},
		func(d *health.Directory) { d.Exists, d.Directory, d.Writable = false, false, false }),
	"gopackagesdriver":         do(folderVar("GOPACKAGESDRIVER", "/opt/driver"), pulse(health.PulseBad, "no packages returned")),
	"gopls-missing":            lostGopls,
	"gopls-flags-invalid":      do(folderSetting("go.languageServerFlags", "", `["-mod=mod"]`), triedFlags),
	"gopls-setting-invalid":    do(knowsSettings, folderSetting("gopls", "build.buildFlags", `["-nosuchflag"]`), pulse(health.PulseBad, "flag provided but not defined: -nosuchflag")),
	"gopls-setting-unknown":    gopls(health.ScopeUser, "nonsense", "1"),
	"gopls-setting-deprecated": gopls(health.ScopeUser, "build.experimentalWorkspaceModule", "true"),
	"gopls-shadowed":           do(goplsVersion("v0.18.1", "go1.24.0"), anotherGopls("/opt/homebrew/bin/gopls", "path", "v0.23.0")),
	"gopls-built-old":          goplsVersion("v0.18.1", "go1.24.13"),
	"gopls-stale":              ownServer(answeredBy(health.TargetDependency, "", noMetadata)),
	"go-extension-failed":      extension("0.56.0", true, false),
	"go-version-old":           runs("go1.20.14"),
	"go-differs":               finds(health.ForServer, "/opt/go1.25/bin/go", "go1.25.9"),
	"goroot-pinned":            do(folderVar("GOROOT", "/home/ada/sdk/go1.26.8"), tree("/home/ada/sdk/go1.26.8", "go1.26.8", nil), tree("/opt/go", "go1.26.9", nil)),
	"go111module-off":          do(folderVar("GO111MODULE", "off"), pulse(health.PulseBad, "x")),
	"go-mod-invalid":           do(brokenGoMod, loadFails("errors parsing go.mod:")),
	"go-work-invalid": do(goWork("1.26.0", ""), func(s *health.Snapshot) {
		w := s.Folders[0].Work
		w.State, w.Problems, w.Uses = health.FileInvalid, []health.Problem{{Line: 3, Message: "unknown directive: x"}}, nil
	}),
	"go-work-dangling":     do(workOfTwo, func(s *health.Snapshot) { u := &s.Folders[0].Work.Uses[1]; u.Exists, u.Module, u.Go = false, "", "" }),
	"go-work-version":      do(twoModules, goWork("1.20", "a", "b")),
	"go-work-omits":        do(module("a", nil), goWork("1.26.0", "a")),
	"vendor-inconsistent":  do(vendored, vendorList(func(v *health.Vendor) { v.Modules[0].Version = "v1.0.0" })),
	"checksum-mismatch":    listFails("go: verifying rsc.io/quote@v1.5.2: checksum mismatch"),
	"module-cache-damaged": damaged("rsc.io/torn"),
	"workspace-alias": func(s *health.Snapshot) {
		s.Sources[0].Spelling = "/home/ada/src/App"
		s.Sources[0].Folder = s.Folders[0].Path
	},
	"workspace-unreadable": sources(func(t *health.SourceTree) {
		t.Unreadable = []health.Refusal{{Path: t.Folder + "/internal", Directory: true, Why: health.RefusedByMode, Error: "permission denied"}}
	}),
	"module-missing":         do(noModules, lostDependency, says("./...", "pattern ./...: directory prefix . does not contain main module or its selected dependencies")),
	"replace-dangling":       do(replaced("rsc.io/quote", "/home/ada/nowhere", false), lostDependency),
	"gosum-incomplete":       do(lostDependency, says("rsc.io/quote", "missing go.sum entry for module providing package rsc.io/quote")),
	"dependency-missing":     do(lostDependency, says("rsc.io/absent", "no required module provides package rsc.io/absent; to add it:")),
	"modules-not-downloaded": do(notDownloaded, lostDependency, says("rsc.io/quote", "module lookup disabled by GOPROXY=off")),
	"module-download-failed": do(notDownloaded, needed, lostDependency, says("rsc.io/quote", `Get "https://proxy.example/x": dial tcp 192.0.2.1:443: connect: connection refused`)),
	"proxy-config":           folderVar("GOPROXY", "goproxy,direct"),
	"proxy-unreachable": do(folderVar("GOPROXY", "https://goproxy.corp.example,direct"), notDownloaded, needed, lostDependency,
		proxies(server("https://goproxy.corp.example", health.FaultRefused, health.PhaseConnect), direct())),
	"fd-limit":            do(says("fmt", "open /usr/local/go/src/fmt: too many open files"), pulse(health.PulseBad, "too many open files")),
	"module-stray":        do(strayAboveFolder, lostDependency),
	"package-dir-invalid": badDir("a b"),
	"cgo-unavailable":     do(usesCgo("c/c.go"), folderVar("CGO_ENABLED", "0")),
	"build-excluded":      opens("app.go", constrained("integration")),
	"directory-filters":   do(knowsSettings, folderSetting("gopls", "build.directoryFilters", `["-"]`)),
	"policy-unmet":        policy("1.25", ""),
	"culprit":             do(allRungs(health.RungFails, health.RungFails, health.RungHolds), isolated(named1(health.CulpritVariable, "FOO_RANDOM", "(hidden)", env("FOO_RANDOM")))),
	"server-cannot-start": dies(health.StageInitialize, 2, "", "nobody knows"),
	"gopls-load-failed":   broken23,
	"definition-broken":   answersTo("", "", isEmpty),
	"env-drift":           shellFlags,
	"toolchain-tmp-noexec": func(s *health.Snapshot) {
		s.ExecPlaces = []health.ExecPlace{{Role: "TMPDIR", Path: "/tmp", NoExec: true}}
	},
	"dlv-incompatible": oldDebugger,
	"slow-filesystem":  sluggish,
	"workspace-too-wide": do(at("/home/ada"), func(s *health.Snapshot) {
		m := s.Folders[0].Modules
		m[0].Dir, m[0].File = "/home/ada/x", "/home/ada/x/go.mod"
	}),
	"gopls-load-slow": func(s *health.Snapshot) {
		window(s)
		s.Life.Events = append(s.Life.Events, health.LifeEvent{Kind: health.EventLoading}, health.LifeEvent{Kind: health.EventLoaded, TookMs: 180_000, From: health.FromLogs})
		s.Ladders[0].Rungs = slices.Clone(s.Ladders[0].Rungs) // folders may share them
		s.Ladders[0].Rungs[0].Load.TookMs = 150_000
	},
	"gopls-old": do(extension("0.56.0", true, true), goplsVersion("v0.18.1", "go1.24.0")),
}

func triedFlags(s *health.Snapshot) {
	s.Gopls.FlagsTried, s.Gopls.FlagsExit, s.Gopls.FlagsError = true, 2, "flag provided but not defined: -mod"
}

// firesOtherwise are ways to fire in the second folder where that of fires would be one fault of the whole machine.
var firesOtherwise = map[health.CheckID]func(*health.Snapshot){
	"gopls-built-old": func(s *health.Snapshot) {
		const other = health.Path("/opt/old/gopls")
		for i := range s.Lookups {
			if l := &s.Lookups[i]; l.Tool == "gopls" {
				l.Path, l.Why = other, "alternateTool"
			}
		}
		s.Binaries = append(s.Binaries, nativeBinary("linux", other, "go1.24.13", "golang.org/x/tools/gopls"))
	},
}

// ofTheEditor are checks that speak of the editor, which looks at its first folder: there the second folder has the fault that
// explains nothing.
var ofTheEditor = map[health.CheckID]string{"go-extension-failed": "golang.go starts once, with what go answers in the first folder"}
