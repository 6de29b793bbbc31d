package main

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// component is somebody else's work that we ship or develop with.
type component struct {
	kind    string // "golang" or "npm", as package URLs name it
	name    string
	version string
	sum     string // go.sum's "h1:…" or the lock file's "sha512-…"
	licence string // an SPDX expression
	dir     string // where its files are; empty for npm packages that are not installed
	script  bool   // it runs a program when it is installed
}

func (c component) id() string { return c.name + " " + c.version }

func sortComponents(list []component) []component {
	slices.SortFunc(list, func(a, b component) int {
		return strings.Compare(a.kind+" "+a.name+" "+a.version, b.kind+" "+b.name+" "+b.version)
	})
	return slices.CompactFunc(list, func(a, b component) bool { return a.kind == b.kind && a.id() == b.id() })
}

// systems are all that the sidecar is built for; on Windows it needs a module more.
var systems = []string{"linux", "darwin", "windows"}

// linkedModules are the modules of which code gets into the sidecar on any system.
func linkedModules() ([]component, error) { return modules(systems, "-deps", "./sidecar") }

// testedModules are those and what tests and scripts import.
func testedModules() ([]component, error) {
	return modules(systems[:1], "-deps", "-test", "./...")
}

func modules(systems []string, args ...string) ([]component, error) {
	const row = "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Sum}}\t{{.Dir}}{{end}}{{end}}"
	var out []component
	for _, system := range systems {
		cmd := exec.Command("go", append([]string{"list", "-f", row}, args...)...)
		cmd.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		data, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w: %s", system, err, stderr.Bytes())
		}
		for line := range strings.Lines(string(data)) {
			if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 4 {
				out = append(out, component{kind: "golang", name: f[0], version: f[1], sum: f[2], dir: f[3]})
			}
		}
	}
	out = sortComponents(out)
	for i := range out {
		texts, err := licenceTexts(out[i].dir)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", out[i].id(), err)
		}
		out[i].licence = identify(texts)
	}
	return out, nil
}

// recorded are the modules that the linker wrote into sidecars: what is really inside.
func recorded(sidecars []string) ([]component, string, error) {
	var out []component
	goVersion := ""
	for _, file := range sidecars {
		info, err := buildinfo.ReadFile(file)
		if err != nil {
			return nil, "", err
		}
		if goVersion != "" && goVersion != info.GoVersion {
			return nil, "", fmt.Errorf("%s was built by %s, others by %s", file, info.GoVersion, goVersion)
		}
		goVersion = info.GoVersion
		for _, m := range info.Deps {
			if m.Replace != nil {
				return nil, "", fmt.Errorf("%s holds a replaced %s: nobody else could build it", file, m.Path)
			}
			out = append(out, component{kind: "golang", name: m.Path, version: m.Version, sum: m.Sum})
		}
	}
	return sortComponents(out), goVersion, nil
}

// lockFile is package-lock.json.
type lockFile struct {
	Packages map[string]struct {
		Version, Integrity, License        string
		Dev, DevOptional, Link             bool
		HasInstallScript                   bool
		Dependencies, OptionalDependencies map[string]string
	}
}

func readLock(file string) (lockFile, error) {
	var lock lockFile
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &lock)
	}
	if err == nil && len(lock.Packages) == 0 {
		err = errors.New("it lists no package")
	}
	if err != nil {
		return lock, fmt.Errorf("%s: %w", file, err)
	}
	return lock, nil
}

// npmPackages are those of a lock file that are wanted: for development alone, or at run time.
func npmPackages(file string, development, runTime bool) ([]component, error) {
	lock, err := readLock(file)
	if err != nil {
		return nil, err
	}
	var out []component
	for place, p := range lock.Packages {
		at := strings.LastIndex(place, "node_modules/")
		needed := !p.Dev && !p.DevOptional
		if at < 0 || needed && !runTime || !needed && !development {
			continue
		}
		dir := filepath.Join(filepath.Dir(file), filepath.FromSlash(place))
		out = append(out, component{kind: "npm", name: place[at+len("node_modules/"):], version: p.Version, sum: p.Integrity,
			licence: p.License, dir: dir, script: p.HasInstallScript})
	}
	return sortComponents(out), nil
}

// shipped is all that goes to users, less the standard library.
func shipped() ([]component, error) {
	goModules, err := linkedModules()
	if err != nil {
		return nil, err
	}
	packages, err := npmPackages("package-lock.json", false, true)
	if err != nil {
		return nil, err
	}
	for _, p := range packages {
		if p.script {
			return nil, fmt.Errorf("%s runs a program when it is installed: the extension may not need such a package", p.id())
		}
	}
	return append(goModules, packages...), nil
}
