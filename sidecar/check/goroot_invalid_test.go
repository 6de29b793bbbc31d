package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

const noRoot = "go: cannot find GOROOT directory: "

func TestGorootInvalid(t *testing.T) {
	want := []health.FindingID{"goroot-invalid"}
	noSources := func(t *health.GoTree) { t.Runtime, t.Unsafe, t.Builtin = false, false, false }
	noTools := func(t *health.GoTree) { t.Compile = false }
	runCases(t, GorootInvalid, []testCase{
		{name: "healthy"},
		{name: "healthy-windows", system: "windows"},
		{name: "s01-missing", want: want,
			change: do(inEditor, exported("GOROOT", "/nonexistent"), tree("/nonexistent", "", gone), goFails(health.GoExit, 2, noRoot+"/nonexistent"))},
		{name: "s01-on-the-command-line", want: want,
			change: do(exported("GOROOT", "/nonexistent"), tree("/nonexistent", "", gone), goFails(health.GoExit, 2, noRoot+"/nonexistent"))},
		{name: "s01-tools-env", want: want,
			change: do(inEditor, toolVar(health.ScopeWorkspace, "GOROOT", "/gone"), tree("/gone", "", gone), goFails(health.GoExit, 2, noRoot+"/gone"))},
		{name: "s01-gopls-env", want: want, change: do(inEditor, goplsVar(health.ScopeUser, "GOROOT", "/gone"), tree("/gone", "", gone))},
		{name: "beside-a-secret", want: want, change: do(inEditor, goplsVar(health.ScopeUser, "GOROOT", "/gone"), tree("/gone", "", gone), func(s *health.Snapshot) {
			s.Settings[0].Value = `{"CORP_TOKEN":"(hidden)","GOROOT":"/gone"}`
		})},
		{name: "s01-darwin", system: "darwin", want: want,
			change: do(exported("GOROOT", "/usr/local/opt/go/libexec"), tree("/usr/local/opt/go/libexec", "", gone), goFails(health.GoExit, 2, noRoot+"/usr/local/opt/go/libexec"))},
		{name: "s01-windows", system: "windows", want: want,
			change: do(exported("GOROOT", `C:\Go`), tree(`C:\Go`, "", gone), goFails(health.GoExit, 2, noRoot+`C:\Go`))},
		{name: "s05b-relative", want: want, change: do(exported("GOROOT", "go"), goFails(health.GoExit, 2, noRoot+"go"))},
		{name: "s05d-empty-is-unset", change: do(exported("GOROOT", ""), answers("GOROOT", "/usr/local/go"))},
		{name: "s02-empty-directory", want: want, change: do(gorootSetting(health.ScopeUser, "/opt/go"), tree("/opt/go", "", bare))},
		{name: "s03-project", want: want, change: do(exported("GOROOT", "/home/ada/src/app"), tree("/home/ada/src/app", "", bare))},
		{name: "s03-other-project", want: want,
			change: do(exported("GOROOT", "/home/ada/src/lib"), tree("/home/ada/src/lib", "", func(t *health.GoTree) { bare(t); t.HasGoMod = true }))},
		{name: "s05-gopath", want: want, change: do(exported("GOROOT", "/home/ada/go"), tree("/home/ada/go", "", bare))},
		{name: "s05-gopath-windows", system: "windows", want: want,
			change: do(exported("GOROOT", `c:\users\Ada\go\`), tree(`c:\users\Ada\go\`, "", bare))},
		{name: "s05c-bin", want: want,
			change: do(exported("GOROOT", "/usr/local/go/bin"), tree("/usr/local/go/bin", "", func(t *health.GoTree) { bare(t); t.IsBin = true }))},
		{name: "s06a-no-sources", want: want, change: tree("/usr/local/go", "go1.26.8", noSources)},
		{name: "s06b-no-tools", want: want, change: do(written("GOROOT", "/opt/go1.26"), tree("/opt/go1.26", "go1.26.8", noTools))},
		{name: "s06b-trimmed", want: want,
			change: goFails(health.GoExit, 2, "go: cannot find GOROOT directory: 'go' binary is trimmed and GOROOT is not set")},
		{name: "partial", want: want, change: do(exported("GOROOT", "/opt/go"), tree("/opt/go", "go1.26.8", func(t *health.GoTree) { t.Include = false }))},
		{name: "unreadable", want: want,
			change: do(exported("GOROOT", "/srv/closed/go"), tree("/srv/closed/go", "", func(t *health.GoTree) { bare(t); t.Unreadable = true }))},
		{name: "s80-goenv-file", want: want,
			change: do(written("GOROOT", "/gone"), tree("/gone", "", gone), goFails(health.GoExit, 2, noRoot+"/gone"))},
		{name: "s80-goenv-file-hidden-by-environment", change: do(written("GOROOT", "/gone"), tree("/gone", "", gone), exported("GOROOT", "/usr/local/go"))},
		{name: "goenv-switched-off", change: do(written("GOROOT", "/gone"), answers("GOROOT", "/usr/local/go"), func(s *health.Snapshot) { s.GOENV.State = health.FileOff })},
		{name: "checkout-without-version", change: do(exported("GOROOT", "/home/ada/goroot"), tree("/home/ada/goroot", "", nil))},
		{name: "direnv-equal-to-the-shim", change: do(exported("GOROOT", "/home/ada/.asdf/installs/golang/1.26.8/go"),
			tree("/home/ada/.asdf/installs/golang/1.26.8/go", "go1.26.8", nil))},
		{name: "toolchain-switch", change: do(answers("GOROOT", "/home/ada/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.27.0.linux-amd64"),
			tree("/home/ada/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.27.0.linux-amd64", "go1.27.0", nil))},
		{name: "one-of-two-folders", want: []health.FindingID{"goroot-invalid:/home/ada/src/other"}, change: do(secondFolder, tree("/gone", "", gone), func(s *health.Snapshot) {
			v, _ := health.MakeVariable("linux", "GOROOT", "/gone", health.Source{Kind: health.FromSetting, Name: "go.toolsEnvVars.GOROOT", Scope: health.ScopeFolder})
			s.ToolEnvs[1].Variables = put(s.ToolEnvs[1].Variables, v)
		})},
		{name: "both-folders-one-fault", want: want, change: do(secondFolder, exported("GOROOT", "/gone"), tree("/gone", "", gone))},
		{name: "go-silent", change: goFails(health.GoHangs, -1, ""), state: health.StateInconclusive},
		{name: "tree-not-looked-at", change: exported("GOROOT", "/opt/unknown"), state: health.StateInconclusive},
		{name: "editor-without-go", change: do(noGo, exported("GOROOT", "/gone"), tree("/gone", "", gone)), state: health.StateNotApplicable},
	})
}
