package probe

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/image"
)

// machO is the header of a thin Mach-O program.
func machO(cpu, sub uint32) []byte {
	out := make([]byte, 64)
	for i, word := range []uint32{machMagic64, cpu, sub, machExecute} {
		binary.LittleEndian.PutUint32(out[4*i:], word)
	}
	return out
}

// fat is a universal binary of slices.
func fat(slices ...[]byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, machFat)
	out = binary.BigEndian.AppendUint32(out, uint32(len(slices)))
	at := uint32(8 + 20*len(slices))
	for _, s := range slices {
		for _, word := range []uint32{0, 0, at, uint32(len(s)), 0} {
			out = binary.BigEndian.AppendUint32(out, word)
		}
		at += uint32(len(s))
	}
	return append(out, bytes.Join(slices, nil)...)
}

// pe is a Windows program as far as its machine field.
func pe(machine uint16) []byte {
	out := make([]byte, 0x48)
	copy(out, "MZ")
	binary.LittleEndian.PutUint32(out[0x3c:], 0x40)
	copy(out[0x40:], "PE\x00\x00")
	binary.LittleEndian.PutUint16(out[0x44:], machine)
	return out
}

// elfProgram is an ELF header with an interpreter.
func elfProgram(machine uint16, kind byte, interpreter string) []byte {
	out := make([]byte, 64+56)
	copy(out, "\x7fELF\x02\x01\x01")
	put16, put32, put64 := binary.LittleEndian.PutUint16, binary.LittleEndian.PutUint32, binary.LittleEndian.PutUint64
	put16(out[16:], uint16(kind))
	put16(out[18:], machine)
	put32(out[20:], 1)
	put64(out[32:], 64) // program headers
	put16(out[52:], 64)
	put16(out[54:], 56)
	put16(out[56:], 1)
	put16(out[58:], 64)
	put32(out[64:], 3) // PT_INTERP
	put64(out[64+8:], 120)
	put64(out[64+32:], uint64(len(interpreter)+1))
	return append(out, interpreter+"\x00"...)
}

func TestIdentify(t *testing.T) {
	java := []byte{0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 16}
	for _, c := range []struct {
		name string
		data []byte
		want string // kind system architectures interpreter exists
	}{
		{"ELF with its loader", elfProgram(62, 2, "/lib64/ld-linux-x86-64.so.2"), "elf linux [amd64] /lib64/ld-linux-x86-64.so.2 true"},
		{"ELF of another libc", elfProgram(183, 3, "/lib/ld-musl-aarch64.so.1"), "elf linux [arm64] /lib/ld-musl-aarch64.so.1 false"},
		{"ELF object file", elfProgram(62, 1, ""), "unknown  []  false"},
		{"ELF for a processor without a name here", elfProgram(243, 2, ""), "elf linux [riscv64]  false"},
		{"Mach-O arm64", machO(machCPUARM|machCPU64, 0), "macho darwin [arm64]  false"},
		{"Mach-O arm64e with capability bits", machO(machCPUARM|machCPU64, 0x80000002), "macho darwin [arm64e]  false"},
		{"Mach-O amd64", machO(machCPUx86|machCPU64, 3), "macho darwin [amd64]  false"},
		{"universal", fat(machO(machCPUx86|machCPU64, 3), machO(machCPUARM|machCPU64, 0)), "macho-fat darwin [amd64 arm64]  false"},
		{"universal cut in the second slice", fat(machO(machCPUx86|machCPU64, 3), machO(machCPUARM|machCPU64, 0))[:120], "unknown darwin [amd64]  false"},
		{"Java class is no universal binary", java, "unknown  []  false"},
		{"PE amd64", pe(0x8664), "pe windows [amd64]  false"},
		{"PE arm64", pe(0xaa64), "pe windows [arm64]  false"},
		{"DOS program", append([]byte("MZ"), make([]byte, 100)...), "unknown  []  false"},
		{"MZ and no more", []byte("MZ"), "unknown  []  false"},
		{"script", []byte("#!/bin/sh -e\necho\n"), "script  [] /bin/sh true"},
		{"script whose interpreter is not there", []byte("#! /opt/gone\n"), "script  [] /opt/gone false"},
		{"text", []byte("hello"), "unknown  []  false"},
		{"empty", nil, "unknown  []  false"},
		{"ELF cut after the magic", []byte("\x7fELF"), "unknown  []  false"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := newFake(t, "linux", "")
			f.exec("/bin/sh", "/lib64/ld-linux-x86-64.so.2")
			f.write("/x", string(c.data))
			b := identify(f, "/x")
			if got := fmt.Sprint(b.Kind, " ", b.SystemOS, " ", b.Architectures, " ", b.Interpreter, " ", b.InterpreterExists); got != c.want {
				t.Errorf("it is %q, want %q (%s)", got, c.want, b.Error)
			}
			if (b.Kind == health.BinaryUnknown) != (b.Error != "") {
				t.Errorf("kind %s with error %q", b.Kind, b.Error)
			}
		})
	}
}

