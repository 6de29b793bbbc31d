package child

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestOnlyRoots(t *testing.T) {
	isRoot := func(pid int) bool { return pid == 10 || pid == 11 }
	tests := []struct {
		name  string
		files map[string]string // empty name: the kernel has no such file
		want  bool
	}{
		{"roots alone", map[string]string{"1": "10 ", "2": "", "3": "11 "}, true},
		{"no children", map[string]string{"1": ""}, true},
		{"a stranger", map[string]string{"1": "10 12 ", "2": ""}, false},
		{"a stranger below another thread", map[string]string{"1": "10 ", "2": "99 "}, false},
		{"no such list in this kernel", map[string]string{"1": "absent"}, false},
		{"no threads to see", nil, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			for thread, list := range test.files {
				if err := os.Mkdir(filepath.Join(dir, thread), 0o755); err != nil {
					t.Fatal(err)
				}
				if list != "absent" {
					write(t, filepath.Join(dir, thread), "children", list, 0o644)
				}
			}
			if got := onlyRoots(dir, isRoot); got != test.want {
				t.Errorf("only roots: %v", got)
			}
		})
	}
}

// The kernel may skip a child while another ends: what a second look shows was there all along.
func TestListThatChangesWhileItIsRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "1"), 0o755); err != nil {
		t.Fatal(err)
	}
	pipe := filepath.Join(dir, "1", "children")
	if err := mkfifo(pipe); err != nil {
		t.Fatal(err)
	}
	go func() {
		for _, list := range []string{"10 11 ", "10 "} {
			if os.WriteFile(pipe, []byte(list), 0) != nil {
				return
			}
			time.Sleep(50 * time.Millisecond) // so that the two are not read as one
		}
	}()
	if onlyRoots(dir, func(int) bool { return true }) {
		t.Error("a list that changed is believed")
	}
}
