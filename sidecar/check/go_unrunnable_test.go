package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// header changes what is known of a binary.
func header(path string, change func(*health.Binary)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for i := range s.Binaries {
			if s.Binaries[i].Path == health.Path(path) {
				change(&s.Binaries[i])
			}
		}
	}
}

func TestGoUnrunnable(t *testing.T) {
	const other = "/opt/other/go"
	arm := func(b *health.Binary) { b.Architectures = []health.Public{"arm64"} }
	musl := func(b *health.Binary) { b.Interpreter = "/lib/ld-musl-x86_64.so.1" }
	want := []health.FindingID{"go-unrunnable"}
	runCases(t, GoUnrunnable, []testCase{
		{name: "healthy"},
		{name: "no-permission", want: want,
			change: nowhere(health.ForEditor, health.Candidate{Why: "path", Path: "/opt/go/bin/go", State: health.CandidateNotExecutable})},
		{name: "s07b-other-processor", want: want,
			change: do(header("/usr/local/go/bin/go", arm), goFails(health.GoNoStart, 0, "fork/exec /usr/local/go/bin/go: exec format error"))},
		{name: "windows-other-processor", system: "windows", want: want,
			change: do(header(`C:\Program Files\Go\bin\go.exe`, arm), goFails(health.GoNoStart, 0, "This version of %1 is not compatible with the version of Windows you're running."))},
		{name: "darwin-other-processor", system: "darwin", want: want,
			change: do(header("/usr/local/go/bin/go", arm), goFails(health.GoNoStart, 0, "fork/exec /usr/local/go/bin/go: bad CPU type in executable"))},
		{name: "rosetta-runs-it", system: "darwin", change: header("/usr/local/go/bin/go", arm)},
		{name: "musl-loader-missing", want: want,
			change: do(header("/usr/local/go/bin/go", musl), goFails(health.GoNoStart, 0, "fork/exec /usr/local/go/bin/go: no such file or directory"))},
		{name: "noexec", want: want, change: goFails(health.GoNoStart, 0, "fork/exec /usr/local/go/bin/go: permission denied")},
		{name: "refused-without-reason", want: want, change: goFails(health.GoNoStart, 0, "fork/exec /usr/local/go/bin/go: input/output error")},
		{name: "shim-without-version", want: want,
			change: do(allFind("/home/ada/.asdf/shims/go", ""), goFails(health.GoExit, 126, "No version is set for command go\nConsider adding one of the following versions in your config file at"))},
		{name: "go-speaks-through-the-shim",
			change: do(allFind("/home/ada/.asdf/shims/go", ""), goFails(health.GoExit, 2, "go: cannot find GOROOT directory: /nonexistent"))},
		{name: "behaving-shim", change: allFind("/home/ada/.local/share/mise/shims/go", "")},
		{name: "gopls-go-without-loader", want: want, change: do(finds(health.ForServer, other, "go1.26.8"), header(other, musl))},
		{name: "gopls-go-foreign-and-not-run", state: health.StateInconclusive, change: do(finds(health.ForServer, other, "go1.26.8"), header(other, arm))},
		{name: "not-asked", change: goFails(health.GoNotAsked, 0, ""), state: health.StateInconclusive},
		{name: "goroot-is-not-its-matter", change: goFails(health.GoExit, 2, "go: cannot find GOROOT directory: /nonexistent")},
	})
}
