package probe

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

const rustMachine = `
-- /w/main.go --
package main
-- /w/native/Cargo.toml --
[package]
-- /home/ada/.rustup/settings.toml --
-- /home/ada/.rustup/toolchains/stable/bin/rustc --
`

var rustProbes = []*Probe{environmentProbe, machineProbe, editorProbe, settingsProbe, rustProbe}

// withRustup is a machine with rustup, whose rustc answers.
func withRustup(t *testing.T) *fakeSystem {
	f := newFake(t, "linux", rustMachine)
	f.env = []string{"HOME=/home/ada", "PATH=/home/ada/.cargo/bin:/usr/bin", "TOKEN=secret"}
	f.exec("/home/ada/.cargo/bin/rustup")
	f.link("/home/ada/.cargo/bin/rustc", "rustup")
	f.answer = func(c child.Command) (child.Result, error) {
		return child.Result{Stdout: []byte("/home/ada/.rustup/toolchains/stable\n")}, nil
	}
	return f
}

func TestRust(t *testing.T) {
	analyzer := &EditorFacts{HostPID: 7, Extensions: []EditorExtension{{ID: "rust-lang.rust-analyzer", Active: true}}}
	for _, tc := range []struct {
		name    string
		change  func(*fakeSystem)
		request Request
		want    string // rustc, why it was not asked, exit, sysroot, sources there
		homes   string
		ran     int
	}{
		{name: "well", change: func(*fakeSystem) {}, want: "/home/ada/.cargo/bin/rustc proxy  0 /home/ada/.rustup/toolchains/stable false", homes: "ok ok", ran: 1},
		{name: "with sources", change: func(f *fakeSystem) { f.dir("/home/ada/.rustup/toolchains/stable/lib/rustlib/src/rust/library/core") },
			want: "/home/ada/.cargo/bin/rustc proxy  0 /home/ada/.rustup/toolchains/stable true", homes: "ok ok", ran: 1},
		{name: "home set to nothing is unset", change: func(f *fakeSystem) { f.env = append(f.env, "RUSTUP_HOME=") },
			want: "/home/ada/.cargo/bin/rustc proxy  0 /home/ada/.rustup/toolchains/stable false", homes: "ok ok", ran: 1},
		{name: "home that is not there", change: func(f *fakeSystem) { f.env = append(f.env, "RUSTUP_HOME=/nowhere") },
			want: "/home/ada/.cargo/bin/rustc proxy home 0  false", homes: "missing ok"},
		{name: "home that is relative", change: func(f *fakeSystem) { f.env = append(f.env, "RUSTUP_HOME=x") },
			want: "/home/ada/.cargo/bin/rustc proxy home 0  false", homes: "relative ok"},
		{name: "home that is a file", change: func(f *fakeSystem) { f.env = append(f.env, "RUSTUP_HOME=/w/main.go") },
			want: "/home/ada/.cargo/bin/rustc proxy home 0  false", homes: "not-a-directory ok"},
		{name: "home without settings", change: func(f *fakeSystem) { f.dir("/empty"); f.env = append(f.env, "RUSTUP_HOME=/empty") },
			want: "/home/ada/.cargo/bin/rustc proxy home 0  false", homes: "empty ok"},
		{name: "default home that is not there", change: func(f *fakeSystem) { f.env[0] = "HOME=/home/eve" },
			want: "/home/ada/.cargo/bin/rustc proxy home 0  false", homes: "missing missing"},
		{name: "a rustc of the system needs no home", change: func(f *fakeSystem) {
			f.exec("/usr/bin/rustc")
			f.env = []string{"HOME=/home/ada", "PATH=/usr/bin", "RUSTUP_HOME=/nowhere"}
		}, want: "/usr/bin/rustc  0 /home/ada/.rustup/toolchains/stable false", homes: "missing ok", ran: 1},
		{name: "found through CARGO_HOME", change: func(f *fakeSystem) { f.env[1] = "PATH=/usr/bin" },
			want: "/home/ada/.cargo/bin/rustc proxy  0 /home/ada/.rustup/toolchains/stable false", homes: "ok ok", ran: 1},
		{name: "not installed", change: func(f *fakeSystem) { f.env = []string{"HOME=/home/eve", "PATH=/usr/bin"} },
			want: " not-found 0  false", homes: "missing missing"},
		{name: "untrusted", change: func(*fakeSystem) {}, request: Request{Untrusted: true}, want: "/home/ada/.cargo/bin/rustc proxy untrusted 0  false", homes: "ok ok"},
		{name: "fails", change: func(f *fakeSystem) {
			f.answer = func(child.Command) (child.Result, error) {
				return child.Result{ExitCode: 1, Stderr: []byte("error: toolchain 'x' is not installed")}, nil
			}
		}, want: "/home/ada/.cargo/bin/rustc proxy  1  false", homes: "ok ok", ran: 1},
		{name: "cannot start", change: func(f *fakeSystem) {
			f.answer = func(child.Command) (child.Result, error) { return child.Result{}, errors.New("exec format error") }
		}, want: "/home/ada/.cargo/bin/rustc proxy no-start 0  false", homes: "ok ok", ran: 1},
		{name: "no Rust", change: func(f *fakeSystem) { delete(f.nodes, "/w/native/Cargo.toml") }},
		{name: "no Rust but rust-analyzer", change: func(f *fakeSystem) { delete(f.nodes, "/w/native/Cargo.toml") }, request: Request{Editor: analyzer},
			want: "/home/ada/.cargo/bin/rustc proxy  0 /home/ada/.rustup/toolchains/stable false", homes: "ok ok", ran: 1},
		{name: "a Cargo.toml of somebody else", change: func(f *fakeSystem) {
			delete(f.nodes, "/w/native/Cargo.toml")
			f.write("/w/vendor/Cargo.toml", "")
			f.write("/w/testdata/Cargo.toml", "")
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := withRustup(t)
			tc.change(f)
			r := tc.request
			r.Tier, r.Folders = health.TierStandard, []string{"/w"}
			s := examine(t, f, r, rustProbes...)
			got, homes := "", ""
			for _, w := range s.Rust.Folders {
				proxy := ""
				if w.Proxy {
					proxy = " proxy"
				}
				got = strings.TrimRight(fmt.Sprintf("%s%s %s %d %s %v", w.Rustc, proxy, w.NotAsked, w.Exit, w.Sysroot, w.HasSources), "\n")
			}
			for _, h := range s.Rust.Homes {
				homes = strings.TrimSpace(homes + " " + string(h.State))
			}
			if got != tc.want || homes != tc.homes || len(f.ran) != tc.ran {
				t.Errorf("%q, homes %q, %d runs\nwant %q, %q, %d", got, homes, len(f.ran), tc.want, tc.homes, tc.ran)
			}
			for _, c := range f.ran {
				if v, _ := getenv("linux", c.Env, "RUSTUP_AUTO_INSTALL"); v != "0" {
					t.Errorf("rustup could install: %v", c.Env)
				}
			}
		})
	}
}

