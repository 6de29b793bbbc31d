package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// epoch is a time that every form of archive can say.
var epoch = time.Unix(1_700_000_000, 0).UTC()

func write(t *testing.T, dir, name, text string, mode os.FileMode) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	// The umask has no say here; on the disk of whoever packs it may have had one.
	if err := os.Chmod(file, mode); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestArchiveDependsOnContentsAlone(t *testing.T) {
	for _, kind := range []string{"tar.gz", "zip"} {
		t.Run(kind, func(t *testing.T) {
			var all [][]byte
			for i, mode := range []os.FileMode{0o700, 0o644} {
				dir := t.TempDir()
				program, text := write(t, dir, "govitals", "a program", mode), write(t, dir, "README.md", "words", mode)
				old := time.Now().Add(-time.Duration(i) * time.Hour)
				if err := os.Chtimes(text, old, old); err != nil {
					t.Fatal(err)
				}
				files := []string{program, text}
				if i == 1 {
					files = []string{text, program}
				}
				out := filepath.Join(dir, "out."+kind)
				if err := writeArchive(out, "folder", files, epoch); err != nil {
					t.Fatal(err)
				}
				data, err := os.ReadFile(out)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, data)
				entries, err := readPackage(out)
				if err != nil {
					t.Fatal(err)
				}
				if err := strayed(entries, []string{"folder/govitals", "folder/README.md"}, epoch.Unix()); err != nil {
					t.Error(err)
				}
			}
			if !bytes.Equal(all[0], all[1]) {
				t.Error("modes, times or order on the disk of the packer got into the archive")
			}
		})
	}
}

func TestArchiveRefusesWhatItCannotWrite(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "README.md", "words", 0o644)
	for name, call := range map[string]error{
		"unknown kind": writeArchive(filepath.Join(dir, "out.rar"), "folder", []string{file}, epoch),
		"missing file": writeArchive(filepath.Join(dir, "out.zip"), "folder", []string{file + "x"}, epoch),
	} {
		if call == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestStrayed(t *testing.T) {
	want := expected("linux-x64", "vsix", "")
	good := func() []entry {
		var out []entry
		for _, name := range want {
			out = append(out, entry{name, modeOf(name[strings.LastIndex(name, "/")+1:]), epoch, nil})
		}
		return out
	}
	index := func(list []entry, suffix string) *entry {
		for i := range list {
			if strings.HasSuffix(list[i].name, suffix) {
				return &list[i]
			}
		}
		t.Fatalf("no %s", suffix)
		return nil
	}
	for _, tc := range []struct {
		name   string
		change func([]entry) []entry
		fault  string
	}{
		{"as it should be", func(l []entry) []entry { return l }, ""},
		{"vsce's own mode", func(l []entry) []entry { index(l, "readme.md").mode = 0o664; return l }, ""},
		{"steps of two seconds", func(l []entry) []entry { index(l, "LICENSE.txt").at = epoch.Add(-time.Second); return l }, ""},
		{"a secret", func(l []entry) []entry { return append(l, entry{"extension/.env", 0o644, epoch, nil}) }, "extension/.env does not belong"},
		{"another system's sidecar", func(l []entry) []entry { return append(l, entry{"extension/bin/govitals.exe", 0o755, epoch, nil}) }, "does not belong"},
		{"no sidecar", func(l []entry) []entry { index(l, "bin/govitals").name = "[Content_Types].xml"; return l }, "bin/govitals is missing"},
		{"twice", func(l []entry) []entry { return append(l, l[0]) }, "twice"},
		{"no exec bit", func(l []entry) []entry { index(l, "bin/govitals").mode = 0o644; return l }, "mode 644, want 755"},
		{"private", func(l []entry) []entry { index(l, "extension.js").mode = 0o600; return l }, "mode 600, want 644"},
		{"everybody may write", func(l []entry) []entry { index(l, "readme.md").mode = 0o666; return l }, "mode 666"},
		{"a link", func(l []entry) []entry { index(l, "extension.js").mode |= os.ModeSymlink; return l }, "no plain file"},
		{"another time", func(l []entry) []entry { index(l, "extension.js").at = epoch.Add(time.Hour); return l }, "has the time"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			err := strayed(tc.change(good()), want, epoch.Unix())
			switch {
			case tc.fault == "" && err != nil:
				t.Error(err)
			case tc.fault != "" && (err == nil || !strings.Contains(err.Error(), tc.fault)):
				t.Errorf("error %v, want one with %q", err, tc.fault)
			}
		})
	}
}
