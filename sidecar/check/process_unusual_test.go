package check

import (
	"slices"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// Windows, servers and processors that look odd and are well get no error and no warning from any check.
func TestUnusualProcessesAreLeftAlone(t *testing.T) {
	for name, tc := range map[string]onSystem{
		"window":          {"linux", window},
		"window-darwin":   {"darwin", window},
		"window-windows":  {"windows", window},
		"apple":           {"darwin", apple},
		"universal-tools": {"darwin", do(apple, built(theGo, "amd64", "arm64"), built(macGopls, "amd64", "arm64e"))},
		"two-windows": {"linux", do(window, added(300, func(p *health.Process) { p.Window = health.WindowOther }),
			added(301, func(p *health.Process) { p.Window, p.Role = health.WindowOther, health.RoleExtensionHost }))},
		"daemon-of-remote-auto": {"linux", do(window, process(goplsPID, func(p *health.Process) { p.Forwards = true }),
			added(300, func(p *health.Process) {
				p.Role, p.Parent, p.Orphan, p.Window = health.RoleGoplsDaemon, 1, true, health.WindowShared
			}),
			func(s *health.Snapshot) { s.RunningGopls.Servers[0].Forwards = true })},
		"gopls-of-another-user": {"linux", do(window, added(300, func(p *health.Process) { p.OtherUser, p.Orphan, p.Window, p.ResidentBytes = true, true, "", 9<<30 }))},
		"load-in-progress": {"linux", do(window, process(goplsPID, func(p *health.Process) { p.ResidentBytes = 6 << 30 }), stalled(25_000, 4_000, health.WaitCPU, health.Value{}),
			func(s *health.Snapshot) {
				s.Life.Events = append(s.Life.Events, health.LifeEvent{Kind: health.EventLoading, PID: goplsPID})
			})},
		"restarted-by-hand": {"linux", do(window, crashed(4, "", ""), func(s *health.Snapshot) {
			s.Life.Events = append(s.Life.Events, health.LifeEvent{Kind: health.EventAsked, By: "manual"}, health.LifeEvent{Kind: health.EventStarted, PID: goplsPID})
			s.Life.Crashes = 0
		})},
		"one-crash-long-ago":   {"linux", do(window, crashed(1, "", "panic: x"))},
		"nobody-watches":       {"linux", do(window, func(s *health.Snapshot) { s.Life = health.Life{State: health.LifeNotAsked} })},
		"processes-not-asked":  {"linux", do(window, func(s *health.Snapshot) { s.Processes = health.ProcessTree{State: health.ProcessesNotAsked} })},
		"no-go-file-open":      {"linux", do(window, ended, func(s *health.Snapshot) { s.OpenFiles = nil })},
		"approved-download":    {"darwin", do(apple, marked(macGopls, true))},
		"native-homebrew":      {"darwin", do(apple, header(theGo, func(b *health.Binary) { b.Real = "/opt/homebrew/Cellar/go/1.26.8/libexec/bin/go" }))},
		"tools-reinstalled":    {"linux", do(window, process(goplsPID, func(p *health.Process) { p.Deleted = true }))},
		"processor-not-known":  {"darwin", do(window, func(s *health.Snapshot) { s.Processes.Native, s.Processes.NativeBy = "", "" })},
		"32-bit-go-on-windows": {"windows", do(window, built(`C:\Program Files\Go\bin\go.exe`, "386"))},
	} {
		t.Run(name, func(t *testing.T) {
			wantSilence(t, onMachine(tc))
		})
	}
}

// A file that cannot run has one root, whatever else it breaks.
func TestWhatCannotRunHasOneRoot(t *testing.T) {
	const musl = "/lib/ld-musl-x86_64.so.1"
	noGo := func(failure health.GoFailure, words health.Text) func(*health.Snapshot) {
		return do(goFails(failure, -1, words), loadFails(words), func(s *health.Snapshot) {
			s.Editor.Extensions, s.Editor.Commands = []health.Extension{{ID: "golang.go", Version: "0.58.0", Active: true}}, nil
		})
	}
	for name, tc := range map[string]struct {
		onSystem
		root health.FindingID
	}{
		"gopls for another processor": {onSystem{"linux", do(window, built(theGopls, "arm64"), notStarted("exec format error"))}, "tool-foreign-arch:gopls"},
		"gopls for another library":   {onSystem{"linux", do(window, header(theGopls, func(b *health.Binary) { b.Interpreter = musl }), notStarted("no such file or directory"))}, "libc-mismatch:gopls"},
		"gopls without a signature":   {onSystem{"darwin", do(apple, signed(macGopls, health.SignatureNone, 0), killed)}, "signature-invalid:gopls"},
		"gopls in quarantine":         {onSystem{"darwin", do(apple, marked(macGopls, false), killed)}, "tool-quarantined:gopls"},
		"go for another processor":    {onSystem{"linux", do(window, built(theGo, "arm64"), noGo(health.GoNoStart, "fork/exec /usr/local/go/bin/go: exec format error"))}, "go-unrunnable"},
		"go for another library":      {onSystem{"linux", do(window, header(theGo, func(b *health.Binary) { b.Interpreter = musl }), noGo(health.GoNoStart, "no such file or directory"))}, "go-unrunnable"},
		"go in quarantine":            {onSystem{"darwin", do(apple, marked(theGo, false), noGo(health.GoHangs, ""))}, "tool-quarantined:go"},
		"go without a signature":      {onSystem{"darwin", do(apple, signed(theGo, health.SignatureNone, 0), noGo(health.GoExit, ""))}, "signature-invalid:go"},
		"everything for Intel":        {onSystem{"darwin", do(apple, built(theGo, "amd64"), built(macGopls, "amd64"), launchConfig(nil), dlv("v1.26.0", "go1.26.8"))}, "tool-foreign-arch:go"},
		"editor opened with Rosetta": {onSystem{"darwin", do(apple, state(health.ProcessTranslated, "amd64", mainPID, hostPID, sidecarPID), launchConfig(nil), dlv("v1.26.0", "go1.26.8"), arm("darwin"),
			func(s *health.Snapshot) { s.System.Arch = "amd64" })}, "editor-translated"},
	} {
		t.Run(name, func(t *testing.T) {
			found, _ := Examine(onMachine(tc.onSystem), All, func() float64 { return 0 })
			for _, f := range found {
				if f.Because == "" && f.ID() != tc.root && f.Severity.Rank() > health.Info.Rank() {
					t.Errorf("%s is a root beside %s", f.ID(), tc.root)
				}
				if f.ID() == tc.root && f.Because != "" {
					t.Errorf("%s is put down to %s", f.ID(), f.Because)
				}
				if len(f.Evidence) == 0 || len(f.Fixes) == 0 {
					t.Errorf("%s has %d pieces of evidence and %d fixes", f.ID(), len(f.Evidence), len(f.Fixes))
				}
			}
			if !slices.ContainsFunc(found, func(f health.Finding) bool { return f.ID() == tc.root }) {
				t.Errorf("%s was not found", tc.root)
			}
		})
	}
}
