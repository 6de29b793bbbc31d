package check

import "github.com/govitals/govitals/sidecar/health"

const rustupHomeInvalid texts = "rustup-home-invalid"

// RustupHomeInvalid reports a RUSTUP_HOME in which rustup finds nothing.
var RustupHomeInvalid = &Check{
	ID:       health.CheckID(rustupHomeInvalid),
	Severity: health.Error,
	Doc: `RUSTUP_HOME is not where rustup keeps its toolchains

rustc, cargo and rust-analyzer in ~/.cargo/bin are rustup under other names: each looks into RUSTUP_HOME for the toolchain to run. Where that names a directory that is not there, every one of them ends with "rustup could not choose a version", and makes the wrong directory on the way, so that it looks right the next time.

We look at RUSTUP_HOME and CARGO_HOME before anything of Rust is run, and run nothing of rustup if they are wrong. Only in a window with a Cargo.toml or a running rust-analyzer; only if rustc is rustup's (a rustc of the system needs neither); and only a value that somebody set. Set to nothing is unset. A CARGO_HOME that does not exist yet is made by cargo when it needs it and is no fault; a relative one is another directory in every folder. It is an error if rust-analyzer is running, else a warning.

The fix removes the variable where it was set.

It does not explain a toolchain that is not installed: there is a check of its own.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeEnvironment, health.ProbeSettings, health.ProbeRust},
	Messages: map[string]health.Template{
		"missing":  {Title: "{name} is {path}, which does not exist", Detail: "rustc, cargo and rust-analyzer find no toolchain there: nothing of Rust works in this window."},
		"no-dir":   {Title: "{name} is {path}, which is not a directory", Detail: "rustc, cargo and rust-analyzer find no toolchain there: nothing of Rust works in this window."},
		"relative": {Title: "{name} is {path}, which is not an absolute path", Detail: "rustup and cargo look for it in whatever directory they are started in, and make it there."},
		"wanted":   {Title: "an existing directory, or nothing for the default"},
	},
	Applies: hasRust,
	Run: func(s *health.Snapshot) []health.Finding {
		if !rustIsRustups(s) {
			return nil
		}
		var out []health.Finding
		for _, h := range s.Rust.Homes {
			text := map[health.HomeState]string{health.HomeMissing: "missing", health.HomeNoDirectory: "no-dir", health.HomeRelative: "relative"}[h.State]
			if text == "" || !authored(h.Source) || h.Name == "CARGO_HOME" && h.State != health.HomeRelative {
				continue
			}
			severity := rustSeverity(s)
			if h.Name == "CARGO_HOME" {
				severity = health.Warning
			}
			c, v := rustupHomeInvalid, health.Variable{Name: h.Name, Value: health.V(h.Path), Source: h.Source}
			out = append(out, health.Finding{Severity: severity, Subject: health.V(h.Name), Message: c.say(text, health.Args{"name": health.V(h.Name), "path": health.V(h.Path)}),
				Evidence: []health.Evidence{variableSeen(v, c.value("wanted"))}, Fixes: clearRustVariable(s, v)})
		}
		return out
	},
}

// hasRust reports a window with Go and Rust in it: without Go nobody asks for a word about Rust.
func hasRust(s *health.Snapshot) bool { return len(s.Rust.Folders) > 0 && hasGoFolders(s) }

// rustSeverity is an error only where somebody works with Rust in this window.
func rustSeverity(s *health.Snapshot) health.Severity {
	if s.Rust.Analyzer {
		return health.Error
	}
	return health.Warning
}

func rustIsRustups(s *health.Snapshot) bool {
	for _, f := range s.Rust.Folders {
		if f.Proxy {
			return true
		}
	}
	return false
}

// clearRustVariable removes a variable where it was set. Settings of the Go extension do not reach Rust, so what is hidden from Go's
// tools there would stay.
func clearRustVariable(s *health.Snapshot, v health.Variable) []health.Fix {
	if v.Source.Kind == health.FromSetting {
		return clearFixes(s, "", v)
	}
	return []health.Fix{removeByHand(s, v, message("fix-clear", health.Args{"name": health.V(v.Name)}))}
}
