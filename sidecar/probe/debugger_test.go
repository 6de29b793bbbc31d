package probe

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// debugging runs the probe with a dlv and the real go in one folder.
func debugging(t *testing.T, dlv string, system System, request Request, variables ...string) health.DebugTrial {
	t.Helper()
	goPath, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{"GOVERSION": runtime.Version(), "GOHOSTOS": runtime.GOOS, "GOHOSTARCH": runtime.GOARCH}
	facts := func(s *health.Snapshot, p *Private) {
		s.System.Home = "/home/nobody-here"
		s.Folders = []health.Folder{{Path: "/w", State: health.FolderOK, GoFiles: 1}, {Path: "/twin", State: health.FolderOK, GoFiles: 1}, {Path: "/plain", State: health.FolderOK}}
		for _, folder := range []health.Path{"/w", "/twin"} {
			s.Lookups = append(s.Lookups, health.Lookup{Tool: "go", Purpose: health.ForEditor, Folder: folder, Path: health.Path(goPath)},
				health.Lookup{Tool: "dlv", Purpose: health.ForEditor, Folder: folder, Path: health.Path(dlv)})
		}
		p.GoValues = map[health.Path]map[string]string{"/w": values, "/twin": values}
		env := append(os.Environ(), variables...)
		p.ToolEnv = map[health.Path][]string{"/w": env, "/twin": env}
	}
	none := func(*health.Snapshot, *Private) {}
	request.Tier = health.TierDeep
	s := examine(t, system, request, still(health.ProbeFolders, facts), still(health.ProbeMachine, none), still(health.ProbeToolEnv, none),
		still(health.ProbeGoLookup, none), still(health.ProbeToolLookup, none), still(health.ProbeGoEnv, none), still(health.ProbeGOENV, none), still(health.ProbeSettings, none), debuggerProbe)
	if len(s.DebugTrials) != 2 || s.DebugTrials[0].Folder != "/w" || s.DebugTrials[1].Fault != s.DebugTrials[0].Fault {
		t.Fatalf("%+v", s.DebugTrials)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), scratchPrefix+"debugger-*")); len(left) > 0 && os.Getenv("TMPDIR") == os.TempDir() {
		t.Errorf("left behind: %v", left)
	}
	return s.DebugTrials[0]
}

// The debugger stops at a breakpoint and reads a variable, and nothing of it is left.
func TestDebuggerReal(t *testing.T) {
	dlv, err := exec.LookPath("dlv")
	if err != nil {
		t.Skip("no dlv on PATH (scripts/test installs it)")
	}
	t.Setenv("TMPDIR", t.TempDir())
	if got := debugging(t, dlv, Machine{}, Request{}); got.Fault != "" || got.Stage != health.DebugDetach {
		t.Errorf("%+v", got)
	}
	if got := debugging(t, dlv, Machine{}, Request{}, "GOFLAGS=-ldflags=-w -mod=vendor"); got.Fault != health.DebugStripped {
		t.Errorf("stripped by GOFLAGS: %+v", got)
	}
	if got := debugging(t, dlv, Machine{}, Request{}, "GOFLAGS=-nonsense"); got.Fault != health.DebugNoBuild || !strings.Contains(string(got.Words), "nonsense") {
		t.Errorf("cannot build: %+v", got)
	}
}

// built lets go seem to have built, so that a stand-in for dlv is all that is tried.
type built struct{ Machine }

func (built) Run(context.Context, child.Command) (child.Result, error) { return child.Result{}, nil }

