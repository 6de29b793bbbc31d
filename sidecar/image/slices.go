package image

import (
	"context"
	"fmt"
	"io"

	"github.com/govitals/govitals/sidecar/health"
)

// Examine reads all of an executable that Read left: of each slice the load commands, what the Go linker recorded, and the
// signature with the hashes of all pages, which takes two milliseconds for each megabyte of a Mach-O file.
func (f File) Examine(ctx context.Context, r io.ReaderAt) []health.Slice {
	out := make([]health.Slice, len(f.Slices))
	for i, s := range f.Slices {
		out[i] = s.examine(ctx, r)
	}
	return out
}

func (s Slice) examine(ctx context.Context, r io.ReaderAt) (out health.Slice) {
	out = health.Slice{Architecture: s.Architecture, Offset: s.Offset, Size: s.Size}
	defer func() {
		if p := recover(); p != nil {
			out.Error, out.Signature = health.Words(fmt.Sprintf("damaged: %v", p), maxName), health.Signature{State: health.SignatureUnknown}
		}
	}()
	c, err := s.Commands(r)
	if err != nil {
		out.Error = health.Words(err.Error(), maxName)
	}
	out.MinOS, out.Build, out.Signature = c.MinOS, s.Build(r, c), s.Signature(ctx, r, c)
	return out
}
