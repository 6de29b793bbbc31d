package image

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"math"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// signing says how a test signs.
type signing struct {
	hash     hashKind
	shift    byte
	flags    uint32
	version  uint32
	team     string
	limit64  bool
	scatter  bool
	slots    int // more or fewer hashes than pages
	hashSize byte
}

// sums hashes a page with each kind.
func sums(k hashKind, page []byte) []byte {
	s1, s2, s3 := sha1.Sum(page), sha256.Sum256(page), sha512.Sum384(page)
	return map[hashKind][]byte{hashSHA1: s1[:], hashSHA256: s2[:], hashSHA256of: s2[:20], hashSHA384: s3[:], 9: s1[:]}[k]
}

// directoryOf makes a CodeDirectory of code.
func directoryOf(code []byte, o signing) []byte {
	be := binary.BigEndian
	out := make([]byte, 64)
	identifier := len(out)
	out = append(out, "org.example.tool\x00"...)
	if o.team != "" {
		be.PutUint32(out[48:], uint32(len(out)))
		out = append(out, o.team+"\x00"...)
	}
	be.PutUint32(out[16:], uint32(len(out)))
	slots := 0
	for at := 0; at < len(code); at += 1 << o.shift {
		out = append(out, sums(o.hash, code[at:min(len(code), at+1<<o.shift)])...)
		slots++
	}
	for at, value := range map[int]uint32{0: magicCodeDirectory, 4: uint32(len(out)), 8: o.version, 12: o.flags, 20: uint32(identifier), 28: uint32(slots + o.slots), 32: uint32(len(code))} {
		be.PutUint32(out[at:], value)
	}
	out[36], out[37], out[39] = byte(len(sums(o.hash, nil)))+o.hashSize, byte(o.hash), o.shift
	if o.limit64 {
		be.PutUint64(out[56:], uint64(len(code)))
		be.PutUint32(out[32:], math.MaxUint32)
	}
	if o.scatter {
		be.PutUint32(out[44:], 64)
	}
	return out
}

// signed is a thin arm64 program with a signature of directories.
func signed(code int, o ...signing) []byte {
	le, be := binary.LittleEndian, binary.BigEndian
	out := make([]byte, code)
	for i := range out {
		out[i] = byte(i * 7)
	}
	for i, word := range []uint32{magic64, cpuARM | cpu64, 0, typeExecute, 1, 16, 0, 0, commandSignature, 16, uint32(code)} {
		le.PutUint32(out[4*i:], word)
	}
	size := func(n int) { le.PutUint32(out[44:], uint32(n)) }
	// The size of the signature stands in the code that it covers, so it is known before: directories do not depend on the code.
	total := 12 + 8*len(o)
	for _, s := range o {
		total += len(directoryOf(out, s))
	}
	size(total)
	blob := be.AppendUint32(nil, magicSuperBlob)
	blob = be.AppendUint32(blob, uint32(total))
	blob = be.AppendUint32(blob, uint32(len(o)))
	var body []byte
	for i, s := range o {
		slot := uint32(slotDirectory)
		if i > 0 {
			slot = slotAlternate + uint32(i-1)
		}
		blob = be.AppendUint32(blob, slot)
		blob = be.AppendUint32(blob, uint32(12+8*len(o)+len(body)))
		body = append(body, directoryOf(out, s)...)
	}
	return append(append(out, blob...), body...)
}

func signatureOf(t testing.TB, data []byte) health.Signature {
	t.Helper()
	_, slices, err := read(data)
	if err != nil || len(slices) != 1 {
		t.Fatalf("%+v %v", slices, err)
	}
	return slices[0].Signature
}

func TestSignatureKinds(t *testing.T) {
	const code = 70_001 // 18 pages of 4 KB, 5 of 16 KB, the last one cut
	hardened := signing{hash: hashSHA256, shift: 12, flags: flagHardened, version: versionTeam, team: "EQHXZ8M8AV"}
	for _, c := range []struct {
		name string
		by   []signing
		want health.Signature
	}{
		{"SHA-256", []signing{{hash: hashSHA256, shift: 12, flags: flagAdHoc | flagLinker}}, health.Signature{State: "whole", AdHoc: true, Linker: true, Hash: "sha256", Pages: 18}},
		{"team and hardened runtime", []signing{hardened}, health.Signature{State: "whole", Team: "EQHXZ8M8AV", Hardened: true, Hash: "sha256", Pages: 18}},
		{"a team in a version that has none", []signing{{hash: hashSHA256, shift: 12, version: 0x20100, team: "X"}}, health.Signature{State: "whole", Hash: "sha256", Pages: 18}},
		{"SHA-1", []signing{{hash: hashSHA1, shift: 12}}, health.Signature{State: "whole", Hash: "sha1", Pages: 18}},
		{"SHA-256 cut", []signing{{hash: hashSHA256of, shift: 12}}, health.Signature{State: "whole", Hash: "sha256-20", Pages: 18}},
		{"SHA-384 in large pages", []signing{{hash: hashSHA384, shift: 14}}, health.Signature{State: "whole", Hash: "sha384", Pages: 5}},
		{"SHA-1 with a better alternative", []signing{{hash: hashSHA1, shift: 12}, {hash: hashSHA256, shift: 14}}, health.Signature{State: "whole", Hash: "sha256", Pages: 5}},
		{"an alternative that nobody knows", []signing{{hash: hashSHA256, shift: 12}, {hash: 9, shift: 12}}, health.Signature{State: "whole", Hash: "sha256", Pages: 18}},
		{"a wide limit", []signing{{hash: hashSHA256, shift: 12, version: versionLimit64, limit64: true}}, health.Signature{State: "whole", Hash: "sha256", Pages: 18}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.want.Identifier = "org.example.tool"
			data := signed(code, c.by...)
			if got := signatureOf(t, data); got != c.want {
				t.Errorf("it is %+v, want %+v", got, c.want)
			}
			for _, at := range []int{100, code / 2, code - 1} {
				if got := signatureOf(t, changed(data, func(b []byte) { b[at] ^= 0x80 })); got.State != health.SignatureBroken || got.BadPages != 1 || got.Pages != c.want.Pages {
					t.Errorf("with byte %d flipped it is %+v", at, got)
				}
			}
		})
	}
}

