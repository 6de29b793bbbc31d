package cli_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"
)

// typist adds a line to a file again and again and saves as editors do, under another name first. It says at the end which of its
// lines it ever found missing.
func typist(file string, stop <-chan struct{}) <-chan error {
	out := make(chan error, 1)
	random := rand.New(rand.NewPCG(1, 2))
	go func() {
		for n := 0; ; n++ {
			text, err := os.ReadFile(file)
			for k := range n {
				if err == nil && !strings.Contains(string(text), fmt.Sprintf("// typed %d\n", k)) {
					err = fmt.Errorf("line %d of %d is lost: %q", k, n, text)
				}
			}
			select {
			case <-stop:
				out <- err
				return
			default:
			}
			if err == nil {
				err = os.WriteFile(file+".mine", fmt.Appendf(text, "// typed %d\n", n), 0o640)
			}
			if now, _ := os.ReadFile(file); err == nil && string(now) != string(text) {
				n-- // it was changed on disk: read again, as an editor does
				continue
			}
			if err == nil {
				err = os.Rename(file+".mine", file)
			}
			if err != nil {
				out <- err
				return
			}
			time.Sleep(time.Duration(random.IntN(40)) * time.Millisecond) // the rhythm of a person
		}
	}()
	return out
}

// Somebody types into the file that a fix and its undo are about: both say no or do their work, and no line is ever lost.
func TestFixWhileSomebodyTypes(t *testing.T) {
	m, file := disabledMachine(t)
	stop := make(chan struct{})
	lost := typist(file, stop)
	made, refused := 0, 0
	for range 6 {
		for _, args := range [][]string{{"fix", disabled, "app", "--yes"}, {"undo"}} {
			switch r := m.run(args...); r.code {
			case 0:
				made++
			case 1:
				refused++
			case 2: // nothing to mend, or nothing to take back
			default:
				t.Errorf("%v: exit code %d: %s%s", args, r.code, r.stdout, r.stderr)
			}
		}
	}
	close(stop)
	if err := <-lost; err != nil {
		t.Error(err)
	}
	if made+refused == 0 {
		t.Error("nothing was tried")
	}
	t.Logf("made %d, refused %d", made, refused)
	entries, err := os.ReadDir(m.app + "/.vscode")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".govitals-") {
			t.Errorf("%s is left behind", e.Name())
		}
	}
}
