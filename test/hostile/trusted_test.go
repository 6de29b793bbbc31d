//go:build unix

package hostile

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/rpc"
)

// That the payloads work: where a folder is trusted, what its settings name is what the editor would run, and so do we.
func TestPayloadsWouldLeaveTheirMark(t *testing.T) {
	s := newSite(t)
	s.Write("work/.vscode/settings.json", `{"go.alternateTools": {"gopls": "`+s.payload("work/evil/gopls")+`"}}`, 0o644)
	s.Run("check", "--login-shell=off", "--format", "json")
	if _, err := os.Stat(s.Path("marks/gopls")); err != nil {
		t.Errorf("the payload left no mark: %v", err)
	}
}

// Names are no options and no words of a shell, also where everything may be run.
func TestTrustedNamesAreNames(t *testing.T) {
	s := newSite(t)
	for _, name := range hostileNames {
		s.Write("work/sub/d"+name+"/x.go", "package x\n", 0o644)
		s.Write("work/sub/d"+name+"/"+name, "package x\n", 0o644)
	}
	for _, tool := range tools {
		s.payload("work/" + tool)
	}
	before := s.Tree("work", "bin")
	o := s.Run("check", "--login-shell=off", "--format", "json")
	s.document(o.Stdout, o.Stderr)
	s.Run("tree", "--format", "json")
	s.unexecuted()
	s.Unchanged(before, s.Tree("work", "bin"))
	s.CleanTemporaries()
}

// A folder may itself be called like an option, or like a command for a shell.
func TestTrustedFoldersAreNames(t *testing.T) {
	for _, name := range []string{"-C", "$(touch mark);touch mark;`touch mark`", "a\nb", "-toolexec=sh"} {
		t.Run(fmt.Sprintf("%q", name), func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.Write("other/"+name+"/go.mod", "module example.com/named\n\ngo 1.24\n", 0o644)
			s.Write("other/"+name+"/main.go", "package main\n\nfunc main() {}\n", 0o644)
			before := s.Tree("work", "other", "bin")
			o := s.Run("check", "--login-shell=off", "--format", "json", "--privacy", "full", "--", s.Path("other/"+name))
			d := s.document(o.Stdout, o.Stderr)
			if len(d.Folders) != 1 || string(d.Folders[0].Path) != s.Path("other/"+name) {
				t.Errorf("looked at %+v", d.Folders)
			}
			s.unexecuted()
			s.Unchanged(before, s.Tree("work", "other", "bin"))
			s.CleanTemporaries()
		})
	}
}

// What an empty, a relative or a "." entry of PATH finds is in the current directory, which is the folder: it is never run,
// whether the folder is trusted or not.
func TestTrustedNoLookupInTheCurrentDirectory(t *testing.T) {
	for _, entry := range []string{"", ".", "bin", "./bin", "../work/bin"} {
		t.Run(fmt.Sprintf("%q", entry), func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.arm("work")
			s.arm("work/bin")
			s.prependPath(entry)
			s.Run("check", "--login-shell=off", "--format", "json")
			s.unexecuted()
		})
	}
}

// Our private directories are private whatever the umask is, in the temporary and in the state directory.
func TestPrivateDirectories(t *testing.T) {
	s := newSite(t)
	// Both programs say where they were started and where they may write.
	tell := `for d in "$PWD" "$TMPDIR"/*; do /usr/bin/stat -c '%a %n' "$d"; done >>` + s.Path("marks") + "/modes\n"
	s.Must(os.Remove(s.Path("bin/gopls")))
	s.Script("bin/gopls", tell+`exec `+s.Server+` "$@"`)
	s.Script("bin/go", tell+`exec `+s.Go+` "$@"`)
	for _, more := range [][]string{nil, {"--untrusted"}} {
		c := exec.Command("/bin/sh", append([]string{"-c", `umask 0; exec "$0" "$@"`, s.Program, "check", "--login-shell=off", "--format", "json"}, more...)...)
		c.Dir, c.Env = s.Work, s.Environ()
		s.Finish(c)
	}
	data, err := os.ReadFile(s.Path("marks/modes"))
	s.Must(err)
	ours := 0
	for _, line := range strings.Split(string(data), "\n") {
		mode, name, _ := strings.Cut(line, " ")
		if strings.HasPrefix(name, s.Tmp+"/govitals") && strings.Count(name[len(s.Tmp):], "/") == 1 {
			ours++
			if mode != "700" {
				t.Errorf("%s has mode %s", name, mode)
			}
		}
	}
	if ours == 0 {
		t.Errorf("no private directory was seen: %s", data)
	}
	s.Must(filepath.WalkDir(s.State, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %s", path, info.Mode())
		}
		return err
	}))
}

