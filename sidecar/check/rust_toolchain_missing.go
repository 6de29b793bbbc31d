package check

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const rustToolchainMissing texts = "rust-toolchain-missing"

// RustToolchainMissing reports a folder with Rust in which rustc cannot run.
var RustToolchainMissing = &Check{
	ID:       health.CheckID(rustToolchainMissing),
	Severity: health.Error,
	Doc: `no Rust toolchain runs in this folder

rust-analyzer asks rustc for its sysroot in the folder, and without an answer it has no standard library: no types, no navigation, errors everywhere. Which toolchain rustc is depends on the folder: RUSTUP_TOOLCHAIN, a rust-toolchain file, an override, the default.

We run rustc --print sysroot in the directory of the Cargo.toml, as rust-analyzer does and with installing switched off, and take rustc's own words. Only in a window with a Cargo.toml or a running rust-analyzer. It is an error if rust-analyzer is running. Otherwise a toolchain that is not installed is a note, one that is damaged is a warning, and a machine without any rustc is nothing at all: not everybody who works on the Go of a project works on its Rust, and rustup installs what is missing when somebody builds.

The fix installs the toolchain, or removes what asks for it. That needs the network.

It does not explain a build that fails: that a toolchain runs is all that is looked at.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeEnvironment, health.ProbeSettings, health.ProbeRust},
	Messages: map[string]health.Template{
		"none":          {Title: "No rustc is found, and rust-analyzer runs in this window", Detail: "rust-analyzer has no standard library without it: no types, no navigation in Rust."},
		"not-installed": {Title: "The Rust toolchain that {folder} asks for is not installed", Detail: "rust-analyzer has no standard library without it; a build would install it first."},
		"no-default":    {Title: "rustup has no toolchain to run in {folder}", Detail: "No default is set, and nothing names one: rustc, cargo and rust-analyzer do not start."},
		"broken":        {Title: "The Rust toolchain of {folder} is damaged", Detail: "rustc does not start, so nothing of Rust works there."},
		"fails":         {Title: "rustc does not run in {folder}", Detail: "rust-analyzer has no standard library without it: no types, no navigation in Rust."},
		"empty-home":    {Title: "rustup's directory {path} holds no toolchain", Detail: "rustc, cargo and rust-analyzer do not start."},
		"chosen":        {Title: "what names the toolchain"},
		"search":        {Title: "rustc on PATH and in CARGO_HOME"},
		"home":          {Title: "{path}"},
		"settings":      {Title: "settings.toml and toolchains"},
		"install":       {Title: "Install the toolchain"},
		"default":       {Title: "Install the stable toolchain and make it the default"},
		"reinstall":     {Title: "Install the toolchain anew"},
		"get":           {Title: "Install Rust"},
		"get-hand":      {Title: "install Rust with rustup or with the system's packages, then start the editor anew"},
		"distribution":  {Title: "install or mend the system's package of rustc, then reload the window"},
		"not-run":       {Title: "rustc was not run in {folder}: {why}"},
		"in-time":       {Title: "a directory, within five seconds"},
	},
	Applies: func(s *health.Snapshot) bool { return hasRust(s) && (s.Rust.Analyzer || anyRustc(s)) },
	Run: func(s *health.Snapshot) []health.Finding {
		var out []health.Finding
		for _, f := range s.Rust.Folders {
			out = append(out, rustcFails(s, f)...)
		}
		if len(out) > 1 {
			for i := range out {
				if out[i].Severity != health.Unknown {
					out[i].Subject = health.V(out[i].Folder)
				}
			}
		}
		return out
	},
}

func anyRustc(s *health.Snapshot) bool {
	for _, f := range s.Rust.Folders {
		if f.Rustc != "" {
			return true
		}
	}
	return false
}

func rustcFails(s *health.Snapshot, f health.RustFolder) []health.Finding {
	c, args := rustToolchainMissing, health.Args{"folder": health.V(f.Folder), "why": health.V(f.NotAsked)}
	out := health.Finding{Severity: rustSeverity(s), Folder: f.Folder}
	switch {
	case f.NotAsked == health.RustNotFound && s.Rust.Analyzer:
		out.Message = c.say("none", nil)
		out.Evidence = []health.Evidence{{What: c.say("search", nil), Observed: saying("absent"), Expected: saying("an-executable"), Source: health.Source{Kind: health.FromLookup, Name: "rustc"}}}
		out.Fixes = []health.Fix{oneFix("install-rust", health.RiskManual, c.say("get", nil), manual(c.say("get-hand", nil), health.EffectRestartEditor))}
	case f.NotAsked == health.RustHomeBad:
		return emptyHome(s, out)
	case f.NotAsked == health.RustNoStart:
		out = rustcSays(s, f, out, "fails")
	case f.NotAsked != "":
		return []health.Finding{Open(f.Folder, c.say("not-run", args))}
	case f.TimedOut:
		return []health.Finding{Open(f.Folder, c.say("not-run", health.Args{"folder": health.V(f.Folder), "why": health.V(health.Public("no answer in time"))}))}
	case f.Sysroot != "":
		return nil
	default:
		out = rustcSays(s, f, out, rustWords(f.Error))
	}
	return []health.Finding{out}
}

// rustWords sorts what rustup says (1.29; older releases, which try to install, say that they could not).
func rustWords(words health.Text) string {
	for _, w := range [][2]string{{"is not installed", "not-installed"}, {"could not download", "not-installed"}, {"could not choose a version", "no-default"}, {"no default toolchain", "no-default"},
		{"Missing manifest", "broken"}, {"not a valid toolchain", "broken"}} {
		if strings.Contains(string(words), w[0]) {
			return w[1]
		}
	}
	return "fails"
}

func rustcSays(s *health.Snapshot, f health.RustFolder, out health.Finding, text string) health.Finding {
	c, args := rustToolchainMissing, health.Args{"folder": health.V(f.Folder)}
	if (text == "not-installed" || text == "no-default") && !s.Rust.Analyzer {
		out.Severity = health.Info
	}
	out.Message = c.say(text, args)
	words, _, _ := strings.Cut(string(f.Error), "\n")
	if words == "" {
		out.Evidence = []health.Evidence{{What: message("answer", health.Args{"command": health.V(health.Public("rustc --print sysroot"))}), Observed: saying("no-answer"),
			Expected: c.value("in-time"), Source: health.Source{Kind: health.FromCommand, Name: "rustc --print sysroot"}}}
	} else {
		out.Evidence = []health.Evidence{answerSeen("rustc --print sysroot", health.Text(words), saying("no-complaint"))}
	}
	if f.Choice.Kind != health.FromDefault {
		observed := health.V(f.Choice.Name)
		if f.Choice.File != "" && f.Choice.Name == "" {
			observed = health.V(f.Choice.File)
		}
		out.Evidence = append(out.Evidence, health.Evidence{What: c.say("chosen", nil), Observed: observed, Source: f.Choice})
	}
	out.Fixes = rustFixes(s, f, text)
	return out
}

func emptyHome(s *health.Snapshot, out health.Finding) []health.Finding {
	h, ok := s.RustHome("RUSTUP_HOME")
	if !ok || h.State != health.HomeEmpty && (h.State != health.HomeMissing || authored(h.Source)) {
		return nil // rustup-home-invalid speaks of it
	}
	c, args := rustToolchainMissing, health.Args{"path": health.V(h.Path)}
	if !s.Rust.Analyzer {
		out.Severity = health.Info
	}
	out.Message = c.say("empty-home", args)
	out.Evidence = []health.Evidence{{What: c.say("home", args), Observed: saying("absent"), Expected: c.value("settings"), Source: health.Source{Kind: health.FromFile, File: h.Path}}}
	out.Fixes = rustFixes(s, health.RustFolder{Folder: out.Folder, Proxy: true}, "no-default")
	return []health.Finding{out}
}
