package probe

import (
	"encoding/binary"
	"io/fs"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/test/hello"
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

// realProgram is one of the Go linker, as a main package of any import path.
func realProgram(t testing.TB, module, system, arch string) string {
	t.Helper()
	return string(hello.Program(t, module, system, arch))
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
