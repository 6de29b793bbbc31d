package probe

import (
	"bytes"
	"debug/buildinfo"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"runtime/debug"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
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
	inspect(&bounded{r: f, left: maxRead}, out.Size, strings.ToLower(path), &out)
	if out.Interpreter != "" {
		_, err := system.Stat(string(out.Interpreter))
		out.InterpreterExists = err == nil
	}
	return out
}

// bounded is a reader that gives up after a number of bytes.
type bounded struct {
	r    io.ReaderAt
	left int64
}

func (b *bounded) ReadAt(p []byte, off int64) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errors.New("too much to read for the headers of an executable")
	}
	return b.r.ReadAt(p, off)
}

// inspect fills in what the content of a file says. The packages that read executables are meant for good ones, so a panic
// in them is an error like any other.
func inspect(r io.ReaderAt, size int64, name string, out *health.Binary) {
	defer func() {
		if p := recover(); p != nil {
			out.Kind, out.Error = health.BinaryUnknown, health.Text(fmt.Sprintf("damaged: %v", p))
		}
	}()
	head := make([]byte, 512)
	n, err := r.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		out.Kind, out.Error = health.BinaryUnreadable, health.Text(health.CleanText(err.Error()))
		return
	}
	head = head[:n]
	out.Kind = health.BinaryUnknown
	switch {
	case n == 0:
		err = errors.New("empty file")
	case bytes.HasPrefix(head, []byte("\x7fELF")):
		err = inspectELF(r, out)
	case isMachO(head):
		err = inspectMachO(r, 0, out)
	case isFat(head):
		err = inspectFat(r, head, size, out)
	case bytes.HasPrefix(head, []byte("MZ")):
		err = inspectPE(r, head, out)
	case bytes.HasPrefix(head, []byte("#!")), strings.HasSuffix(name, ".cmd"), strings.HasSuffix(name, ".bat"):
		inspectScript(head, out)
		return
	default:
		err = errors.New("not an executable of any known kind")
	}
	if err != nil {
		out.Kind, out.Error = health.BinaryUnknown, health.Text(health.CleanText(err.Error()))
		return
	}
	if out.Build == nil {
		out.Build = buildOf(r)
	}
	if out.Build != nil && out.Build.GOOS != "" {
		out.SystemOS = out.Build.GOOS // the format alone cannot tell BSDs apart
	}
}

// buildOf reads what the Go linker recorded; nil if nothing.
func buildOf(r io.ReaderAt) *health.Build {
	info, err := buildinfo.Read(r)
	if err != nil {
		return nil
	}
	out := &health.Build{GoVersion: cleaned[health.Public](cut(info.GoVersion)), Package: cleaned[health.Module](cut(info.Path)),
		Module: cleaned[health.Module](cut(info.Main.Path)), Version: cleaned[health.Public](cut(info.Main.Version))}
	for _, s := range info.Settings {
		setBuild(out, s)
	}
	return out
}

func setBuild(out *health.Build, s debug.BuildSetting) {
	switch s.Key {
	case "GOOS":
		out.GOOS = cleaned[health.Public](cut(s.Value))
	case "GOARCH":
		out.GOARCH = cleaned[health.Public](cut(s.Value))
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
