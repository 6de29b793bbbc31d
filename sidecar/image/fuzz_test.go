package image

import (
	"context"
	"runtime"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// FuzzImage: whatever a file holds, no panic, no slice outside it, and no memory by a size that it only claims.
func FuzzImage(f *testing.F) {
	arm, intel := program(f, "darwin", "arm64"), program(f, "darwin", "amd64")
	f.Add(arm[:20<<10])
	f.Add(universal(false, intel[:8<<10], arm[:8<<10]))
	f.Add(universal(true, arm[:8<<10]))
	f.Add(signed(9000, signing{hash: hashSHA256, shift: 12}, signing{hash: hashSHA1, shift: 12}))
	f.Add(elfWith(62, "/lib/ld-musl-x86_64.so.1"))
	f.Add(program(f, "linux", "arm64")[:8<<10])
	f.Add(program(f, "windows", "arm64")[:2<<10])
	f.Add([]byte{0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 16})
	f.Add([]byte("#!/bin/sh\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := Bound(reader(data), 64<<20)
		file, err := Read(r, int64(len(data)))
		if (err == nil) != (len(file.Slices) > 0) || (err == nil) != (file.Kind != "") {
			t.Fatalf("%+v with error %v", file, err)
		}
		for _, s := range file.Examine(context.Background(), r) {
			if s.Error == "" && (s.Offset < 0 || s.Size < 0 || s.Offset+s.Size > int64(len(data))) {
				t.Errorf("slice %+v of %d bytes", s, len(data))
			}
			checkSignature(t, s.Signature, int64(len(data)))
		}
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; took > 96<<20 {
			t.Errorf("%d bytes of memory for %d", took, len(data))
		}
	})
}

func checkSignature(t *testing.T, s health.Signature, size int64) {
	t.Helper()
	switch s.State {
	case health.SignatureWhole:
		if s.BadPages != 0 || s.Pages == 0 || s.Error != "" {
			t.Errorf("whole: %+v", s)
		}
	case health.SignatureBroken:
		if s.BadPages == 0 && s.Error == "" {
			t.Errorf("broken and nobody says why: %+v", s)
		}
	case health.SignatureNone, health.SignatureUnknown, health.SignatureNotNeeded:
		if s.BadPages != 0 {
			t.Errorf("bad pages: %+v", s)
		}
	default:
		t.Errorf("state of %+v", s)
	}
	if int64(s.Pages) > size/4096+1 || s.BadPages > s.Pages {
		t.Errorf("%+v of %d bytes", s, size)
	}
}

// FuzzSignature puts any signature behind good code: only one that has the right hash of every page is whole.
func FuzzSignature(f *testing.F) {
	const code = 9000
	for _, s := range []signing{{hash: hashSHA256, shift: 12}, {hash: hashSHA1, shift: 13}, {hash: hashSHA384, shift: 12, version: versionLimit64, limit64: true},
		{hash: hashSHA256, shift: 12, version: versionTeam, team: "EQHXZ8M8AV"}} {
		f.Add(signed(code, s)[code:], uint16(5000))
	}
	arm := program(f, "darwin", "arm64")
	f.Add(arm[signatureAt(f, arm):], uint16(1))
	f.Fuzz(func(t *testing.T, blob []byte, flip uint16) {
		data := signed(code, signing{hash: hashSHA256, shift: 12})[:code]
		data = append(data, blob...)
		data[44], data[45], data[46], data[47] = byte(len(blob)), byte(len(blob)>>8), byte(len(blob)>>16), 0
		whole := signatureOf(t, data)
		checkSignature(t, whole, int64(len(data)))
		if whole.State != health.SignatureWhole {
			return
		}
		at := 48 + int(flip)%(code-48-4096) // the limit may lie a page before the signature
		data[at] ^= 1
		if again := signatureOf(t, data); again.State != health.SignatureBroken || again.BadPages != 1 {
			t.Errorf("with byte %d changed it is %+v, before %+v", at, again, whole)
		}
	})
}
