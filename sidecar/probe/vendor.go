package probe

import (
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/govitals/govitals/sidecar/health"
)

// Caps of one vendor directory.
const (
	maxVendorModules  = 500
	maxVendorPackages = 3000
	maxVendorMissing  = 50
)

// readVendor describes a vendor directory; nil if there is none.
func readVendor(system System, dir string) *health.Vendor {
	if info, err := system.Stat(dir); err != nil || !info.IsDir() {
		return nil
	}
	name := system.OS()
	out := &health.Vendor{Dir: health.Path(dir)}
	data, err := system.ReadFile(health.Join(name, dir, "modules.txt"), maxFile)
	if err != nil {
		out.State, _ = fileState(err)
		return out
	}
	out.State = health.FileOK
	first, _, _ := strings.Cut(string(data), "\n")
	out.Workspace = strings.TrimSpace(first) == "## workspace"
	modules, packages := parseModulesTxt(string(data))
	out.Cut = len(modules) > maxVendorModules
	out.Modules = modules[:min(len(modules), maxVendorModules)]
	for _, p := range packages[:min(len(packages), maxVendorPackages)] {
		if len(out.Missing) == maxVendorMissing {
			break
		}
		if !holdsGo(system, health.Join(name, dir, p)) {
			out.Missing = append(out.Missing, health.Module(p))
		}
	}
	return out
}

// holdsGo reports a directory with a .go file in it. One that cannot be read is given the benefit of the doubt.
func holdsGo(system System, dir string) bool {
	entries, err := system.ReadDir(dir, maxEntries)
	if err != nil {
		state, _ := fileState(err)
		return state != health.FileMissing
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".go") {
			return true
		}
	}
	return false
}

// parseModulesTxt reads vendor/modules.txt as cmd/go does (cmd/go/internal/modload, readVendorList): "# path version", both
// with "=> replacement" behind, "## explicit; go 1.17" about the module before, and import paths of its packages.
func parseModulesTxt(text string) (modules []health.VendorModule, packages []string) {
	known := false // a module line that was understood came before
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, "\r\n")
		if annotations, ok := strings.CutPrefix(line, "## "); ok && known {
			for annotation := range strings.SplitSeq(annotations, ";") {
				if strings.TrimSpace(annotation) == "explicit" {
					modules[len(modules)-1].Explicit = true
				}
			}
			continue
		}
		fields := strings.Fields(line)
		if strings.HasPrefix(line, "# ") {
			m, ok := vendorModule(fields)
			if known = ok; ok {
				m.Line = number
				modules = append(modules, m)
			}
			continue
		}
		if known && len(fields) == 1 && module.CheckImportPath(fields[0]) == nil {
			packages = append(packages, fields[0])
			modules[len(modules)-1].Packages++
		}
	}
	return modules, packages
}

// vendorModule reads a module line that begins with "#".
func vendorModule(fields []string) (m health.VendorModule, ok bool) {
	if len(fields) < 3 {
		return m, false
	}
	m.Path = health.Module(fields[1])
	rest := fields[2:]
	switch {
	case semver.IsValid(fields[2]):
		m.Version, rest = health.Public(fields[2]), fields[3:]
	case fields[2] != "=>" || len(fields) < 4:
		return m, false
	}
	if len(rest) >= 2 && rest[0] == "=>" {
		m.Replaced, m.ReplacedBy = true, health.Text(strings.Join(rest[1:], " "))
	}
	return m, true
}
