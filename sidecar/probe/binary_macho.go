package probe

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/govitals/govitals/sidecar/health"
)

// Mach-O is read by hand: package debug/macho reads all symbols of all slices (up to 100 ms for gopls), and refuses a file
// of which one slice is damaged.
const (
	machMagic32  = 0xfeedface
	machMagic64  = 0xfeedfacf
	machFat      = 0xcafebabe // also that of Java classes
	machFat64    = 0xcafebabf
	machMaxFat   = 20 // a Java class has its version here, which begins at 43
	machExecute  = 2  // file type of a program
	machCPU64    = 0x01000000
	machCPUx86   = 7
	machCPUARM   = 12
	machSubARM64 = 2 // arm64e
	machSubMask  = 0x00ffffff
)

func isMachO(head []byte) bool { return machOrder(head) != nil }

// machOrder is the byte order of a thin Mach-O file; nil if it is none.
func machOrder(head []byte) binary.ByteOrder {
	if len(head) < 28 {
		return nil
	}
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if magic := order.Uint32(head); magic == machMagic32 || magic == machMagic64 {
			return order
		}
	}
	return nil
}

// isFat reports a universal binary and not a Java class, which begins with the same four bytes.
func isFat(head []byte) bool {
	if len(head) < 8 {
		return false
	}
	magic, count := binary.BigEndian.Uint32(head), binary.BigEndian.Uint32(head[4:])
	return (magic == machFat || magic == machFat64) && count > 0 && count <= machMaxFat
}

// inspectMachO reads the header of a thin file that begins at an offset.
func inspectMachO(r io.ReaderAt, at int64, out *health.Binary) error {
	head := make([]byte, 28)
	if _, err := r.ReadAt(head, at); err != nil {
		return fmt.Errorf("Mach-O header: %w", err)
	}
	order := machOrder(head)
	if order == nil {
		return errors.New("a slice that is no Mach-O file")
	}
	if kind := order.Uint32(head[12:]); kind != machExecute {
		return fmt.Errorf("a Mach-O file that cannot be executed (type %d)", kind)
	}
	out.Kind, out.SystemOS = health.BinaryMachO, "darwin"
	out.Architectures = append(out.Architectures, machArchitecture(order.Uint32(head[4:]), order.Uint32(head[8:])))
	return nil
}

func machArchitecture(cpu, sub uint32) health.Public {
	switch cpu {
	case machCPUx86 | machCPU64:
		return "amd64"
	case machCPUx86:
		return "386"
	case machCPUARM | machCPU64:
		if sub&machSubMask == machSubARM64 {
			return "arm64e"
		}
		return "arm64"
	case machCPUARM:
		return "arm"
	}
	return health.Public(fmt.Sprintf("0x%x", cpu))
}

// inspectFat reads each slice of a universal binary; build information is that of the first that has any.
func inspectFat(r io.ReaderAt, head []byte, size int64, out *health.Binary) error {
	wide := binary.BigEndian.Uint32(head) == machFat64
	count, entry := int64(binary.BigEndian.Uint32(head[4:])), int64(20)
	if wide {
		entry = 32
	}
	table := make([]byte, count*entry)
	if _, err := r.ReadAt(table, 8); err != nil {
		return fmt.Errorf("table of slices: %w", err)
	}
	for i := range count {
		row := table[i*entry:]
		offset, length := int64(binary.BigEndian.Uint32(row[8:])), int64(binary.BigEndian.Uint32(row[12:]))
		if wide {
			offset, length = int64(binary.BigEndian.Uint64(row[8:])), int64(binary.BigEndian.Uint64(row[16:]))
		}
		if offset < 0 || length < 0 || offset > size || length > size-offset {
			return errors.New("a slice outside the file")
		}
		if err := inspectMachO(r, offset, out); err != nil {
			return err
		}
		if out.Build == nil {
			out.Build = buildOf(io.NewSectionReader(r, offset, length))
		}
	}
	out.Kind = health.BinaryFat
	return nil
}
