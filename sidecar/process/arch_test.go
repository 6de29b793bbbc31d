package process

import (
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func elfHead(machine uint16, big bool) []byte {
	head := make([]byte, elfHeader)
	copy(head, "\x7fELF\x02\x01")
	if big {
		head[5] = 2
		binary.BigEndian.PutUint16(head[18:], machine)
	} else {
		binary.LittleEndian.PutUint16(head[18:], machine)
	}
	return head
}

func TestArchitectureOfFiles(t *testing.T) {
	pe := make([]byte, 0x100)
	copy(pe, "MZ")
	binary.LittleEndian.PutUint32(pe[0x3c:], 0x80)
	copy(pe[0x80:], "PE\x00\x00\x64\xaa")
	lying := append([]byte(nil), pe...)
	binary.LittleEndian.PutUint32(lying[0x3c:], 0xfffffffe)
	for _, tc := range []struct {
		name, got, want string
	}{
		{"amd64", elfArchitecture(elfHead(62, false)), "amd64"},
		{"arm64", elfArchitecture(elfHead(183, false)), "arm64"},
		{"s390x", elfArchitecture(elfHead(22, true)), "s390x"},
		{"ppc64", elfArchitecture(elfHead(21, true)), "ppc64"},
		{"mips", elfArchitecture(elfHead(8, true)), "mips"},
		{"no amd64 is big-endian", elfArchitecture(elfHead(62, true)), ""},
		{"stranger", elfArchitecture(elfHead(999, false)), ""},
		{"short", elfArchitecture([]byte("\x7fELF")), ""},
		{"script", elfArchitecture([]byte("#!/bin/sh\necho hello there")), ""},
		{"PE", peArchitecture(pe), "arm64"},
		{"PE that lies", peArchitecture(lying), ""},
		{"PE cut off", peArchitecture(pe[:0x84]), ""},
		{"no PE", peArchitecture(elfHead(62, false)), ""},
	} {
		if tc.got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, tc.got, tc.want)
		}
	}
}

func TestStateOf(t *testing.T) {
	for _, tc := range []struct {
		code, native string
		want         health.ProcessState
	}{
		{"amd64", "amd64", health.ProcessNative}, {"386", "amd64", health.ProcessNative}, {"arm", "arm64", health.ProcessNative},
		{"amd64", "arm64", health.ProcessEmulated}, {"arm64", "amd64", health.ProcessEmulated}, {"amd64", "386", health.ProcessEmulated},
		{"", "amd64", health.ProcessUnknown}, {"amd64", "", health.ProcessUnknown},
	} {
		if got := stateOf(tc.code, tc.native); got != tc.want {
			t.Errorf("%s on %s: %s", tc.code, tc.native, got)
		}
	}
	for _, tc := range []struct {
		translated bool
		native     string
		want       string
	}{
		{true, "arm64", "amd64 translated"}, {false, "arm64", "arm64 native"}, {false, "amd64", "amd64 native"}, {false, "", " unknown"},
	} {
		if arch, state := translation(tc.translated, tc.native); fmt.Sprint(arch, " ", state) != tc.want {
			t.Errorf("%+v: %s %s", tc, arch, state)
		}
	}
}

