package probe

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/image"
)

// maxRead bounds what is read of one executable. The headers of the largest tools and their build information take a tenth
// of it; a damaged file can ask for more than there is memory.
const maxRead = 64 << 20

// identify says what the file at a path is, from its headers alone.
func identify(system System, path string) health.Binary {
	out := health.Binary{Path: health.Path(path)}
	if real, err := system.RealPath(path); err == nil {
		out.Real = health.Path(real)
	}
	info, err := system.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		out.Kind = health.BinaryMissing
		return out
	case err == nil && info.IsDir():
		out.Kind = health.BinaryDirectory
		return out
	}
	var f File
	if err == nil {
		out.Size, out.Modified = info.Size(), health.Public(info.ModTime().UTC().Format(time.RFC3339))
		f, err = system.Open(path)
	}
	if err != nil {
		out.Kind, out.Error = health.BinaryUnreadable, health.Text(health.CleanText(err.Error()))
		return out
	}
	defer f.Close()
	inspect(image.Bound(f, maxRead), out.Size, strings.ToLower(path), &out)
	if out.Interpreter != "" {
		_, err := system.Stat(string(out.Interpreter))
		out.InterpreterExists = err == nil
	}
	return out
}

// inspect fills in what the content of a file says.
func inspect(r io.ReaderAt, size int64, name string, out *health.Binary) {
	f, err := image.Read(r, size)
	out.Kind = health.BinaryUnknown
	if errors.Is(err, image.ErrUnknown) {
		head := make([]byte, 512)
		n, _ := r.ReadAt(head, 0)
		if bytes.HasPrefix(head[:n], []byte("#!")) || strings.HasSuffix(name, ".cmd") || strings.HasSuffix(name, ".bat") {
			inspectScript(head[:n], out)
			return
		}
	}
	if errors.Is(err, image.ErrUnreadable) {
		out.Kind = health.BinaryUnreadable
	}
	for _, s := range f.Slices {
		if err = s.Err; err != nil {
			break
		}
		out.SystemOS, out.Architectures = f.SystemOS, append(out.Architectures, s.Architecture)
		if c, _ := s.Commands(r); out.Build == nil {
			out.Build = s.Build(r, c)
		}
	}
	if err != nil {
		out.Error = health.Text(health.CleanText(err.Error()))
		return
	}
	out.Kind, out.Interpreter = f.Kind, f.Loader
	if out.Build != nil && out.Build.GOOS != "" {
		out.SystemOS = out.Build.GOOS // the format alone cannot tell BSDs apart
	}
}

// inspectScript takes the interpreter of a script. What `env` would then look for is not known here.
func inspectScript(head []byte, out *health.Binary) {
	out.Kind = health.BinaryScript
	line, _, _ := strings.Cut(string(head), "\n")
	if rest, ok := strings.CutPrefix(line, "#!"); ok {
		if fields := strings.Fields(rest); len(fields) > 0 {
			out.Interpreter = health.Path(strings.ToValidUTF8(fields[0], ""))
		}
	}
}