func TestDebuggerFaults(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the stand-ins are shell scripts")
	}
	script := func(body string) string {
		path := filepath.Join(t.TempDir(), "dlv")
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		return path
	}
	garbage := filepath.Join(t.TempDir(), "dlv")
	if err := os.WriteFile(garbage, []byte("\x7fELF no program"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, dlv string
		want      health.DebugFault
		stage     health.DebugStage
	}{
		{"none", "", health.DebugNoDlv, health.DebugBuild},
		{"gone", "/nowhere/dlv", health.DebugNoDlv, health.DebugStart},
		{"other processor", garbage, health.DebugForeign, health.DebugStart},
		{"too old", script("echo 'Version of Delve is too old for Go version go1.26.8 (maximum supported version 1.25)' >&2; exit 1"), health.DebugVersion, health.DebugStart},
		{"not allowed", script("echo 'could not launch process: fork/exec /tmp/x: operation not permitted' >&2; exit 1"), health.DebugPtrace, health.DebugStart},
		{"says nothing", script("exit 3"), health.DebugNoStart, health.DebugStart},
		{"says it listens, and dies", script("echo 'API server listening at: 127.0.0.1:1'; exit 0"), health.DebugNoStart, health.DebugStart},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := debugging(t, tc.dlv, built{}, Request{}); got.Fault != tc.want || got.Stage != tc.stage {
				t.Errorf("%+v, want %s at %s", got, tc.want, tc.stage)
			}
		})
	}
}

func TestDebuggerHangs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in is a shell script")
	}
	path := filepath.Join(t.TempDir(), "dlv")
	if err := os.WriteFile(path, []byte("#!/bin/sh\necho working\nsleep 600\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	stage, fault, words := debugSession{dlv: path, program: "/x", dir: t.TempDir()}.run(ctx)
	if stage != health.DebugStart || fault != health.DebugTimeout {
		t.Errorf("%s %s %s", stage, fault, words)
	}
}

func TestDebuggerUntrusted(t *testing.T) {
	if _, err := debuggerProbe.Run(context.Background(), &Examination{System: newFake(t, "linux", ""), Request: Request{Untrusted: true}}); err == nil {
		t.Error("it ran something")
	}
}

// A dlv of today moves the configuration of an old one, which is the user's.
func TestDebuggerConfiguration(t *testing.T) {
	const private = "/private"
	for _, tc := range []struct {
		name, system, old, xdg string
		tried, private         bool
	}{
		{name: "never used", system: "linux", tried: true, private: true},
		{name: "configured elsewhere", system: "linux", xdg: "/home/ada/.config", tried: true, private: true},
		{name: "old place on linux", system: "linux", old: "/home/ada/.dlv/config.yml"},
		{name: "its place on macOS", system: "darwin", old: "/home/ada/.dlv/config.yml", tried: true},
		{name: "moved by XDG on macOS", system: "darwin", old: "/home/ada/.dlv/config.yml", xdg: "/home/ada/.config"},
		{name: "without configuration", system: "darwin", old: "/home/ada/.dlv/history"},
		{name: "never used on macOS", system: "darwin", tried: true, private: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := newFake(t, tc.system, "")
			if tc.old != "" {
				m.write(tc.old, "")
			}
			ex := &Examination{System: m}
			ex.Snapshot.System.Home = "/home/ada"
			if tc.xdg != "" {
				ex.Private.Environ = []string{"XDG_CONFIG_HOME=" + tc.xdg}
			}
			env, why := debuggerEnviron(ex, "/w", private)
			got, _ := getenv(tc.system, env, "XDG_CONFIG_HOME")
			if (why == "") != tc.tried || (got == private) != tc.private {
				t.Errorf("%v, %q", env, why)
			}
		})
	}
}

func TestDebugFault(t *testing.T) {
	for _, tc := range []struct {
		words string
		err   error
		want  health.DebugFault
	}{
		{"can not run under Rosetta, check that the installed build of Go is right for your CPU architecture", nil, health.DebugForeign},
		{"Go version go1.20.3 is too old for this version of Delve (minimum supported version 1.24)", nil, health.DebugVersion},
		{"Could not attach to pid 3: this could be caused by a kernel security setting, try writing \"0\" to /proc/sys/kernel/yama/ptrace_scope", nil, health.DebugPtrace},
		{"could not launch process: fork/exec /tmp/x: permission denied", nil, health.DebugNotTried},
		{"could not launch process: debugserver or lldb-server not found: install Xcode's command line tools or lldb-server", nil, health.DebugNoServer},
		{"this user is not allowed to debug: run DevToolsSecurity -enable", nil, health.DebugNoDeveloper},
		{"could not open debug info", nil, health.DebugStripped},
		{"could not launch process: no idea", nil, health.DebugOther},
		{"", fmt.Errorf("%w: it did not stop", errWrong), health.DebugWrong},
	} {
		if tc.err == nil {
			tc.err = errors.New(tc.words)
		}
		if got := debugFault(health.DebugContinue, tc.err, tc.words, false); got != tc.want {
			t.Errorf("%q: %s, want %s", tc.words, got, tc.want)
		}
	}
}

