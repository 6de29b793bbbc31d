package probe

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// Bounds of the look at Rust.
const (
	rustDeadline   = 5 * time.Second
	maxRustEntries = 500
	maxRustFolders = 10
)

const rustAnalyzerID = "rust-lang.rust-analyzer"

// rustProbe fills Rust. rustup makes the directory that RUSTUP_HOME names, and settings.toml in it, whenever one of its proxies
// runs; so the directories are looked at first, and where one is not as it should be nothing is run (reference broken-states §7).
var rustProbe = &Probe{
	ID:       health.ProbeRust,
	Needs:    []health.ProbeID{health.ProbeMachine, health.ProbeEnvironment, health.ProbeEditor, health.ProbeSettings},
	Tier:     health.TierStandard,
	Deadline: maxRustFolders * rustDeadline,
	Run: func(ctx context.Context, ex *Examination) (Facts, error) {
		seen := lookAtRust(ctx, ex)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return func(s *health.Snapshot, _ *Private) { s.Rust = seen }, nil
	},
}

func lookAtRust(ctx context.Context, ex *Examination) health.Rust {
	out := health.Rust{Analyzer: slices.ContainsFunc(ex.Snapshot.Editor.Extensions, func(e health.Extension) bool {
		return e.Active && strings.EqualFold(string(e.ID), rustAnalyzerID)
	})}
	var folders []health.RustFolder
	for _, folder := range foldersOf(ex) {
		if manifest := cargoManifest(ex, folder); manifest != "" && len(folders) < maxRustFolders {
			folders = append(folders, health.RustFolder{Folder: folder, Manifest: health.Path(manifest)})
		}
	}
	if len(folders) == 0 && out.Analyzer {
		folders = append(folders, health.RustFolder{Folder: foldersOf(ex)[0]})
	}
	if len(folders) == 0 {
		return health.Rust{}
	}
	for i := range folders {
		t := rustToolsOf(ex, folders[i].Folder)
		if i == 0 {
			out.Homes = []health.RustHome{t.rustup, t.cargo}
		}
		t.lookAt(ctx, ex, &folders[i])
	}
	out.Folders = folders
	return out
}

// cargoManifest is the Cargo.toml of a folder: at its root, or in one of its directories. rust-analyzer looks no deeper either.
func cargoManifest(ex *Examination, folder health.Path) string {
	system := ex.System.OS()
	isFile := func(p string) bool {
		info, err := ex.System.Stat(p)
		return err == nil && info.Mode().IsRegular()
	}
	if root := health.Join(system, string(folder), "Cargo.toml"); folder != "" && isFile(root) {
		return root
	}
	entries, err := ex.System.ReadDir(string(folder), maxRustEntries)
	if err != nil || folder == "" {
		return ""
	}
	for _, e := range entries {
		if !e.IsDir() || e.Name() == "node_modules" || e.Name() == "vendor" || e.Name() == "testdata" || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if p := health.Join(system, string(folder), e.Name(), "Cargo.toml"); isFile(p) {
			return p
		}
	}
	return ""
}

// rustTools is the environment that rust-analyzer starts its tools in, for a folder.
type rustTools struct {
	system        string
	env           []string
	settings      effective
	sources       map[string]health.Source // of what its settings lay over the editor's environment
	rustup, cargo health.RustHome
}

func rustToolsOf(ex *Examination, folder health.Path) *rustTools {
	t := &rustTools{system: ex.System.OS(), env: ex.Private.Environ, settings: effectiveFor(ex, folder), sources: map[string]health.Source{}}
	for _, key := range []string{"rust-analyzer.server.extraEnv", "rust-analyzer.cargo.extraEnv"} {
		set := t.settings.whole[key]
		values, _ := set.Raw.(map[string]any)
		for _, name := range sortedKeys(values) {
			if text, ok := values[name].(string); ok {
				t.env = setenv(t.system, t.env, name, text)
				t.sources[name] = set.Source()
			}
		}
	}
	t.rustup = t.home(ex, "RUSTUP_HOME", ".rustup")
	t.cargo = t.home(ex, "CARGO_HOME", ".cargo")
	return t
}

