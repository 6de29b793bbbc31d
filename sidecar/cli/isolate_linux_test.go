package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Ctrl-C in the middle of the trials ends the server of the moment and leaves nothing: no process, no directory.
func TestCtrlCInTheMiddleOfAnIsolation(t *testing.T) {
	m := newMachine(t)
	m.realGo()
	temp, trials := filepath.Join(m.home, "tmp"), filepath.Join(m.home, "trials")
	if err := os.Mkdir(temp, 0o755); err != nil {
		t.Fatal(err)
	}
	// The sixth server and all later ones hang: by then the rungs are done and the trials have begun.
	for i, entry := range m.env {
		if list, ok := strings.CutPrefix(entry, "PATH="); ok && list != "/nonexistent" {
			dirs := strings.Split(list, string(os.PathListSeparator))
			m.env[i] = "PATH=" + filepath.Join(m.home, "bin") + ":" + list + ":/usr/bin:/bin"
			m.write("bin/gopls", `#!/bin/sh
case "$1" in version|api-json) exec '`+filepath.Join(dirs[len(dirs)-1], "gopls")+`' "$@";; esac
echo $$ >>'`+trials+`'
if [ $(wc -l <'`+trials+`') -gt 5 ]; then sleep 300 & echo $! >>'`+trials+`.hang'; echo $$ >>'`+trials+`.hang'; wait; fi
exec '`+filepath.Join(dirs[len(dirs)-1], "gopls")+`' "$@"
`)
		}
	}
	m.set("TMPDIR", temp)
	m.set("GOFLAGS", "-foo")
	for _, name := range []string{"A", "B", "C", "D"} {
		m.set("JUNK_"+name, name)
	}
	cmd := m.command("isolate", "app")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = cmd.Wait() }()
	var hanging []string
	for end := time.Now().Add(2 * time.Minute); len(hanging) < 2 && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		content, _ := os.ReadFile(trials + ".hang")
		hanging = strings.Fields(string(content))
	}
	_ = cmd.Process.Signal(syscall.SIGINT)
	select {
	case <-ended:
	case <-time.After(time.Minute):
		_ = cmd.Process.Kill()
		t.Fatal("does not end")
	}
	if len(hanging) < 2 {
		t.Fatalf("no trial hung: %s%s", stdout.String(), stderr.String())
	}
	if code := cmd.ProcessState.ExitCode(); code != 130 || stdout.Len() > 0 {
		t.Errorf("exit code %d, stderr %q, stdout %q", code, stderr.String(), stdout.String())
	}
	for _, pid := range hanging {
		if state, err := os.ReadFile("/proc/" + pid + "/stat"); err == nil && !strings.Contains(string(state), ") Z ") {
			t.Errorf("process %s is left behind", pid)
		}
	}
	left, err := os.ReadDir(temp)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind in the temporary directory: %v, %v", left, err)
	}
}
