package check

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// rust puts a Rust project beside the Go of the first folder, with a rustup that is well; its sources are there.
func rust(changes ...func(*health.Snapshot)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		system, p := string(s.System.OS), placeOf(string(s.System.OS))
		j := func(parts ...string) health.Path { return health.Path(health.Join(system, parts...)) }
		root := j(p.home, ".rustup", "toolchains", "stable")
		s.Rust = health.Rust{Homes: []health.RustHome{
			{Name: "RUSTUP_HOME", Path: j(p.home, ".rustup"), State: health.HomeOK, Source: health.Source{Kind: health.FromDefault, Name: "RUSTUP_HOME"}},
			{Name: "CARGO_HOME", Path: j(p.home, ".cargo"), State: health.HomeOK, Source: health.Source{Kind: health.FromDefault, Name: "CARGO_HOME"}}},
			Folders: []health.RustFolder{{Folder: s.Folders[0].Path, Manifest: j(p.folder, "native", "Cargo.toml"), Rustc: j(p.home, ".cargo", "bin", "rustc"+p.exe), Proxy: true, Asked: true,
				Choice: health.Source{Kind: health.FromDefault, Name: "RUSTUP_TOOLCHAIN"}, Sysroot: root, Sources: j(string(root), "lib", "rustlib", "src", "rust", "library"), HasSources: true,
				SourcesSource: health.Source{Kind: health.FromDefault, Name: "RUST_SRC_PATH"}}}}
		do(changes...)(s)
	}
}

func analyzer(s *health.Snapshot) { inEditor(s); s.Rust.Analyzer = true }

// rustHome sets RUSTUP_HOME or CARGO_HOME to a place in some state; rustup is not run then.
func rustHome(name health.Public, path health.Path, state health.HomeState) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for i := range s.Rust.Homes {
			if h := &s.Rust.Homes[i]; h.Name == name {
				h.Path, h.State, h.Source = path, state, health.Source{Kind: health.FromEnvironment, Name: name}
			}
		}
		if name == "RUSTUP_HOME" {
			notAsked(health.RustHomeBad)(s)
		}
	}
}

func notAsked(why health.RustWhy) func(*health.Snapshot) {
	return rustFolder(func(f *health.RustFolder) {
		f.Asked, f.NotAsked, f.Sysroot, f.Sources, f.HasSources = false, why, "", "", false
		if why == health.RustNotFound {
			f.Rustc, f.Proxy = "", false
		}
	})
}

func rustFolder(change func(*health.RustFolder)) func(*health.Snapshot) {
	return func(s *health.Snapshot) { change(&s.Rust.Folders[0]) }
}

// rustcSaid is a rustc that ends with words.
func rustcSaid(words health.Text) func(*health.Snapshot) {
	return rustFolder(func(f *health.RustFolder) {
		f.Exit, f.Error, f.Sysroot, f.Sources, f.HasSources = 1, words, "", "", false
	})
}

func ofTheSystem(s *health.Snapshot) {
	f := &s.Rust.Folders[0]
	f.Rustc, f.Proxy = "/usr/bin/rustc", false
}

func TestRustupHomeInvalid(t *testing.T) {
	gone := rustHome("RUSTUP_HOME", "/opt/rustup", health.HomeMissing)
	home := []health.FindingID{"rustup-home-invalid:RUSTUP_HOME"}
	runCases(t, RustupHomeInvalid, []testCase{
		{name: "gone", change: rust(analyzer, gone), want: home},
		{name: "gone-without-rust-analyzer", change: rust(gone), want: home},
		{name: "a-file", change: rust(analyzer, rustHome("RUSTUP_HOME", "/home/ada/notes.txt", health.HomeNoDirectory)), want: home},
		{name: "relative", change: rust(analyzer, rustHome("RUSTUP_HOME", "rustup", health.HomeRelative)), want: home},
		{name: "relative-cargo-home", change: rust(analyzer, rustHome("CARGO_HOME", "cargo", health.HomeRelative)), want: []health.FindingID{"rustup-home-invalid:CARGO_HOME"}},
		{name: "windows", system: "windows", change: rust(analyzer, rustHome("RUSTUP_HOME", `D:\rustup`, health.HomeMissing)), want: home},
		{name: "darwin", system: "darwin", change: rust(analyzer, gone), want: home},
		{name: "by-a-setting", change: rust(analyzer, gone, func(s *health.Snapshot) {
			s.Rust.Homes[0].Source = setting(s, health.ScopeUser, "rust-analyzer.cargo.extraEnv", "", `{"RUSTUP_HOME":"/opt/rustup"}`).Source()
		}), want: home},

		{name: "well", change: rust(analyzer)},
		{name: "elsewhere", change: rust(analyzer, rustHome("RUSTUP_HOME", "/opt/rustup", health.HomeOK))},
		{name: "cargo-home-not-made-yet", change: rust(analyzer, rustHome("CARGO_HOME", "/tmp/cargo", health.HomeMissing))},
		{name: "rustc-of-the-system", change: rust(analyzer, gone, ofTheSystem)},
		{name: "default-that-is-not-there", change: rust(func(s *health.Snapshot) { s.Rust.Homes[0].State = health.HomeMissing })},
		{name: "no-rust", state: health.StateNotApplicable},
		{name: "no-go", change: do(rust(analyzer, gone), noGo), state: health.StateNotApplicable},
	})
}

