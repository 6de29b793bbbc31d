package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// openTerminal makes a terminal of our own: what is written to far appears on near.
func openTerminal(t *testing.T, columns uint16) (near, far *os.File) {
	t.Helper()
	near, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no terminals here: %v", err)
	}
	fd := int(near.Fd())
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: columns})
	}
	if err == nil {
		far, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	if err != nil {
		t.Skipf("no terminals here: %v", err)
	}
	return near, far
}

// onTerminal runs a command with its output, or its errors, on a terminal, and returns what the terminal received.
func onTerminal(t *testing.T, cmd *exec.Cmd, columns uint16) string {
	t.Helper()
	near, far := openTerminal(t, columns)
	defer near.Close()
	if cmd.Stdout == nil {
		cmd.Stdout = far
	}
	cmd.Stderr = far
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = far.Close()
	var seen bytes.Buffer
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = seen.ReadFrom(near) // ends with EIO once nobody holds the far end
	}()
	_ = cmd.Wait()
	select {
	case <-read:
	case <-time.After(10 * time.Second):
		t.Fatal("something still holds the terminal")
	}
	return strings.ReplaceAll(seen.String(), "\r\n", "\n")
}

func TestColoursOnATerminalAlone(t *testing.T) {
	for _, tc := range []struct {
		name   string
		args   []string
		env    []string
		colour bool
	}{
		{"a terminal", nil, nil, true},
		{"NO_COLOR", nil, []string{"NO_COLOR=1"}, false},
		{"NO_COLOR that is empty", nil, []string{"NO_COLOR="}, true},
		{"--no-color", []string{"--no-color"}, nil, false},
		{"a dumb terminal", nil, []string{"TERM=dumb"}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := newMachine(t)
			m.env = append(m.env, tc.env...)
			out := onTerminal(t, m.command(append([]string{"check", "app", "--tier", "fast"}, tc.args...)...), 80)
			if got := strings.Contains(out, "\x1b[31m"); got != tc.colour {
				t.Errorf("colours: %v; %q", got, out)
			}
			if !strings.Contains(out, m.home) {
				t.Error("the person at the terminal may see everything, and does not")
			}
		})
	}
}

func TestLinesFitTheTerminal(t *testing.T) {
	m := newMachine(t)
	out := onTerminal(t, m.command("check", "app", "--tier", "fast", "--no-color"), 60)
	for _, line := range strings.Split(out[strings.LastIndex(out, "\x1b[K")+len("\x1b[K"):], "\n") {
		if len([]rune(line)) > 60 && strings.Contains(strings.TrimSpace(line), " ") && !strings.Contains(line, "/") {
			t.Errorf("too long: %q", line)
		}
	}
}

// The progress line is on stderr, only on a terminal, and is gone at the end.
func TestProgressLine(t *testing.T) {
	m := newMachine(t)
	m.broken("go", "exit 1")
	m.broken("gopls", "exit 3")
	cmd := m.command("check", "app")
	result, err := os.Create(filepath.Join(m.home, "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	cmd.Stdout = result
	out := onTerminal(t, cmd, 80)
	if !strings.Contains(out, "· ") || !strings.HasSuffix(out, "\r\x1b[K") || strings.Contains(out, "\n") {
		t.Errorf("stderr received %q", out)
	}
	content, err := os.ReadFile(result.Name())
	if err != nil || !strings.HasPrefix(string(content), "✗") || strings.Contains(string(content), "\x1b") {
		t.Errorf("%v, stdout %.80q", err, content)
	}
}

func TestCtrlCEndsEverything(t *testing.T) {
	for _, tc := range []struct {
		command string
		sent    syscall.Signal
	}{{"check", syscall.SIGINT}, {"check", syscall.SIGTERM}, {"check", syscall.SIGHUP}, {"probe", syscall.SIGINT}, {"isolate", syscall.SIGINT}} {
		t.Run(tc.command+" "+tc.sent.String(), func(t *testing.T) {
			m := newMachine(t)
			pids := filepath.Join(m.home, "pids")
			m.broken("go", "echo $$ >>'"+pids+"'; sleep 300 & echo $! >>'"+pids+"'; wait")
			// Below nohup the program ignores a hangup, as it should; from us, who hear it, it does not inherit that.
			heard := make(chan os.Signal, 1)
			signal.Notify(heard, tc.sent)
			defer signal.Stop(heard)
			cmd := m.command(tc.command, "app")
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			var noted []string
			for end := time.Now().Add(30 * time.Second); len(noted) < 2 && time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
				content, _ := os.ReadFile(pids)
				noted = strings.Fields(string(content))
			}
			if len(noted) < 2 {
				t.Fatal("the go command was never run")
			}
			_ = cmd.Process.Signal(tc.sent)
			_ = cmd.Wait()
			if code := cmd.ProcessState.ExitCode(); code != 130 || stderr.String() != "govitals: interrupted\n" || stdout.Len() > 0 {
				t.Errorf("exit code %d, stderr %q, stdout %q", code, stderr.String(), stdout.String())
			}
			for _, pid := range noted {
				if state, err := os.ReadFile("/proc/" + pid + "/stat"); err == nil && !strings.Contains(string(state), ") Z ") {
					t.Errorf("process %s is left behind", pid)
				}
			}
		})
	}
}
