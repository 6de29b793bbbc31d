package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
)

const sumsFile = "SHA256SUMS"

// found is a package in a folder of packages.
type found struct {
	file, target, kind, folder string
	entries                    []entry
	size                       int64
}

// packages are those of a folder, by the names that scripts/package gives.
func packages(dir, version string) ([]found, error) {
	var out []found
	for target := range platforms {
		for _, kind := range []string{"vsix", "tar.gz", "zip"} {
			name := fmt.Sprintf("govitals-%s-%s.%s", target, version, kind)
			folder := ""
			if kind != "vsix" {
				folder = fmt.Sprintf("govitals-%s-%s", version, target)
				name = folder + "." + kind
			}
			file := filepath.Join(dir, name)
			info, err := os.Stat(file)
			if err != nil {
				continue
			}
			entries, err := readPackage(file)
			if err != nil {
				return nil, err
			}
			out = append(out, found{file, target, kind, folder, entries, info.Size()})
		}
	}
	slices.SortFunc(out, func(a, b found) int { return strings.Compare(a.file, b.file) })
	return out, nil
}

func (f found) get(suffix string) []byte {
	for _, e := range f.entries {
		if strings.HasSuffix(e.name, suffix) {
			return e.data
		}
	}
	return nil
}

func (f found) sidecar() []byte {
	return append(f.get("/govitals"), f.get("/govitals.exe")...)
}

// verify looks into every package of a folder and prints their sizes.
func verify(dir string, epoch int64, out io.Writer) error {
	m, err := readManifest()
	if err != nil {
		return err
	}
	list, err := packages(dir, m.Version)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fmt.Errorf("%s holds no package of version %s", dir, m.Version)
	}
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	var problems []error
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "package\tpacked\tsidecar\t")
	for _, f := range list {
		if err := f.faults(m, epoch, root); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", filepath.Base(f.file), err))
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t\n", filepath.Base(f.file), megabytes(f.size), megabytes(int64(len(f.sidecar()))))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	return errors.Join(append(problems, unequal(list))...)
}

func megabytes(n int64) string { return fmt.Sprintf("%.2f MB", float64(n)/1e6) }

// faults are what is wrong with one package by itself.
func (f found) faults(m manifest, epoch int64, root string) error {
	problems := []error{strayed(f.entries, expected(f.target, f.kind, f.folder), epoch)}
	if err := unfit(f.target, f.sidecar()); err != nil {
		problems = append(problems, fmt.Errorf("the sidecar: %w", err))
	}
	for _, e := range f.entries {
		if bytes.Contains(e.data, []byte(root+"/")) {
			problems = append(problems, fmt.Errorf("%s names the folder it was built in", e.name))
		}
	}
	if f.kind == "vsix" {
		problems = append(problems, f.identity(m))
	}
	return errors.Join(problems...)
}

// identity compares what the editor reads with the manifest of the checkout: the target decides who gets the package.
func (f found) identity(m manifest) error {
	var index struct {
		Metadata struct {
			Identity struct {
				ID             string `xml:"Id,attr"`
				Version        string `xml:",attr"`
				Publisher      string `xml:",attr"`
				TargetPlatform string `xml:",attr"`
			}
		}
	}
	if err := xml.Unmarshal(f.get("extension.vsixmanifest"), &index); err != nil {
		return fmt.Errorf("extension.vsixmanifest: %w", err)
	}
	var inside manifest
	if err := json.Unmarshal(f.get("extension/package.json"), &inside); err != nil {
		return fmt.Errorf("package.json: %w", err)
	}
	id := index.Metadata.Identity
	if id.ID != m.Name || id.Publisher != m.Publisher || id.Version != m.Version || id.TargetPlatform != f.target || inside != m {
		return fmt.Errorf("it says it is %s.%s %s for %s, with a manifest of %s", id.Publisher, id.ID, id.Version, id.TargetPlatform, inside.Version)
	}
	return nil
}

// unequal is an error if what must be the same in all packages, or in the two of one target, is not.
func unequal(list []found) error {
	same := map[string][32]byte{}
	var problems []error
	compare := func(what, file string, data []byte) {
		sum := sha256.Sum256(data)
		if first, ok := same[what]; ok && first != sum {
			problems = append(problems, fmt.Errorf("%s in %s is not that of the others", what, filepath.Base(file)))
		}
		same[what] = sum
	}
	for _, f := range list {
		p := platforms[f.target]
		compare("the sidecar for "+p.system+" "+p.arch, f.file, f.sidecar())
		compare("THIRD-PARTY-NOTICES.txt", f.file, f.get("/THIRD-PARTY-NOTICES.txt"))
		if f.kind == "vsix" {
			compare("dist/extension.js", f.file, f.get("/dist/extension.js"))
			compare("package.json", f.file, f.get("extension/package.json"))
		}
	}
	return errors.Join(problems...)
}

// writeSums writes SHA256SUMS of all files in a folder, in the form that sha256sum -c reads.
func writeSums(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	for _, e := range entries {
		if e.Name() == sumsFile || !e.Type().IsRegular() {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(data), e.Name())
	}
	if b.Len() == 0 {
		return fmt.Errorf("%s holds nothing to sum up", dir)
	}
	return os.WriteFile(filepath.Join(dir, sumsFile), b.Bytes(), 0o644)
}
