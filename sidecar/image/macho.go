package image

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/govitals/govitals/sidecar/health"
)

// Mach-O is read by hand: package debug/macho reads all symbols of all slices, refuses a universal file of which one slice is
// damaged, and does not know 64-bit universal files. Numbers are those of <mach-o/loader.h>, <mach-o/fat.h>, <mach/machine.h>.
const (
	magic32     = 0xfeedface
	magic64     = 0xfeedfacf
	magicFat    = 0xcafebabe // also that of Java classes
	magicFat64  = 0xcafebabf
	maxSlices   = 20 // a Java class has its version here, which begins at 43
	typeExecute = 2
	cpu64       = 0x01000000
	cpuX86      = 7
	cpuARM      = 12
	subARM64E   = 2
	subMask     = 0x00ffffff
)

// machOrder is the byte order of a thin Mach-O file; nil if it is none.
func machOrder(head []byte) binary.ByteOrder {
	if len(head) < 28 {
		return nil
	}
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if magic := order.Uint32(head); magic == magic32 || magic == magic64 {
			return order
		}
	}
	return nil
}

// isFat reports a universal file and not a Java class, which begins with the same four bytes.
func isFat(head []byte) bool {
	if len(head) < 8 {
		return false
	}
	magic, count := binary.BigEndian.Uint32(head), binary.BigEndian.Uint32(head[4:])
	return (magic == magicFat || magic == magicFat64) && count > 0 && count <= maxSlices
}

func readThin(head []byte, size int64) (File, error) {
	s := Slice{Size: size}
	if err := s.header(head); err != nil {
		return File{}, err
	}
	return File{Kind: health.BinaryMachO, SystemOS: "darwin", Slices: []Slice{s}}, nil
}

// header takes in a Mach-O header.
func (s *Slice) header(head []byte) error {
	order := machOrder(head)
	if order == nil {
		return errors.New("a slice that is no Mach-O file")
	}
	if kind := order.Uint32(head[12:]); kind != typeExecute {
		return fmt.Errorf("a Mach-O file that cannot be executed (type %d)", kind)
	}
	s.order, s.bits = order, 32
	if order.Uint32(head) == magic64 {
		s.bits = 64
	}
	s.Architecture = architecture(order.Uint32(head[4:]), order.Uint32(head[8:]))
	return nil
}

// architecture names a processor. The upper byte of a subtype holds capability bits (arm64e's pointer authentication).
func architecture(cpu, sub uint32) health.Public {
	switch cpu {
	case cpuX86 | cpu64:
		return "amd64" // x86_64h, for Haswell and later, too
	case cpuX86:
		return "386"
	case cpuARM | cpu64:
		if sub&subMask == subARM64E {
			return "arm64e"
		}
		return "arm64"
	case cpuARM:
		return "arm"
	}
	return health.Public(fmt.Sprintf("0x%x", cpu))
}

// readFat reads the table of slices and the header of each.
func readFat(r io.ReaderAt, head []byte, size int64) (File, error) {
	f := File{Kind: health.BinaryFat, SystemOS: "darwin", Wide: binary.BigEndian.Uint32(head) == magicFat64}
	count, entry := int64(binary.BigEndian.Uint32(head[4:])), int64(20)
	if f.Wide {
		entry = 32
	}
	table := make([]byte, count*entry)
	if _, err := r.ReadAt(table, 8); err != nil {
		return File{}, fmt.Errorf("table of slices: %w", err)
	}
	for i := range count {
		row := table[i*entry:]
		s := Slice{Architecture: architecture(binary.BigEndian.Uint32(row), binary.BigEndian.Uint32(row[4:])),
			Offset: int64(binary.BigEndian.Uint32(row[8:])), Size: int64(binary.BigEndian.Uint32(row[12:]))}
		if f.Wide {
			s.Offset, s.Size = int64(binary.BigEndian.Uint64(row[8:])), int64(binary.BigEndian.Uint64(row[16:]))
		}
		s.Err = s.within(r, size)
		f.Slices = append(f.Slices, s)
	}
	return f, nil
}

// within reads the header of a slice that lies in the file as the table says.
func (s *Slice) within(r io.ReaderAt, size int64) error {
	if s.Offset < 0 || s.Size < 0 || s.Offset > size || s.Size > size-s.Offset {
		return errors.New("a slice outside the file")
	}
	head := make([]byte, 28)
	if _, err := s.Section(r).ReadAt(head, 0); err != nil {
		return fmt.Errorf("Mach-O header: %w", err)
	}
	return s.header(head)
}