func TestIdentifyPlaces(t *testing.T) {
	f := newFake(t, "windows", "")
	f.write(`C:\shim\go.cmd`, "@echo off\r\n")
	f.dir(`C:\dir`)
	f.link(`C:\link.cmd`, `C:\shim\go.cmd`)
	f.write(`C:\secret.exe`, "x")
	f.deny(`C:\secret.exe`)
	for path, want := range map[string]health.BinaryKind{`C:\shim\go.cmd`: health.BinaryScript, `C:\dir`: health.BinaryDirectory,
		`C:\gone.exe`: health.BinaryMissing, `C:\secret.exe`: health.BinaryUnreadable, `C:\link.cmd`: health.BinaryScript} {
		if b := identify(f, path); b.Kind != want || path == `C:\link.cmd` && b.Real != `C:\shim\go.cmd` {
			t.Errorf("%s is %+v, want %s", path, b, want)
		}
	}
}

// TestIdentifyMyself reads this test's own binary, a real executable with build information.
func TestIdentifyMyself(t *testing.T) {
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link"+filepath.Ext(path))
	if err := os.Symlink(path, link); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	b := identify(Machine{}, link)
	real, _ := filepath.EvalSymlinks(path)
	if b.Build == nil || string(b.Build.GoVersion) != strings.Fields(runtime.Version())[0] || string(b.Real) != real || b.Size == 0 || b.Modified == "" {
		t.Errorf("it is %+v with build %+v", b, b.Build)
	}
	if fmt.Sprint(b.Architectures) != "["+runtime.GOARCH+"]" || string(b.SystemOS) != runtime.GOOS {
		t.Errorf("architectures %v of %s", b.Architectures, b.SystemOS)
	}
}

func TestExecutables(t *testing.T) {
	c := lookupCase{env: []string{"PATH=/usr/bin"}, settings: `{"go.alternateTools": {"go": "/gone/go", "dlv": "/opt/dlv", "gofumpt": "gofumpt"}}`,
		exec: []string{"/usr/bin/go", "/home/ada/.asdf/shims/gopls"}}
	f, r := c.machine(t)
	s := examine(t, f, r, append([]*Probe{still(health.ProbeGoEnv, nil), toolLookupProbe, binariesProbe}, untilLookup...)...)
	var got []string
	for _, b := range s.Binaries {
		got = append(got, fmt.Sprint(b.Path, " ", b.Kind))
	}
	compare(t, "binaries", got, []string{"/usr/bin/go script", "/opt/dlv missing", "/gone/go missing", "/home/ada/.asdf/shims/gopls script"})
}

// FuzzInspect: whatever a file holds, no panic, and either a kind or an error.
func FuzzInspect(f *testing.F) {
	f.Add(elfProgram(62, 2, "/lib/ld.so"), "x")
	f.Add(machO(machCPUARM|machCPU64, 0), "x")
	f.Add(fat(machO(machCPUx86|machCPU64, 3), machO(machCPUARM|machCPU64, 0)), "x")
	f.Add(pe(0x8664), "x.exe")
	f.Add([]byte("#!\n"), "x")
	f.Add([]byte("@echo"), "x.cmd")
	f.Add([]byte{0xca, 0xfe, 0xba, 0xbf, 0, 0, 0, 20}, "x")
	if path, err := os.Executable(); err == nil {
		if file, err := os.Open(path); err == nil {
			head := make([]byte, 4096)
			n, _ := file.ReadAt(head, 0)
			f.Add(head[:n], "x")
			file.Close()
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		var out health.Binary
		inspect(image.Bound(bytes.NewReader(data), maxRead), int64(len(data)), name, &out)
		if out.Kind == "" || (out.Kind == health.BinaryUnknown) != (out.Error != "") {
			t.Errorf("%q is %+v", data, out)
		}
	})
}
