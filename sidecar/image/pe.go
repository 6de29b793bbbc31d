package image

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/govitals/govitals/sidecar/health"
)

// Machine values of PE headers. ARM64EC and ARM64X files say amd64 here.
var peArchitectures = map[uint16]health.Public{0x8664: "amd64", 0x14c: "386", 0xaa64: "arm64", 0x1c0: "arm", 0x1c4: "arm"}

// readPE reads the two fields that matter itself: package debug/pe reads the symbol table first.
func readPE(r io.ReaderAt, head []byte, size int64) (File, error) {
	if len(head) < 0x40 {
		return File{}, io.ErrUnexpectedEOF
	}
	at := int64(binary.LittleEndian.Uint32(head[0x3c:]))
	header := make([]byte, 6)
	if _, err := r.ReadAt(header, at); err != nil {
		return File{}, fmt.Errorf("PE header: %w", err)
	}
	if string(header[:4]) != "PE\x00\x00" {
		return File{}, errors.New("a DOS program without a PE header")
	}
	machine := binary.LittleEndian.Uint16(header[4:])
	name, ok := peArchitectures[machine]
	if !ok {
		name = health.Public(fmt.Sprintf("0x%x", machine))
	}
	return File{Kind: health.BinaryPE, SystemOS: "windows", Slices: []Slice{{Architecture: name, Size: size}}}, nil
}
