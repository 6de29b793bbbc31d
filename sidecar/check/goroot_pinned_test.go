package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestGorootPinned(t *testing.T) {
	want := []health.FindingID{"goroot-pinned"}
	pin := func(root, version string) func(*health.Snapshot) {
		return do(exported("GOROOT", root), tree(root, version, nil), allFind(root+"/bin/go", version))
	}
	real := func(path string) func(*health.Snapshot) {
		return header("/usr/local/go/bin/go", func(b *health.Binary) { b.Real = health.Path(path) })
	}
	noOther := func(s *health.Snapshot) { s.GoTrees = s.GoTrees[1:] }
	runCases(t, GorootPinned, []testCase{
		{name: "healthy"},
		{name: "healthy-windows", system: "windows"},
		{name: "old-sdk", want: want, change: do(inEditor, pin("/home/ada/sdk/go1.24.13", "go1.24.13"))},
		{name: "old-sdk-in-user-settings", want: want, change: do(inEditor, gorootSetting(health.ScopeUser, "/home/ada/sdk/go1.24.13"), tree("/home/ada/sdk/go1.24.13", "go1.24.13", nil))},
		{name: "chosen-for-one-workspace", want: want, change: do(inEditor, gorootSetting(health.ScopeWorkspace, "/home/ada/sdk/go1.24.13"), tree("/home/ada/sdk/go1.24.13", "go1.24.13", nil))},
		{name: "homebrew-cellar", system: "darwin", want: want, change: do(pin("/opt/homebrew/Cellar/go/1.26.8/libexec", "go1.26.8"), noOther)},
		{name: "distribution-directory", want: want, change: do(exported("GOROOT", "/usr/lib/go-1.26"), tree("/usr/lib/go-1.26", "go1.26.8", nil), noOther, real("/usr/lib/go-1.26/bin/go"))},
		{name: "windows-directory", system: "windows", want: want, change: do(written("GOROOT", `D:\go1.25.9`), tree(`D:\go1.25.9`, "go1.25.9", nil))},
		{name: "stable-path", change: exported("GOROOT", "/usr/local/go")},
		{name: "stable-homebrew-path", system: "darwin", change: pin("/opt/homebrew/opt/go/libexec", "go1.26.8")},
		{name: "asdf", change: pin("/home/ada/.asdf/installs/golang/1.24.13/go", "go1.24.13")},
		{name: "mise", change: pin("/home/ada/.local/share/mise/installs/go/1.24.13", "go1.24.13")},
		{name: "nix", change: pin("/nix/store/abc-go-1.24.13/share/go", "go1.24.13")},
		{name: "only-way-to-this-go", change: do(gorootSetting(health.ScopeUser, "/home/ada/sdk/go1.26.8"), tree("/home/ada/sdk/go1.26.8", "go1.26.8", nil))},
		{name: "newer-toolchain-in-the-module-cache-is-no-installation", change: do(exported("GOROOT", "/opt/go1.26.8"), tree("/opt/go1.26.8", "go1.26.8", nil), noOther,
			tree("/home/ada/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.27.0.linux-amd64", "go1.27.0", nil))},
		{name: "no-release-is-another-check", change: do(exported("GOROOT", "/opt/go1.24.13"), tree("/opt/go1.24.13", "", gone))},
	})
}
