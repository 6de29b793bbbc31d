package gopls

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"
	"unicode/utf8"
)

// A Position is a place in a text as the protocol counts: both from zero, Character in units of UTF-16.
type Position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

// PositionAt converts a byte offset. Only "\n" ends a line, as in gopls, which keeps "\r" as part of the line. A byte that is
// not valid UTF-8 counts one unit, as it travels as U+FFFD. Offsets outside text are moved to its nearest end.
func PositionAt(text []byte, offset int) Position {
	offset = min(max(offset, 0), len(text))
	var p Position
scan:
	for i := 0; i < offset; {
		r, size := utf8.DecodeRune(text[i:])
		if i+size > offset {
			break scan // inside a rune: its beginning
		}
		switch {
		case r == '\n':
			p = Position{Line: p.Line + 1}
		case r >= 0x10000:
			p.Character += 2
		default:
			p.Character++
		}
		i += size
	}
	return p
}

// OffsetAt is the inverse of PositionAt. A character beyond the line's end means that end, as the protocol has it, and a
// position inside a surrogate pair the rune's beginning. Not ok means that there is no such line.
func OffsetAt(text []byte, p Position) (offset int, ok bool) {
	if p.Line < 0 || p.Character < 0 {
		return 0, false
	}
	for line := 0; line < p.Line; line++ {
		end := indexNewline(text[offset:])
		if end < 0 {
			return 0, false
		}
		offset += end + 1
	}
	for units := 0; offset < len(text); {
		r, size := utf8.DecodeRune(text[offset:])
		width := 1
		if r >= 0x10000 {
			width = 2
		}
		if r == '\n' || units+width > p.Character {
			break
		}
		units += width
		offset += size
	}
	return offset, true
}

func indexNewline(text []byte) int {
	for i, b := range text {
		if b == '\n' {
			return i
		}
	}
	return -1
}

// FileURI is the file URI of an absolute path of this system.
func FileURI(path string) string { return fileURI(filepath.ToSlash(path), runtime.GOOS == "windows") }

// fileURI takes a path with slashes.
func fileURI(path string, windows bool) string {
	u := url.URL{Scheme: "file", Path: path}
	switch {
	case windows && strings.HasPrefix(path, "//"):
		host, rest, _ := strings.Cut(path[2:], "/")
		u.Host, u.Path = host, "/"+rest
	case windows && hasDrive(path):
		u.Path = "/" + strings.ToUpper(path[:1]) + path[1:]
	}
	return u.String()
}

// PathFromURI is the path of this system that a file URI names. The spellings of VS Code ("file:///c%3A/…") and of gopls
// ("file:///C:/…") give the same path.
func PathFromURI(uri string) (string, error) {
	path, err := pathFromURI(uri, runtime.GOOS == "windows")
	return filepath.FromSlash(path), err
}

// pathFromURI returns a path with slashes.
func pathFromURI(uri string, windows bool) (string, error) {
	u, err := url.Parse(uri)
	if err != nil {
		return "", err
	}
	if !strings.EqualFold(u.Scheme, "file") {
		return "", fmt.Errorf("%q is no file URI", uri)
	}
	if u.Opaque != "" || u.Path == "" {
		return "", fmt.Errorf("%q has no absolute path", uri)
	}
	if strings.IndexByte(u.Path, 0) >= 0 {
		return "", errors.New("URI with a zero byte")
	}
	local := u.Host == "" || strings.EqualFold(u.Host, "localhost")
	switch {
	case windows && !local:
		return "//" + u.Host + u.Path, nil
	case windows && hasDrive(u.Path[1:]):
		return strings.ToUpper(u.Path[1:2]) + u.Path[2:], nil
	case !local:
		return "", fmt.Errorf("%q names another host", uri)
	}
	return u.Path, nil
}

// hasDrive reports whether path begins with a drive letter.
func hasDrive(path string) bool {
	return len(path) >= 2 && path[1] == ':' && (path[0]|0x20 >= 'a' && path[0]|0x20 <= 'z')
}
