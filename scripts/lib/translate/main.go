// Translate brings the translations in sidecar/lang up to date with the texts in the code. Run it through scripts/translate.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/lang"
)

// folder holds the Chinese translations, a file for each check and for each package that says something else.
const folder = "sidecar/lang/zhcn"

func main() {
	only := flag.Bool("check", false, "write nothing; exit 1 if a text is not translated or its translation is stale")
	root := flag.String("C", ".", "root of the checkout")
	flag.Parse()
	wanted, err := texts(*root)
	if err != nil {
		fmt.Fprintln(os.Stderr, "translate:", err)
		os.Exit(2)
	}
	have, err := read(*root)
	if err != nil {
		fmt.Fprintln(os.Stderr, "translate:", err)
		os.Exit(2)
	}
	faults := judge(wanted, have)
	if !*only {
		if err := write(*root, merge(wanted, have)); err != nil {
			fmt.Fprintln(os.Stderr, "translate:", err)
			os.Exit(2)
		}
	}
	for _, fault := range faults {
		fmt.Fprintln(os.Stderr, "translate:", fault)
	}
	if *only && len(faults) > 0 {
		os.Exit(1)
	}
}

// read reads the files as they are on disk: those that lang embeds may be older.
func read(root string) ([]lang.Entry, error) {
	names, err := filepath.Glob(filepath.Join(root, folder, "*.po"))
	if err != nil {
		return nil, err
	}
	var out []lang.Entry
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		list, err := lang.Parse(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for i := range list {
			list[i].File = strings.TrimSuffix(filepath.Base(name), ".po")
		}
		out = append(out, list...)
	}
	return out, nil
}

// key finds a translation: a phrase by its English text, everything else by its context.
func key(e lang.Entry) string {
	if e.Context != "" {
		return e.Context
	}
	return "\x00" + e.English
}

// merge gives each wanted text its translation.
func merge(wanted, have []lang.Entry) []lang.Entry {
	known := map[string]lang.Entry{}
	for _, e := range have {
		known[key(e)] = e
	}
	out := slices.Clone(wanted)
	for i := range out {
		old := known[key(out[i])]
		out[i].Text = old.Text
		out[i].Stale = old.Text != "" && (old.Stale || old.English != out[i].English)
	}
	return out
}

// write writes all files and removes those that nothing belongs into any more.
func write(root string, entries []lang.Entry) error {
	dir := filepath.Join(root, folder)
	byFile := map[string][]lang.Entry{}
	for _, e := range entries {
		byFile[e.File] = append(byFile[e.File], e)
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.po"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if byFile[strings.TrimSuffix(filepath.Base(name), ".po")] == nil {
			if err := os.Remove(name); err != nil {
				return err
			}
		}
	}
	for name, list := range byFile {
		if err := os.WriteFile(filepath.Join(dir, name+".po"), []byte(lang.Format("zh_CN", list)), 0o644); err != nil {
			return err
		}
	}
	return nil
}