// What a diagnosis keeps for the next one takes the place of a link; nothing is written through it.
func TestPlantedLinksAreReplaced(t *testing.T) {
	for _, there := range []bool{true, false} {
		t.Run(fmt.Sprintf("there %v", there), func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.Write("work/.vscode/settings.json", `{"gopls": {"ui.semanticTokens": true}}`, 0o644)
			kept := []string{"go-releases.json", "gopls-schema.json", "history.json"}
			for _, name := range kept {
				s.plant(name, there)
			}
			before := s.Tree("victims", "work")
			s.Run("check", "--login-shell=off", "--format", "json")
			s.Unchanged(before, s.Tree("victims", "work"))
			for _, name := range kept {
				if info, err := os.Lstat(filepath.Join(s.State, name)); err != nil || !info.Mode().IsRegular() || info.Size() < 10 {
					t.Errorf("%s was not written: %v %v", name, info, err)
				}
			}
		})
	}
}

// Somebody put links where our fixes are written down. What they lead to stays as it is, whatever becomes of the link and of what was
// to be written; without a link the same fix is applied.
func TestPlantedLinksAreNotFollowed(t *testing.T) {
	for _, name := range []string{"", "fixes", "fixes/journal", "fixes/journal.new", "fixes/lock", "fixes/saved"} {
		for _, there := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s there %v", name, there), func(t *testing.T) {
				t.Parallel()
				s := newSite(t)
				s.Write("home/.config/go/env", "GOFLAGS=-nosuchflag\n", 0o644)
				s.plant(name, there)
				before := s.Tree("victims", "work")
				outcome := s.mend("goflags-invalid")
				if name == "" && outcome.Error != nil {
					t.Errorf("not mended: %+v", outcome.Error)
				}
				s.Unchanged(before, s.Tree("victims", "work"))
				s.NothingLeft(2 * time.Second)
			})
		}
	}
}

// plant puts a link into the state directory, to a directory where one is expected.
func (s *site) plant(name string, there bool) {
	s.Must(os.MkdirAll(s.Path("victims"), 0o755))
	if name == "" {
		return
	}
	target := s.Path("victims/" + filepath.Base(name))
	switch {
	case there && (name == "fixes" || name == "fixes/saved"):
		s.Must(os.Mkdir(target, 0o755))
	case there:
		s.Must(os.WriteFile(target, []byte("precious\n"), 0o644))
	}
	s.Must(os.MkdirAll(filepath.Dir(filepath.Join(s.State, name)), 0o700))
	s.Must(os.Symlink(target, filepath.Join(s.State, name)))
}

// mend diagnoses fast and applies the fix of a finding, over JSON-RPC.
func (s *site) mend(finding string) doctor.FixOutcome {
	s.t.Helper()
	sidecar := s.Serve(nil)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	more := map[string]any{"tier": "fast"}
	_, err := sidecar.Diagnose(ctx, more)
	s.Must(err)
	params := s.Request(more)
	params["findings"] = []string{finding}
	var plan rpc.FixPlanResult
	s.Must(sidecar.Conn.Call(ctx, rpc.MethodFixPlan, params, &plan))
	if plan.Error != nil {
		s.t.Fatalf("no plan: %+v", plan.Error)
	}
	var applied rpc.FixApplyResult
	s.Must(sidecar.Conn.Call(ctx, rpc.MethodFixApply, rpc.FixApplyParams{ID: plan.ID}, &applied))
	if !sidecar.End(10 * time.Second) {
		s.t.Error("does not end")
	}
	return applied.Outcome
}

// Links planted under every name that we might take in the temporary directory cannot be guessed; those that can be are kept
// out by the system. What is tried here: the directory itself is a link, and its entries are links to a victim.
func TestPlantedTemporaryDirectory(t *testing.T) {
	s := newSite(t)
	s.Write("victims/target/precious", "precious\n", 0o644)
	for _, name := range []string{"govitals", "govitals-scratch-gopls", "govitals-scratch-untrusted", "govitals-scratch-modcache", "go-build", "gopls"} {
		s.Must(os.Symlink(s.Path("victims/target"), filepath.Join(s.Tmp, name)))
	}
	before := s.Tree("victims", "work")
	for _, args := range [][]string{{"check", "--login-shell=off"}, {"check", "--untrusted"}} {
		o := s.Run(append(args, "--format", "json")...)
		if d := s.document(o.Stdout, o.Stderr); d.Badge == health.BadgeError {
			t.Errorf("%v: badge %s", args, d.Badge)
		}
	}
	s.Unchanged(before, s.Tree("victims", "work"))
}
