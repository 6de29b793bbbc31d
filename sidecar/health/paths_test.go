package health

import (
	"path"
	"strings"
	"testing"
)

func TestIsAbs(t *testing.T) {
	for _, tc := range []struct {
		system, path string
		want         bool
	}{
		{"linux", "/usr", true}, {"linux", "usr", false}, {"linux", "", false}, {"linux", `C:\x`, false},
		{"darwin", "/Users/ada", true}, {"darwin", "~", false},
		{"windows", `C:\Go`, true}, {"windows", "c:/Go", true}, {"windows", `C:Go`, false}, {"windows", `\Go`, false}, {"windows", "/Go", false},
		{"windows", `\\server\share`, true}, {"windows", `//server/share`, true}, {"windows", "C:", false}, {"windows", "1:\\x", false}, {"windows", "", false},
	} {
		if got := IsAbs(tc.system, tc.path); got != tc.want {
			t.Errorf("IsAbs(%s, %q) = %v", tc.system, tc.path, got)
		}
	}
}

func TestCleanJoinDirBase(t *testing.T) {
	for _, tc := range []struct{ system, in, clean, dir, base string }{
		{"linux", "/a/b/../c/", "/a/c", "/a", "c"},
		{"linux", "/", "/", "/", "/"},
		{"linux", "/a", "/a", "/", "a"},
		{"linux", "a", "a", ".", "a"},
		{"linux", `/a\b`, `/a\b`, "/", `a\b`},
		{"darwin", "/Users//ada/./x", "/Users/ada/x", "/Users/ada", "x"},
		{"windows", `c:\a\..\b\`, `C:\b`, `C:\`, "b"},
		{"windows", `C:/a/b`, `C:\a\b`, `C:\a`, "b"},
		{"windows", `C:\`, `C:\`, `C:\`, "C:"},
		{"windows", `C:a`, `C:a`, ".", "C:a"},
		{"windows", `\\srv\share\a\b`, `\\srv\share\a\b`, `\\srv\share\a`, "b"},
		{"windows", `\\srv\share\a`, `\\srv\share\a`, `\\srv\share`, "a"},
		{"windows", `\\srv\share\`, `\\srv\share`, `\\srv\share`, "share"},
	} {
		if got := Clean(tc.system, tc.in); got != tc.clean {
			t.Errorf("Clean(%s, %q) = %q, want %q", tc.system, tc.in, got, tc.clean)
		}
		if got := Dir(tc.system, tc.in); got != tc.dir {
			t.Errorf("Dir(%s, %q) = %q, want %q", tc.system, tc.in, got, tc.dir)
		}
		if got := Base(tc.system, tc.in); got != tc.base {
			t.Errorf("Base(%s, %q) = %q, want %q", tc.system, tc.in, got, tc.base)
		}
	}
	for _, tc := range []struct {
		system string
		parts  []string
		want   string
	}{
		{"linux", []string{"/usr/local/go", "src", "fmt"}, "/usr/local/go/src/fmt"},
		{"linux", []string{"", "a", "", "b"}, "a/b"},
		{"linux", nil, ""},
		{"windows", []string{`C:\Program Files\Go`, "bin", "go.exe"}, `C:\Program Files\Go\bin\go.exe`},
		{"windows", []string{`\\srv\share`, "x"}, `\\srv\share\x`},
		{"windows", []string{`d:\`, "x/y"}, `D:\x\y`},
	} {
		if got := Join(tc.system, tc.parts...); got != tc.want {
			t.Errorf("Join(%s, %q) = %q, want %q", tc.system, tc.parts, got, tc.want)
		}
	}
}

func TestSameAndWithin(t *testing.T) {
	for _, tc := range []struct {
		system, path, dir string
		same, within      bool
	}{
		{"linux", "/a/b", "/a/b/", true, true},
		{"linux", "/a/B", "/a/b", false, false},
		{"linux", "/a/bc", "/a/b", false, false},
		{"linux", "/a/b/c", "/a/b", false, true},
		{"linux", "/a", "/", false, true},
		{"linux", "", "/a", false, false},
		{"linux", "/a", "", false, false},
		{"darwin", "/Users/Ada/x", "/users/ada", false, true},
		{"darwin", "/Users/Ada", "/users/ada", true, true},
		{"windows", `c:\Go\bin\go.exe`, `C:/go`, false, true},
		{"windows", `C:\Go`, `c:\go\`, true, true},
		{"windows", `C:\Gopher`, `C:\Go`, false, false},
		{"windows", `C:\x`, `C:\`, false, true},
		{"windows", `D:\x`, `C:\`, false, false},
		{"windows", `\\srv\share\x`, `\\SRV\share`, false, true},
	} {
		if got := Same(tc.system, tc.path, tc.dir); got != tc.same {
			t.Errorf("Same(%s, %q, %q) = %v", tc.system, tc.path, tc.dir, got)
		}
		if got := Within(tc.system, tc.path, tc.dir); got != tc.within {
			t.Errorf("Within(%s, %q, %q) = %v", tc.system, tc.path, tc.dir, got)
		}
	}
}

func TestSplitList(t *testing.T) {
	for _, tc := range []struct{ system, list, want string }{
		{"linux", "/bin:/usr/bin", "/bin|/usr/bin"},
		{"linux", ":/bin:", "|/bin|"},
		{"linux", `"/a:b"`, `"/a|b"`},
		{"windows", `C:\a;C:\b`, `C:\a|C:\b`},
		{"windows", `"C:\a;b";C:\c`, `C:\a;b|C:\c`},
		{"windows", `C:\a;`, `C:\a|`},
		{"darwin", "", ""},
	} {
		if got := strings.Join(SplitList(tc.system, tc.list), "|"); got != tc.want {
			t.Errorf("SplitList(%s, %q) = %q, want %q", tc.system, tc.list, got, tc.want)
		}
	}
	if ListSeparator("windows") != ";" || ListSeparator("darwin") != ":" {
		t.Error("wrong separators")
	}
}

// Clean is what it is for path.Clean, never grows worse when repeated, and every walk upwards comes to an end.
func FuzzPaths(f *testing.F) {
	for _, seed := range []string{"", "/", `C:\a\..`, `\\srv\share\x`, "a//b/../..", `C:`, `//`, `\\`, "é/ü", `\\?\C:\x`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, p string) {
		for _, system := range []string{"linux", "darwin", "windows"} {
			once := Clean(system, p)
			if twice := Clean(system, once); twice != once {
				t.Errorf("Clean(%s, %q) is %q, and again %q", system, p, once, twice)
			}
			if !Windows(system) && p != "" && once != path.Clean(p) {
				t.Errorf("Clean(%s, %q) = %q", system, p, once)
			}
			dir := once
			for steps := 0; dir != Dir(system, dir); steps++ {
				if dir = Dir(system, dir); steps > len(p)+2 {
					t.Fatalf("%s: the parents of %q have no end", system, p)
				}
			}
		}
	})
}
