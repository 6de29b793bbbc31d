// Package image reads executables as bytes and runs none: the processors of a universal file, the signature with its page hashes,
// Go's build information, the program loader. It trusts no number that a file says about itself: nothing is allocated by one
// before it was compared with what is really there.
package image

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/govitals/govitals/sidecar/health"
)

// ErrUnknown says that a file is no executable of any known kind: perhaps a script.
var ErrUnknown = errors.New("not an executable of any known kind")

// ErrUnreadable says that not even the first bytes could be read.
var ErrUnreadable = errors.New("unreadable")

// File is what the headers of an executable say.
type File struct {
	Kind health.BinaryKind // BinaryELF, BinaryMachO, BinaryFat or BinaryPE
	// SystemOS is the GOOS value that the format stands for; ELF cannot tell all of them apart.
	SystemOS health.Public
	Slices   []Slice // at least one
	// Wide: a universal file with 64-bit offsets. The kernel starts none (XNU kern_exec.c takes FAT_MAGIC alone).
	Wide bool
	// Loader is the program interpreter of an ELF file, Libc what that belongs to (glibc, musl, bionic); Static: it has none.
	Loader health.Path
	Libc   health.Public
	Static bool
}

// Slice is the code of one processor. Offset and Size are in bytes within the file; a thin file is one slice.
type Slice struct {
	Architecture health.Public // a GOARCH value, arm64e, or the number of an unknown one
	Offset, Size int64
	Err          error // why the slice cannot be read; Architecture is then what the table of slices says

	order binary.ByteOrder // nil for what is no Mach-O slice
	bits  int
}

// headSize is how much of a file tells its kind; the table of a universal file, of at most 20 slices, is read on its own.
const headSize = 512

// Read reads headers alone. An error says that the file cannot be executed anywhere; a slice of a universal file that cannot be
// has its own. The packages of the standard library that help here are meant for good files: a panic of theirs is an error.
func Read(r io.ReaderAt, size int64) (f File, err error) {
	defer func() {
		if p := recover(); p != nil {
			f, err = File{}, fmt.Errorf("damaged: %v", p)
		}
	}()
	head := make([]byte, headSize)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return File{}, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	head = head[:n]
	switch {
	case n == 0:
		return File{}, errors.New("empty file")
	case bytes.HasPrefix(head, []byte("\x7fELF")):
		return readELF(r, size)
	case machOrder(head) != nil:
		return readThin(head, size)
	case isFat(head):
		return readFat(r, head, size)
	case bytes.HasPrefix(head, []byte("MZ")):
		return readPE(r, head, size)
	}
	return File{}, ErrUnknown
}

// Section is a slice as a file of its own.
func (s Slice) Section(r io.ReaderAt) *io.SectionReader {
	return io.NewSectionReader(r, s.Offset, s.Size)
}

// Bound is a reader that gives up after a number of bytes: a damaged file can ask for more than there is memory, and the slices
// of a universal file can all claim the same gigabytes.
func Bound(r io.ReaderAt, most int64) io.ReaderAt { return &bounded{r: r, left: most} }

type bounded struct {
	r    io.ReaderAt
	left int64
}

var errTooMuch = errors.New("too much to read for what an executable says of itself")

func (b *bounded) ReadAt(p []byte, off int64) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errTooMuch
	}
	return b.r.ReadAt(p, off)
}
