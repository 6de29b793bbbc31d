package gopls

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The module cache knows the go.mod of a dependency, and its sources are missing.
var missingSources = map[string]string{
	"go.mod": "module example.com/app\n\ngo 1.24\n\nrequire example.org/gone v1.0.0\n",
	"go.sum": `example.org/gone v1.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
example.org/gone v1.0.0/go.mod h1:Uqt1jzLs/x5LQT2ZOQas6zgV/E998xO/A6Ve4eTUaI4=
`,
	"main.go": "package main\n\nimport (\n\t\"fmt\"\n\n\t\"example.org/gone\"\n)\n\nfunc main() {\n\tfmt.Println(gone.Answer)\n}\n",
}

// Without our setting a completion on a package that cannot be found, or on a bare word, makes gopls list all modules with go
// commands, which lock the missing ones in the user's module cache.
func TestCompletionRunsNoGo(t *testing.T) {
	t.Parallel()
	m := lay(t, missingSources)
	cache, log := t.TempDir(), filepath.Join(t.TempDir(), "log")
	for name, text := range map[string]string{"v1.0.0.mod": "module example.org/gone\n", "v1.0.0.info": `{"Version":"v1.0.0"}`} {
		write(t, filepath.Join(cache, "cache/download/example.org/gone/@v", name), text, 0o644)
	}
	m.wrapGo(t, "echo \"$@\" >> "+log+"\nexec \"$GO\" \"$@\"")
	m.env = append(m.env, "GOMODCACHE="+cache)
	s := mustStart(t, m.options(t))
	ctx := within(t, time.Minute)
	if l := s.WaitLoad(ctx); l.State != Loaded {
		t.Fatalf("load %+v", l)
	}
	if err := s.Open(ctx, m.path("main.go"), []byte(m.files["main.go"])); err != nil {
		t.Fatal(err)
	}
	if a := s.Hover(ctx, m.path("main.go"), m.at(t, "main.go", "fmt.", "Println")); a.State != Answered {
		t.Fatalf("hover %+v", a)
	}
	ran, before := read(t, log), fingerprint(t, cache)
	if a := s.Completion(ctx, m.path("main.go"), m.at(t, "main.go", "fmt.Printl", "n")); !slices.Contains(a.Names, "Println") {
		t.Errorf("completion on a known package %+v", a)
	}
	if a := s.Completion(ctx, m.path("main.go"), m.at(t, "main.go", "gone.Answe", "r")); a.State != Empty {
		t.Errorf("completion on a missing package %+v", a)
	}
	s.Completion(ctx, m.path("main.go"), m.at(t, "main.go", "\tf", "mt.Println"))
	if after := read(t, log); after != ran {
		t.Errorf("go was run: %s", strings.TrimPrefix(after, ran))
	}
	if fingerprint(t, cache) != before {
		t.Error("the module cache was changed")
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
