package check

import "github.com/govitals/govitals/sidecar/health"

const rustSrcMissing texts = "rust-src-missing"

// RustSrcMissing reports a Rust toolchain without the sources of the standard library.
var RustSrcMissing = &Check{
	ID:       health.CheckID(rustSrcMissing),
	Severity: health.Warning,
	Doc: `the sources of Rust's standard library are missing

rust-analyzer reads the standard library from its sources. Without them there are no types of String or Vec, no completion on them and no way into their definitions, although every build works. rustup does not install them by itself.

We ask rustc for its sysroot in the folder and look for lib/rustlib/src/rust/library/core below it, where rust-analyzer looks; RUST_SRC_PATH and the settings rust-analyzer.cargo.sysroot and sysrootSrc are heeded, and a sysroot that is switched off is a choice. It is a warning only if rust-analyzer runs in this window. In an editor without it nobody needs the sources and nothing is said; on the command line, where the editor is not seen, it is a note.

The fix adds the component rust-src to the toolchain, which needs the network. A rustc of the system has a package for it.

It does not explain a rust-analyzer that does not start.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeRust},
	Messages: map[string]health.Template{
		"missing":  {Title: "The Rust toolchain of {folder} has no sources of the standard library", Detail: "rust-analyzer knows no type of the standard library: no completion on them, no Go to Definition into them. Builds are not affected."},
		"sources":  {Title: "{path}"},
		"core":     {Title: "core, alloc and std"},
		"add":      {Title: "Add the sources to the toolchain"},
		"package":  {Title: "Install the package of the sources"},
		"by-hand":  {Title: "install the system's package of Rust's sources (rust-src on Debian, Ubuntu and Fedora), then reload the window"},
		"mend-set": {Title: "Correct {key}"},
	},
	Applies: func(s *health.Snapshot) bool { return hasRust(s) && (s.Rust.Analyzer || !s.Editor.Present) },
	Run:     withoutSources,
}

func withoutSources(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	c, seen := rustSrcMissing, map[health.Path]bool{}
	for _, f := range s.Rust.Folders {
		if f.Sources == "" || f.HasSources || f.SourcesOff || seen[f.Sources] {
			continue
		}
		seen[f.Sources] = true
		args := health.Args{"folder": health.V(f.Folder), "path": health.V(f.Sources), "key": health.V(f.SourcesSource.Name)}
		finding := health.Finding{Severity: health.Info, Folder: f.Folder, Message: c.say("missing", args), Evidence: []health.Evidence{{What: c.say("sources", args),
			Observed: saying("absent"), Expected: c.value("core"), Source: health.Source{Kind: health.FromFile, File: f.Sources}}}}
		if s.Rust.Analyzer {
			finding.Severity = health.Warning
		}
		switch set, ok := settingOf(s, f.Folder, f.SourcesSource); {
		case f.SourcesSource.Kind == health.FromSetting && ok:
			finding.Evidence = append(finding.Evidence, settingSeen(set, saying("absent")))
			finding.Fixes = []health.Fix{oneFix("remove-setting", health.RiskSafe, c.say("mend-set", args), removeSetting(set, health.EffectReloadWindow))}
		case f.Proxy:
			finding.Fixes = []health.Fix{oneFix("component-add", health.RiskConfirm, c.say("add", nil), runRustup(s, f, "component", "add", "rust-src"))}
		default:
			finding.Fixes = []health.Fix{oneFix("system-package", health.RiskManual, c.say("package", nil), manual(c.say("by-hand", nil), health.EffectReloadWindow))}
		}
		out = append(out, finding)
	}
	if len(out) > 1 {
		for i := range out {
			out[i].Subject = health.V(out[i].Folder)
		}
	}
	return out
}
