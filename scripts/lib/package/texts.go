package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

const licencesPage = "docs/licences.md"

// licences writes docs/licences.md, or says whether it is up to date. Both fail if a licence does not fit.
func licences(check bool, out io.Writer) error {
	ours, err := shipped()
	if err != nil {
		return err
	}
	development, err := developed(ours)
	if err != nil {
		return err
	}
	if err := incompatible(ours, development); err != nil {
		return err
	}
	page := licencePage(ours, development)
	if !check {
		return os.WriteFile(licencesPage, page, 0o644)
	}
	old, err := os.ReadFile(licencesPage)
	if err != nil {
		return err
	}
	if !bytes.Equal(old, page) {
		return fmt.Errorf("%s is not up to date: run scripts/licences", licencesPage)
	}
	fmt.Fprintf(out, "%d components shipped, %d for development, all compatible\n", len(ours), len(development))
	return nil
}

// developed is what we build and test with, less what is shipped.
func developed(ours []component) ([]component, error) {
	out, err := testedModules()
	if err != nil {
		return nil, err
	}
	tools, err := npmPackages("package-lock.json", true, false)
	if err != nil {
		return nil, err
	}
	editor, err := npmPackages("test/host/runtime/package-lock.json", true, true)
	if err != nil {
		return nil, err
	}
	out = append(append(out, tools...), editor...)
	out = slices.DeleteFunc(out, func(c component) bool {
		return slices.ContainsFunc(ours, func(o component) bool { return o.kind == c.kind && o.id() == c.id() })
	})
	return sortComponents(out), nil
}

func licencePage(ours, development []component) []byte {
	var b bytes.Buffer
	b.WriteString(`<!-- Written by scripts/licences. Do not edit. -->
# Licences

Go Vitals itself is under the BSD 3-Clause licence. A package holds their texts in ` + "`THIRD-PARTY-NOTICES.txt`" + `.

## In what we ship

Allowed: ` + strings.Join(forShipping, ", ") + `. A test fails on anything else. The standard library of Go (BSD-3-Clause) is in every sidecar.

| component | version | licence | where |
|---|---|---|---|
`)
	where := map[string]string{"golang": "sidecar", "npm": "extension"}
	for _, c := range ours {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.name, c.version, c.licence, where[c.kind])
	}
	b.WriteString(`
## In development alone

Nothing of this is passed on: it builds and tests. Allowed beyond the above: ` + strings.Join(forDevelopment[:len(forDevelopment)-len(forShipping)], ", ") + `.
The programs that tests use are pinned in ` + "`scripts/lib/pins.sh`" + `: gopls, govulncheck (BSD-3-Clause), Delve, staticcheck (MIT).

| licence | components |
|---|---|
`)
	byLicence := map[string][]string{}
	for _, c := range development {
		name := c.licence
		if why := exception(c); why != "" {
			name = "none named: " + why
		}
		byLicence[name] = append(byLicence[name], c.id())
	}
	for _, name := range slices.Sorted(maps.Keys(byLicence)) {
		fmt.Fprintf(&b, "| %s | %s |\n", name, strings.Join(byLicence[name], ", "))
	}
	return b.Bytes()
}

// writeNotices writes the texts that the licences of what we ship ask to pass on.
func writeNotices(out string) error {
	ours, err := shipped()
	if err != nil {
		return err
	}
	if err := incompatible(ours, nil); err != nil {
		return err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env GOROOT: %w", err)
	}
	std := component{kind: "golang", name: "The standard library of Go", dir: strings.TrimSpace(string(root))}
	var b bytes.Buffer
	b.WriteString("Go Vitals contains the work of others, under these licences.\n")
	for _, c := range append([]component{std}, ours...) {
		texts, err := licenceTexts(c.dir)
		if err != nil {
			return fmt.Errorf("the licence of %s: %w", c.name, err)
		}
		title := strings.TrimSpace(c.name + " " + c.version)
		fmt.Fprintf(&b, "\n\n%s\n%s\n%s\n", strings.Repeat("=", 80), title, strings.Repeat("=", 80))
		for _, name := range slices.Sorted(maps.Keys(texts)) {
			fmt.Fprintf(&b, "\n%s\n", texts[name])
		}
	}
	if b.Len() < 2000 {
		return errors.New("the notices are too short to hold a licence")
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	return os.WriteFile(out, b.Bytes(), 0o644)
}
