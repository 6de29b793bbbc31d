package doctor

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/probe"
)

func TestResolve(t *testing.T) {
	root := t.TempDir()
	write := func(name, content string) string {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	write("one/main.go", "package main\n")
	write("two/main.go", "package main\n")
	for _, tc := range []struct {
		name, path, content string
		want                string // folders below root
		err                 string
		usage               bool
	}{
		{name: "a folder", path: "one", want: "one"},
		{name: "missing", path: "none", err: "does not exist"},
		{name: "a file", path: "one/main.go", err: "is not a folder", usage: true},
		{name: "a workspace, with comments", path: "a.code-workspace", want: "one two",
			content: "\ufeff{ // folders\n \"folders\": [{\"path\": \"one\"}, {\"path\": \"./two\",},], }"},
		{name: "a workspace with absolute paths and URIs", path: "b.code-workspace", want: "one two",
			content: `{"folders":[{"path":"ROOT/one"},{"uri":"file://ROOT/two"},{"uri":"vscode-remote://x/y"}]}`},
		{name: "one folder of two is there", path: "c.code-workspace", want: "gone two", content: `{"folders":[{"path":"gone"},{"path":"two"}]}`},
		{name: "no folder is there", path: "d.code-workspace", err: "no folder of it can be examined", content: `{"folders":[{"path":"gone"}]}`},
		{name: "no folder", path: "e.code-workspace", err: "holds no folder", content: `{"settings":{}}`},
		{name: "another machine's", path: "f.code-workspace", err: "another machine", content: `{"folders":[{"uri":"vscode-remote://x/y"}]}`},
		{name: "no JSON", path: "g.code-workspace", err: "is not JSON", content: `{"folders":[`},
		{name: "wrong types", path: "h.code-workspace", err: "is not a workspace file", content: `{"folders":"one"}`},
		{name: "too large", path: "i.code-workspace", err: "too large", content: strings.Repeat(" ", workspaceLimit+1)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.content != "" {
				write(tc.path, strings.ReplaceAll(tc.content, "ROOT", root))
			}
			place, err := Resolve(probe.Machine{}, filepath.Join(root, tc.path))
			if tc.err != "" {
				if err == nil || !strings.Contains(err.Error(), tc.err) || errors.Is(err, ErrUsage) != tc.usage {
					t.Fatalf("error %v, want %q", err, tc.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range place.Folders {
				got = append(got, strings.TrimPrefix(f, root+"/"))
			}
			if strings.Join(got, " ") != tc.want || (place.WorkspaceFile != "") != strings.HasSuffix(tc.path, workspaceSuffix) {
				t.Errorf("folders %q, workspace file %q", got, place.WorkspaceFile)
			}
		})
	}
}
