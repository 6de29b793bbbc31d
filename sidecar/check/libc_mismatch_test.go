package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestLibcMismatch(t *testing.T) {
	loader := func(path string, file health.Path) func(*health.Snapshot) {
		return header(path, func(b *health.Binary) { b.Interpreter = file })
	}
	words := health.Text("fork/exec /home/ada/go/bin/gopls: no such file or directory")
	gone := notStarted(words)
	const musl = "/lib/ld-musl-x86_64.so.1"
	const debugger = "/home/ada/go/bin/dlv"
	want := []health.FindingID{"libc-mismatch:gopls"}
	runCases(t, LibcMismatch, around([]testCase{
		{name: "static"},
		{name: "darwin", system: "darwin", state: health.StateNotApplicable},
		{name: "windows", system: "windows", state: health.StateNotApplicable},
		{name: "loader-is-here", change: header(theGopls, func(b *health.Binary) { b.Interpreter, b.InterpreterExists = "/lib64/ld-linux-x86-64.so.2", true })},
		{name: "musl-on-glibc", change: do(loader(theGopls, musl), gone), want: want},
		{name: "glibc-on-musl", change: do(loader(theGopls, "/lib64/ld-linux-x86-64.so.2"), gone), want: want},
		{name: "glibc-on-nixos-for-arm", change: do(loader(theGopls, "/lib/ld-linux-aarch64.so.1"), gone), want: want},
		{name: "loader-of-somebody", change: do(loader(theGopls, "/opt/own/ld.so"), gone), want: want},
		{name: "not-tried", change: do(loader(theGopls, musl), pulse(health.PulseNotTaken)), want: want},
		{name: "it-did-run", change: loader(theGopls, musl)},
		{name: "script-whose-shell-is-gone", change: do(header(theGopls, func(b *health.Binary) { b.Kind, b.Interpreter = health.BinaryScript, "/usr/bin/fish" }), gone)},
		{name: "go-is-another-check's", change: do(loader(theGo, musl), goFails(health.GoNoStart, 0, "no such file or directory"))},
		{name: "debugger-that-somebody-wants", change: do(oldDebugger, loader(debugger, musl)), want: []health.FindingID{"libc-mismatch:dlv"}},
		{name: "debugger-that-nobody-wants", change: do(dlv("v1.26.0", "go1.26.8"), loader(debugger, musl)), want: []health.FindingID{"libc-mismatch:dlv"}},
		{name: "behind-a-wrapper", change: do(header(theGopls, func(b *health.Binary) { b.Kind = health.BinaryScript }), gone, func(s *health.Snapshot) {
			s.Images = append(s.Images, health.Image{Path: theGopls, Chain: []health.Hop{{Path: theGopls, How: health.HopScript}, {Path: "/opt/gopls", How: health.HopProgram}}},
				health.Image{Path: "/opt/gopls", Loader: musl, Libc: "musl"})
		}), want: want},
	}))
}