func TestRustChoiceAndSettings(t *testing.T) {
	f := withRustup(t)
	f.write("/w/rust-toolchain.toml", "")
	f.dir("/elsewhere/library/core")
	settings := func(text string) Request {
		f.write("/home/ada/settings.json", text)
		return Request{Tier: health.TierStandard, Folders: []string{"/w"}, UserSettings: "/home/ada/settings.json"}
	}
	got := examine(t, f, settings(`{}`), rustProbes...).Rust.Folders[0]
	if got.Choice.File != "/w/rust-toolchain.toml" || got.SourcesOff || got.Sources != "/home/ada/.rustup/toolchains/stable/lib/rustlib/src/rust/library" {
		t.Errorf("%+v", got)
	}
	if dir := f.ran[0].Dir; dir != "/w/native" {
		t.Errorf("ran in %s", dir)
	}
	got = examine(t, f, settings(`{"rust-analyzer.cargo.sysroot": null}`), rustProbes...).Rust.Folders[0]
	if !got.SourcesOff {
		t.Errorf("%+v", got)
	}
	got = examine(t, f, settings(`{"rust-analyzer.cargo.sysrootSrc": "/elsewhere/library"}`), rustProbes...).Rust.Folders[0]
	if !got.HasSources || got.SourcesSource.Name != "rust-analyzer.cargo.sysrootSrc" || got.SourcesSource.Line == 0 {
		t.Errorf("%+v", got)
	}
	s := examine(t, f, settings(`{"rust-analyzer.cargo.extraEnv": {"RUSTUP_TOOLCHAIN": "nightly", "TOKEN": "secret"}}`), rustProbes...)
	if got := s.Rust.Folders[0]; got.Choice.Kind != health.FromSetting {
		t.Errorf("%+v", got)
	}
	if text := fmt.Sprintf("%+v %+v", s.Rust, s.Settings); strings.Contains(text, "secret") {
		t.Errorf("a secret got out: %s", text)
	}
	if last := f.ran[len(f.ran)-1].Env; !strings.Contains(strings.Join(last, " "), "RUSTUP_TOOLCHAIN=nightly") {
		t.Errorf("%v", last)
	}
}

// A real rustup is asked, and nothing is made: neither where its home is well nor where it is not there.
func TestRustReal(t *testing.T) {
	rustc, err := exec.LookPath("rustc")
	if err != nil || runtime.GOOS == "windows" {
		t.Log("no rustc here")
		return
	}
	dir, gone := t.TempDir(), filepath.Join(t.TempDir(), "gone")
	if err := os.WriteFile(filepath.Join(dir, "Cargo.toml"), []byte("[package]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	f := examine(t, Machine{}, Request{Tier: health.TierStandard, Folders: []string{dir}}, rustProbes...).Rust.Folders[0]
	if f.Rustc != health.Path(rustc) || !f.Asked || f.Exit != 0 || f.Sysroot == "" {
		t.Logf("this rustc is not well: %+v", f)
		return
	}
	t.Setenv("RUSTUP_HOME", gone)
	r := examine(t, Machine{}, Request{Tier: health.TierStandard, Folders: []string{dir}}, rustProbes...).Rust
	if r.Folders[0].Proxy && (r.Folders[0].Asked || r.Homes[0].State != health.HomeMissing) {
		t.Errorf("%+v", r)
	}
	if _, err := os.Stat(gone); err == nil {
		t.Errorf("%s was made", gone)
	}
	t.Setenv("RUSTUP_HOME", "")
	t.Setenv("RUSTUP_TOOLCHAIN", "1.1.0")
	if f := examine(t, Machine{}, Request{Tier: health.TierStandard, Folders: []string{dir}}, rustProbes...).Rust.Folders[0]; f.Proxy && (f.Exit == 0 || !strings.Contains(string(f.Error), "not installed")) {
		t.Errorf("%+v", f)
	}
}
