package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// atRunTime has another extension write a variable into the editor's environment after it was started.
func atRunTime(name, value string) func(*health.Snapshot) {
	return exported(name, value) // it is not in AtActivation
}

func TestEnvDrift(t *testing.T) {
	flags := loginShell("GOFLAGS", "-tags=integration")
	runCases(t, EnvDrift, []testCase{
		// It fires.
		{name: "shell-alone-sets-it", change: flags, want: []health.FindingID{"env-drift:GOFLAGS"}},
		{name: "darwin", system: "darwin", change: flags, want: []health.FindingID{"env-drift:GOFLAGS"}},
		{name: "two-folders-one-finding", change: do(secondFolder, flags), want: []health.FindingID{"env-drift:GOFLAGS"}},
		{name: "another-value-on-which-the-shell-insists", change: do(loginShell("GOPATH", "/home/ada/code"), setAtStart("GOPATH", "/home/ada/old"), shellInsists("GOPATH", "/home/ada/code")),
			want: []health.FindingID{"env-drift:GOPATH"}},
		{name: "go-extension-copied-the-default", change: do(loginShell("GOPATH", "/home/ada/code"), atRunTime("GOPATH", "/home/ada/go"), shellInsists("GOPATH", "/home/ada/code")),
			want: []health.FindingID{"env-drift:GOPATH"}},
		{name: "the-goenv-file-says-otherwise", change: do(loginShell("GOPROXY", "https://goproxy.corp.example"), written("GOPROXY", "https://other.example")), want: []health.FindingID{"env-drift:GOPROXY"}},
		{name: "private-modules", change: loginShell("GOPRIVATE", "git.corp.example"), want: []health.FindingID{"env-drift:GOPRIVATE"}},
		{name: "cgo-off", change: loginShell("CGO_ENABLED", "0"), want: []health.FindingID{"env-drift:CGO_ENABLED"}},
		{name: "tools-land-elsewhere", change: loginShell("GOBIN", "/home/ada/bin"), want: []health.FindingID{"env-drift:GOBIN"}},
		{name: "a-toolchain-by-name", change: loginShell("GOTOOLCHAIN", "go1.25.9"), want: []health.FindingID{"env-drift:GOTOOLCHAIN"}},
		{name: "local-where-a-newer-go-is-needed", change: do(loginShell("GOTOOLCHAIN", "local"), goMod(func(m *health.GoMod) { m.Go = "1.27" })), want: []health.FindingID{"env-drift:GOTOOLCHAIN"}},
		{name: "two-variables", change: loginShell("GOFLAGS", "-mod=mod", "GOOS", "js"), want: []health.FindingID{"env-drift:GOFLAGS", "env-drift:GOOS"}},
		{name: "go-work-off", change: do(goWork("1.26.0", ""), loginShell("GOWORK", "off")), want: []health.FindingID{"env-drift:GOWORK"}},

		// There is nothing to compare.
		{name: "command-line", change: do(flags, func(s *health.Snapshot) { s.Editor.Present = false }), state: health.StateNotApplicable},
		{name: "started-in-a-terminal", change: do(flags, fromTerminal), state: health.StateNotApplicable},
		{name: "not-asked", change: do(flags, func(s *health.Snapshot) { s.LoginShell.State = health.ShellNotAsked }), state: health.StateNotApplicable},
		{name: "shell-too-late", change: do(flags, func(s *health.Snapshot) { s.LoginShell.State = health.ShellLate }), state: health.StateNotApplicable},
		{name: "no-go", change: do(flags, noGo), state: health.StateNotApplicable},
		{name: "go-does-not-answer", change: do(flags, goFails(health.GoExit, 2, "no")), state: health.StateInconclusive},

		// Somebody meant it.
		{name: "a-setting", change: do(flags, toolVar(health.ScopeUser, "GOFLAGS", "-tags=other"))},
		{name: "a-setting-of-gopls", change: do(flags, goplsVar(health.ScopeUser, "GOFLAGS", "-tags=other"))},
		{name: "direnv-at-run-time", change: do(flags, atRunTime("GOFLAGS", "-tags=other"), shellInsists("GOFLAGS", "-tags=integration"))},
		{name: "direnv-sets-a-gopath", change: do(loginShell("GOPATH", "/home/ada/code"), atRunTime("GOPATH", "/home/ada/src/app/.go"), shellInsists("GOPATH", "/home/ada/code"))},
		{name: "a-container-sets-it-and-the-shell-does-not", change: do(loginShell(), setAtStart("GOPATH", "/go"), setAtStart("GOFLAGS", "-mod=mod"))},
		{name: "a-start-up-file-keeps-what-it-finds", change: do(loginShell("GOPATH", "/root/go"), setAtStart("GOPATH", "/go"), shellInsists("GOPATH", "/go"))},
		{name: "the-second-question-failed", change: do(loginShell("GOPATH", "/root/go"), setAtStart("GOPATH", "/go"))},

		// It makes no difference.
		{name: "equal", change: do(flags, setAtStart("GOFLAGS", "-tags=integration"))},
		{name: "added-twice", change: do(flags, setAtStart("GOFLAGS", "-tags=integration -tags=integration"), shellInsists("GOFLAGS", "-tags=integration -tags=integration -tags=integration"))},
		{name: "the-goenv-file-says-the-same", change: do(flags, written("GOFLAGS", "-tags=integration"))},
		{name: "set-to-nothing", change: loginShell("GOFLAGS", "", "GOROOT", "")},
		{name: "what-go-does-anyway", change: loginShell("GO111MODULE", "on", "GOPATH", "/home/ada/go/", "GOOS", "linux", "CGO_ENABLED", "1", "GOTOOLCHAIN", "auto", "GOBIN", "/home/ada/go/bin",
			"GOMODCACHE", "/home/ada/go/pkg/mod", "GOENV", "/home/ada/.config/go/env", "GOPROXY", "https://proxy.example,direct")},
		{name: "local-where-this-go-will-do", change: loginShell("GOTOOLCHAIN", "local")},
		{name: "flags-that-change-no-build", change: loginShell("GOFLAGS", "-buildvcs=false -trimpath --modcacherw")},
		{name: "no-go-work-to-switch-off", change: loginShell("GOWORK", "off")},
		{name: "no-goenv-file-to-switch-off", change: loginShell("GOENV", "off")},
		{name: "fewer-private-modules", change: do(loginShell("GOPRIVATE", "b.example"), setAtStart("GOPRIVATE", "a.example, b.example"), shellInsists("GOPRIVATE", "b.example"))},
		{name: "goroot-under-the-name-of-a-link", change: loginShell("GOROOT", "/opt/homebrew/opt/go/libexec")},
		{name: "places-and-proxies-of-the-machine", change: loginShell("GOCACHE", "/fast/cache", "GOTMPDIR", "/fast/tmp", "HTTPS_PROXY", "http://proxy.example:3128", "GODEBUG", "x=1", "CC", "clang", "PATH", "/opt/bin")},
		{name: "a-value-with-a-secret", change: loginShell("GOFLAGS", "-toolexec=x -ldflags=-X=main.key=abc")},
	})
}

// The variable that another check already speaks of is one fault; a different one stays a root of its own.
func TestEnvDriftFolds(t *testing.T) {
	s := healthy("linux")
	do(loginShell("GO111MODULE", "on", "GOBIN", "/home/ada/bin"), setAtStart("GO111MODULE", "off"), shellInsists("GO111MODULE", "on"))(s)
	found, _ := Examine(s, []*Check{Go111moduleOff, EnvDrift}, func() float64 { return 0 })
	because := map[health.FindingID]health.FindingID{}
	for _, f := range found {
		because[f.ID()] = f.Because
	}
	if why, ok := because["env-drift:GO111MODULE"]; !ok || why != "go111module-off" {
		t.Errorf("GO111MODULE: %q", because)
	}
	if why, ok := because["env-drift:GOBIN"]; !ok || why != "" {
		t.Errorf("GOBIN: %q", because)
	}
}
