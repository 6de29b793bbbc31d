package child

import (
	"os"
	"path/filepath"
	"testing"
)

func TestParseStat(t *testing.T) {
	const rest = " 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 5 0 777 1000 200\n"
	tests := []struct {
		name, line string
		want       Proc
		ok         bool
	}{
		{"plain", "42 (go) S 7 8 9" + rest, Proc{PID: 42, Parent: 7, Group: 8, Session: 9, Started: 777, Name: "go"}, true},
		{"zombie", "42 (go) Z 7 8 9" + rest, Proc{PID: 42, Parent: 7, Group: 8, Session: 9, Started: 777, Zombie: true, Name: "go"}, true},
		{"name with all that confuses", "42 (a ) R (b) c) S 7 8 9" + rest,
			Proc{PID: 42, Parent: 7, Group: 8, Session: 9, Started: 777, Name: "a ) R (b) c"}, true},
		{"empty", "", Proc{}, false},
		{"cut off", "42 (go) S 7 8 9 0", Proc{}, false},
		{"no name", "42 go S 7 8 9" + rest, Proc{}, false},
		{"no number", "42 (go) S x 8 9" + rest, Proc{}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := parseStat(test.line)
			if ok != test.ok || ok && got != test.want {
				t.Errorf("got %+v, %v", got, ok)
			}
		})
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add("42 (go) S 7 8 9 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 5 0 777 1000 200\n")
	f.Add(") ( (")
	f.Fuzz(func(t *testing.T, line string) { parseStat(line) })
}

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
