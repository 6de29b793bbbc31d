package image

import (
	"debug/buildinfo"
	"io"
	"runtime/debug"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// maxBuildText bounds each value of the build information.
const maxBuildText = 2000

// Build reads what the Go linker recorded in a slice; nil if nothing, or if the slice is damaged. c may be the zero value where
// its load commands cannot be read.
func (s Slice) Build(r io.ReaderAt, c Commands) (out *health.Build) {
	defer func() {
		if recover() != nil { // debug/buildinfo is meant for good files
			out = nil
		}
	}()
	if s.Err != nil {
		return nil
	}
	info, err := buildinfo.Read(s.withoutSymbols(r, c))
	if err != nil {
		return nil
	}
	out = &health.Build{GoVersion: text[health.Public](info.GoVersion), Package: text[health.Module](info.Path),
		Module: text[health.Module](info.Main.Path), Version: text[health.Public](info.Main.Version)}
	for _, setting := range info.Settings {
		setBuild(out, setting)
	}
	return out
}

func setBuild(out *health.Build, s debug.BuildSetting) {
	switch s.Key {
	case "GOOS":
		out.GOOS = text[health.Public](s.Value)
	case "GOARCH":
		out.GOARCH = text[health.Public](s.Value)
	}
}

// text makes a value of a file fit for a snapshot.
func text[T ~string](value string) T {
	if len(value) > maxBuildText {
		value = strings.ToValidUTF8(value[:maxBuildText], "") + "…"
	}
	return T(health.CleanText(value))
}

// withoutSymbols is the slice as a file whose load commands for symbols are no commands that anybody knows. Package
// debug/buildinfo reads the whole symbol table otherwise, 10 to 100 ms for gopls, and finds nothing there that it needs.
func (s Slice) withoutSymbols(r io.ReaderAt, c Commands) io.ReaderAt {
	section := s.Section(r)
	if s.order == nil || len(c.symbols) == 0 {
		return section
	}
	masked := append([]byte(nil), c.raw...)
	for _, at := range c.symbols {
		s.order.PutUint32(masked[at:], commandNone)
	}
	return overlay{section, masked, c.at}
}

// overlay is a reader of which one part is another.
type overlay struct {
	io.ReaderAt
	part []byte
	at   int64
}

func (o overlay) ReadAt(p []byte, off int64) (int, error) {
	n, err := o.ReaderAt.ReadAt(p, off)
	if from, to := max(off, o.at), min(off+int64(n), o.at+int64(len(o.part))); from < to {
		copy(p[from-off:to-off], o.part[from-o.at:])
	}
	return n, err
}
