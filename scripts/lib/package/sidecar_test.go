package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// build makes a small program as scripts/build makes the sidecar.
func build(t *testing.T, system, arch string, flags ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "go.mod", "module program\n\ngo 1.26\n", 0o644)
	write(t, dir, "main.go", "package main\n\nfunc main() { println() }\n", 0o644)
	out := filepath.Join(dir, "program")
	cmd := exec.Command("go", append(append([]string{"build", "-ldflags=-s -w"}, flags...), "-o", out, ".")...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+arch, "GOWORK=off", "GOFLAGS=-buildvcs=false")
	if words, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, words)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestUnfit(t *testing.T) {
	linux := build(t, "linux", "amd64", "-trimpath")
	mac := build(t, "darwin", "arm64", "-trimpath")
	patched := bytes.Clone(mac)
	patched[len(patched)/3] ^= 0xff
	for _, tc := range []struct {
		name, target string
		data         []byte
		fault        string
	}{
		{"linux", "linux-x64", linux, ""},
		{"the same for alpine", "alpine-x64", linux, ""},
		{"mac, signed by the linker", "darwin-arm64", mac, ""},
		{"mac of another processor needs no signature", "darwin-x64", build(t, "darwin", "amd64", "-trimpath"), ""},
		{"windows", "win32-arm64", build(t, "windows", "arm64", "-trimpath"), ""},
		{"another processor", "linux-arm64", linux, "it is elf for amd64"},
		{"another system", "win32-x64", linux, "it is elf"},
		{"names of the builder's folders", "linux-x64", build(t, "linux", "amd64"), "-trimpath="},
		{"changed after it was signed", "darwin-arm64", patched, "signature is broken"},
		{"a script", "linux-x64", []byte("#!/bin/sh\nexit 0\n"), "not an executable"},
		{"nothing", "linux-x64", nil, "empty file"},
		{"no such target", "plan9-x64", linux, "unknown target"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := unfit(tc.target, tc.data)
			switch {
			case tc.fault == "" && err != nil:
				t.Error(err)
			case tc.fault != "" && (err == nil || !strings.Contains(err.Error(), tc.fault)):
				t.Errorf("error %v, want one with %q", err, tc.fault)
			}
		})
	}
}

func TestUnsigned(t *testing.T) {
	for _, tc := range []struct {
		name, arch string
		state      health.SignatureState
		good       bool
	}{
		{"Apple's processor, whole", "arm64", health.SignatureWhole, true},
		{"Apple's processor, none", "arm64", health.SignatureNone, false},
		{"Apple's processor, not understood", "arm64", health.SignatureUnknown, false},
		{"Intel, none", "amd64", health.SignatureNone, true},
		{"Intel, signed for a release", "amd64", health.SignatureWhole, true},
		{"Intel, broken", "amd64", health.SignatureBroken, false},
		{"a system without", "arm64", health.SignatureNotNeeded, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if err := unsigned(tc.arch, health.Slice{Signature: health.Signature{State: tc.state}}); (err == nil) != tc.good {
				t.Errorf("error %v, good is %v", err, tc.good)
			}
		})
	}
}
