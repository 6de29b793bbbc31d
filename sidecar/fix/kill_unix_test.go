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
	"sync/atomic"
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

// goScript changes files as go mod vendor does, in place and one after the other, and tells of each.
const goScript = `#!/bin/sh
set -e
echo 1
rm -r vendor/gone
echo 2
echo 'module m' >go.mod
echo 3
echo >go.sum
chmod 600 vendor/a/tool.sh
echo 4
rm vendor/a/link
mkdir vendor/b
echo 5
echo 'package b' >vendor/b/b.go
echo '# new' >vendor/modules.txt
echo 6
echo 'go 1.26' >>go.mod
echo '## explicit' >>vendor/modules.txt
echo 7
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

// victimProgram is the test binary, without the race detector: that finds nothing in a process that is killed, and takes longer to
// start than all that such a process does.
func victimProgram(t *testing.T) string {
	t.Helper()
	if !underRace {
		return os.Args[0]
	}
	program := filepath.Join(t.TempDir(), "victim")
	if out, err := exec.Command("go", "test", "-c", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// victim recovers, says so, and after a word from its parent applies and takes back until it is killed.
func victim(dir string) error {
	ctx, e, beat := context.Background(), realEngine(dir), heart()
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
	e = New(Options{Files: beatingFiles{beat: beat}, Dir: e.dir, System: "linux"})
	for {
		if _, err := e.Undo(ctx, "", AllSteps, nil); err != nil && CodeOf(err) != NoEntry {
			return err
		}
		p, err := Resolve(ctx, Disk{}, realFix(dir), realFacts(dir))
		if err != nil {
			return err
		}
		if _, err := e.Apply(ctx, p, "x", func(Progress) { beat() }); err != nil {
			return err
		}
	}
}

// heart tells the parent, one byte a beat, that the victim is about to change something.
func heart() func() { return func() { _, _ = os.Stdout.Write([]byte{'.'}) } }

// beatsOfARound is how often the heart beats while all is applied and taken back.
func beatsOfARound(t *testing.T) int {
	t.Helper()
	dir := quickDir(t)
	must(t, writeModule(dir))
	var beats atomic.Int64
	beat := func() { beats.Add(1) }
	p, err := Resolve(t.Context(), Disk{}, realFix(dir), realFacts(dir))
	must(t, err)
	e := New(Options{Files: beatingFiles{beat: beat}, Dir: filepath.Join(dir, "state", "fixes"), System: "linux"})
	_, err = e.Apply(t.Context(), p, "x", func(Progress) { beat() })
	must(t, err)
	_, err = e.Undo(t.Context(), "", AllSteps, nil)
	must(t, err)
	return int(beats.Load())
}

const (
	kills     = 500
	killers   = 20 // each with a journal of its own: one that grows for hundreds of kills takes longer to read than all else
	atOnce    = 4
	killsEach = kills / killers
)

// A real process is killed at random instants while it applies and takes back; a new process recovers. Whatever the instant,
// every step is before or after, to the byte and the mode, and the journal says which. The instants are counted in the changes
// that the process makes, and lie somewhere after the one that was drawn: a machine that is busy neither crowds them at the
// beginning nor makes them rare.
func TestKilledAtRandomInstants(t *testing.T) {
	all, beats, program := diskStages(t), beatsOfARound(t), victimProgram(t)
	var mu sync.Mutex
	seen := map[int]int{}
	var wait sync.WaitGroup
	places := make(chan struct{}, atOnce)
	for k := range killers {
		dir := quickDir(t)
		if err := writeModule(dir); err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(uint64(k), 1))
		wait.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			for i := range killsEach {
				stage, err := killOnce(program, dir, all, 1+random.IntN(beats), time.Duration(random.Int64N(int64(time.Millisecond))))
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
	t.Logf("stages found after %d kills within %d changes: %v", kills, beats, seen)
	if len(seen) < len(all) && !t.Failed() {
		t.Errorf("the kills found only the stages %v: they came all at the same place", seen)
	}
}

// killOnce lets a new process recover what the last one left, compares, and kills it a moment after so many beats.
func killOnce(program, dir string, all []map[string]string, beats int, after time.Duration) (stage int, err error) {
	v := exec.Command(program, dir)
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
	for range beats {
		if b, err := lines.ReadByte(); err != nil || b != '.' {
			rest, _ := io.ReadAll(lines)
			return 0, fmt.Errorf("the process said %q (%v)", string(b)+string(rest), err)
		}
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
