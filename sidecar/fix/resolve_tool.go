package fix

import (
	"bytes"
	"io/fs"
	"path/filepath"
)

// toolRoot saves what stands where go installs a tool. A link there is saved itself and not what it leads to, which may belong to
// a package manager. go would write through it wherever the directory of its work is on another file system, and refuse to
// replace a script: both are out of its way before it runs.
func (r *resolver) toolRoot(step *Step, path string) error {
	info, err := r.files.Lstat(path)
	if err != nil || info.Mode&fs.ModeSymlink == 0 {
		if err := r.addRoot(step, path, false); err != nil {
			return err
		}
		if real := step.roots[0].Path; err == nil && info.Mode.IsRegular() && !r.executable(real) {
			step.clears = real
		}
		return nil
	}
	dir, err := r.where(filepath.Dir(path))
	if err != nil {
		return err
	}
	step.clears = filepath.Join(dir.real, filepath.Base(path))
	step.roots, step.Saves = append(step.roots, Root{Path: step.clears}), append(step.Saves, step.clears)
	return nil
}

// executableMagics are how the executables of the systems begin that golang.go installs tools on.
var executableMagics = [][]byte{[]byte("\x7fELF"), {0xfe, 0xed, 0xfa, 0xce}, {0xfe, 0xed, 0xfa, 0xcf}, {0xce, 0xfa, 0xed, 0xfe}, {0xcf, 0xfa, 0xed, 0xfe}, []byte("MZ")}

// executable reports a file that go install takes for one of its own kind.
func (r *resolver) executable(path string) bool {
	file, err := r.files.Open(path)
	if err != nil {
		return true // go says what is wrong with it
	}
	defer func() { _ = file.Close() }()
	head := make([]byte, 4)
	n, _ := file.ReadAt(head, 0)
	for _, magic := range executableMagics {
		if bytes.HasPrefix(head[:n], magic) {
			return true
		}
	}
	return false
}
