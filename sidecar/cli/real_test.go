package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// binary is the real program, built once.
var binary string

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "govitals-cli-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "govitals")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	build := exec.Command("go", "build", "-ldflags", "-X main.version=9.8.7", "-o", binary, "github.com/govitals/govitals/sidecar")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// ran is how a run of the program ended.
type ran struct {
	code           int
	stdout, stderr string
}

// machine is a home, a Go folder in it, and an environment with nothing else.
type machine struct {
	t              *testing.T
	home, app, dir string // dir is the working directory
	env            []string
}

func newMachine(t *testing.T) *machine {
	t.Helper()
	home := t.TempDir()
	m := &machine{t: t, home: home, app: filepath.Join(home, "app"), dir: home}
	m.write("app/go.mod", "module example.com/app\n\ngo 1.21\n")
	m.write("app/main.go", "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(hello()) }\n\nfunc hello() string { return \"\" }\n")
	m.env = []string{"HOME=" + home, "USERPROFILE=" + home, "XDG_STATE_HOME=" + filepath.Join(home, "state"), "PATH=/nonexistent", "TERM=xterm"}
	return m
}

// broken puts a program first on PATH that is not what its name says.
func (m *machine) broken(name, script string) {
	m.t.Helper()
	if runtime.GOOS == "windows" {
		m.t.Skip("the stand-in for go is a shell script")
	}
	m.write("bin/"+name, "#!/bin/sh\n"+script+"\n")
	m.set("PATH", filepath.Join(m.home, "bin")+":/usr/bin:/bin")
}

func (m *machine) set(name, value string) { m.env = append(m.env, name+"="+value) }

func (m *machine) write(name, content string) string {
	m.t.Helper()
	file := filepath.Join(m.home, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o755); err != nil {
		m.t.Fatal(err)
	}
	return file
}

func (m *machine) command(args ...string) *exec.Cmd {
	cmd := exec.Command(binary, args...)
	cmd.Env, cmd.Dir = m.env, m.dir
	return cmd
}

func (m *machine) run(args ...string) ran {
	m.t.Helper()
	cmd := m.command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		m.t.Fatal(err)
	}
	watchdog := time.AfterFunc(2*time.Minute, func() { _ = cmd.Process.Kill() })
	defer watchdog.Stop()
	_ = cmd.Wait()
	return ran{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// realGo puts the go and gopls of this machine on PATH; without gopls the test is skipped with that reason.
func (m *machine) realGo() {
	m.t.Helper()
	var dirs []string
	for _, tool := range []string{"go", "gopls"} {
		path, err := exec.LookPath(tool)
		if err != nil && tool == "gopls" {
			if out, err := exec.Command("go", "env", "GOPATH").Output(); err == nil {
				path = filepath.Join(strings.TrimSpace(string(out)), "bin", "gopls")
			}
		}
		if _, err := os.Stat(path); err != nil {
			m.t.Skipf("no %s on this machine", tool)
		}
		dirs = append(dirs, filepath.Dir(path))
	}
	m.set("PATH", strings.Join(dirs, string(os.PathListSeparator)))
	if out, err := exec.Command("go", "env", "GOCACHE").Output(); err == nil { // compiled once is enough
		m.set("GOCACHE", strings.TrimSpace(string(out)))
	}
	m.set("GOPLSCACHE", filepath.Join(filepath.Dir(binary), "gopls"))
}
