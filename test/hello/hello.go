// Package hello makes real executables for tests that read them.
package hello

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// made are the programs of this run of the tests; Go's build cache keeps the rest.
var made = struct {
	sync.Mutex
	files map[string][]byte
}{files: map[string][]byte{}}

// Program is what the Go linker makes for a GOOS and a GOARCH of a program that is the main package of a module. It imports
// nothing, so that little has to be compiled.
func Program(t testing.TB, module, system, arch string) []byte {
	t.Helper()
	made.Lock()
	defer made.Unlock()
	key := module + " " + system + " " + arch
	if data, ok := made.files[key]; ok {
		return data
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module " + module + "\n\ngo 1.26\n", "main.go": "package main\n\nfunc main() { println(\"hello\") }\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", "hello", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+arch, "CGO_ENABLED=0", "GOTOOLCHAIN=local", "GOFLAGS=", "GOWORK=off", "GOENV=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build for %s/%s: %v\n%s", system, arch, err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "hello"))
	if err != nil {
		t.Fatal(err)
	}
	made.files[key] = data
	return data
}
