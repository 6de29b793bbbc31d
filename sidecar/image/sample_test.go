package image

import (
	"context"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/test/hello"
)

// program is a real one of the Go linker.
func program(t testing.TB, system, arch string) []byte {
	t.Helper()
	return hello.Program(t, "example.net/hello", system, arch)
}

// changed is a copy with a change.
func changed(data []byte, change func([]byte)) []byte {
	out := append([]byte(nil), data...)
	change(out)
	return out
}

// universal puts slices into one file, each at a multiple of 16 KB as the linker does.
func universal(wide bool, slices ...[]byte) []byte {
	const align = 1 << 14
	out, magic := []byte(nil), uint32(magicFat)
	if wide {
		magic = magicFat64
	}
	out = binary.BigEndian.AppendUint32(out, magic)
	out = binary.BigEndian.AppendUint32(out, uint32(len(slices)))
	at := uint64(align)
	for _, s := range slices {
		out = binary.BigEndian.AppendUint32(out, binary.LittleEndian.Uint32(s[4:]))
		out = binary.BigEndian.AppendUint32(out, binary.LittleEndian.Uint32(s[8:]))
		if wide {
			out = binary.BigEndian.AppendUint64(out, at)
			out = binary.BigEndian.AppendUint64(out, uint64(len(s)))
			out = append(out, 0, 0, 0, 14, 0, 0, 0, 0)
		} else {
			out = binary.BigEndian.AppendUint32(out, uint32(at))
			out = binary.BigEndian.AppendUint32(out, uint32(len(s)))
			out = append(out, 0, 0, 0, 14)
		}
		at = (at + uint64(len(s)) + align - 1) / align * align
	}
	for _, s := range slices {
		out = append(out, make([]byte, (align-len(out)%align)%align)...)
		out = append(out, s...)
	}
	return out
}

// commandAt is the offset of a load command in a thin 64-bit file.
func commandAt(t testing.TB, data []byte, kind uint32) int {
	t.Helper()
	at := 32
	for range binary.LittleEndian.Uint32(data[16:]) {
		if binary.LittleEndian.Uint32(data[at:]) == kind {
			return at
		}
		at += int(binary.LittleEndian.Uint32(data[at+4:]))
	}
	t.Fatalf("no load command %#x", kind)
	return 0
}

// signatureAt is the offset of the signature in a thin file.
func signatureAt(t testing.TB, data []byte) int {
	return int(binary.LittleEndian.Uint32(data[commandAt(t, data, commandSignature)+8:]))
}

// told says what was read in one line: kind, and for each slice processor, state of the signature, pages, bad pages.
func told(f File, err error, slices []health.Slice) string {
	if err != nil {
		return "error"
	}
	out := string(f.Kind)
	for _, s := range slices {
		out += fmt.Sprintf(" [%s %s", s.Architecture, s.Signature.State)
		if s.Signature.BadPages > 0 {
			out += fmt.Sprintf(" %d bad", s.Signature.BadPages)
		}
		if s.Error != "" {
			out += " error"
		}
		out += "]"
	}
	return out
}

func read(data []byte) (File, []health.Slice, error) {
	r := reader(data)
	f, err := Read(r, int64(len(data)))
	return f, f.Examine(context.Background(), r), err
}
