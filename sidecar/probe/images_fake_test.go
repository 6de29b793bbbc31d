package probe

import (
	"encoding/binary"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// toldSystem is a recorded machine that also knows links, extended attributes and its own executable.
type toldSystem struct {
	*fakeSystem
	attributes map[string]string // of com.apple.quarantine, by path
	self       string
}

// placed is a path whose directories are no links, as the system sees it.
func (s *toldSystem) placed(path string) string {
	dir, _ := s.RealPath(health.Dir(s.os, path))
	return health.Join(s.os, dir, health.Base(s.os, path))
}

func (s *toldSystem) Lstat(path string) (fs.FileInfo, error) {
	return s.fakeSystem.Lstat(s.placed(path))
}

func (s *toldSystem) Readlink(path string) (string, error) {
	if n := s.nodes[s.placed(path)]; n != nil && n.link != "" {
		return n.link, nil
	}
	return "", &fs.PathError{Op: "readlink", Path: path, Err: fs.ErrInvalid}
}

func (s *toldSystem) Attribute(path, name string, _ int) ([]byte, error) {
	if value, ok := s.attributes[path]; ok && name == quarantineName {
		return []byte(value), nil
	}
	return nil, errNoAttribute
}

func (s *toldSystem) Self() (string, error) { return s.self, nil }

var _ interface {
	System
	attributes
	links
	selfFinder
} = &toldSystem{}

// hello are real programs of the Go linker, by module path, system and processor.
var hello = struct {
	sync.Mutex
	files map[string][]byte
}{files: map[string][]byte{}}

// realProgram builds a program that imports nothing, as a main package of any import path.
func realProgram(t testing.TB, module, system, arch string) string {
	t.Helper()
	hello.Lock()
	defer hello.Unlock()
	key := module + " " + system + " " + arch
	if data, ok := hello.files[key]; ok {
		return string(data)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module " + module + "\n\ngo 1.26\n", "main.go": "package main\n\nfunc main() { println(\"hello\") }\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", "hello", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+arch, "CGO_ENABLED=0", "GOTOOLCHAIN=local", "GOFLAGS=", "GOWORK=off", "GOENV=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build for %s/%s: %v\n%s", system, arch, err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "hello"))
	if err != nil {
		t.Fatal(err)
	}
	hello.files[key] = data
	return string(data)
}

// universalOf is a universal file of real slices.
func universalOf(slices ...string) string {
	const align = 1 << 14
	out := binary.BigEndian.AppendUint32(nil, machFat)
	out = binary.BigEndian.AppendUint32(out, uint32(len(slices)))
	at := uint32(align)
	for _, s := range slices {
		for _, word := range []uint32{binary.LittleEndian.Uint32([]byte(s[4:])), binary.LittleEndian.Uint32([]byte(s[8:])), at, uint32(len(s)), 14} {
			out = binary.BigEndian.AppendUint32(out, word)
		}
		at = (at + uint32(len(s)) + align - 1) / align * align
	}
	for _, s := range slices {
		out = append(out, make([]byte, (align-len(out)%align)%align)...)
		out = append(out, s...)
	}
	return string(out)
}
