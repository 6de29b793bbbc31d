package image

import (
	"context"
	"debug/buildinfo"
	"debug/macho"
	"os"
	"testing"
)

// measured is the Mach-O file that is read: GOVITALS_MACHO, or a small one made here. Only the ratio of both benchmarks on one
// file means anything.
func measured(b *testing.B) []byte {
	if path := os.Getenv("GOVITALS_MACHO"); path != "" {
		data, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		return data
	}
	return program(b, "darwin", "arm64")
}

// BenchmarkImage reads the load commands alone, and with them what the Go linker recorded.
func BenchmarkImage(b *testing.B) {
	data := measured(b)
	for name, deep := range map[string]bool{"headers": false, "build": true} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f, err := Read(reader(data), int64(len(data)))
				if err != nil {
					b.Fatal(err)
				}
				c, err := f.Slices[0].Commands(reader(data))
				if err != nil || deep && f.Slices[0].Build(reader(data), c) == nil {
					b.Fatal("nothing read", err)
				}
			}
		})
	}
}

// BenchmarkDebugMacho reads the same with the standard library.
func BenchmarkDebugMacho(b *testing.B) {
	data := measured(b)
	for name, read := range map[string]func() error{
		"headers": func() error { _, err := macho.NewFile(reader(data)); return err },
		"build":   func() error { _, err := buildinfo.Read(reader(data)); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := read(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSignature hashes all pages too.
func BenchmarkSignature(b *testing.B) {
	data := measured(b)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		f, err := Read(reader(data), int64(len(data)))
		if err != nil || f.Examine(context.Background(), reader(data))[0].Signature.Pages == 0 {
			b.Fatal("nothing hashed", err)
		}
	}
}
