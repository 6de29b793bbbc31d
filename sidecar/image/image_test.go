package image

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func reader(data []byte) io.ReaderAt { return bytes.NewReader(data) }

func TestMachO(t *testing.T) {
	arm, intel := program(t, "darwin", "arm64"), program(t, "darwin", "amd64")
	le, be := binary.LittleEndian, binary.BigEndian
	unsigned := changed(arm, func(b []byte) { le.PutUint32(b[commandAt(t, arm, commandSignature):], commandNone) })
	flipped := changed(arm, func(b []byte) { b[len(b)/2] ^= 1 })
	both := universal(false, arm, intel)
	for _, c := range []struct {
		name, want string
		data       []byte
	}{
		{"arm64", "macho [arm64 whole]", arm},
		{"amd64, which the Go linker does not sign", "macho [amd64 none]", intel},
		{"arm64 unsigned", "macho [arm64 none]", unsigned},
		{"one flipped bit", "macho [arm64 broken 1 bad]", flipped},
		{"flipped in the last page, cut at the limit", "macho [arm64 broken 1 bad]", changed(arm, func(b []byte) { b[signatureAt(t, arm)-1] ^= 1 })},
		{"flipped in a hash", "macho [arm64 broken 1 bad]", changed(arm, func(b []byte) { b[len(b)-1] ^= 1 })},
		{"arm64e with capability bits", "macho [arm64e broken 1 bad]", changed(arm, func(b []byte) { le.PutUint32(b[8:], 0x80000002) })},
		{"universal", "macho-fat [arm64 whole] [amd64 none]", both},
		{"universal with 64-bit offsets", "macho-fat [amd64 none] [arm64 whole]", universal(true, intel, arm)},
		{"universal, one slice damaged", "macho-fat [arm64 broken 1 bad] [amd64 none]", universal(false, flipped, intel)},
		{"universal, one slice no program", "macho-fat [arm64 whole] [amd64 unknown error]",
			universal(false, arm, changed(intel, func(b []byte) { le.PutUint32(b[12:], 6) }))},
		{"universal, cut in the second slice", "macho-fat [arm64 whole] [amd64 unknown error]", both[:len(both)-1]},
		{"universal with a size beyond the file", "macho-fat [arm64 unknown error] [amd64 none]", changed(both, func(b []byte) { be.PutUint32(b[8+12:], math.MaxUint32) })},
		{"universal with 64-bit numbers below zero", "macho-fat [arm64 unknown error]", changed(universal(true, arm), func(b []byte) { be.PutUint64(b[8+16:], 1<<63) })},
		{"universal without its table", "error", both[:20]},
		{"cut before the signature", "macho [arm64 broken]", arm[:signatureAt(t, arm)]},
		{"cut within the signature", "macho [arm64 broken]", arm[:signatureAt(t, arm)+100]},
		{"cut in the load commands", "macho [arm64 unknown error]", arm[:200]},
		{"cut in the header", "error", arm[:20]},
		{"number of load commands lies", "macho [arm64 unknown error]", changed(arm, func(b []byte) { le.PutUint32(b[16:], math.MaxUint32) })},
		{"one command more than there are", "macho [arm64 broken 1 bad error]", changed(arm, func(b []byte) { b[16]++ })},
		{"size of load commands lies", "macho [arm64 unknown error]", changed(arm, func(b []byte) { le.PutUint32(b[20:], math.MaxUint32) })},
		{"more than a megabyte of load commands", "macho [arm64 unknown error]", changed(arm, func(b []byte) { le.PutUint32(b[20:], maxCommandBytes+8) })},
		{"a load command of no size", "macho [arm64 unknown error]", changed(arm, func(b []byte) { le.PutUint32(b[36:], 0) })},
		{"a library", "error", changed(arm, func(b []byte) { le.PutUint32(b[12:], 6) })},
		{"unknown processor", "macho [0x1000099 none]", changed(intel, func(b []byte) { le.PutUint32(b[4:], 0x1000099) })},
		{"Java class", "error", []byte{0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 16, 10, 0}},
		{"universal without slices", "error", []byte{0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 0, 0, 0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, slices, err := read(c.data)
			if got := told(f, err, slices); got != c.want {
				t.Errorf("it is %q, want %q (%v, %+v)", got, c.want, err, slices)
			}
		})
	}
}

func TestFactsOfRealPrograms(t *testing.T) {
	for _, c := range []struct{ system, arch, kind string }{
		{"darwin", "arm64", "macho"}, {"darwin", "amd64", "macho"}, {"windows", "amd64", "pe"}, {"windows", "arm64", "pe"},
		{"linux", "amd64", "elf"}, {"linux", "arm64", "elf"},
	} {
		t.Run(c.system+"/"+c.arch, func(t *testing.T) {
			f, slices, err := read(program(t, c.system, c.arch))
			if err != nil || len(slices) != 1 {
				t.Fatalf("%+v %v", f, err)
			}
			s := slices[0]
			if string(f.Kind) != c.kind || string(f.SystemOS) != c.system || string(s.Architecture) != c.arch || f.Static != (c.system == "linux") {
				t.Errorf("it is %+v", f)
			}
			b := s.Build
			if b == nil || b.Package != "example.net/hello" || string(b.GOOS) != c.system || string(b.GOARCH) != c.arch || string(b.GoVersion) != strings.Fields(runtime.Version())[0] {
				t.Errorf("build information %+v", b)
			}
			if (s.MinOS != "") != (c.system == "darwin") || (s.Signature.State == health.SignatureNotNeeded) != (c.system != "darwin") {
				t.Errorf("slice %+v", s)
			}
		})
	}
}

