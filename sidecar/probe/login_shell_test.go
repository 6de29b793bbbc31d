package probe

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// shellHome is a home directory with start-up files, and an examination of a machine where shell is the login shell.
func shellHome(t *testing.T, shell string, files map[string]string) *Examination {
	t.Helper()
	home := t.TempDir()
	for name, text := range files {
		path := filepath.Join(home, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	ex := &Examination{System: Machine{}, Progress: func(string) {}}
	ex.Private.Environ = []string{"SHELL=" + strings.ReplaceAll(shell, "~", home), "HOME=" + home, "GOFLAGS=-tags=editor", "SECRET=editor"}
	ex.Snapshot.System.Home, ex.Snapshot.System.User = health.Path(home), "ada"
	return ex
}

// The shells of this machine, each with start-up files that are noisy and set something.
func TestLoginShells(t *testing.T) {
	exports := "echo 'welcome {home}'\nexport GOFLAGS='-tags=shell'\nexport GOPROXY='https://ada:secret@proxy.example'\nexport SECRET=shell\nexport PATH=\"$HOME/bin:$PATH\"\n"
	for shell, file := range map[string]string{"bash": ".bash_profile", "dash": ".profile", "sh": ".profile", "zsh": ".zprofile", "ksh": ".profile", "fish": ".config/fish/config.fish"} {
		path, err := exec.LookPath(shell)
		if err != nil {
			continue
		}
		t.Run(shell, func(t *testing.T) {
			ex := shellHome(t, path, map[string]string{file: exports, "bin/gopls": "#!/bin/sh\n"})
			got := askShell(t.Context(), ex)
			if got.State != health.ShellOK || !got.Noise {
				t.Fatalf("%+v", got)
			}
			flags, _ := health.Find(got.Variables, "GOFLAGS")
			if flags.Value.Text != "-tags=shell" || flags.Source.Kind != health.FromShell {
				t.Errorf("GOFLAGS %+v", flags)
			}
			if gopls, ok := got.Tool("gopls"); !ok || gopls != health.Path(filepath.Join(string(ex.Snapshot.System.Home), "bin/gopls")) {
				t.Errorf("gopls is %q", gopls)
			}
			if text := fmt.Sprintf("%+v", got); strings.Contains(text, "secret") || strings.Contains(text, "SECRET") {
				t.Errorf("a secret got out: %s", text)
			}
		})
	}
}

// Where the shell and the editor disagree, the shell is asked again with the editor's values: one start-up file insists, the
// other keeps what it finds. A secret reaches neither answer.
func TestShellIsAskedAgain(t *testing.T) {
	path, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash here")
	}
	for name, c := range map[string]struct {
		file string
		want string // GOPATH in Kept; empty: it was not asked again
	}{
		"insists":       {"export GOPATH=/shell", "/shell"},
		"keeps":         {"export GOPATH=${GOPATH:-/shell}", "/editor"},
		"adds":          {"export GOPATH=/shell${GOPATH:+:$GOPATH}", "/shell:/editor"},
		"says the same": {"export GOPATH=/editor", ""},
		"says nothing":  {"export OTHER=1", ""},
		"changes PATH":  {"export PATH=/shell:$PATH", ""},
	} {
		t.Run(name, func(t *testing.T) {
			ex := shellHome(t, path, map[string]string{".bash_profile": c.file + "\n"})
			ex.Private.Environ = append(ex.Private.Environ, "GOPATH=/editor", "PATH=/usr/bin:/bin")
			got := askShell(t.Context(), ex)
			kept, _ := health.Find(got.Kept, "GOPATH")
			if kept.Value.Text != c.want || c.want == "" && len(got.Kept) > 0 {
				t.Errorf("kept %+v, want %q", got.Kept, c.want)
			}
		})
	}
}

// A login shell that misbehaves costs its three seconds at most, and leaves nothing running.
func TestShellsThatFail(t *testing.T) {
	for name, c := range map[string]struct {
		shell string
		want  health.ShellState
	}{
		"exits":                 {"#!/bin/sh\nexit 1\n", health.ShellFailed},
		"prints and exits 1":    {"#!/bin/sh\neval \"$4\"\nexit 1\n", health.ShellOK},
		"prints nothing":        {"#!/bin/sh\n", health.ShellFailed},
		"braces around it":      {"#!/bin/sh\necho '{'\neval \"$4\"\necho '}'\n", health.ShellOK},
		"hangs":                 {"#!/bin/sh\nsleep 300\n", health.ShellLate},
		"floods":                {"#!/bin/sh\nexec yes\n", health.ShellFloods},
		"leaves a child behind": {"#!/bin/sh\nsleep 300 &\neval \"$4\"\n", health.ShellOK},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ex := shellHome(t, "~/bash", map[string]string{"bash": c.shell})
			if got := askShell(t.Context(), ex); got.State != c.want {
				t.Errorf("%+v", got)
			}
		})
	}
}