func TestEmulated(t *testing.T) {
	for _, tc := range []struct {
		name string
		args []string
		want string
	}{
		{"by hand", []string{"qemu-aarch64", "/bin/go", "list"}, "/bin/go [/bin/go list]"},
		{"with options", []string{"/usr/bin/qemu-aarch64-static", "-cpu", "max", "-strace", "-L", "/usr/arm", "./go", "list"}, "./go [./go list]"},
		{"with two dashes", []string{"qemu-arm", "--cpu", "max", "go"}, "go [go]"},
		{"by the kernel", []string{"/usr/bin/qemu-aarch64-static", "/bin/go", "-x"}, "/bin/go [/bin/go -x]"},
		{"by the kernel, with its name kept", []string{"/usr/libexec/qemu-binfmt/aarch64-binfmt-P", "/bin/go", "go", "list"}, "/bin/go [go list]"},
		{"box64", []string{"box64", "/opt/gopls", "-mode=stdio"}, "/opt/gopls [/opt/gopls -mode=stdio]"},
		{"FEX", []string{"/usr/bin/FEXInterpreter", "/opt/gopls"}, "/opt/gopls [/opt/gopls]"},
		{"Rosetta", []string{"/run/rosetta/rosetta", "/opt/gopls", "gopls", "-mode=stdio"}, "/opt/gopls [gopls -mode=stdio]"},
		{"nothing", nil, " []"},
		{"no program", []string{"qemu-aarch64", "-cpu"}, " []"},
	} {
		if program, rest := emulated(tc.args); fmt.Sprint(program, " ", rest) != tc.want {
			t.Errorf("%s: %q %q", tc.name, program, rest)
		}
	}
	for name, want := range map[string]bool{
		"/usr/bin/qemu-aarch64-static": true, "/usr/bin/qemu-x86_64": true, "/usr/bin/box64": true, "/usr/bin/FEXInterpreter": true, "/run/rosetta/rosetta": true,
		"/usr/bin/qemu-img": false, "/usr/bin/qemu-system-x86_64": false, "/usr/bin/go": false, "": false,
	} {
		if isEmulator(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

// kinfo makes a struct kinfo_proc as XNU writes it.
func kinfo(pid, parent, uid, flag int, stat byte, name string) []byte {
	data := make([]byte, kinfoSize)
	put := func(at, value int) { binary.LittleEndian.PutUint32(data[at:], uint32(int32(value))) }
	put(kinfoPID, pid)
	put(kinfoParent, parent)
	put(kinfoUID, uid)
	put(kinfoGroup, pid)
	put(kinfoFlag, flag)
	put(kinfoSeconds, 1700000000)
	put(kinfoMicros, 123456)
	data[kinfoStat] = stat
	copy(data[kinfoName:], name)
	return data
}

func TestParseKinfo(t *testing.T) {
	e, ok := parseKinfo(kinfo(42, 7, 501, 0x4004|flagTranslated, 2, "Code Helper (Plugin)"[:16]))
	want := Entry{Proc: Proc{PID: 42, Parent: 7, Group: 42, Started: 1700000000123456, Name: "Code Helper (Plu"}, UID: 501, Translated: true}
	if !ok || e != want {
		t.Errorf("%+v", e)
	}
	if e, _ := parseKinfo(kinfo(42, 7, 501, 0x10000, zombieStat, "go")); e.Translated || !e.Zombie {
		t.Errorf("%+v", e)
	}
	if _, ok := parseKinfo(kinfo(1, 0, 0, 0, 2, "")[:kinfoSize-1]); ok {
		t.Error("half a structure")
	}
}

func TestParseProcargs(t *testing.T) {
	data := "\x03\x00\x00\x00/Apps/Code.app/x\x00\x00\x00\x00/Apps/Code.app/x\x00\x00a b\x00HOME=/h\x00X=\x00\x00ptr_munge=\x00"
	path, args, env, ok := parseProcargs([]byte(data))
	if got := fmt.Sprintf("%q %q %q %v", path, args, env, ok); got != `"/Apps/Code.app/x" ["/Apps/Code.app/x" "" "a b"] ["HOME=/h" "X="] true` {
		t.Error(got)
	}
	for name, tc := range map[string]struct {
		data string
		ok   bool
	}{
		"empty": {"", false}, "no path": {"\x01\x00\x00\x00x", false}, "negative": {"\xff\xff\xff\xffx\x00y\x00", false},
		"cut off": {"\x09\x00\x00\x00x\x00y\x00z", true}, "more than there is": {"\xff\xff\xff\x7fx\x00", false},
	} {
		if _, args, env, ok := parseProcargs([]byte(tc.data)); ok != tc.ok || env != nil {
			t.Errorf("%s: %q %v", name, args, ok)
		}
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add([]byte("42 (go) S 7 8 9 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 5 0 777 1000 200\n"))
	f.Add([]byte(") ( ("))
	f.Fuzz(func(t *testing.T, line []byte) {
		if e, _, ok := parseStat(line, 4096); ok && (e.PID <= 0 || e.Parent < 0 || e.Resident < 0 || e.CPU < 0) {
			t.Errorf("%+v", e)
		}
	})
}

func FuzzParseKinfo(f *testing.F) {
	f.Add(kinfo(42, 7, 501, flagTranslated, 2, "go"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if e, ok := parseKinfo(data); ok && (e.PID < 0 || len(e.Name) > 17) {
			t.Errorf("%+v", e)
		}
	})
}

func FuzzParseProcargs(f *testing.F) {
	f.Add([]byte("\x01\x00\x00\x00/bin/go\x00\x00go\x00A=b\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, args, env, _ := parseProcargs(data)
		if len(args)+len(env) > len(data) {
			t.Errorf("%d arguments, %d variables in %d bytes", len(args), len(env), len(data))
		}
	})
}

func FuzzParseTCP(f *testing.F) {
	f.Add([]byte("   1: 0100007F:1F90 0A00020F:01BB 01 00000000:00000000 00:00000000 00000000  1000        0 12 1\n"), true)
	f.Fuzz(func(t *testing.T, data []byte, little bool) {
		for _, s := range parseTCP(data, little) {
			if !s.remote.IsValid() || s.inode == 0 {
				t.Errorf("%+v", s)
			}
		}
		awaitedLocks(data, 42)
	})
}

func FuzzEmulated(f *testing.F) {
	f.Add("qemu-aarch64", "-cpu", "max", "go")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		emulated([]string{a, b, c, d})
		emulated([]string{a, b})
		markedRole(Node{Code: Running{Program: a, Arguments: []string{a, b, c, d}}, Package: d})
	})
}
