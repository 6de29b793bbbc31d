package probe

import (
	"debug/elf"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

var elfArchitectures = map[elf.Machine]health.Public{
	elf.EM_X86_64: "amd64", elf.EM_386: "386", elf.EM_AARCH64: "arm64", elf.EM_ARM: "arm", elf.EM_RISCV: "riscv64",
	elf.EM_PPC64: "ppc64", elf.EM_S390: "s390x", elf.EM_LOONGARCH: "loong64", elf.EM_MIPS: "mips",
}

var elfSystems = map[elf.OSABI]health.Public{
	elf.ELFOSABI_NONE: "linux", elf.ELFOSABI_LINUX: "linux", elf.ELFOSABI_FREEBSD: "freebsd", elf.ELFOSABI_NETBSD: "netbsd",
	elf.ELFOSABI_OPENBSD: "openbsd", elf.ELFOSABI_SOLARIS: "solaris",
}

func inspectELF(r io.ReaderAt, out *health.Binary) error {
	f, err := elf.NewFile(r)
	if err != nil {
		return err
	}
	if f.Type != elf.ET_EXEC && f.Type != elf.ET_DYN {
		return fmt.Errorf("an ELF file that cannot be executed (%s)", f.Type)
	}
	out.Kind, out.SystemOS = health.BinaryELF, elfSystems[f.OSABI]
	architecture, ok := elfArchitectures[f.Machine]
	if !ok {
		architecture = health.Public(strings.ToLower(strings.TrimPrefix(f.Machine.String(), "EM_")))
	}
	if f.ByteOrder == binary.LittleEndian && (architecture == "ppc64" || architecture == "mips") {
		architecture += "le"
	}
	out.Architectures = []health.Public{architecture}
	for _, p := range f.Progs {
		if p.Type != elf.PT_INTERP || p.Filesz == 0 || p.Filesz > 4096 {
			continue
		}
		path := make([]byte, p.Filesz)
		if _, err := p.ReadAt(path, 0); err == nil {
			out.Interpreter = health.Path(strings.ToValidUTF8(strings.TrimRight(string(path), "\x00"), ""))
		}
	}
	return nil
}

// Machine values of PE headers.
var peArchitectures = map[uint16]health.Public{0x8664: "amd64", 0x14c: "386", 0xaa64: "arm64", 0x1c0: "arm", 0x1c4: "arm"}

// inspectPE reads the two fields that matter itself: package debug/pe reads the symbol table first.
func inspectPE(r io.ReaderAt, head []byte, out *health.Binary) error {
	if len(head) < 0x40 {
		return io.ErrUnexpectedEOF
	}
	at := int64(binary.LittleEndian.Uint32(head[0x3c:]))
	header := make([]byte, 6)
	if _, err := r.ReadAt(header, at); err != nil {
		return fmt.Errorf("PE header: %w", err)
	}
	if string(header[:4]) != "PE\x00\x00" {
		return errors.New("a DOS program without a PE header")
	}
	machine := binary.LittleEndian.Uint16(header[4:])
	architecture, ok := peArchitectures[machine]
	if !ok {
		architecture = health.Public(fmt.Sprintf("0x%x", machine))
	}
	out.Kind, out.SystemOS, out.Architectures = health.BinaryPE, "windows", []health.Public{architecture}
	return nil
}
