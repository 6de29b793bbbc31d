package check

import "github.com/govitals/govitals/sidecar/health"

// besideAll has, for edges that more than the folder keeps apart, two faults of one folder that have nothing to do with each other.
func besideAll() map[edge]func(*health.Snapshot) {
	out := map[edge]func(*health.Snapshot){}
	for _, cause := range Culprit.After { // an experiment that named something else
		out[edge{"culprit", cause}] = do(fires[cause], fires["culprit"])
	}
	for _, cause := range PolicyUnmet.After { // a policy that cannot be read
		out[edge{"policy-unmet", cause}] = do(fires[cause], policy("", ""), func(s *health.Snapshot) { s.Policies[0].Fault = "line 3: unknown key" })
	}
	for own, change := range besideFixture {
		out[edge{own, "go-mod-invalid"}] = do(change, fixture)
	}
	for e, change := range besideOne {
		out[e] = change
	}
	return out
}

// fixture is a go.mod that cannot be read, in a deeper directory that nothing else speaks of.
func fixture(s *health.Snapshot) {
	module("testdata/broken", func(m *health.GoMod) { m.State, m.Markers = health.FileInvalid, 2 })(s)
}

// besideFixture are the checks whose fault is in the module that the folder is about.
var besideFixture = map[health.CheckID]func(*health.Snapshot){
	"cgo-unavailable":        fires["cgo-unavailable"],
	"checksum-mismatch":      do(broken23, listFails("go: verifying rsc.io/quote@v1.5.2: checksum mismatch")),
	"dependency-missing":     fires["dependency-missing"],
	"gosum-incomplete":       fires["gosum-incomplete"],
	"module-download-failed": fires["module-download-failed"],
	"module-stray":           fires["module-stray"],
	"modules-not-downloaded": fires["modules-not-downloaded"],
	"package-dir-invalid":    fires["package-dir-invalid"],
	"replace-dangling":       fires["replace-dangling"],
	"vendor-inconsistent":    fires["vendor-inconsistent"],
	"go-extension-failed":    do(extension("0.56.0", true, false), goFails(health.GoExit, 1, "nobody knows"), broken23),
	"gopls-load-failed":      broken23,
	"definition-broken":      fires["definition-broken"],
	"server-cannot-start":    fires["server-cannot-start"],
}

var (
	lostRoot  = fires["goroot-invalid"]
	forGopls  = goplsVar(health.ScopeUser, "GOROOT", "/gone")
	otherTeam = folderVar("GOPRIVATE", "https://git.example.com/team")
)

