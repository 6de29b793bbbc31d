package image

import (
	"bytes"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"fmt"
	"io"

	"github.com/govitals/govitals/sidecar/health"
)

// hashKind is hashType of a CodeDirectory.
type hashKind byte

const (
	hashSHA1     hashKind = 1
	hashSHA256   hashKind = 2
	hashSHA256of hashKind = 3 // SHA-256 cut to 20 bytes
	hashSHA384   hashKind = 4
)

// size is that of a hash in bytes; 0 for a kind that is not known.
func (k hashKind) size() int64 {
	switch k {
	case hashSHA1, hashSHA256of:
		return 20
	case hashSHA256:
		return 32
	case hashSHA384:
		return 48
	}
	return 0
}

func (k hashKind) name() health.Public {
	return map[hashKind]health.Public{hashSHA1: "sha1", hashSHA256: "sha256", hashSHA256of: "sha256-20", hashSHA384: "sha384"}[k]
}

// rank is the kernel's order of preference (hashPriorities in XNU ubc_subr.c).
func (k hashKind) rank() int {
	return map[hashKind]int{hashSHA1: 1, hashSHA256of: 2, hashSHA256: 3, hashSHA384: 4}[k]
}

// same reports whether a page has a hash.
func (k hashKind) same(page, want []byte) bool {
	var got []byte
	switch k {
	case hashSHA1:
		sum := sha1.Sum(page)
		got = sum[:]
	case hashSHA384:
		sum := sha512.Sum384(page)
		got = sum[:]
	default:
		sum := sha256.Sum256(page)
		got = sum[:k.size()]
	}
	return bytes.Equal(got, want)
}

// chunk is read at once: some pages.
const chunk = 256 << 10

// verify hashes the pages of a slice, the last one as far as the limit.
func (d *directory) verify(ctx context.Context, slice *io.SectionReader) (pages, bad int, err error) {
	if d.limit > slice.Size() {
		return 0, 0, errors.New("cut off: the signature covers more than there is")
	}
	buffer := make([]byte, min(chunk, max(d.limit, 1)))
	for at := int64(0); at < d.limit; {
		if err := ctx.Err(); err != nil {
			return pages, bad, err
		}
		part := buffer[:min(int64(len(buffer)), d.limit-at)]
		if n, err := slice.ReadAt(part, at); n < len(part) {
			return pages, bad, fmt.Errorf("page %d: %w", pages, err)
		}
		at += int64(len(part))
		for ; len(part) > 0; part = part[min(int64(len(part)), d.page):] {
			from := d.first + int64(pages)*d.hash.size()
			if !d.hash.same(part[:min(int64(len(part)), d.page)], d.data[from:from+d.hash.size()]) {
				bad++
			}
			pages++
		}
	}
	return pages, bad, nil
}
