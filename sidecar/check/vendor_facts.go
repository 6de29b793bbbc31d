package check

import (
	"go/version"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// vendoring is a vendor directory that go uses, or is told to use, with the modules whose go.mod files rule it.
type vendoring struct {
	system  string
	dir     health.Path    // that holds vendor: of the module or of the go.work
	vendor  *health.Vendor // nil if there is none
	modules []health.GoMod
	work    *health.Workspace // nil outside a workspace
	partial bool              // not all modules of the workspace are known
	force   force
	forced  bool
}

// vendorings are the vendor directories in use in a folder. Source: setDefaultBuildMod of cmd/go's modload.
func vendorings(s *health.Snapshot, f health.Folder) []vendoring {
	system := string(s.System.OS)
	how, forced := forcedMod(s, f.Path)
	if forced && how.mode != "vendor" {
		return nil
	}
	var out []vendoring
	w, inWork := inForce(f)
	if inWork && (forced || vendorByDefault(w.Vendor, w.Go, true)) {
		v := vendoring{system: system, dir: health.Path(health.Dir(system, string(w.File))), vendor: w.Vendor, work: &w, force: how, forced: forced}
		for _, m := range goMods(f) {
			if uses(system, w, m.Dir) {
				v.modules = append(v.modules, m)
			}
		}
		v.partial = len(v.modules) < len(w.Uses)
		out = append(out, v)
	}
	for _, m := range goMods(f) {
		if inWork && uses(system, w, m.Dir) || m.State != health.FileOK {
			continue
		}
		if forced || vendorByDefault(m.Vendor, m.Go, false) {
			out = append(out, vendoring{system: system, dir: m.Dir, vendor: m.Vendor, modules: []health.GoMod{m}, force: how, forced: forced})
		}
	}
	return out
}

// vendorByDefault: a vendor directory is used from go 1.14 on, if it was made for this mode (module or workspace).
func vendorByDefault(v *health.Vendor, goLine health.Public, inWorkspace bool) bool {
	return v != nil && atLeastGo(goLine, "1.14") && v.Workspace == inWorkspace
}

// atLeastGo compares go lines; one that is absent is below all.
func atLeastGo(have health.Public, want string) bool {
	return have != "" && version.Compare("go"+string(have), "go"+want) >= 0
}

// isVendored reports that go takes a module's dependencies from its vendor directory.
func isVendored(s *health.Snapshot, f health.Folder, m health.GoMod) bool {
	return slices.ContainsFunc(vendorings(s, f), func(v vendoring) bool {
		return v.vendor != nil && slices.ContainsFunc(v.modules, func(o health.GoMod) bool { return o.File == m.File })
	})
}

// contradiction is one contradiction between vendor/modules.txt and the go.mod files. text is a message of vendor-inconsistent.
type contradiction struct {
	text    string
	file    health.Path
	line    int
	module  health.Module
	version health.Public
}

// contradictions compares as cmd/go's checkVendorConsistency does. Lists that were cut short prove nothing absent.
func (v vendoring) contradictions() []contradiction {
	if v.vendor == nil || v.vendor.State != health.FileOK {
		return nil
	}
	before114 := v.work == nil && !atLeastGo(v.modules[0].Go, "1.14")
	var out []contradiction
	for _, m := range v.modules {
		for _, r := range m.Requires {
			listed, ok := v.listed(r.Path, r.Version)
			switch {
			case v.vendor.Cut:
			case before114:
				if other, found := v.packagesOf(r.Path); found && other.Version != r.Version {
					out = append(out, contradiction{"other-version", m.File, r.Line, r.Path, r.Version})
				}
			case !ok || !listed.Explicit:
				out = append(out, contradiction{"not-explicit", m.File, r.Line, r.Path, r.Version})
			}
		}
	}
	for _, listed := range v.vendor.Modules {
		if listed.Explicit && listed.Packages > 0 && !v.partial && !v.requires(listed) {
			out = append(out, contradiction{"not-required", v.list(), listed.Line, listed.Path, listed.Version})
		}
	}
	return append(out, v.replaceContradictions(before114)...)
}

func (v vendoring) list() health.Path {
	return health.Path(health.Join(v.system, string(v.vendor.Dir), "modules.txt"))
}

func (v vendoring) listed(path health.Module, version health.Public) (health.VendorModule, bool) {
	for _, m := range v.vendor.Modules {
		if m.Path == path && m.Version == version {
			return m, true
		}
	}
	return health.VendorModule{}, false
}

func (v vendoring) packagesOf(path health.Module) (health.VendorModule, bool) {
	for _, m := range v.vendor.Modules {
		if m.Path == path && m.Packages > 0 {
			return m, true
		}
	}
	return health.VendorModule{}, false
}

func (v vendoring) requires(listed health.VendorModule) bool {
	return slices.ContainsFunc(v.modules, func(m health.GoMod) bool {
		return m.Cut || slices.ContainsFunc(m.Requires, func(r health.Require) bool { return r.Path == listed.Path && r.Version == listed.Version })
	})
}
