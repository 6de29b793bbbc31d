package probe

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
)

// asOrdinaryUser runs f with the rights of a user who is not root. Its thread ends with it, and its rights too.
func asOrdinaryUser(t *testing.T, f func()) {
	t.Helper()
	if os.Getuid() != 0 {
		f()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread is thrown away
		if err := unix.Setfsuid(65534); err != nil {
			t.Error(err)
			return
		}
		f()
	}()
	<-done
}

func TestMachineRights(t *testing.T) {
	m, dir := Machine{}, t.TempDir()
	for _, p := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(p, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	program := put(t, filepath.Join(dir, "program"), "#!/bin/sh\n", 0o755)
	text := put(t, filepath.Join(dir, "text"), "", 0o644)
	secret := put(t, filepath.Join(dir, "secret"), "x", 0o000)
	locked := filepath.Join(dir, "locked")
	if err := os.Mkdir(locked, 0o555); err != nil {
		t.Fatal(err)
	}
	asOrdinaryUser(t, func() {
		for path, want := range map[string]bool{program: true, text: false, locked: false} {
			if ok, err := m.Executable(path); ok != want || err != nil {
				t.Errorf("executable %s: %t, %v", path, ok, err)
			}
		}
		if ok, err := m.Writable(locked); ok || err != nil {
			t.Errorf("writable %s: %t, %v", locked, ok, err)
		}
		if _, err := m.ReadFile(secret, 100); !os.IsPermission(err) {
			t.Errorf("secret: %v", err)
		}
	})
	info, err := os.Stat(text)
	if err != nil || m.Owner(info) != os.Getuid() {
		t.Errorf("owner %d, %v", m.Owner(info), err)
	}
}

// A pipe in the place of a file must not make a probe wait for a writer.
func TestMachinePipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "go.mod")
	if err := unix.Mkfifo(pipe, 0o644); err != nil {
		t.Fatal(err)
	}
	if b, err := (Machine{}).ReadFile(pipe, 100); err == nil {
		t.Errorf("read %q from a pipe", b)
	}
}
