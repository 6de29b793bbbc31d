package probe

import (
	"github.com/govitals/govitals/sidecar/health"
)

// findRustc searches as rust-analyzer does: $RUSTC, PATH, then bin in CARGO_HOME.
func (t *rustTools) findRustc(ex *Examination) string {
	name := "rustc"
	if own, _ := getenv(t.system, t.env, "RUSTC"); own != "" {
		name = own
	}
	usable := func(p string) bool {
		return candidateState(ex.System, p) == health.CandidateUsable
	}
	if health.IsAbs(t.system, name) {
		if usable(name) {
			return name
		}
		return ""
	}
	path, _ := getenv(t.system, t.env, "PATH")
	dirs := health.SplitList(t.system, path)
	if t.cargo.State == health.HomeOK {
		dirs = append(dirs, health.Join(t.system, string(t.cargo.Path), "bin"))
	}
	for _, dir := range dirs {
		if p := health.Join(t.system, dir, executableName(t.system, name)); health.IsAbs(t.system, dir) && usable(p) {
			return p
		}
	}
	return ""
}

// isProxy reports that a rustc is rustup under another name: a link to it, or on systems without links a copy beside it.
func (t *rustTools) isProxy(ex *Examination, rustc string) bool {
	rustup := executableName(t.system, "rustup")
	if real, err := ex.System.RealPath(rustc); err == nil && health.Same(t.system, health.Base(t.system, real), rustup) {
		return true
	}
	own, err := ex.System.Stat(rustc)
	beside, missing := ex.System.Stat(health.Join(t.system, health.Dir(t.system, rustc), rustup))
	return err == nil && missing == nil && own.Size() == beside.Size()
}

// choice is who names a toolchain for a directory: RUSTUP_TOOLCHAIN, or the nearest rust-toolchain file in it or above.
func (t *rustTools) choice(ex *Examination, dir string) health.Source {
	if value, _ := getenv(t.system, t.env, "RUSTUP_TOOLCHAIN"); value != "" {
		return t.source("RUSTUP_TOOLCHAIN")
	}
	for range maxAncestors {
		for _, name := range []string{"rust-toolchain", "rust-toolchain.toml"} {
			p := health.Join(t.system, dir, name)
			if info, err := ex.System.Stat(p); err == nil && info.Mode().IsRegular() {
				return health.Source{Kind: health.FromFile, File: health.Path(p)}
			}
		}
		up := health.Dir(t.system, dir)
		if up == dir {
			break
		}
		dir = up
	}
	return health.Source{Kind: health.FromDefault, Name: "RUSTUP_TOOLCHAIN"}
}

// librarySources looks where rust-analyzer looks for the standard library: RUST_SRC_PATH if it holds core, then the setting, then
// lib/rustlib/src/rust/library in the sysroot.
func (t *rustTools) librarySources(ex *Examination, f *health.RustFolder) {
	holds := func(dir string) bool {
		info, err := ex.System.Stat(health.Join(t.system, dir, "core"))
		return err == nil && info.IsDir()
	}
	root := string(f.Sysroot)
	if set, ok := t.settings.whole["rust-analyzer.cargo.sysroot"]; ok && set.Scope != health.ScopeDefault {
		switch named, isText := set.Raw.(string); {
		case set.Raw == nil:
			f.SourcesOff = true
		case isText && named != "discover" && named != "":
			root = named
			f.SourcesSource = set.Source()
		}
	}
	if root == "" {
		return
	}
	f.Sources = health.Path(health.Join(t.system, root, "lib", "rustlib", "src", "rust", "library"))
	if set, ok := t.settings.whole["rust-analyzer.cargo.sysrootSrc"]; ok && set.Scope != health.ScopeDefault {
		if named, isText := set.Raw.(string); isText && named != "" {
			f.Sources, f.SourcesSource = health.Path(health.CleanText(named)), set.Source()
		}
	}
	if own, _ := getenv(t.system, t.env, "RUST_SRC_PATH"); own != "" && holds(own) {
		f.Sources, f.SourcesSource = health.Path(health.CleanText(own)), t.source("RUST_SRC_PATH")
	}
	f.HasSources = holds(string(f.Sources))
}
