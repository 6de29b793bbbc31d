// Generate writes what is derived from the Go tables and types: extension/protocol.ts, the JSON Schemas, the pages of the
// checks and the reference of commands, settings and flags in docs/, and the table of checks in README.md. Run it through
// scripts/generate.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/check"
)

// checkPages is wholly generated: a page of a check that is gone is deleted.
const checkPages = "docs/checks"

func main() {
	only := flag.Bool("check", false, "write nothing; exit 1 if a file is not up to date")
	root := flag.String("C", ".", "root of the checkout")
	flag.Parse()
	stale, err := run(*root, !*only)
	if err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(2)
	}
	for _, name := range stale {
		fmt.Fprintln(os.Stderr, "generate:", name)
	}
	if *only && len(stale) > 0 {
		fmt.Fprintln(os.Stderr, "generate: the files above are not up to date; run scripts/generate")
		os.Exit(1)
	}
}

// run returns the names of the files that differed, slash-separated, relative to root.
func run(root string, write bool) ([]string, error) {
	files, err := generate(root)
	if err != nil {
		return nil, err
	}
	var stale []string
	for name, content := range files {
		old, err := os.ReadFile(filepath.Join(root, name))
		if err == nil && bytes.Equal(old, content) {
			continue
		}
		stale = append(stale, name)
		if write {
			if err := save(filepath.Join(root, name), content); err != nil {
				return nil, err
			}
		}
	}
	pages, err := filepath.Glob(filepath.Join(root, checkPages, "*.md"))
	if err != nil {
		return nil, err
	}
	for _, page := range pages {
		name := checkPages + "/" + filepath.Base(page)
		if _, ok := files[name]; ok {
			continue
		}
		stale = append(stale, name+" (no such check)")
		if write {
			if err := os.Remove(page); err != nil {
				return nil, err
			}
		}
	}
	slices.Sort(stale)
	return stale, nil
}

func save(file string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, content, 0o644)
}

// generate returns all generated files by name.
func generate(root string) (map[string][]byte, error) {
	words, err := readSources(filepath.Join(root, "sidecar"), "health", "report", "compare", "triage", "probe", "rpc", "doctor")
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	if files["extension/protocol.ts"], err = typescript(words); err != nil {
		return nil, err
	}
	if err := schemas(words, files); err != nil {
		return nil, err
	}
	pages(check.All, files)
	if files[referencePage], err = reference(root, files); err != nil {
		return nil, err
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if os.IsNotExist(err) {
		readme = []byte(emptyReadme)
	} else if err != nil {
		return nil, err
	}
	if files["README.md"], err = between(readme, table(check.All, "docs/checks/")); err != nil {
		return nil, err
	}
	return files, nil
}

const (
	begin       = "<!-- checks:begin -->"
	end         = "<!-- checks:end -->"
	emptyReadme = "# Go Vitals\n\n## Checks\n\n" + begin + "\n" + end + "\n"
)

// between puts text between the markers of a Markdown file.
func between(file []byte, text string) ([]byte, error) {
	before, rest, ok := strings.Cut(string(file), begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		return nil, fmt.Errorf("README.md lacks the markers %s and %s", begin, end)
	}
	return []byte(before + begin + "\n" + text + end + after), nil
}
