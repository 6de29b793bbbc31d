package process

import (
	"encoding/binary"
	"path"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// elfArchitectures are GOARCH values by e_machine; where the byte order decides, that of the little-endian one.
var elfArchitectures = map[uint16]string{
	3: "386", 8: "mipsle", 20: "ppc", 21: "ppc64le", 22: "s390x", 40: "arm", 62: "amd64", 183: "arm64", 243: "riscv64", 258: "loong64",
}

// elfHeader is how much of an ELF file tells its architecture.
const elfHeader = 20

// elfArchitecture is the GOARCH of an ELF file; empty if it is none, or of an architecture that Go does not know.
func elfArchitecture(head []byte) string {
	if len(head) < elfHeader || string(head[:4]) != "\x7fELF" {
		return ""
	}
	const bigEndian = 2
	if head[5] == bigEndian {
		switch arch := elfArchitectures[binary.BigEndian.Uint16(head[18:])]; arch {
		case "ppc64le":
			return "ppc64"
		case "mipsle":
			return "mips"
		case "s390x":
			return arch
		}
		return ""
	}
	return elfArchitectures[binary.LittleEndian.Uint16(head[18:])]
}

// kernelArchitectures are GOARCH values by what uname -m says.
var kernelArchitectures = map[string]string{
	"x86_64": "amd64", "i386": "386", "i486": "386", "i586": "386", "i686": "386", "aarch64": "arm64", "arm64": "arm64",
	"armv6l": "arm", "armv7l": "arm", "armv8l": "arm64", "riscv64": "riscv64", "ppc64": "ppc64", "ppc64le": "ppc64le", "s390x": "s390x", "loongarch64": "loong64",
	"mips": "mips", "mips64": "mips64",
}

// peArchitectures are GOARCH values by the machine of a PE header, which is also what Windows calls architectures.
var peArchitectures = map[uint16]string{0x14c: "386", 0x1c4: "arm", 0x8664: "amd64", 0xaa64: "arm64"}

// peArchitecture is the GOARCH of the first bytes of a PE file; empty if it is none.
func peArchitecture(head []byte) string {
	const pointer = 0x3c
	if len(head) < pointer+4 || string(head[:2]) != "MZ" {
		return ""
	}
	at := binary.LittleEndian.Uint32(head[pointer:])
	if uint64(at)+6 > uint64(len(head)) || string(head[at:at+4]) != "PE\x00\x00" {
		return ""
	}
	return peArchitectures[binary.LittleEndian.Uint16(head[at+4:])]
}

// runsNatively: the processor itself runs code of an architecture.
func runsNatively(code, native string) bool {
	switch code {
	case native:
		return true
	case "386":
		return native == "amd64"
	case "arm":
		return native == "arm64"
	}
	return false
}

// stateOf says how code of an architecture runs that nobody emulates visibly.
func stateOf(code, native string) health.ProcessState {
	switch {
	case code == "" || native == "":
		return health.ProcessUnknown
	case runsNatively(code, native):
		return health.ProcessNative
	}
	return health.ProcessEmulated
}

// emulators are programs that run others, by their name. Rosetta does it in Linux machines on Macs.
func isEmulator(executable string) bool {
	name := strings.ToLower(path.Base(executable))
	return strings.HasPrefix(name, "qemu-") && !strings.HasPrefix(name, "qemu-system-") && !slices.Contains(qemuTools, name) ||
		slices.Contains([]string{"box64", "box86", "fexinterpreter", "fex", "rosetta", "rosettad"}, name)
}

// qemuTools are programs of QEMU that emulate nothing.
var qemuTools = []string{"qemu-img", "qemu-io", "qemu-nbd", "qemu-ga", "qemu-storage-daemon", "qemu-pr-helper", "qemu-bridge-helper", "qemu-edid"}

// qemuValues are options of QEMU's user mode that a value follows.
var qemuValues = []string{"-g", "-L", "-s", "-cpu", "-E", "-U", "-0", "-r", "-B", "-R", "-d", "-dfilter", "-D", "-p", "-seed", "-plugin", "-t"}

// emulated takes the program and its arguments out of the command line of an emulator. Two forms exist: that of somebody who
// starts it by hand (qemu-aarch64 -L /usr/arm prog arg) and that of the kernel, which, if asked to keep the program's own name,
// puts the path before it (qemu-aarch64-binfmt-P /bin/prog prog arg).
func emulated(args []string) (program string, rest []string) {
	if len(args) == 0 {
		return "", nil
	}
	byKernel := strings.HasSuffix(args[0], "-binfmt-P")
	name := strings.ToLower(path.Base(args[0]))
	args = args[1:]
	for strings.HasPrefix(name, "qemu-") && !byKernel && len(args) > 0 && strings.HasPrefix(args[0], "-") {
		option := "-" + strings.TrimLeft(args[0], "-")
		args = args[1:]
		if slices.Contains(qemuValues, option) && len(args) > 0 {
			args = args[1:]
		}
	}
	if len(args) == 0 {
		return "", nil
	}
	if (byKernel || strings.HasPrefix(name, "rosetta")) && len(args) > 1 {
		return args[0], args[1:]
	}
	return args[0], args
}