// A start-up file that is ended gets the time to put back its lock.
func TestShellPutsItsLockBack(t *testing.T) {
	t.Parallel()
	ex := shellHome(t, "~/bash", map[string]string{"bash": "#!/bin/sh\ntrap 'sleep 0.6; rm ../lock; exit' TERM\ncd \"${0%/*}/locks\"\n: > ../lock\nsleep 300 &\nwait\n", "locks/x": ""})
	lock := filepath.Join(string(ex.Snapshot.System.Home), "lock")
	if got := askShell(t.Context(), ex); got.State != health.ShellLate {
		t.Fatalf("%+v", got)
	}
	if _, err := os.Stat(lock); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the lock is left: %v", err)
	}
}

func TestShellsThatAreNotAsked(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Examination)
		shell  string
		want   health.ShellState
	}{
		"background":   {func(ex *Examination) { ex.Request.Background = true }, "/bin/sh", health.ShellNotAsked},
		"untrusted":    {func(ex *Examination) { ex.Request.Untrusted = true }, "/bin/sh", health.ShellNotAsked},
		"switched off": {func(ex *Examination) { ex.Request.NoLoginShell = true }, "/bin/sh", health.ShellNotAsked},
		"Windows":      {func(ex *Examination) { ex.System = newFake(t, "windows", "") }, "/bin/sh", health.ShellNotAsked},
		"not there":    {func(*Examination) {}, "/nonexistent/zsh", health.ShellMissing},
		"unheard of":   {func(*Examination) {}, "/bin/elvish", health.ShellUnknown},
		"relative":     {func(*Examination) {}, "bash", health.ShellUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			ex := shellHome(t, c.shell, nil)
			c.change(ex)
			if got := askShell(t.Context(), ex); got.State != c.want {
				t.Errorf("%+v", got)
			}
		})
	}
}

// What each shell is told to run, and how a program with an awkward name is quoted for it.
func TestDialects(t *testing.T) {
	for shell, want := range map[string][]string{
		"/bin/bash":             {"-i", "-l", "-c", `'/o'\''b' ` + PrintEnvironment + " m"},
		"/usr/bin/fish":         {"-i", "-l", "-c", `'/o'\''b' ` + PrintEnvironment + " m"},
		"/bin/tcsh":             {"-ic", `'/o'\''b' ` + PrintEnvironment + " m"},
		"/usr/local/bin/nu":     {"-i", "-l", "-c", `^'/o'\''b' ` + PrintEnvironment + " m"},
		"/usr/bin/pwsh":         {"-Login", "-Command", `& '/o''b' ` + PrintEnvironment + " m"},
		"/usr/bin/xonsh":        {"-i", "-l", "-c", `import subprocess; subprocess.run(["/o'b", "` + PrintEnvironment + `", "m"])`},
		"/opt/homebrew/bin/zsh": {"-i", "-l", "-c", `'/o'\''b' ` + PrintEnvironment + " m"},
	} {
		d, ok := dialectOf(shell)
		if got := d("/o'b", "m"); !ok || !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", shell, got, want)
		}
	}
}

func FuzzBetweenMarks(f *testing.F) {
	f.Add(Environment("m1", []string{"A=b"}), "m1")
	f.Add("noise "+Environment("m1", nil)+" noise", "m1")
	f.Add("m1m1", "m1")
	f.Add("", "")
	f.Fuzz(func(t *testing.T, text, mark string) {
		if env, _, ok := betweenMarks(text, mark); ok && mark == "" {
			t.Errorf("%q", env)
		}
	})
}
