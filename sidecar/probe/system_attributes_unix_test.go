//go:build darwin || linux

package probe

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

func TestAttributeRoundTrip(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "x"), filepath.Join(dir, "link")
	if err := errors.Join(os.WriteFile(file, nil, 0o644), os.Symlink(file, link)); err != nil {
		t.Fatal(err)
	}
	const name, value = "user.govitals", "0083;5991b778;Safari.app;9CE7"
	if err := unix.Lsetxattr(file, name, []byte(value), 0); errors.Is(err, unix.ENOTSUP) {
		t.Log("the file system of temporary files has no attributes: only their absence can be tried")
	} else if err != nil {
		t.Fatal(err)
	} else {
		if got, err := (Machine{}).Attribute(file, name, 100); err != nil || string(got) != value {
			t.Errorf("it is %q, %v", got, err)
		}
		if _, err := (Machine{}).Attribute(file, name, 5); !errors.Is(err, ErrTooLarge) {
			t.Errorf("larger than the limit: %v", err)
		}
	}
	if got, err := (Machine{}).Attribute(link, name, 100); err == nil {
		t.Errorf("of a link it is %q: that of the file was read", got)
	}
}
