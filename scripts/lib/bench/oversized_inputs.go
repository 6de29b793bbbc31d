package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/govitals/govitals/sidecar/ladder"
)

const (
	manySettings = 10_000
	manyEntries  = 5_000
	manyModules  = 2_000
)

// oversizedInputs writes all inputs below a directory. The small sides are healthy, so that they are diagnosed to the end.
func oversizedInputs(dir string) ([]oversized, error) {
	if _, err := ladder.Minimal(dir); err != nil {
		return nil, err
	}
	module, env := ladder.MinimalFolder(dir), cleanEnvironment()
	bigSettings, smallSettings := filepath.Join(dir, "big.json"), filepath.Join(dir, "small.json")
	for file, n := range map[string]int{bigSettings: manySettings, smallSettings: 0} {
		if err := writeSettings(file, n); err != nil {
			return nil, err
		}
	}
	path, entries, err := longPath(filepath.Join(dir, "p"), os.Getenv("PATH"), manyEntries)
	if err != nil {
		return nil, err
	}
	big, small := filepath.Join(dir, "many"), filepath.Join(dir, "one")
	for workspace, n := range map[string]int{big: manyModules, small: 1} {
		if err := writeWorkspace(workspace, n); err != nil {
			return nil, err
		}
	}
	empty := []string{"--user-settings", smallSettings}
	healthy := side{module, env, empty}
	modules := oversized{
		id: "modules", name: fmt.Sprintf("%d modules in the workspace", manyModules), tier: "fast",
		big: side{big, env, empty}, small: side{small, env, empty},
	}
	standard := modules
	standard.id = "modules-standard"
	standard.tier, standard.timeout = "standard", standardTimeout
	return []oversized{
		{
			id: "settings", name: fmt.Sprintf("%d user settings", manySettings), tier: "fast",
			big: side{module, env, []string{"--user-settings", bigSettings}}, small: healthy,
		},
		{
			id: "path", name: fmt.Sprintf("%d entries in PATH", entries), tier: "fast",
			big: side{module, append(cleanEnvironment(), "PATH="+path), empty}, small: healthy,
		},
		modules, standard,
	}, nil
}

// writeSettings writes n settings of all kinds that a file of settings has: Go's, those of gopls, other extensions' and
// overrides for a language, with values of every shape.
func writeSettings(file string, n int) error {
	names := []string{"go.bench%d", "gopls.bench%d", "editor.bench%d", "[bench%d]"}
	values := []any{true, "value", 1.5, []string{"a", "b"}, map[string]any{"a": "b"}}
	settings := map[string]any{}
	for i := range n {
		name := names[i%len(names)]
		value := values[i%len(values)]
		if strings.HasPrefix(name, "[") {
			value = map[string]any{"editor.tabSize": i}
		}
		settings[fmt.Sprintf(name, i)] = value
	}
	text, err := json.MarshalIndent(settings, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o600)
}

// longPath is a PATH of n directories below dir, every other one missing, with the entries of rest at its end: so that every
// lookup goes through all of them. It has fewer where the system allows no variable of that length, and tells how many.
func longPath(dir, rest string, n int) (path string, entries int, err error) {
	room := longestVariable() - len("PATH=") - len(rest) - 1
	var text strings.Builder
	for i := range n {
		entry := filepath.Join(dir, strconv.FormatInt(int64(i), 36))
		if text.Len()+len(entry)+1 > room {
			break
		}
		if i%2 == 0 {
			if err := os.MkdirAll(entry, 0o700); err != nil {
				return "", 0, err
			}
		}
		text.WriteString(entry + string(filepath.ListSeparator))
		entries++
	}
	return text.String() + rest, entries, nil
}

// longestVariable is the most that one variable may have: Linux refuses to start a program with more than 32 pages in one
// (MAX_ARG_STRLEN, execve(2)), and Windows holds 32767 characters (SetEnvironmentVariable).
func longestVariable() int {
	if runtime.GOOS == "windows" {
		return 32_767
	}
	return 32 * 4096
}

// writeWorkspace writes n modules of one package each, and a go.work with all of them.
func writeWorkspace(dir string, n int) error {
	var uses strings.Builder
	for i := range n {
		name := fmt.Sprintf("m%d", i)
		files := map[string]string{
			"go.mod": "module example.com/" + name + "\n\ngo 1.18\n",
			"m.go":   "// Package m is one of many.\npackage m\n\n// Name is asked about.\nfunc Name() string { return \"" + name + "\" }\n\n// Twice asks.\nfunc Twice() string { return Name() + Name() }\n",
		}
		if err := os.MkdirAll(filepath.Join(dir, name), 0o700); err != nil {
			return err
		}
		for file, text := range files {
			if err := os.WriteFile(filepath.Join(dir, name, file), []byte(text), 0o600); err != nil {
				return err
			}
		}
		fmt.Fprintf(&uses, "\t./%s\n", name)
	}
	return os.WriteFile(filepath.Join(dir, "go.work"), []byte("go 1.18\n\nuse (\n"+uses.String()+")\n"), 0o600)
}
