//go:build unix

package drive

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Tree describes everything below directories of the place: names, modes, links, contents. Below the home it leaves out what
// any go command keeps there: its caches and telemetry counters.
func (p *Place) Tree(tops ...string) map[string]string { return Fingerprint(p.Root, tops...) }

// Fingerprint is [Place.Tree] of any made-up machine whose home is the directory home of its root.
func Fingerprint(root string, tops ...string) map[string]string {
	out := map[string]string{}
	for _, top := range tops {
		_ = filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			name, _ := filepath.Rel(root, path)
			switch {
			case err != nil:
				out[name] = "unreadable"
				return nil
			case name == "home/.cache", name == "home/.config/go/telemetry":
				return filepath.SkipDir
			case name == "home/.config", name == "home/.config/go":
				return nil // made by any go command, for its telemetry counters
			}
			out[name] = describe(path, d)
			return nil
		})
	}
	return out
}

func describe(path string, d fs.DirEntry) string {
	info, err := d.Info()
	switch {
	case err != nil:
		return "gone"
	case info.Mode()&fs.ModeSymlink != 0:
		target, _ := os.Readlink(path)
		return "link " + target
	case info.Mode().IsRegular():
		data, _ := os.ReadFile(path)
		return fmt.Sprintf("%s %x", info.Mode(), sha256.Sum256(data))
	}
	return info.Mode().String()
}

// Unchanged fails for each difference of two trees.
func (p *Place) Unchanged(before, after map[string]string) {
	p.T.Helper()
	for name, was := range before {
		if now, ok := after[name]; !ok || now != was {
			p.T.Errorf("%s was %q and is %q", name, was, now)
		}
	}
	for name, now := range after {
		if _, ok := before[name]; !ok {
			p.T.Errorf("%s is new: %q", name, now)
		}
	}
}

// Left are the processes of this place that live.
func (p *Place) Left() []string { return Processes(p.Root) }

// Processes are those of a made-up machine that live, zombies left out, as "PID command line".
func Processes(root string) []string {
	var out []string
	dirs, _ := filepath.Glob("/proc/[0-9]*")
	for _, dir := range dirs {
		pid := filepath.Base(dir)
		if !Owns(root, pid) {
			continue
		}
		line, _ := os.ReadFile(filepath.Join(dir, "cmdline"))
		out = append(out, pid+" "+string(bytes.ReplaceAll(line, []byte{0}, []byte{' '})))
	}
	return out
}

// Owns reports a living process of the made-up machine below root. A mark of ours would not do: the server of the rung that tries an
// empty environment inherits none, but has its home and its temporary directory there.
func Owns(root, pid string) bool {
	data, err := os.ReadFile("/proc/" + pid + "/environ")
	return err == nil && bytes.Contains(data, []byte(root+"/"))
}

// NothingLeft waits until no process of this place is left, and fails when that takes too long.
func (p *Place) NothingLeft(patience time.Duration) {
	p.T.Helper()
	left := p.Left()
	for end := time.Now().Add(patience); len(left) > 0 && time.Now().Before(end); left = p.Left() {
		time.Sleep(20 * time.Millisecond)
	}
	if len(left) > 0 {
		p.T.Errorf("left running: %s", strings.Join(left, "; "))
	}
}

// Temporaries are the names in the temporary directory.
func (p *Place) Temporaries() []string {
	entries, err := os.ReadDir(p.Tmp)
	p.Must(err)
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// CleanTemporaries fails for each private directory of ours that was left. A go command that is ended before it could clean up
// leaves its own, as it does in a terminal.
func (p *Place) CleanTemporaries() {
	p.T.Helper()
	for _, name := range p.Temporaries() {
		if strings.HasPrefix(name, "govitals") {
			p.T.Errorf("left in the temporary directory: %s", name)
		}
	}
}
