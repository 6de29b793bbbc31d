package image

import (
	"errors"
	"fmt"
	"io"

	"github.com/govitals/govitals/sidecar/health"
)

// Load commands that matter here.
const (
	commandSymbols        = 0x2
	commandDynamicSymbols = 0xb
	commandSignature      = 0x1d
	commandMinMacOS       = 0x24
	commandBuildVersion   = 0x32
	commandNone           = 0x7fffffff // no linker writes it, and readers pass over what they do not know

	maxCommands     = 1000
	maxCommandBytes = 1 << 20
)

// Commands are the load commands of a Mach-O slice.
type Commands struct {
	MinOS health.Public // the oldest macOS it runs on: 12.0

	raw       []byte // as in the file
	at        int64  // within the slice
	symbols   []int  // offsets in raw of the commands that lead to symbols
	signature *place // nil: there is none, if all commands were read
	whole     bool
}

// place is a part of a slice.
type place struct{ offset, size int64 }

// Commands reads the load commands. A slice of another format has none.
func (s Slice) Commands(r io.ReaderAt) (Commands, error) {
	if s.Err != nil || s.order == nil {
		return Commands{}, s.Err
	}
	c := Commands{at: 28}
	if s.bits == 64 {
		c.at = 32
	}
	head := make([]byte, 24)
	if _, err := s.Section(r).ReadAt(head, 0); err != nil {
		return Commands{}, fmt.Errorf("Mach-O header: %w", err)
	}
	count, size := s.order.Uint32(head[16:]), s.order.Uint32(head[20:])
	if count > maxCommands || size > maxCommandBytes || c.at+int64(size) > s.Size {
		return Commands{}, fmt.Errorf("%d load commands of %d bytes cannot be", count, size)
	}
	c.raw = make([]byte, size)
	if n, err := s.Section(r).ReadAt(c.raw, c.at); n < len(c.raw) {
		return Commands{}, fmt.Errorf("load commands: %w", err)
	}
	err := s.walk(&c, count)
	c.whole = err == nil
	return c, err
}

// walk looks at each command; those before a damaged one count.
func (s Slice) walk(c *Commands, count uint32) error {
	for at := 0; count > 0; count-- {
		rest := c.raw[at:]
		if len(rest) < 8 {
			return errors.New("fewer load commands than the header says")
		}
		kind, size := s.order.Uint32(rest), int64(s.order.Uint32(rest[4:]))
		if size < 8 || size > int64(len(rest)) {
			return fmt.Errorf("a load command of %d bytes", size)
		}
		s.command(c, at, kind, rest[:size])
		at += int(size)
	}
	return nil
}

func (s Slice) command(c *Commands, at int, kind uint32, data []byte) {
	switch {
	case kind == commandSymbols || kind == commandDynamicSymbols:
		c.symbols = append(c.symbols, at)
	case kind == commandSignature && len(data) >= 16:
		c.signature = &place{int64(s.order.Uint32(data[8:])), int64(s.order.Uint32(data[12:]))}
	case kind == commandMinMacOS && len(data) >= 12:
		c.MinOS = release(s.order.Uint32(data[8:]))
	case kind == commandBuildVersion && len(data) >= 16 && s.order.Uint32(data[8:]) == 1: // platform macOS
		c.MinOS = release(s.order.Uint32(data[12:]))
	}
}

// release writes the packed form xxxx.yy.zz of a version; a last part of zero is left out.
func release(packed uint32) health.Public {
	text := fmt.Sprintf("%d.%d", packed>>16, packed>>8&0xff)
	if patch := packed & 0xff; patch != 0 {
		text += fmt.Sprintf(".%d", patch)
	}
	return health.Public(text)
}
