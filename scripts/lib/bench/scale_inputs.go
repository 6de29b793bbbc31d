package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/govitals/govitals/sidecar/ladder"
)

func checking(sidecar, tier, dir string, more ...string) program {
	argv := []string{sidecar, "check", "--tier", tier, "--fail-on", "never", "--format", "json", "--timeout", "5m", "--login-shell", "off"}
	return program{argv: append(argv, more...), dir: dir, env: cleanEnvironment()}
}

func modulesInput(tier string) func(string, string, int) (program, func(), error) {
	return func(dir, sidecar string, n int) (program, func(), error) {
		return checking(sidecar, tier, dir), nil, writeWorkspace(dir, n)
	}
}

// goFiles are in packages of a hundred, otherFiles in folders of as many; both have names and sizes of real ones.
func goFiles(i int) (name, text string) {
	p := i / 100
	return filepath.Join(fmt.Sprintf("p%d", p), fmt.Sprintf("f%d.go", i)), fmt.Sprintf("// Package p%d is one of many.\npackage p%d\n\n// F%d is asked about.\nfunc F%d() int { return %d }\n", p, p, i, i, i)
}

func otherFiles(i int) (name, text string) {
	return filepath.Join("assets", fmt.Sprintf("d%d", i/1000), fmt.Sprintf("e%d", i/100), fmt.Sprintf("f%d.js", i)), "export const answer = 42;\n"
}

func filesInput(tier string, file func(int) (name, text string)) func(string, string, int) (program, func(), error) {
	return func(dir, sidecar string, n int) (program, func(), error) {
		if err := writeModule(dir); err != nil {
			return program{}, nil, err
		}
		for i := range n {
			name, text := file(i)
			path := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
				return program{}, nil, err
			}
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				return program{}, nil, err
			}
		}
		return checking(sidecar, tier, dir), nil, nil
	}
}

func writeModule(dir string) error {
	for name, text := range map[string]string{
		"go.mod":  "module example.com/m\n\ngo 1.18\n",
		"main.go": "package main\n\nimport \"fmt\"\n\nfunc name() string { return \"m\" }\n\nfunc main() { fmt.Println(name(), name()) }\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// foldersInput is a window of n folders with a module in each.
func foldersInput(tier string) func(string, string, int) (program, func(), error) {
	return func(dir, sidecar string, n int) (program, func(), error) {
		type folder struct {
			Path string `json:"path"`
		}
		var window struct {
			Folders []folder `json:"folders"`
		}
		for i := range n {
			name := fmt.Sprintf("f%d", i)
			if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
				return program{}, nil, err
			}
			if err := writeModule(filepath.Join(dir, name)); err != nil {
				return program{}, nil, err
			}
			window.Folders = append(window.Folders, folder{name})
		}
		text, err := json.Marshal(window)
		if err != nil {
			return program{}, nil, err
		}
		file := filepath.Join(dir, "all.code-workspace")
		return checking(sidecar, tier, dir, file), nil, os.WriteFile(file, text, 0o600)
	}
}

// processesInput starts n sleeping programs beside the sidecar, where those of an editor's terminals would be.
func processesInput(args ...string) func(string, string, int) (program, func(), error) {
	return func(dir, sidecar string, n int) (program, func(), error) {
		if err := writeModule(dir); err != nil {
			return program{}, nil, err
		}
		shell := exec.Command("/bin/sh", "-c", fmt.Sprintf("i=0; while [ $i -lt %d ]; do sleep 1000000 & i=$((i+1)); done; echo ready; wait", n))
		group(shell)
		ready, err := shell.StdoutPipe()
		if err != nil {
			return program{}, nil, err
		}
		if err := shell.Start(); err != nil {
			return program{}, nil, err
		}
		end := func() { endGroup(shell) }
		if _, err := io.ReadFull(ready, make([]byte, len("ready\n"))); err != nil {
			end()
			return program{}, nil, fmt.Errorf("start %d processes: %w", n, err)
		}
		return program{argv: append([]string{sidecar}, args...), dir: dir, env: cleanEnvironment()}, end, nil
	}
}

func settingsInput(dir, sidecar string, n int) (program, func(), error) {
	module, settings, err := moduleAndSettings(dir, n)
	return checking(sidecar, "fast", module, "--user-settings", settings), nil, err
}

func moduleAndSettings(dir string, n int) (module, settings string, err error) {
	if _, err := ladder.Minimal(dir); err != nil {
		return "", "", err
	}
	settings = filepath.Join(dir, "settings.json")
	return ladder.MinimalFolder(dir), settings, writeSettings(settings, n)
}

func pathInput(dir, sidecar string, n int) (program, func(), error) {
	module, settings, err := moduleAndSettings(dir, 0)
	if err != nil {
		return program{}, nil, err
	}
	path, entries, err := longPath(filepath.Join(dir, "p"), os.Getenv("PATH"), n)
	if err == nil && entries < n {
		err = fmt.Errorf("a PATH of this system has room for %d entries in %s: %w", entries, dir, errUnavailable)
	}
	p := checking(sidecar, "fast", module, "--user-settings", settings)
	p.env = append(p.env, "PATH="+path)
	return p, nil, err
}
