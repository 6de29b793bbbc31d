package gopls

import (
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func TestPositionAt(t *testing.T) {
	text := []byte("a\nä€𝄞b\r\n\xff\xfez\n")
	tests := []struct {
		name   string
		offset int
		want   Position
	}{
		{"beginning", 0, Position{0, 0}},
		{"before the newline", 1, Position{0, 1}},
		{"behind it", 2, Position{1, 0}},
		{"after two bytes", 4, Position{1, 1}},
		{"after three bytes", 7, Position{1, 2}},
		{"after a surrogate pair", 11, Position{1, 4}},
		{"inside a rune", 9, Position{1, 2}},
		{"after the carriage return", 13, Position{1, 6}},
		{"behind an invalid byte", 15, Position{2, 1}},
		{"behind two of them", 16, Position{2, 2}},
		{"end", len(text), Position{3, 0}},
		{"beyond the end", 99, Position{3, 0}},
		{"before the beginning", -1, Position{0, 0}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := PositionAt(text, test.offset); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestOffsetAt(t *testing.T) {
	text := []byte("ab\n𝄞c\n")
	tests := []struct {
		name string
		at   Position
		want int
		ok   bool
	}{
		{"beginning", Position{0, 0}, 0, true},
		{"beyond the line's end", Position{0, 9}, 2, true},
		{"inside a surrogate pair", Position{1, 1}, 3, true},
		{"behind it", Position{1, 2}, 7, true},
		{"last, empty line", Position{2, 0}, 9, true},
		{"no such line", Position{3, 0}, 0, false},
		{"negative", Position{0, -1}, 0, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, ok := OffsetAt(text, test.at); ok != test.ok || ok && got != test.want {
				t.Errorf("got %d, %v", got, ok)
			}
		})
	}
}

func FuzzPositions(f *testing.F) {
	f.Add([]byte("a\nä€𝄞b\r\n\xff\xfez\n"), 5)
	f.Fuzz(func(t *testing.T, text []byte, offset int) {
		if len(text) == 0 {
			return
		}
		offset = ((offset % len(text)) + len(text)) % len(text)
		p := PositionAt(text, offset)
		back, ok := OffsetAt(text, p)
		if !ok || back > offset || offset-back >= utf8.UTFMax {
			t.Fatalf("offset %d of %q became %v and then %d, %v", offset, text, p, back, ok)
		}
		if PositionAt(text, back) != p {
			t.Errorf("%v does not come back from %d", p, back)
		}
		// The standard library's own count of the line so far.
		begin := back
		for begin > 0 && text[begin-1] != '\n' {
			begin--
		}
		if units := len(utf16.Encode([]rune(string(text[begin:back])))); units != p.Character {
			t.Errorf("%d units, counted %d", units, p.Character)
		}
	})
}

func TestFileURI(t *testing.T) {
	tests := []struct {
		name, path, uri string
		windows         bool
	}{
		{"plain", "/home/u/a.go", "file:///home/u/a.go", false},
		{"what needs escapes", "/a b/ä#?%.go", "file:///a%20b/%C3%A4%23%3F%25.go", false},
		{"colon on Unix", "/c:/x", "file:///c:/x", false},
		{"drive", "C:/Users/u/a.go", "file:///C:/Users/u/a.go", true},
		{"network share", "//server/share/a.go", "file://server/share/a.go", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := fileURI(test.path, test.windows); got != test.uri {
				t.Errorf("URI %s, want %s", got, test.uri)
			}
			if got, err := pathFromURI(test.uri, test.windows); err != nil || got != test.path {
				t.Errorf("path %s, %v", got, err)
			}
		})
	}
	if got := fileURI("c:/x", true); got != "file:///C:/x" {
		t.Errorf("small drive letter gave %s", got)
	}
}

func TestPathFromURI(t *testing.T) {
	tests := []struct {
		name, uri, path string
		windows, fails  bool
	}{
		{"VS Code's drive", "file:///c%3A/Users/a%20b/x.go", "C:/Users/a b/x.go", true, false},
		{"gopls's drive", "file:///C:/x.go", "C:/x.go", true, false},
		{"local host", "file://localhost/x.go", "/x.go", false, false},
		{"big scheme", "FILE:///x.go", "/x.go", false, false},
		{"another host on Unix", "file://server/x.go", "", false, true},
		{"a page", "https://pkg.go.dev/fmt", "", false, true},
		{"no path", "file://", "", false, true},
		{"relative", "file:x.go", "", false, true},
		{"bad escape", "file:///%zz", "", false, true},
		{"zero byte", "file:///a%00b", "", false, true},
		{"empty", "", "", false, true},
		{"unsaved", "untitled:Untitled-1", "", false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := pathFromURI(test.uri, test.windows)
			if (err != nil) != test.fails || got != test.path {
				t.Errorf("path %q, %v", got, err)
			}
		})
	}
}

func FuzzFileURI(f *testing.F) {
	f.Add("/a b/ä#?%.go")
	f.Add("//x//y")
	f.Fuzz(func(t *testing.T, path string) {
		if path == "" || path[0] != '/' || len(path) > 1 && path[1] == '/' || !utf8.ValidString(path) {
			return
		}
		for i := range path {
			if path[i] == 0 {
				return
			}
		}
		for _, windows := range []bool{false, true} {
			drive := windows && hasDrive(path[1:])
			if got, err := pathFromURI(fileURI(path, windows), windows); err != nil || got != path && !drive {
				t.Errorf("%q became %q, %v", path, got, err)
			}
		}
	})
}
