package image

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// built are real programs of the Go linker, made once in each run of the tests; Go's build cache keeps the rest.
var built = struct {
	sync.Mutex
	files map[string][]byte
}{files: map[string][]byte{}}

// program builds a small program for a system and a processor. It imports nothing, so that little has to be compiled.
func program(t testing.TB, system, arch string) []byte {
	t.Helper()
	built.Lock()
	defer built.Unlock()
	if data, ok := built.files[system+arch]; ok {
		return data
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.net/hello\n\ngo 1.26\n", "main.go": "package main\n\nfunc main() { println(\"hello\") }\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", "hello", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+arch, "CGO_ENABLED=0", "GOTOOLCHAIN=local", "GOFLAGS=", "GOWORK=off", "GOENV=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build for %s/%s: %v\n%s", system, arch, err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "hello"))
	if err != nil {
		t.Fatal(err)
	}
	built.files[system+arch] = data
	return data
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
