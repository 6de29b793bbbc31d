//go:build unix

package fix

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// onDiskModule is the module of the tests with a go that is the given script.
func onDiskModule(t *testing.T, script string) string {
	t.Helper()
	dir := t.TempDir()
	if err := writeModule(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "bin", "go"), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

func vendorPlan(t *testing.T, dir string) Plan {
	t.Helper()
	p, err := Resolve(t.Context(), Disk{}, oneStep(runOf(health.Path(filepath.Join(dir, "work")), "go", "mod", "vendor")), realFacts(dir))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCommandsThatMisbehave(t *testing.T) {
	const spoil = "echo spoilt >go.mod; rm -r vendor/a; mkdir vendor/new; "
	for _, tc := range []struct {
		name, script string
		deadline     time.Duration
		text         string // of the error; empty: it holds
	}{
		{"hangs", spoil + "sleep 60", 400 * time.Millisecond, "timed out"},
		{"writes a gigabyte", spoil + "yes 0123456789012345678901234567890123456789 | head -c 1000000000", time.Minute, "wrote without end"},
		{"asks", spoil + "read answer || exit 7", time.Minute, "exit status 7"},
		{"fails", spoil + "echo 'no such module' >&2; exit 1", time.Minute, "no such module"},
		{"is killed", spoil + "kill -9 $$", time.Minute, "SIGKILL"},
		{"leaves children", "(sleep 60; echo late >go.mod) & echo done", time.Minute, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := onDiskModule(t, tc.script)
			e := New(Options{Files: Disk{}, Dir: filepath.Join(dir, "state", "fixes"), System: "linux", Deadline: tc.deadline})
			p := vendorPlan(t, dir)
			before, err := onDisk(dir, "work", "home")
			if err != nil {
				t.Fatal(err)
			}
			out, err := e.Apply(t.Context(), p, "x", nil)
			if (tc.text == "") != (err == nil) || err != nil && (!strings.Contains(err.Error(), tc.text) || !strings.Contains(err.Error(), "put back")) {
				t.Errorf("error %v", err)
			}
			if len(out.Output) > shownOutput+10 {
				t.Errorf("%d bytes of output", len(out.Output))
			}
			after, err := onDisk(dir, "work", "home")
			if err != nil {
				t.Fatal(err)
			}
			if d := differences(before, after); d != "" {
				t.Error(d)
			}
			if left, err := child.Marked(); err != nil || len(left) > 0 {
				t.Errorf("left running: %v (%v)", left, err)
			}
		})
	}
}

func TestCommandThatWorks(t *testing.T) {
	dir := onDiskModule(t, strings.TrimPrefix(goScript, "#!/bin/sh\n")+"echo seen; echo told >&2; echo $GOVITALS_FIX $PWD\n")
	e := realEngine(dir)
	before, err := onDisk(dir, "work", "home")
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	said := map[string]string{}
	if _, err := e.Apply(t.Context(), vendorPlan(t, dir), "x", func(p Progress) {
		mu.Lock()
		defer mu.Unlock()
		said[p.Stream] += string(p.Text)
	}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(said["stdout"], "\nseen\n") || said["stderr"] != "told\n" || !strings.Contains(said["stdout"], filepath.Join(dir, "work")) {
		t.Errorf("said %q", said)
	}
	if after, err := onDisk(dir, "work", "home"); err != nil || differences(before, after) == "" {
		t.Error("nothing was changed")
	}
	if _, err := e.Undo(t.Context(), "", AllSteps, nil); err != nil {
		t.Fatal(err)
	}
	if after, err := onDisk(dir, "work", "home"); err != nil || differences(before, after) != "" {
		t.Error(differences(before, after))
	}
}

func TestCancelledCommand(t *testing.T) {
	dir := onDiskModule(t, "echo begun; echo spoilt >go.mod; sleep 60")
	ctx, cancel := context.WithCancel(t.Context())
	_, err := realEngine(dir).Apply(ctx, vendorPlan(t, dir), "x", func(p Progress) {
		if p.Stream == "stdout" {
			cancel()
		}
	})
	if err == nil || !strings.Contains(err.Error(), "cancelled") {
		t.Errorf("error %v", err)
	}
	if text, _ := os.ReadFile(filepath.Join(dir, "work", "go.mod")); string(text) != module["/work/go.mod"] {
		t.Errorf("go.mod is %q", text)
	}
}

// Recovery ends the command of a process that died: it would go on writing into what was put back.
func TestOrphanIsEnded(t *testing.T) {
	dir := onDiskModule(t, "")
	e := realEngine(dir)
	p := vendorPlan(t, dir)
	orphan := exec.Command("/bin/sh", "-c", "sleep 60; true")
	orphan.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	e.run = func(_ context.Context, c child.Command, started func(int, uint64) error, _ func(string, []byte)) (child.Result, error) {
		orphan.Env = c.Env
		if err := orphan.Start(); err != nil {
			return child.Result{}, err
		}
		e.files = Dead{}
		return child.Result{}, started(orphan.Process.Pid, startOf(orphan.Process.Pid))
	}
	if _, err := e.Apply(t.Context(), p, "x", nil); err == nil {
		t.Fatal("the process did not die")
	}
	ended := make(chan error, 1)
	go func() { ended <- orphan.Wait() }()
	got, err := realEngine(dir).Recover(t.Context())
	if err != nil || len(got) != 1 || got[0].State != StepFailed {
		t.Fatalf("recovered %+v, %v", got, err)
	}
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		_ = orphan.Process.Kill()
		t.Error("the command still runs")
	}
}

// Dead is the file system of a process that died.
type Dead struct{ Disk }

func (Dead) Append(string) (Writer, error)    { return nil, errCrashed }
func (Dead) Remove(string) error              { return errCrashed }
func (Dead) Rename(string, string) error      { return errCrashed }
func (Dead) Lstat(string) (Info, error)       { return Info{}, errCrashed }
func (Dead) Truncate(string, int64) error     { return errCrashed }
func (Dead) ReadDir(string) ([]string, error) { return nil, errCrashed }

func TestRealFilesThatCannotBeChanged(t *testing.T) {
	for _, tc := range []struct {
		name string
		make func(t *testing.T, file string)
		code Code
		text string
	}{
		{"read-only", func(t *testing.T, file string) { must(t, os.Chmod(file, 0o444)) }, ReadOnly, "is read-only"},
		{"hard link", func(t *testing.T, file string) { must(t, os.Link(file, file+".other")) }, Unsuitable, "2 names"},
		{"named pipe", func(t *testing.T, file string) { must(t, os.Remove(file)); must(t, syscall.Mkfifo(file, 0o644)) }, Unsuitable, "neither a file nor"},
		{"loop of links", func(t *testing.T, file string) { must(t, os.Remove(file)); must(t, os.Symlink(file, file)) }, Unsuitable, "leads nowhere"},
		{"huge", func(t *testing.T, file string) { must(t, os.Truncate(file, maxEdited+1)) }, TooLarge, "cannot be read"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "settings.json")
			must(t, os.WriteFile(file, []byte("{}"), 0o644))
			tc.make(t, file)
			_, err := Resolve(t.Context(), Disk{}, oneStep(setGoroot(health.Path(file))), Facts{System: "linux"})
			if CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.text) {
				t.Errorf("error %v (%s)", err, CodeOf(err))
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Through a link the real file is written; the link, the mode and the group stay.
func TestRealLinkAndMode(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "dotfiles.json"), filepath.Join(dir, "settings.json")
	text := "\ufeff{\r\n\t// mine\r\n\t\"a\": 1,\r\n}\r\n"
	must(t, os.WriteFile(file, []byte(text), 0o644))
	must(t, os.Chmod(file, 0o640))
	must(t, os.Symlink("dotfiles.json", link))
	p, err := Resolve(t.Context(), Disk{}, oneStep(setGoroot(health.Path(link))), Facts{System: "linux"})
	must(t, err)
	real, err := filepath.EvalSymlinks(file)
	must(t, err)
	if p.Steps[0].LinkedFrom != link || p.Steps[0].File != real {
		t.Errorf("step %+v", p.Steps[0])
	}
	e := realEngine(dir)
	_, err = e.Apply(t.Context(), p, "x", nil)
	must(t, err)
	got, err := os.ReadFile(file)
	must(t, err)
	info, err := os.Stat(file)
	must(t, err)
	if string(got) != "\ufeff{\r\n\t// mine\r\n\t\"a\": 1,\r\n\t\"go.goroot\": \"/go\",\r\n}\r\n" || info.Mode().Perm() != 0o640 {
		t.Errorf("%q with the mode %v", got, info.Mode())
	}
	if target, err := os.Readlink(link); err != nil || target != "dotfiles.json" {
		t.Errorf("the link leads to %q (%v)", target, err)
	}
	_, err = e.Undo(t.Context(), "", AllSteps, nil)
	must(t, err)
	if got, err = os.ReadFile(file); err != nil || string(got) != text {
		t.Errorf("undone to %q (%v)", got, err)
	}
}

// The locks of two processes' engines exclude each other, and a lock ends with its holder.
func TestRealLock(t *testing.T) {
	dir := t.TempDir()
	lock := filepath.Join(dir, "lock")
	release, err := Disk{}.Lock(lock)
	must(t, err)
	if _, err := (Disk{}).Lock(lock); err != ErrLocked {
		t.Errorf("a second lock: %v", err)
	}
	release()
	release, err = Disk{}.Lock(lock)
	must(t, err)
	release()
}

func TestRealAttribute(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "gopls")
	must(t, os.WriteFile(file, []byte("binary"), 0o755))
	if err := (Disk{}).SetXattr(file, "user.quarantine", []byte("0081;x")); err != nil {
		t.Fatalf("this file system keeps no attributes: %v", err)
	}
	step := health.Step{Kind: health.StepXattr, Target: health.Target{File: health.Path(file), Key: "user.quarantine"}, Before: `"0081;x"`}
	plan := func() Plan {
		p, err := Resolve(t.Context(), Disk{}, oneStep(step), Facts{System: "linux"})
		must(t, err)
		return p
	}
	e := realEngine(dir)
	stale := plan()
	must(t, os.WriteFile(file+".new", []byte("binary"), 0o755))
	must(t, Disk{}.SetXattr(file+".new", "user.quarantine", []byte("0081;x")))
	must(t, os.Rename(file+".new", file))
	if _, err := e.Apply(t.Context(), stale, "x", nil); CodeOf(err) != Changed || !strings.Contains(err.Error(), "another file") {
		t.Errorf("another executable: %v", err)
	}
	_, err := e.Apply(t.Context(), plan(), "x", nil)
	must(t, err)
	if _, there, err := (Disk{}).Xattr(file, "user.quarantine"); there || err != nil {
		t.Errorf("the attribute is still there (%v)", err)
	}
	_, err = e.Undo(t.Context(), "", AllSteps, nil)
	must(t, err)
	if value, _, _ := (Disk{}).Xattr(file, "user.quarantine"); !bytes.Equal(value, []byte("0081;x")) {
		t.Errorf("the attribute is %q", value)
	}
}
