package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// reports is what go env says of itself.
func reports(root, version string) func(*health.Snapshot) {
	return do(answers("GOROOT", root), answers("GOVERSION", version))
}

func TestGorootMismatch(t *testing.T) {
	const old = "/opt/go1.24.13"
	want := []health.FindingID{"goroot-mismatch"}
	oldTree := tree(old, "go1.24.13", nil)
	runCases(t, GorootMismatch, []testCase{
		{name: "healthy"},
		{name: "healthy-darwin", system: "darwin"},
		{name: "healthy-windows", system: "windows"},
		{name: "s04-editor", want: want, change: do(inEditor, exported("GOROOT", old), oldTree)},
		{name: "s04-goenv-file", want: want, change: do(written("GOROOT", old), oldTree)},
		{name: "s04-windows", system: "windows", want: want, change: do(exported("GOROOT", `C:\Go1.24`), tree(`C:\Go1.24`, "go1.24.13", nil))},
		{name: "s04b-go-of-goroot-wins-terminal-suffers", want: want, change: do(inEditor, exported("GOROOT", old), oldTree, reports(old, "go1.24.13"),
			finds(health.ForEditor, old+"/bin/go", "go1.24.13"), finds(health.ForServer, old+"/bin/go", "go1.24.13"))},
		{name: "only-gopls-runs-another", want: want, change: do(inEditor, gorootSetting(health.ScopeUser, old), oldTree, reports(old, "go1.24.13"),
			finds(health.ForEditor, old+"/bin/go", "go1.24.13"))},
		{name: "alternate-tool-keeps-goroot", want: want, change: do(exported("GOROOT", old), oldTree, reports(old, "go1.24.13"),
			finds(health.ForServer, old+"/bin/go", "go1.24.13"), func(s *health.Snapshot) { s.GoEnvs[0].Go = old + "/bin/go" })},
		{name: "only-gopls-is-told", want: want, change: do(inEditor, goplsVar(health.ScopeUser, "GOROOT", old), oldTree)},
		{name: "copied-go-takes-another-release", want: want, change: do(allFind("/home/ada/bin/go", "go1.25.9"), reports("/usr/local/go", "go1.25.9"))},
		{name: "same-version", change: do(exported("GOROOT", "/opt/go"), tree("/opt/go", "go1.26.8", nil))},
		{name: "goroot-setting-reaches-no-terminal", change: do(gorootSetting(health.ScopeUser, old), oldTree, reports(old, "go1.24.13"),
			finds(health.ForEditor, old+"/bin/go", "go1.24.13"), finds(health.ForServer, old+"/bin/go", "go1.24.13"))},
		{name: "toolchain-switch", change: do(reports("/home/ada/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.27.0.linux-amd64", "go1.27.0"),
			tree("/home/ada/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.27.0.linux-amd64", "go1.27.0", nil))},
		{name: "toolchain-switch-over-a-pinned-root", change: do(exported("GOROOT", "/usr/local/go"), reports("/tc", "go1.27.0"), tree("/tc", "go1.27.0", nil))},
		{name: "older-go-on-path-would-switch", change: do(exported("GOROOT", "/usr/local/go"), finds(health.ForTerminal, "/usr/bin/go", "go1.22.2"))},
		{name: "older-go-on-path-may-not-switch", want: want,
			change: do(exported("GOROOT", "/usr/local/go"), exported("GOTOOLCHAIN", "local"), finds(health.ForTerminal, "/usr/bin/go", "go1.22.2"))},
		{name: "experiment-in-the-version", change: do(exported("GOROOT", "/usr/local/go"), answers("GOVERSION", "go1.26.8 X:nodwarf5"))},
		{name: "checkout-without-version", change: do(exported("GOROOT", "/home/ada/goroot"), tree("/home/ada/goroot", "", nil), answers("GOVERSION", "devel go1.27-abc"))},
		{name: "shims-that-behave", change: do(allFind("/home/ada/.asdf/shims/go", ""), exported("GOROOT", "/home/ada/.asdf/installs/golang/1.26.8/go"),
			tree("/home/ada/.asdf/installs/golang/1.26.8/go", "go1.26.8", nil))},
		{name: "missing-root-is-another-check", change: do(exported("GOROOT", "/gone"), tree("/gone", "", gone))},
		{name: "tree-not-looked-at", change: exported("GOROOT", "/opt/unknown"), state: health.StateInconclusive},
		{name: "go-silent", change: goFails(health.GoExit, 2, noRoot+"/x"), state: health.StateInconclusive},
	})
}