// answering is a server that gives one answer after the other.
func answering(t *testing.T, replies ...string) *debugClient {
	t.Helper()
	here, there := net.Pipe()
	t.Cleanup(func() { here.Close(); there.Close() })
	go func() {
		questions := json.NewDecoder(there)
		for _, reply := range replies {
			var q struct{ ID int }
			if questions.Decode(&q) != nil {
				return
			}
			_, _ = fmt.Fprintln(there, strings.ReplaceAll(reply, "$ID", fmt.Sprint(q.ID)))
		}
		var unanswered any
		_ = questions.Decode(&unanswered)
		there.Close()
	}()
	return newDebugClient(here)
}

func TestDebugPulse(t *testing.T) {
	const (
		made    = `{"id":$ID,"result":{"Breakpoint":{"id":1}},"error":null}`
		stopped = `{"id":$ID,"result":{"State":{"currentThread":{"breakPoint":{"functionName":"main.pulse"}}}},"error":null}`
		read    = `{"id":$ID,"result":{"Variable":{"name":"beat","value":"21"}},"error":null}`
		left    = `{"id":$ID,"result":{},"error":null}`
	)
	for _, tc := range []struct {
		name    string
		replies []string
		stage   health.DebugStage
		wrong   bool
		err     string
	}{
		{"well", []string{made, stopped, read, left}, health.DebugDetach, false, ""},
		{"refuses the breakpoint", []string{`{"id":$ID,"result":null,"error":"could not find function main.pulse"}`}, health.DebugBreak, false, "could not find function"},
		{"runs through", []string{made, `{"id":$ID,"result":{"State":{"exited":true}},"error":null}`}, health.DebugContinue, true, "did not stop"},
		{"stops elsewhere", []string{made, strings.Replace(stopped, "main.pulse", "main.main", 1)}, health.DebugContinue, true, "did not stop"},
		{"reads another value", []string{made, stopped, strings.Replace(read, "21", "0", 1)}, health.DebugVariable, true, "is not 21"},
		{"reads nothing", []string{made, stopped, left}, health.DebugVariable, true, "is not 21"},
		{"hangs up", []string{made}, health.DebugContinue, false, "read the answer"},
		{"garbage", []string{"HTTP/1.1 400 Bad Request"}, health.DebugBreak, false, "invalid character"},
		{"another number", []string{strings.Replace(made, "$ID", "7", 1)}, health.DebugBreak, false, "another number"},
		{"cannot leave", []string{made, stopped, read}, health.DebugDetach, false, "read the answer"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			stage, err := answering(t, tc.replies...).pulse()
			switch {
			case stage != tc.stage, (err == nil) != (tc.err == ""), errors.Is(err, errWrong) != tc.wrong:
				t.Errorf("%s: %v", stage, err)
			case err != nil && !strings.Contains(err.Error(), tc.err):
				t.Errorf("%v, want %q", err, tc.err)
			}
		})
	}
}

// FuzzDebugClient: whatever stands in for a debugger, nothing panics and no session is well without its value.
func FuzzDebugClient(f *testing.F) {
	f.Add(`{"id":1,"result":{},"error":null}{"id":2,"result":{"State":{"currentThread":{"breakPoint":{"functionName":"main.pulse"}}}},"error":null}` +
		`{"id":3,"result":{"Variable":{"value":"21"}},"error":null}{"id":4,"result":{},"error":null}`)
	f.Add(`{"id":1,"error":{"x":[1]}}`)
	f.Add(`{"id":1}{"id":2,"result":{"State":null}}`)
	f.Fuzz(func(t *testing.T, answers string) {
		stage, err := newDebugClient(struct {
			io.Reader
			io.Writer
		}{strings.NewReader(answers), io.Discard}).pulse()
		if err == nil && (stage != health.DebugDetach || !strings.Contains(answers, "2")) {
			t.Errorf("well at %s with %q", stage, answers)
		}
	})
}
