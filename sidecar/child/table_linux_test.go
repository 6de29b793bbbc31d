package child

import (
	"os"
	"path/filepath"
	"testing"
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