var besideOne = map[edge]func(*health.Snapshot){
	{"build-excluded", "cross-target"}:   do(folderVar("GOOS", "windows"), opens("app.go", constrained("integration"))),
	{"build-excluded", "target-invalid"}: do(fires["target-invalid"], opens("app.go", constrained("integration"))),
	{"cgo-unavailable", "cross-target"}:  do(usesCgo("c/c.go"), folderVar("CGO_ENABLED", "0"), folderVar("GOOS", "windows")),
	{"directory-filters", "gopls-setting-invalid"}: do(gopls(health.ScopeUser, "usePlaceholders", `"true"`),
		gopls(health.ScopeUser, "build.directoryFilters", `["-"]`)),
	{"dependency-missing", "module-stray"}: do(module("internal", nil), lostDependency, lists(
		[3]string{"example.com/app/internal/util", "no required module provides package example.com/app/internal/util; to add it:", "main.go:6:2"},
		[3]string{"rsc.io/absent", "no required module provides package rsc.io/absent; to add it:", "main.go:7:2"})),
	{"dependency-missing", "module-missing"}: do(fires["dependency-missing"], func(s *health.Snapshot) {
		s.Folders[0].Unmoduled = inFolder(s, "scripts")
		s.Folders[0].Modules[0].Dir, s.Folders[0].Modules[0].File = inFolder(s, "svc"), inFolder(s, "svc/go.mod")
		s.Lists[0].Errors[0].Pos = "svc/main.go:6:2"
	}, answersTo("", "", func(a *health.Answer) { a.File = "/home/ada/src/app/scripts/x.go" })),
	{"culprit", "gopls-setting-invalid"}: do(fires["culprit"], gopls(health.ScopeUser, "usePlaceholders", `"true"`)),
	{"go-work-omits", "go-work-dangling"}: do(fires["go-work-dangling"], func(s *health.Snapshot) {
		s.Editor.ActiveFile = inFolder(s, "tools/x.go")
		module("tools", nil)(s)
	}),
	{"gopls-missing", "go-missing"}:                  do(lostGopls, nowhere(health.ForServer)),
	{"goroot-pinned", "goroot-invalid"}:              do(fires["goroot-pinned"], forGopls, tree("/gone", "", gone)),
	{"goroot-pinned", "goroot-mismatch"}:             do(fires["goroot-pinned"], goplsVar(health.ScopeUser, "GOROOT", "/opt/go1.24"), tree("/opt/go1.24", "go1.24.13", nil)),
	{"module-download-failed", "proxy-config"}:       do(fires["module-download-failed"], otherTeam),
	{"module-download-failed", "goroot-invalid"}:     do(lostRoot, fires["module-download-failed"]),
	{"modules-not-downloaded", "goroot-invalid"}:     do(lostRoot, fires["modules-not-downloaded"]),
	{"proxy-unreachable", "proxy-config"}:            do(fires["proxy-unreachable"], otherTeam),
	{"env-drift", "goflags-invalid"}:                 do(loginShell("GOPATH", "/home/ada/code"), fires["goflags-invalid"]),
	{"env-drift", "go111module-off"}:                 do(loginShell("GOPATH", "/home/ada/code"), fires["go111module-off"]),
	{"toolchain-tmp-noexec", "tmpdir-unusable"}:      do(fires["toolchain-tmp-noexec"], tmp("TMPDIR", "/full", health.Source{}, func(d *health.Directory) { d.FreeBytes = 0 }), ownTemporary),
	{"dlv-incompatible", "go-version-old"}:           do(runs("go1.20.14"), launchConfig(nil), dlv("v1.9.1", "go1.19.0")),
	{"gopls-old", "gopls-shadowed"}:                  do(fires["gopls-old"], anotherGopls("/usr/local/bin/gopls", "path", "v0.20.0")),
	{"cross-target", "target-invalid"}:               do(folderVar("GOOS", "windows"), goplsVar(health.ScopeUser, "GOARCH", "aarch64"), pulse(health.PulseNotTaken)),
	{"go-differs", "goroot-invalid"}:                 do(lostRoot, fires["go-differs"]),
	{"go-differs", "goroot-mismatch"}:                do(folderVar("GOROOT", "/opt/go1.24"), tree("/opt/go1.24", "go1.24.13", nil), fires["go-differs"]),
	{"cache-unusable", "goroot-invalid"}:             do(lostRoot, denyCache),
	{"gopls-built-old", "go-version-required"}:       do(fires["go-version-required"], goplsVersion("v0.21.1", "go1.25.9")),
	{"gopls-load-failed", "modules-not-downloaded"}:  do(notDownloaded, loadFails("nobody knows")),
	{"definition-broken", "replace-dangling"}:        do(fires["replace-dangling"], answersTo(health.TargetStandard, "", noMetadata)),
	{"definition-broken", "gopls-setting-invalid"}:   do(gopls(health.ScopeUser, "usePlaceholders", `"true"`), fires["definition-broken"]),
	{"gopls-load-failed", "gopls-setting-invalid"}:   do(gopls(health.ScopeUser, "usePlaceholders", `"true"`), broken23),
	{"server-cannot-start", "gopls-setting-invalid"}: do(gopls(health.ScopeUser, "usePlaceholders", `"true"`), fires["server-cannot-start"]),
}

// ownTemporary is a temporary directory of go's own from which nothing can be started.
func ownTemporary(s *health.Snapshot) {
	folderVar("GOTMPDIR", "/mnt/data/tmp")(s)
	v, _ := s.Origin(s.Folders[0].Path, "GOTMPDIR")
	s.Directories = append(s.Directories, health.Directory{Role: "GOTMPDIR", Folder: s.Folders[0].Path, Path: "/mnt/data/tmp", Exists: true, Directory: true, Writable: true,
		FreeBytes: 50 << 30, FreeInodes: -1, Source: v.Source})
	s.ExecPlaces = []health.ExecPlace{{Role: "GOTMPDIR", Path: "/mnt/data/tmp", NoExec: true, Source: v.Source}}
}