func TestRustToolchainMissing(t *testing.T) {
	const notInstalled, noDefault = "error: toolchain '1.60.0-x86_64-unknown-linux-gnu' is not installed\nhelp: run `rustup toolchain install` to install it",
		"error: rustup could not choose a version of rustc to run, because one wasn't specified explicitly, and no default is configured."
	byFile := rustFolder(func(f *health.RustFolder) {
		f.Choice = health.Source{Kind: health.FromFile, File: "/home/ada/src/app/rust-toolchain.toml"}
	})
	missing := []health.FindingID{"rust-toolchain-missing"}
	runCases(t, RustToolchainMissing, []testCase{
		{name: "not-installed", change: rust(analyzer, rustcSaid(notInstalled), byFile), want: missing},
		{name: "not-installed-without-rust-analyzer", change: rust(rustcSaid(notInstalled), byFile), want: missing}, // a note
		{name: "named-by-a-variable", change: rust(analyzer, rustcSaid(notInstalled), rustFolder(func(f *health.RustFolder) {
			f.Choice = health.Source{Kind: health.FromEnvironment, Name: "RUSTUP_TOOLCHAIN"}
		})), want: missing},
		{name: "no-default", change: rust(rustcSaid(noDefault)), want: missing},
		{name: "damaged", change: rust(analyzer, rustcSaid("error: Missing manifest in toolchain 'stable-x86_64-unknown-linux-gnu'")), want: missing},
		{name: "silent", change: rust(analyzer, ofTheSystem, rustcSaid("")), want: missing},
		{name: "cannot-start", change: rust(analyzer, ofTheSystem, notAsked(health.RustNoStart), rustFolder(func(f *health.RustFolder) { f.Error = "exec format error" })), want: missing},
		{name: "no-rustc-for-rust-analyzer", change: rust(analyzer, notAsked(health.RustNotFound)), want: missing},
		{name: "empty-home", change: rust(analyzer, rustHome("RUSTUP_HOME", "/opt/rustup", health.HomeEmpty)), want: missing},
		{name: "default-home-gone", change: rust(notAsked(health.RustHomeBad), func(s *health.Snapshot) { s.Rust.Homes[0].State = health.HomeMissing }), want: missing},
		{name: "windows", system: "windows", change: rust(analyzer, rustcSaid(noDefault)), want: missing},

		{name: "well", change: rust(analyzer)},
		{name: "no-rustc-and-nobody-wants-one", change: rust(notAsked(health.RustNotFound)), state: health.StateNotApplicable},
		{name: "another-check-speaks", change: rust(analyzer, rustHome("RUSTUP_HOME", "/opt/rustup", health.HomeMissing))},
		{name: "untrusted", change: rust(analyzer, notAsked(health.RustUntrusted)), state: health.StateInconclusive},
		{name: "late", change: rust(analyzer, rustcSaid(""), rustFolder(func(f *health.RustFolder) { f.TimedOut = true })), state: health.StateInconclusive},
		{name: "no-rust", state: health.StateNotApplicable},
		{name: "no-go", change: do(rust(analyzer, rustcSaid(noDefault)), noGo), state: health.StateNotApplicable},
	})
}

func TestRustSrcMissing(t *testing.T) {
	without := rustFolder(func(f *health.RustFolder) { f.HasSources = false })
	missing := []health.FindingID{"rust-src-missing"}
	runCases(t, RustSrcMissing, []testCase{
		{name: "with-rust-analyzer", change: rust(analyzer, without), want: missing},
		{name: "on-the-command-line", change: rust(without), want: missing}, // a note
		{name: "rustc-of-the-system", change: rust(analyzer, without, ofTheSystem), want: missing},
		{name: "windows", system: "windows", change: rust(analyzer, without), want: missing},
		{name: "by-a-setting", change: rust(analyzer, without, func(s *health.Snapshot) {
			s.Rust.Folders[0].SourcesSource = setting(s, health.ScopeUser, "rust-analyzer.cargo.sysrootSrc", "", `"/gone"`).Source()
			s.Rust.Folders[0].Sources = "/gone"
		}), want: missing},

		{name: "there", change: rust(analyzer)},
		{name: "switched-off", change: rust(analyzer, without, rustFolder(func(f *health.RustFolder) { f.SourcesOff = true }))},
		{name: "editor-without-rust-analyzer", change: rust(inEditor, without), state: health.StateNotApplicable},
		{name: "rustc-failed", change: rust(analyzer, rustcSaid("error: x"))},
		{name: "no-rust", state: health.StateNotApplicable},
	})
}

// What fails in one folder explains nothing in another one. In the same folder the cause leaves nothing else to be seen.
func TestRustIsNotFolded(t *testing.T) {
	s := healthy("linux")
	rust(analyzer, rustcSaid("error: toolchain 'x' is not installed"), rustHome("CARGO_HOME", "cargo", health.HomeRelative))(s)
	second := s.Rust.Folders[0]
	second.Folder, second.Exit, second.Error, second.Sysroot, second.Sources = "/home/ada/src/other", 0, "", "/opt/rust", "/opt/rust/lib/rustlib/src/rust/library"
	s.Rust.Folders = append(s.Rust.Folders, second)
	found, _ := Examine(s, []*Check{RustupHomeInvalid, RustToolchainMissing, RustSrcMissing}, func() float64 { return 0 })
	var got []string
	for _, f := range found {
		got = append(got, string(f.ID())+string(f.Because))
	}
	if want := "rustup-home-invalid:CARGO_HOME rust-toolchain-missing rust-src-missing"; strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
}
