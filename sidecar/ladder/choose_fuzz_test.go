package ladder

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// FuzzChoose: from the sources of a stranger targets are chosen or not; a chosen one is where it says, under its name.
func FuzzChoose(f *testing.F) {
	f.Add([]byte("package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(helper(), len(\"\")) }\n"), []byte("package main\n\ntype T struct{}\n\nfunc helper() T { return T{} }\n"))
	f.Add([]byte("//go:build linux && !(x\n\npackage a\n\n/*\nint x;\n*/\nimport \"C\"\nimport . \"example.com/m/b\"\nvar X = C.x\n"), []byte("package a_test\n\nimport x \"example.com/m/b\"\n\nvar _ = x.Y\n"))
	f.Add([]byte("package \xff"), []byte("// +build ignore\n\npackage b\n//line /etc/passwd:1\nfunc F[T any](t T) { F(t) }\n"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, one, two []byte) {
		for name, text := range map[string][]byte{"a.go": one, "b/b.go": two} {
			file := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		plan := Choose(t.Context(), Ground{Dirs: []string{dir}, Build: Build{GOOS: "linux", GOARCH: "amd64", CGO: true, GoVersion: "go1.26.8"},
			Roots: []Root{{Path: "example.com/m", Dir: dir, Kind: health.TargetSameModule}}})
		for _, target := range plan.Targets {
			text := plan.Files[target.File]
			if target.Offset < 0 || target.Offset+len(target.Name) > len(text) || string(text[target.Offset:target.Offset+len(target.Name)]) != target.Name {
				t.Errorf("%s is not at %d of %q", target.Symbol, target.Offset, text)
			}
		}
	})
}
