package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

const (
	theGo    = "/usr/local/go/bin/go"
	theGopls = "/home/ada/go/bin/gopls"
	macGopls = "/Users/ada/go/bin/gopls"
)

// onlyNative takes away what is known of the processes but the processor.
func onlyNative(arch health.Public) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Processes = health.ProcessTree{State: health.ProcessesOK, Native: arch, NativeBy: "kernel"}
	}
}

func TestToolForeignArch(t *testing.T) {
	gopls, both := []health.FindingID{"tool-foreign-arch:gopls"}, []health.FindingID{"tool-foreign-arch:go"}
	compiler := func(arch health.Public) func(*health.Snapshot) {
		return do(usesCgo("c.go"), func(s *health.Snapshot) {
			const gcc = "/usr/local/bin/gcc-15"
			s.Compilers[0].Path = gcc
			s.Binaries = append(s.Binaries, nativeBinary("darwin", gcc, "", ""))
		}, built("/usr/local/bin/gcc-15", arch))
	}
	winGopls := health.Path(`C:\Users\ada\go\bin\gopls.exe`)
	noServer := health.Text("fork/exec /home/ada/go/bin/gopls: exec format error")
	runCases(t, ToolForeignArch, around([]testCase{
		{name: "processor-unknown", change: built(theGopls, "arm64")},
		{name: "native", change: window},
		{name: "apple", system: "darwin", change: apple},
		{name: "universal", system: "darwin", change: do(apple, built(macGopls, "amd64", "arm64"))},
		{name: "arm64e", system: "darwin", change: do(apple, built(macGopls, "arm64e"))},
		{name: "thin-native-gopls-under-a-translated-editor", system: "darwin", change: do(apple, state(health.ProcessTranslated, "amd64", mainPID, hostPID, sidecarPID), func(s *health.Snapshot) { s.System.Arch = "amd64" })},
		{name: "intel-gopls-on-apple", system: "darwin", change: do(apple, built(macGopls, "amd64")), want: gopls},
		{name: "intel-go-and-its-tools-on-apple", system: "darwin", change: do(apple, built(theGo, "amd64"), built(macGopls, "amd64"), dlv("v1.26.0", "go1.26.8")), want: both},
		{name: "intel-go-alone-on-apple", system: "darwin", change: do(apple, built(theGo, "amd64")), want: both},
		{name: "intel-without-rosetta", system: "darwin", change: do(apple, built(macGopls, "amd64"), notStarted("fork/exec: bad CPU type in executable")), want: gopls},
		{name: "we-are-translated-ourselves", system: "darwin", change: do(apple, built(macGopls, "amd64"), func(s *health.Snapshot) { s.System.Arch = "amd64" }), want: gopls},
		{name: "arm-gopls-on-an-intel-mac", system: "darwin", change: do(window, built(macGopls, "arm64"), notStarted("bad CPU type in executable")), want: gopls},
		{name: "shim-whose-go-is-for-intel", system: "darwin", change: do(apple, allFind("/Users/ada/.asdf/shims/go", ""), answers("GOHOSTARCH", "amd64")), want: both},
		{name: "x64-on-windows-on-arm", system: "windows", change: do(window, func(s *health.Snapshot) { s.Processes.Native = "arm64" }),
			want: both},
		{name: "32-bit-on-windows", system: "windows", change: do(window, built(winGopls, "386"), built(`C:\Program Files\Go\bin\go.exe`, "386"))},
		{name: "linux-no-emulator", change: do(onlyNative("amd64"), built(theGopls, "arm64"), notStarted(noServer), onlyNative("amd64")), want: gopls},
		{name: "linux-emulated", change: do(window, built(theGopls, "arm64")), want: gopls},
		{name: "linux-not-tried", change: do(onlyNative("amd64"), built(theGopls, "arm64"), pulse(health.PulseNotTaken)), state: health.StateInconclusive},
		{name: "linux-32-bit", change: do(window, built(theGopls, "386"))},
		{name: "go-that-does-not-start-is-another-check's", change: do(onlyNative("amd64"), built(theGo, "s390x"), goFails(health.GoNoStart, 0, "exec format error"))},
		{name: "windows-gopls-in-wsl", change: do(window, header(theGopls, func(b *health.Binary) { b.SystemOS, b.Architectures = "windows", []health.Public{"arm64"} }))},
		{name: "debugger-alone-is-another-check's", change: do(window, dlv("v1.26.0", "go1.26.8"), built("/home/ada/go/bin/dlv", "arm64"))},
		{name: "compiler-for-intel", system: "darwin", change: do(apple, compiler("amd64")), want: []health.FindingID{"tool-foreign-arch:cc"}},
		{name: "compiler-for-apple", system: "darwin", change: do(apple, compiler("arm64"))},
		{name: "gopls-not-in-use", system: "darwin", change: do(apple, built(macGopls, "amd64"), editorSetting(health.ScopeUser, "go.useLanguageServer", "false"))},
	}))
}

// What runs translated on purpose is a warning; what cannot run is an error.
func TestForeignSeverity(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*health.Snapshot)
		want   health.Severity
	}{
		"translated": {do(apple, built(theGo, "amd64"), built(macGopls, "amd64")), health.Warning},
		"refused":    {do(apple, built(macGopls, "amd64"), notStarted("bad CPU type in executable")), health.Error},
	} {
		s := healthy("darwin")
		tc.change(s)
		found, _ := Examine(s, []*Check{ToolForeignArch}, func() float64 { return 0 })
		if len(found) != 1 || found[0].Severity != tc.want {
			t.Errorf("%s: %+v, want %s", name, found, tc.want)
		}
	}
}