func TestSignaturesThatDoNotCount(t *testing.T) {
	const code = 70_001
	good := signing{hash: hashSHA256, shift: 12}
	blob := code // where the signature begins
	put := func(at int, value uint32) []byte {
		return changed(signed(code, good), func(b []byte) { binary.BigEndian.PutUint32(b[blob+at:], value) })
	}
	const head = 12 + 8 // where the directory begins
	for _, c := range []struct {
		name string
		data []byte
		want health.SignatureState
	}{
		{"unknown hash", signed(code, signing{hash: 9, shift: 12}), health.SignatureUnknown},
		{"one hash for all", signed(code, signing{hash: hashSHA256, shift: 17}), health.SignatureUnknown},
		{"scattered", signed(code, signing{hash: hashSHA256, shift: 12, version: versionScatter, scatter: true}), health.SignatureUnknown},
		{"fewer hashes than pages", signed(code, signing{hash: hashSHA256, shift: 12, slots: -1}), health.SignatureBroken},
		{"more hashes than there is room for", signed(code, signing{hash: hashSHA256, shift: 12, slots: 1}), health.SignatureBroken},
		{"hashes of another size", signed(code, signing{hash: hashSHA256, shift: 12, hashSize: 1}), health.SignatureBroken},
		{"no superblob", put(0, 0), health.SignatureBroken},
		{"no blobs", put(8, 0), health.SignatureBroken},
		{"absurdly many blobs", put(8, math.MaxUint32), health.SignatureBroken},
		{"more blobs than fit", put(8, 90), health.SignatureBroken},
		{"directory outside", put(16, math.MaxUint32), health.SignatureBroken},
		{"no directory there", put(head, 0), health.SignatureBroken},
		{"directory of a lying size", put(head+4, math.MaxUint32), health.SignatureBroken},
		{"directory too short", put(head+4, 20), health.SignatureBroken},
		{"hashes outside", put(head+16, math.MaxUint32), health.SignatureBroken},
		{"absurdly many hashes", put(head+28, math.MaxUint32), health.SignatureBroken},
		{"covers nothing", put(head+32, 0), health.SignatureBroken},
		{"covers half", put(head+32, code/2), health.SignatureBroken},
		{"covers more than there is", put(head+32, code+4096), health.SignatureBroken},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := signatureOf(t, c.data); got.State != c.want || got.Error == "" {
				t.Errorf("it is %+v, want %s", got, c.want)
			}
		})
	}
	if got := signatureOf(t, put(head+20, math.MaxUint32)); got.State != health.SignatureBroken && got.State != health.SignatureWhole || got.Identifier != "" {
		t.Errorf("with an identifier outside it is %+v", got)
	}
}

// What was not hashed is neither whole nor broken; what was found bad before stays bad.
func TestSignatureOutOfTime(t *testing.T) {
	data := signed(3*chunk, signing{hash: hashSHA256, shift: 12})
	late := func(data []byte, reads int) health.Signature {
		ctx, cancel := context.WithCancel(context.Background())
		r := &countdown{Reader: bytes.NewReader(data), large: reads, then: cancel}
		f, err := Read(r, int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		return f.Examine(ctx, r)[0].Signature
	}
	if got := late(data, 1); got.State != health.SignatureUnknown || got.Pages != chunk>>12 || got.Error == "" {
		t.Errorf("out of time it is %+v", got)
	}
	if got := late(changed(data, func(b []byte) { b[200] ^= 1 }), 1); got.State != health.SignatureBroken || got.BadPages != 1 {
		t.Errorf("damaged and out of time it is %+v", got)
	}
	if got := late(data, 9); got.State != health.SignatureWhole {
		t.Errorf("in time it is %+v", got)
	}
}

// countdown does something when a number of chunks has been read.
type countdown struct {
	*bytes.Reader
	large int
	then  func()
}

func (c *countdown) ReadAt(p []byte, off int64) (int, error) {
	if len(p) == chunk {
		if c.large--; c.large == 0 {
			c.then()
		}
	}
	return c.Reader.ReadAt(p, off)
}
