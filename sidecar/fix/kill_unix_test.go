//go:build unix

package fix

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// roleVariable makes the test binary the process that is killed.
const roleVariable = "FIX_TEST_ROLE"

func TestMain(m *testing.M) {
	if os.Getenv(roleVariable) == "victim" {
		if err := victim(os.Args[1]); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// goScript changes files as go mod vendor does, in place and one after the other.
const goScript = `#!/bin/sh
set -e
rm -r vendor/gone
echo 'module m' >go.mod
echo >go.sum
chmod 600 vendor/a/tool.sh
rm vendor/a/link
mkdir vendor/b
echo 'package b' >vendor/b/b.go
echo '# new' >vendor/modules.txt
echo 'go 1.26' >>go.mod
echo '## explicit' >>vendor/modules.txt
`

// writeModule makes the tree of the tests on disk: work/, home/ and the go of the test.
func writeModule(dir string) error {
	for path, text := range module {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		mode := fs.FileMode(0o644)
		if strings.HasSuffix(path, ".sh") {
			mode = 0o755
		}
		var err error
		switch target, link := strings.CutPrefix(text, "-> "); {
		case link:
			err = os.Symlink(target, path)
		case strings.HasSuffix(path, "/bin/go"):
			err = os.WriteFile(path, []byte(goScript), 0o755)
		default:
			err = os.WriteFile(path, []byte(text), mode)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// realFix is mixedFix below a directory.
func realFix(dir string) health.Fix {
	f := mixedFix()
	for i := range f.Steps {
		s := &f.Steps[i]
		if s.Target.File != "" {
			s.Target.File = health.Path(filepath.Join(dir, string(s.Target.File)))
		}
		if s.Cwd != "" {
			s.Cwd = health.Path(filepath.Join(dir, string(s.Cwd)))
		}
	}
	return f
}

func realFacts(dir string) Facts {
	return Facts{System: "linux", Roots: []string{filepath.Join(dir, "work")}, Home: filepath.Join(dir, "home"), Env: os.Environ(),
		Look: func(name string) string { return filepath.Join(dir, "bin", name) }}
}

func realEngine(dir string) *Engine {
	return New(Options{Files: Disk{}, Dir: filepath.Join(dir, "state", "fixes"), System: "linux"})
}

// victim recovers, says so, and after a word from its parent applies and takes back until it is killed.
func victim(dir string) error {
	ctx, e := context.Background(), realEngine(dir)
	if _, err := e.Recover(ctx); err != nil {
		return err
	}
	entries, err := e.Entries()
	if err != nil {
		return err
	}
	standing := 0
	for _, entry := range entries {
		for _, s := range entry.Steps {
			if s.State == StepApplied {
				standing++
			}
		}
	}
	fmt.Println("ready", standing)
	if _, err := bufio.NewReader(os.Stdin).ReadString('\n'); err != nil {
		return nil
	}
	for round := 0; ; round++ {
		if _, err := e.Undo(ctx, "", AllSteps, nil); err != nil && CodeOf(err) != NoEntry {
			return err
		}
		p, err := Resolve(ctx, Disk{}, realFix(dir), realFacts(dir))
		if err != nil {
			return err
		}
		if _, err := e.Apply(ctx, p, "x", nil); err != nil {
			return err
		}
	}
}

// onDisk is what stands below some directories of a directory, to the byte and the mode.
func onDisk(dir string, tops ...string) (map[string]string, error) {
	out := map[string]string{}
	for _, top := range tops {
		err := filepath.WalkDir(filepath.Join(dir, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err != nil {
				return err
			}
			text := ""
			switch {
			case info.Mode()&fs.ModeSymlink != 0:
				text, err = os.Readlink(path)
			case info.Mode().IsRegular():
				var data []byte
				data, err = os.ReadFile(path)
				text = string(data)
			}
			name, _ := filepath.Rel(dir, path)
			out[name] = info.Mode().String() + " " + text
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// diskStages are what stands on disk after each step, and how long all of them take here.
func diskStages(t *testing.T) (out []map[string]string, took time.Duration) {
	t.Helper()
	for n := range len(mixedFix().Steps) + 1 {
		dir := t.TempDir()
		if err := writeModule(dir); err != nil {
			t.Fatal(err)
		}
		p, err := Resolve(t.Context(), Disk{}, realFix(dir), realFacts(dir))
		if err != nil {
			t.Fatal(err)
		}
		p.Steps = p.Steps[:n]
		e := realEngine(dir)
		begun := time.Now()
		if _, err := e.Apply(t.Context(), p, "x", nil); err != nil {
			t.Fatal(err)
		}
		took = time.Since(begun)
		stage, err := onDisk(dir, "work", "home")
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, stage)
	}
	return out, took
}

const (
	kills     = 500
	killers   = 4
	killsEach = kills / killers
)

// A real process is killed at random instants while it applies and takes back; a new process recovers. Whatever the instant,
// every step is before or after, to the byte and the mode, and the journal says which.
func TestKilledAtRandomInstants(t *testing.T) {
	all, took := diskStages(t)
	round := min(3*took, 200*time.Millisecond) // about what applying and undoing take beside the other victims
	var mu sync.Mutex
	seen := map[int]int{}
	var wait sync.WaitGroup
	for k := range killers {
		dir := t.TempDir()
		if err := writeModule(dir); err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(uint64(k), 1))
		wait.Go(func() {
			for i := range killsEach {
				stage, err := killOnce(dir, all, time.Duration(random.Int64N(int64(round))))
				if err != nil {
					t.Errorf("kill %d of %d: %v", i, k, err)
					return
				}
				mu.Lock()
				seen[stage]++
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	t.Logf("stages found after %d kills within %v: %v", kills, round, seen)
	if len(seen) < 3 && !t.Failed() {
		t.Errorf("the kills found only the stages %v: they came all at the same place", seen)
	}
}

// killOnce lets a new process recover what the last one left, compares, and kills it after a while.
func killOnce(dir string, all []map[string]string, after time.Duration) (stage int, err error) {
	v := exec.Command(os.Args[0], dir)
	v.Env = append(os.Environ(), roleVariable+"=victim")
	v.Stderr = os.Stderr
	in, err := v.StdinPipe()
	if err != nil {
		return 0, err
	}
	out, err := v.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := v.Start(); err != nil {
		return 0, err
	}
	defer func() {
		_ = v.Process.Kill()
		_ = v.Wait()
	}()
	lines := bufio.NewReader(out)
	said, err := lines.ReadString('\n')
	if err != nil || !strings.HasPrefix(said, "ready ") {
		return 0, fmt.Errorf("recovery said %q (%v)", said, err)
	}
	now, err := onDisk(dir, "work", "home")
	if err != nil {
		return 0, err
	}
	stage = -1
	for i := range all {
		if maps.Equal(all[i], now) {
			stage = i
		}
	}
	if stage < 0 {
		return 0, fmt.Errorf("neither before nor after any step: %s", differences(all[0], now))
	}
	if want := fmt.Sprintf("ready %d\n", stage); said != want {
		return 0, fmt.Errorf("the journal says %q, the files %q", said, want)
	}
	if _, err := io.WriteString(in, "go\n"); err != nil {
		return 0, err
	}
	time.Sleep(after) // the instant at which the process dies is what the test is about
	if err := v.Process.Kill(); err != nil {
		return 0, err
	}
	rest, _ := io.ReadAll(lines)
	if strings.Contains(string(rest), "error") {
		return 0, fmt.Errorf("the process said %q", rest)
	}
	return stage, nil
}

func differences(before, now map[string]string) string {
	var out []string
	for path, text := range now {
		if before[path] != text {
			out = append(out, fmt.Sprintf("%s is %.200q, was %.200q", path, text, before[path]))
		}
	}
	for path := range before {
		if _, ok := now[path]; !ok {
			out = append(out, path+" is gone")
		}
	}
	return strings.Join(out, "\n")
}