// Build information is that of each slice, whatever the first one holds.
func TestBuildOfEachSlice(t *testing.T) {
	_, slices, err := read(universal(false, program(t, "darwin", "amd64"), program(t, "darwin", "arm64")))
	if err != nil || len(slices) != 2 || slices[0].Build == nil || slices[0].Build.GOARCH != "amd64" || slices[1].Build == nil || slices[1].Build.GOARCH != "arm64" {
		t.Errorf("%+v %v", slices, err)
	}
}

// The symbol table is the largest part that a reader could stumble over; nothing here needs it.
func TestNoSymbolsAreRead(t *testing.T) {
	arm := program(t, "darwin", "arm64")
	at := commandAt(t, arm, commandSymbols)
	low, high := int64(binary.LittleEndian.Uint32(arm[at+8:])), int64(signatureAt(t, arm))
	f, err := Read(reader(arm), int64(len(arm)))
	if err != nil {
		t.Fatal(err)
	}
	r := forbidden{reader(arm), low, high}
	c, err := f.Slices[0].Commands(r)
	if b := f.Slices[0].Build(r, c); err != nil || b == nil || b.GOARCH != "arm64" {
		t.Errorf("build information %+v, %v", b, err)
	}
	if f.Slices[0].Build(r, Commands{}) != nil {
		t.Error("the forbidden part is not what the standard library reads: this test proves nothing")
	}
}

// forbidden refuses to read a part of a file.
type forbidden struct {
	io.ReaderAt
	from, to int64
}

func (f forbidden) ReadAt(p []byte, off int64) (int, error) {
	if off < f.to && off+int64(len(p)) > f.from {
		return 0, errors.New("forbidden")
	}
	return f.ReaderAt.ReadAt(p, off)
}

func TestLoader(t *testing.T) {
	for loader, want := range map[string]string{
		"/lib64/ld-linux-x86-64.so.2": "glibc", "/lib/ld-linux-aarch64.so.1": "glibc", "/lib64/ld64.so.2": "glibc", "/lib/ld-musl-x86_64.so.1": "musl",
		"/system/bin/linker64": "bionic", "/nix/store/abc-glibc-2.40/lib/ld-linux-x86-64.so.2": "glibc", "/opt/ld.elf": "", "": "",
	} {
		f, _, err := read(elfWith(62, loader))
		if err != nil || string(f.Loader) != loader || string(f.Libc) != want || f.Static {
			t.Errorf("%q: %+v %v, want %s", loader, f, err, want)
		}
	}
	if f, _, err := read(elfWith(62, strings.Repeat("x", maxLoader))); err != nil || f.Loader != "" || f.Static {
		t.Errorf("an endless loader: %+v %v", f, err)
	}
}

// elfWith is an ELF header with a program interpreter.
func elfWith(machine uint16, loader string) []byte {
	out := make([]byte, 64+56)
	copy(out, "\x7fELF\x02\x01\x01")
	le := binary.LittleEndian
	for at, value := range map[int]uint16{16: 2, 18: machine, 52: 64, 54: 56, 56: 1, 58: 64, 64: 3} {
		le.PutUint16(out[at:], value)
	}
	le.PutUint32(out[20:], 1)
	le.PutUint64(out[32:], 64)
	le.PutUint64(out[64+8:], 120)
	le.PutUint64(out[64+32:], uint64(len(loader)+1))
	return append(out, loader+"\x00"...)
}

func TestNoExecutable(t *testing.T) {
	for name, c := range map[string]struct {
		data string
		want error
	}{"script": {"#!/bin/sh\n", ErrUnknown}, "text": {"hello", ErrUnknown}, "empty": {"", nil}, "MZ and no more": {"MZ", io.ErrUnexpectedEOF}, "ELF cut": {"\x7fELF", nil}} {
		if f, _, err := read([]byte(c.data)); err == nil || c.want != nil && !errors.Is(err, c.want) || f.Kind != "" {
			t.Errorf("%s: %+v %v", name, f, err)
		}
	}
	if _, err := Read(forbidden{reader(nil), 0, 1 << 40}, 10); !errors.Is(err, ErrUnreadable) {
		t.Errorf("a file that cannot be read: %v", err)
	}
}

// A damaged header must not make us read a whole disk image.
func TestReadingIsBounded(t *testing.T) {
	b := Bound(reader(make([]byte, 100)), 10)
	if _, err := b.ReadAt(make([]byte, 10), 0); err != nil {
		t.Errorf("within the bound: %v", err)
	}
	if _, err := b.ReadAt(make([]byte, 1), 0); err == nil {
		t.Error("reads on behind the bound")
	}
	arm := program(t, "darwin", "arm64")
	f, _ := Read(reader(arm), int64(len(arm)))
	s := f.Examine(context.Background(), Bound(reader(arm), int64(len(arm)/2)))[0]
	if s.Signature.State != health.SignatureUnknown || s.Signature.Error == "" {
		t.Errorf("a signature that was not read to its end is %+v", s.Signature)
	}
}

// Slices that all claim the same bytes may not multiply the work.
func TestSlicesOverOneAnother(t *testing.T) {
	arm := program(t, "darwin", "arm64")
	data := universal(false, arm, arm)
	copy(data[8+20+8:8+20+16], data[8+8:8+16])
	_, slices, err := read(data)
	if got := fmt.Sprint(len(slices), slices[1].Signature.State); err != nil || got != "2whole" {
		t.Errorf("%s %v", got, err)
	}
	f, _ := Read(reader(data), int64(len(data)))
	if s := f.Examine(context.Background(), Bound(reader(data), int64(len(arm)*3/2))); s[0].Signature.State != health.SignatureWhole || s[1].Signature.State != health.SignatureUnknown {
		t.Errorf("under a bound they are %+v", s)
	}
}
