package cli_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// screenOf collects what a terminal shows, and waits for words.
type screenOf struct {
	t    *testing.T
	mu   sync.Mutex
	text string
}

func (s *screenOf) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text += string(p)
	return len(p), nil
}

func (s *screenOf) shown() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text
}

func (s *screenOf) await(words string) {
	s.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if strings.Contains(s.shown(), words) {
			return
		}
	}
	s.t.Fatalf("%q was never shown: %q", words, s.shown())
}

func TestFixAsksOnATerminal(t *testing.T) {
	const later = "{\n\t\"go.useLanguageServer\": false, \"editor.tabSize\": 3\n}\n"
	for _, tc := range []struct {
		name   string
		answer string
		before func(m *machine)
		signal os.Signal
		code   int
		file   string // empty: it is changed
	}{
		{"yes", "y\n", nil, nil, 0, ""},
		{"no", "n\n", nil, nil, 0, settings},
		{"just Enter", "\n", nil, nil, 0, settings},
		{"end of input", "\x04", nil, nil, 0, settings},
		{"Ctrl-C", "", nil, os.Interrupt, 130, settings},
		{"somebody types meanwhile", "y\n", func(m *machine) { m.write("app/.vscode/settings.json", later) }, nil, 1, later},
		{"somebody deletes it meanwhile", "y\n", func(m *machine) { _ = os.Remove(filepath.Join(m.app, ".vscode", "settings.json")) }, nil, 1, "gone"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m, file := disabledMachine(t)
			near, far := openTerminal(t, 100)
			defer near.Close()
			screen := &screenOf{t: t}
			var out bytes.Buffer
			cmd := m.command("fix", disabled, "app")
			cmd.Stdin, cmd.Stderr, cmd.Stdout = far, far, &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			_ = far.Close()
			read := make(chan struct{})
			go func() {
				defer close(read)
				buffer := make([]byte, 4096)
				for {
					n, err := near.Read(buffer)
					_, _ = screen.Write(buffer[:n])
					if err != nil {
						return
					}
				}
			}()
			screen.await("[y/N]")
			if tc.before != nil {
				tc.before(m)
			}
			if tc.signal != nil {
				_ = cmd.Process.Signal(tc.signal)
			}
			_, _ = near.WriteString(tc.answer)
			_ = cmd.Wait()
			<-read
			if code := cmd.ProcessState.ExitCode(); code != tc.code {
				t.Errorf("exit code %d, want %d; %s%s", code, tc.code, screen.shown(), out.String())
			}
			now := "gone"
			if data, err := os.ReadFile(file); err == nil {
				now = string(data)
			}
			if tc.file == "" && (strings.Contains(now, "useLanguageServer") || !strings.Contains(out.String(), "fixed")) || tc.file != "" && now != tc.file {
				t.Errorf("the file is %q; %s%s", now, screen.shown(), out.String())
			}
			if !strings.Contains(screen.shown(), "-\t\"go.useLanguageServer\"") && !strings.Contains(screen.shown(), "\"go.useLanguageServer\": false, // why?") {
				t.Errorf("the change was not shown before the question: %q", screen.shown())
			}
		})
	}
}

// vendoredMachine has a vendor directory without its list, and a go that is the real one but for go mod vendor.
func vendoredMachine(t *testing.T, vendor string) (m *machine) {
	t.Helper()
	m = newMachine(t)
	m.realGo()
	real, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go on this machine")
	}
	m.broken("go", `if [ "$1 $2" = "mod vendor" ]; then `+vendor+`; fi; exec `+real+` "$@"`)
	m.set("GOFLAGS", "-mod=vendor")
	m.set("GOPROXY", "off")
	m.write("app/go.mod", "module example.com/app\n\ngo 1.21\n\nrequire example.org/quote v1.0.0\n")
	m.write("app/vendor/example.org/quote/quote.go", "package quote\n")
	return m
}

// everythingIn is every name, mode and content below a directory.
func everythingIn(t *testing.T, dir string) string {
	t.Helper()
	var out strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		out.WriteString(path + " " + info.Mode().String() + " ")
		if info.Mode().IsRegular() {
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			out.Write(data)
		}
		out.WriteString("\n")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// vendorFix is the fix that runs go mod vendor; the finding has another one, that only takes -mod=vendor away.
var vendorFix = []string{"fix", "vendor-inconsistent", "app", "--fix", "vendor", "--yes"}

func TestFixWhoseCommandFails(t *testing.T) {
	m := vendoredMachine(t, `rm -rf vendor; echo spoilt >go.mod; echo 'no such module' >&2; exit 1`)
	before := everythingIn(t, m.app)
	m.run(vendorFix...).want(t, 1, "no such module", "put back")
	if after := everythingIn(t, m.app); after != before {
		t.Errorf("it left\n%s\ninstead of\n%s", after, before)
	}
	m.run("undo").want(t, 2)
}

// begunFix is a fix in the middle of its command, which has spoilt files and started a program by then; before is what stood there.
func begunFix(t *testing.T) (m *machine, before string, cmd *exec.Cmd, screen *screenOf) {
	t.Helper()
	m = vendoredMachine(t, `rm -rf vendor; echo spoilt >go.mod; echo begun; sleep 300 & echo $! >"$HOME/pid"; wait`)
	before = everythingIn(t, m.app)
	cmd = m.command(vendorFix...)
	screen = &screenOf{t: t}
	cmd.Stderr = screen
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	screen.await("begun")
	return m, before, cmd, screen
}

// Ctrl-C in the middle of a command ends it with all that it started, and every file is as before.
func TestInterruptedFix(t *testing.T) {
	m, before, cmd, screen := begunFix(t)
	_ = cmd.Process.Signal(os.Interrupt)
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 130 {
		t.Errorf("exit code %d; %s", code, screen.shown())
	}
	if after := everythingIn(t, m.app); after != before {
		t.Errorf("it left\n%s\ninstead of\n%s", after, before)
	}
	pid := strings.TrimSpace(content(t, filepath.Join(m.home, "pid")))
	if alivePID(pid) {
		t.Errorf("process %s is left behind", pid)
	}
}

// A killed program leaves a fix in the middle; the next run puts everything back before it does anything else.
func TestKilledFix(t *testing.T) {
	m, before, cmd, _ := begunFix(t)
	_ = cmd.Process.Signal(syscall.SIGKILL)
	_ = cmd.Wait()
	m.run("undo").want(t, 2, "no fix to take back")
	if after := everythingIn(t, m.app); after != before {
		t.Errorf("it left\n%s\ninstead of\n%s", after, before)
	}
	m.run("undo", "--list").want(t, 0, "failed")
	if pid := strings.TrimSpace(content(t, filepath.Join(m.home, "pid"))); alivePID(pid) {
		t.Errorf("process %s is left behind", pid)
	}
}

func alivePID(pid string) bool {
	state, err := os.ReadFile("/proc/" + pid + "/stat")
	return err == nil && !strings.Contains(string(state), ") Z ")
}

// Without a network an installation fails, says why, and changes nothing.
func TestInstallWithoutANetwork(t *testing.T) {
	m := newMachine(t)
	m.realGo()
	real, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go on this machine")
	}
	m.set("PATH", filepath.Dir(real)+":/usr/bin:/bin")
	m.set("GOPROXY", "off")
	m.run("fix", "gopls-missing", "app", "--fix", "install-gopls", "--yes").want(t, 1, "it failed", "GOPROXY=off", "golang.org/x/tools/gopls@")
	if _, err := os.Stat(filepath.Join(m.home, "go", "bin", "gopls")); err == nil {
		t.Error("something was installed")
	}
}
