package image

import (
	"debug/elf"
	"encoding/binary"
	"fmt"
	"io"
	"path"
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

// maxLoader is the longest path of a loader that the kernel takes (PATH_MAX).
const maxLoader = 4096

func readELF(r io.ReaderAt, size int64) (File, error) {
	e, err := elf.NewFile(r)
	if err != nil {
		return File{}, err
	}
	if e.Type != elf.ET_EXEC && e.Type != elf.ET_DYN {
		return File{}, fmt.Errorf("an ELF file that cannot be executed (%s)", e.Type)
	}
	name, ok := elfArchitectures[e.Machine]
	if !ok {
		name = health.Public(strings.ToLower(strings.TrimPrefix(e.Machine.String(), "EM_")))
	}
	if e.ByteOrder == binary.LittleEndian && (name == "ppc64" || name == "mips") {
		name += "le"
	}
	f := File{Kind: health.BinaryELF, SystemOS: elfSystems[e.OSABI], Static: true, Slices: []Slice{{Architecture: name, Size: size}}}
	for _, p := range e.Progs {
		if p.Type != elf.PT_INTERP {
			continue
		}
		f.Static = false
		if p.Filesz == 0 || p.Filesz > maxLoader {
			continue
		}
		place := make([]byte, p.Filesz)
		if _, err := p.ReadAt(place, 0); err == nil {
			f.Loader = health.Path(strings.ToValidUTF8(strings.TrimRight(string(place), "\x00"), ""))
			f.Libc = libc(string(f.Loader))
		}
	}
	return f, nil
}

// libc tells by its name which C library a loader belongs to; empty for a name that none of them has.
func libc(loader string) health.Public {
	name := path.Base(loader)
	switch {
	case strings.HasPrefix(name, "ld-musl-"):
		return "musl"
	case strings.HasPrefix(name, "ld-linux"), strings.HasPrefix(name, "ld64.so."), name == "ld.so.1":
		return "glibc"
	case name == "linker", name == "linker64":
		return "bionic"
	}
	return ""
}
