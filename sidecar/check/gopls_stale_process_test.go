package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// A server that answers is stale all the same if another one would start now.
func TestGoplsStaleProcess(t *testing.T) {
	binary := []health.FindingID{"gopls-stale:binary"}
	variable := func(name string) []health.FindingID {
		return []health.FindingID{health.FindingID("gopls-stale:" + name)}
	}
	runs := func(change func(*health.Process)) func(*health.Snapshot) {
		return do(window, process(goplsPID, change))
	}
	build := func(version, built health.Public) *health.Build {
		return &health.Build{Version: version, GoVersion: built, Package: "golang.org/x/tools/gopls"}
	}
	older := func(p *health.Process) { p.Build, p.Deleted = build("v0.22.0", "go1.26.8"), true }
	// ran changes the environment of the running server alone.
	ran := func(name, value string) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			v, _ := health.MakeVariable("linux", name, value, health.Source{Kind: health.FromEnvironment, Name: health.Public(name), PID: goplsPID})
			s.RunningGopls.Servers[0].Variables = put(s.RunningGopls.Servers[0].Variables, v)
		}
	}
	now := func(name, value string) func(*health.Snapshot) {
		return do(window, toolVar(health.ScopeUser, name, value))
	}
	changed := func(s *health.Snapshot) {
		header(string(s.Gopls.Path), func(b *health.Binary) { b.Modified = "2026-11-21T10:00:00Z" })(s)
	}
	runCases(t, GoplsStale, []testCase{
		{name: "process-is-the-one", change: window},
		{name: "process-updated-under-it", change: runs(older), want: binary},
		{name: "process-older-version-elsewhere", change: runs(func(p *health.Process) { p.Build, p.Executable = build("v0.22.0", "go1.26.8"), "/opt/old/gopls" }), want: binary},
		{name: "process-replaced-by-the-same-build", change: runs(func(p *health.Process) { p.Deleted = true })},
		{name: "process-replaced-by-another-build-of-yours", change: do(window, func(s *health.Snapshot) {
			header(theGopls, func(b *health.Binary) { b.Build.Version = "(devel)" })(s)
		}, process(goplsPID, func(p *health.Process) { p.Build, p.Deleted = build("(devel)", "go1.26.8"), true })), want: binary},
		{name: "process-built-by-another-go", change: runs(func(p *health.Process) { p.Build, p.Deleted = build("v0.23.0", "go1.25.9"), true }), want: binary},
		{name: "process-file-changed-darwin", system: "darwin", change: do(window, changed), want: binary},
		{name: "process-file-changed-windows", system: "windows", change: do(window, changed), want: binary},
		{name: "process-touched-linux", change: do(window, changed)},
		{name: "process-behind-a-wrapper", change: do(runs(func(p *health.Process) { p.Executable = "/opt/gopls" }), header(theGopls, func(b *health.Binary) { b.Kind, b.Build = health.BinaryScript, nil }))},
		{name: "process-of-another-window", change: do(window, added(300, func(p *health.Process) { p.Window = health.WindowOther; older(p) }))},
		{name: "process-of-ours", change: do(window, process(privatePID, older))},
		{name: "variable-exported-since", change: do(window, ran("GOFLAGS", "-tags=old"), func(s *health.Snapshot) {
			v, _ := health.MakeVariable("linux", "GOFLAGS", "-tags=new", health.Source{Kind: health.FromEnvironment, Name: "GOFLAGS"})
			s.ToolEnvs[0].Variables = put(s.ToolEnvs[0].Variables, v)
		}), want: variable("GOFLAGS")},
		{name: "variable-set-since", change: now("GOPRIVATE", "corp.example"), want: variable("GOPRIVATE")},
		{name: "variable-taken-away-since", change: do(window, ran("GOOS", "windows")), want: variable("GOOS")},
		{name: "variable-sticky-goroot", change: do(window, ran("GOROOT", "/opt/go1.25"), toolVar(health.ScopeUser, "GOROOT", "/usr/local/go")), want: variable("GOROOT")},
		{name: "variable-goroot-that-go-finds-itself", change: do(window, ran("GOROOT", "/usr/local/go"))},
		{name: "variable-that-comes-to-the-same", change: do(window, ran("GOFLAGS", "-buildvcs=false"))},
		{name: "variable-copied-at-start", change: now("GOPATH", "/home/ada/go")},
		{name: "variable-with-a-secret", change: do(window, ran("GOPROXY", "https://ada:x@proxy.example"), toolVar(health.ScopeUser, "GOPROXY", "https://(hidden)@proxy.example"))},
		{name: "variable-of-a-daemon", change: do(now("GOPRIVATE", "corp.example"), func(s *health.Snapshot) { s.RunningGopls.Servers[0].Forwards = true })},
		{name: "variable-not-readable", change: do(now("GOPRIVATE", "corp.example"), func(s *health.Snapshot) { s.RunningGopls.Servers[0].Error = "permission denied" })},
		{name: "variable-of-one-of-two-folders", change: do(secondFolder, window, func(s *health.Snapshot) {
			v, _ := health.MakeVariable("linux", "GOPRIVATE", "corp.example", health.Source{Kind: health.FromSetting, Name: "go.toolsEnvVars.GOPRIVATE"})
			s.ToolEnvs[1].Variables = put(s.ToolEnvs[1].Variables, v)
		})},
	})
}

// What proves staleness by its answers is one finding, with what makes it stale as evidence.
func TestStaleIsOneFinding(t *testing.T) {
	s := healthy("linux")
	do(window, ownServer(answeredBy(health.TargetDependency, "", noMetadata)), process(goplsPID, func(p *health.Process) { p.Deleted, p.Build = true, nil }))(s)
	found, _ := Examine(s, []*Check{GoplsStale}, func() float64 { return 0 })
	if len(found) != 1 || found[0].Severity != health.Error {
		t.Fatalf("%+v", found)
	}
	for _, e := range found[0].Evidence {
		if e.What.ID == goplsStale.say("would-start", nil).ID {
			return
		}
	}
	t.Errorf("no word of the file: %+v", found[0].Evidence)
}