func (t *rustTools) source(name string) health.Source {
	if s, ok := t.sources[name]; ok {
		return s
	}
	return health.Source{Kind: health.FromEnvironment, Name: health.Public(name)}
}

// home looks at a home directory, without anything that would make it. A variable that is set to nothing is unset.
func (t *rustTools) home(ex *Examination, name, usual string) health.RustHome {
	out := health.RustHome{Name: health.Public(name), State: health.HomeOK, Source: health.Source{Kind: health.FromDefault, Name: health.Public(name)}}
	out.Path = health.Path(health.Join(t.system, string(ex.Snapshot.System.Home), usual))
	if value, _ := getenv(t.system, t.env, name); value != "" {
		out.Path, out.Source = health.Path(health.CleanText(value)), t.source(name)
	}
	if !health.IsAbs(t.system, string(out.Path)) {
		out.State = health.HomeRelative
		return out
	}
	info, err := ex.System.Stat(string(out.Path))
	switch {
	case candidateState(ex.System, string(out.Path)) == health.CandidateMissing:
		out.State = health.HomeMissing
	case err != nil:
		out.State = health.HomeUnreadable
	case !info.IsDir():
		out.State = health.HomeNoDirectory
	case name == "RUSTUP_HOME":
		if _, err := ex.System.Stat(health.Join(t.system, string(out.Path), "settings.toml")); err != nil {
			out.State = health.HomeEmpty
		}
	}
	return out
}

// lookAt finds rustc for a folder and, where that can harm nothing, asks it for its sysroot.
func (t *rustTools) lookAt(ctx context.Context, ex *Examination, f *health.RustFolder) {
	dir := string(f.Folder)
	if f.Manifest != "" {
		dir = health.Dir(t.system, string(f.Manifest))
	}
	f.Choice = t.choice(ex, dir)
	f.SourcesSource = health.Source{Kind: health.FromDefault, Name: "RUST_SRC_PATH"}
	rustc := t.findRustc(ex)
	f.Rustc, f.Proxy = health.Path(rustc), rustc != "" && t.isProxy(ex, rustc)
	switch {
	case rustc == "":
		f.NotAsked = health.RustNotFound
	case ex.Request.Untrusted:
		f.NotAsked = health.RustUntrusted
	case f.Proxy && t.rustup.State != health.HomeOK:
		f.NotAsked = health.RustHomeBad
	}
	if f.NotAsked == "" {
		t.ask(ctx, ex, dir, f)
		t.librarySources(ex, f)
	}
}

// ask runs rustc where rust-analyzer does. rustup must neither install a toolchain nor look for one: older releases do not know
// the variable that says so, so the server is taken from them too.
func (t *rustTools) ask(ctx context.Context, ex *Examination, dir string, f *health.RustFolder) {
	env := t.env
	for _, pair := range [][2]string{{"RUSTUP_AUTO_INSTALL", "0"}, {"RUSTUP_DIST_SERVER", "http://127.0.0.1:9"}, {"RUSTUP_UPDATE_ROOT", "http://127.0.0.1:9"},
		{"RUST_BACKTRACE", "0"}, {"RUSTUP_TERM_COLOR", "never"}} {
		env = setenv(t.system, env, pair[0], pair[1])
	}
	r, err := ex.System.Run(ctx, child.Command{Path: string(f.Rustc), Args: []string{"--print", "sysroot"}, Dir: dir, Env: env, Deadline: rustDeadline})
	if err != nil {
		f.NotAsked, f.Error = health.RustNoStart, health.Words(err.Error(), stderrKept)
		return
	}
	f.Asked, f.Exit, f.TimedOut = true, r.ExitCode, r.TimedOut
	root, _, _ := strings.Cut(strings.TrimSpace(string(r.Stdout)), "\n")
	if root = strings.TrimSpace(root); r.ExitCode == 0 && health.IsAbs(t.system, root) {
		f.Sysroot = health.Path(root)
		return
	}
	f.Error = health.Words(string(r.Stderr), stderrKept)
}
