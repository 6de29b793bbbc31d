package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"
)

// entry is a file inside a package.
type entry struct {
	name string
	mode os.FileMode
	at   time.Time
	data []byte
}

// largestEntry bounds what is unpacked: a sidecar is far smaller.
const largestEntry = 100 << 20

// readPackage reads a .vsix, .zip or .tar.gz, without its folders.
func readPackage(file string) ([]entry, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var out []entry
	if strings.HasSuffix(file, ".tar.gz") {
		out, err = readTar(data)
	} else {
		out, err = readZip(data)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return out, nil
}

func readZip(data []byte) ([]entry, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var out []entry
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		body, err := f.Open()
		if err != nil {
			return nil, err
		}
		content, err := limited(body)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		out = append(out, entry{f.Name, f.Mode(), f.Modified, content})
	}
	return out, nil
}

func readTar(data []byte) ([]entry, error) {
	plain, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var out []entry
	for r := tar.NewReader(plain); ; {
		header, err := r.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		if header.Typeflag == tar.TypeDir {
			continue
		}
		content, err := limited(r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", header.Name, err)
		}
		out = append(out, entry{header.Name, header.FileInfo().Mode(), header.ModTime, content})
	}
}

func limited(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, largestEntry+1))
	if err == nil && len(data) > largestEntry {
		err = errors.New("larger than any file of ours")
	}
	return data, err
}

// expected is what a package of a target must hold: these names and no other. A name too many may be a secret of whoever
// packed it.
func expected(target, kind, folder string) []string {
	program := "govitals"
	if strings.HasPrefix(target, "win32-") {
		program += ".exe"
	}
	if kind != "vsix" {
		return []string{folder + "/LICENSE", folder + "/README.md", folder + "/THIRD-PARTY-NOTICES.txt", folder + "/" + program}
	}
	names := []string{"[Content_Types].xml", "extension.vsixmanifest", "extension/LICENSE.txt", "extension/THIRD-PARTY-NOTICES.txt",
		"extension/bin/" + program, "extension/changelog.md", "extension/dist/extension.js", "extension/l10n/bundle.l10n.zh-cn.json", "extension/package.json", "extension/package.nls.json",
		"extension/package.nls.zh-cn.json", "extension/readme.md"}
	for _, step := range walkthrough {
		names = append(names, "extension/extension/walkthrough/"+step+".md", "extension/extension/walkthrough/"+step+".nls.zh-cn.md")
	}
	return names
}

// walkthrough are the steps of the walkthrough: each has a page in English and one in Chinese.
var walkthrough = []string{"diagnose", "report", "fix", "culprit", "processes"}

// strayed says what differs between the files of a package and what it must hold: names, kinds, modes, times.
func strayed(entries []entry, want []string, epoch int64) error {
	var problems []error
	seen := map[string]bool{}
	for _, e := range entries {
		base := e.name[strings.LastIndex(e.name, "/")+1:]
		switch {
		case !slices.Contains(want, e.name):
			problems = append(problems, fmt.Errorf("%s does not belong into it", e.name))
		case seen[e.name]:
			problems = append(problems, fmt.Errorf("%s is in it twice", e.name))
		case e.mode&fs.ModeType != 0:
			problems = append(problems, fmt.Errorf("%s is no plain file", e.name))
		case written(e.name) && e.mode.Perm()&^0o664 == 0:
		case e.mode.Perm() != modeOf(base):
			problems = append(problems, fmt.Errorf("%s has the mode %o, want %o", e.name, e.mode.Perm(), modeOf(base)))
		}
		// A zip file counts time in steps of two seconds.
		if epoch != 0 && (e.at.Unix()-epoch > 1 || epoch-e.at.Unix() > 2) {
			problems = append(problems, fmt.Errorf("%s has the time %s, want %s", e.name, e.at.UTC(), time.Unix(epoch, 0).UTC()))
		}
		seen[e.name] = true
	}
	for _, name := range want {
		if !seen[name] {
			problems = append(problems, fmt.Errorf("%s is missing", name))
		}
	}
	return errors.Join(problems...)
}

// written are the files that vsce writes itself, after one of ours or not, with the mode it likes.
func written(name string) bool {
	return slices.Contains([]string{"[Content_Types].xml", "extension.vsixmanifest", "extension/readme.md", "extension/changelog.md"}, name)
}
