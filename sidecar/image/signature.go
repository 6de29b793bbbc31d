package image

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/govitals/govitals/sidecar/health"
)

// Numbers of XNU's osfmk/kern/cs_blobs.h. All of a signature is big-endian.
const (
	magicSuperBlob     = 0xfade0cc0
	magicCodeDirectory = 0xfade0c02
	slotDirectory      = 0
	slotAlternate      = 0x1000 // the first of five
	alternates         = 5
	flagAdHoc          = 0x2
	flagHardened       = 0x10000
	flagLinker         = 0x20000
	versionScatter     = 0x20100
	versionTeam        = 0x20200
	versionLimit64     = 0x20300

	maxBlobs     = 100
	maxDirectory = 16 << 20 // hashes of 2 GB of code
	maxName      = 256
)

// directory is a CodeDirectory: the hashes of a slice's pages, and who it says it is.
type directory struct {
	data     []byte
	flags    uint32
	limit    int64 // so many bytes are covered
	page     int64
	hash     hashKind
	first    int64 // offset in data of the hash of page 0
	slots    int64
	id, team string
}

// Signature reads the code signature of a slice and hashes every page anew, as the kernel does when it maps one. It asks nobody
// whether the signer is to be trusted. When ctx ends, what was hashed until then is told and the state is unknown.
func (s Slice) Signature(ctx context.Context, r io.ReaderAt, c Commands) health.Signature {
	switch {
	case s.order == nil && s.Err == nil:
		return health.Signature{State: health.SignatureNotNeeded}
	case s.Err != nil || !c.whole && c.signature == nil:
		return health.Signature{State: health.SignatureUnknown}
	case c.signature == nil:
		return health.Signature{State: health.SignatureNone}
	}
	out := health.Signature{State: health.SignatureBroken}
	d, err := readDirectory(s.Section(r), *c.signature)
	if d != nil {
		out.Identifier, out.Team = health.Words(d.id, maxName), text[health.Public](d.team)
		out.AdHoc, out.Linker, out.Hardened = d.flags&flagAdHoc != 0, d.flags&flagLinker != 0, d.flags&flagHardened != 0
		out.Hash = d.hash.name()
	}
	if err == nil && d.limit <= c.signature.offset-d.page {
		err = fmt.Errorf("only %d of %d bytes are signed", d.limit, c.signature.offset)
	}
	if err == nil {
		out.Pages, out.BadPages, err = d.verify(ctx, s.Section(r))
	}
	switch {
	case errors.Is(err, errNotUnderstood), errors.Is(err, errTooMuch), ctx.Err() != nil && errors.Is(err, ctx.Err()):
		out.State = health.SignatureUnknown
	case err == nil && out.BadPages == 0:
		out.State = health.SignatureWhole
	}
	if out.BadPages > 0 {
		out.State = health.SignatureBroken // however far we came
	}
	if err != nil {
		out.Error = health.Words(err.Error(), maxName)
	}
	return out
}

var errNotUnderstood = errors.New("a kind of signature that is not understood here")

// readDirectory finds the CodeDirectory that counts: that with the best hash, as the kernel chooses.
func readDirectory(slice *io.SectionReader, at place) (*directory, error) {
	if at.offset > slice.Size() || at.size > slice.Size()-at.offset {
		return nil, errors.New("cut off: the signature lies behind the end of the file")
	}
	blobs := io.NewSectionReader(slice, at.offset, at.size)
	head := make([]byte, 12)
	if _, err := blobs.ReadAt(head, 0); err != nil {
		return nil, fmt.Errorf("signature: %w", err)
	}
	count := binary.BigEndian.Uint32(head[8:])
	if binary.BigEndian.Uint32(head) != magicSuperBlob || count > maxBlobs {
		return nil, errors.New("no signature where there should be one")
	}
	index := make([]byte, 8*count)
	if n, err := blobs.ReadAt(index, 12); n < len(index) {
		return nil, fmt.Errorf("signature: %w", err)
	}
	var best *directory
	var problem error
	for ; len(index) > 0; index = index[8:] {
		if kind := binary.BigEndian.Uint32(index); kind != slotDirectory && (kind < slotAlternate || kind >= slotAlternate+alternates) {
			continue
		}
		d, err := oneDirectory(blobs, int64(binary.BigEndian.Uint32(index[4:])))
		if err != nil {
			problem = errors.Join(problem, err)
		} else if best == nil || d.hash.rank() > best.hash.rank() {
			best = d
		}
	}
	if best == nil && problem == nil {
		problem = errors.New("a signature without hashes")
	}
	if best != nil && problem != nil && !errors.Is(problem, errNotUnderstood) {
		return best, problem
	}
	if best != nil {
		return best, nil
	}
	return nil, problem
}

// oneDirectory reads a CodeDirectory and compares every number in it with its length.
func oneDirectory(blobs *io.SectionReader, at int64) (*directory, error) {
	head := make([]byte, 8)
	if _, err := blobs.ReadAt(head, at); err != nil {
		return nil, fmt.Errorf("hashes of the signature: %w", err)
	}
	size := int64(binary.BigEndian.Uint32(head[4:]))
	if binary.BigEndian.Uint32(head) != magicCodeDirectory || size < 44 || size > blobs.Size()-at || size > maxDirectory {
		return nil, fmt.Errorf("hashes of %d bytes cannot be", size)
	}
	data := make([]byte, size)
	if n, err := blobs.ReadAt(data, at); n < len(data) {
		return nil, fmt.Errorf("hashes of the signature: %w", err)
	}
	return parseDirectory(data)
}

func parseDirectory(data []byte) (*directory, error) {
	word := func(at int) uint32 { // a field that this version of the format does not have is 0
		if len(data) < at+4 {
			return 0
		}
		return binary.BigEndian.Uint32(data[at:])
	}
	version, shift := word(8), data[39]
	d := &directory{data: data, flags: word(12), first: int64(word(16)), id: name(data, word(20)), slots: int64(word(28)),
		limit: int64(word(32)), page: 1 << (shift & 31), hash: hashKind(data[37])}
	if version >= versionTeam && word(48) != 0 {
		d.team = name(data, word(48))
	}
	if version >= versionLimit64 && len(data) >= 64 {
		if limit := binary.BigEndian.Uint64(data[56:]); limit != 0 {
			d.limit = int64(limit)
		}
	}
	// The kernel takes pages of 4 KB up to its own (XNU cs_validate_codedirectory); scattered pages are the iOS dyld cache's.
	if d.hash.size() == 0 || shift < 12 || shift > 16 || version >= versionScatter && word(44) != 0 {
		return nil, fmt.Errorf("%w: hash %d, pages of 2^%d bytes", errNotUnderstood, data[37], shift)
	}
	if int64(data[36]) != d.hash.size() || d.limit < 0 || d.first+d.slots*d.hash.size() > int64(len(data)) {
		return nil, errors.New("hashes that do not fit into the signature")
	}
	if d.limit == 0 || d.slots*d.page < d.limit {
		return nil, fmt.Errorf("%d hashes do not cover %d bytes", d.slots, d.limit)
	}
	return d, nil
}

// name is the string at an offset, which ends with a zero byte.
func name(data []byte, at uint32) string {
	if int64(at) >= int64(len(data)) {
		return ""
	}
	rest := data[at:min(int64(len(data)), int64(at)+maxName)]
	if end := bytes.IndexByte(rest, 0); end >= 0 {
		return string(rest[:end])
	}
	return ""
}
