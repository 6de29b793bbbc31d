package health

// ProbeRust fills Rust.
const ProbeRust ProbeID = "rust"

// Rust is what was seen of a Rust toolchain beside Go, in the environment that rust-analyzer has: the editor's. It is
// looked for only where a Rust project or a running rust-analyzer is in the window.
type Rust struct {
	// Analyzer: the extension rust-analyzer is active.
	Analyzer bool         `json:"analyzer,omitempty"`
	Homes    []RustHome   `json:"homes,omitempty"` // RUSTUP_HOME and CARGO_HOME, in this order
	Folders  []RustFolder `json:"folders,omitempty"`
}

// RustHome is a directory of rustup or cargo.
type RustHome struct {
	Name   Public    `json:"name"`
	Path   Path      `json:"path"` // as set, or the default
	Source Source    `json:"source"`
	State  HomeState `json:"state"`
}

// HomeState is what stands where a home directory should be.
type HomeState string

const (
	HomeOK          HomeState = "ok"
	HomeMissing     HomeState = "missing"
	HomeRelative    HomeState = "relative"
	HomeNoDirectory HomeState = "not-a-directory"
	HomeUnreadable  HomeState = "unreadable"
	// HomeEmpty is a rustup home without settings.toml: rustup would write one there if it ran.
	HomeEmpty HomeState = "empty"
)

func (HomeState) Class() Class { return ClassPublic }

// RustFolder is a workspace folder with Rust in it.
type RustFolder struct {
	Folder Path `json:"folder"`
	// Manifest is its Cargo.toml, at its root or in a directory of it; empty if only rust-analyzer speaks for Rust.
	Manifest Path `json:"manifest,omitempty"`
	// Rustc is what rust-analyzer would run: $RUSTC, else the first on PATH, else the one in CARGO_HOME/bin; empty if none.
	Rustc Path `json:"rustc,omitempty"`
	// Proxy: it is rustup, which chooses a toolchain and starts its rustc.
	Proxy bool `json:"proxy,omitempty"`
	// Choice is who names a toolchain for this folder: RUSTUP_TOOLCHAIN, or a rust-toolchain file; default otherwise.
	Choice Source `json:"choice"`
	// Asked says that `rustc --print sysroot` was run here, with Exit and the first lines of Error; NotAsked says why not.
	Asked    bool    `json:"asked"`
	NotAsked RustWhy `json:"notAsked,omitempty"`
	Exit     int     `json:"exit"`
	Error    Text    `json:"error,omitempty"`
	TimedOut bool    `json:"timedOut,omitempty"`
	Sysroot  Path    `json:"sysroot,omitempty"`
	// Sources is where the standard library's sources should be; HasSources says that they are.
	Sources       Path   `json:"sources,omitempty"`
	SourcesSource Source `json:"sourcesSource"` // RUST_SRC_PATH or a setting; default otherwise
	HasSources    bool   `json:"hasSources,omitempty"`
	// SourcesOff: a setting of rust-analyzer says that it shall do without the standard library.
	SourcesOff bool `json:"sourcesOff,omitempty"`
}

// RustWhy is why rustc was not run.
type RustWhy string

const (
	RustNotFound  RustWhy = "not-found"
	RustUntrusted RustWhy = "untrusted" // a rust-toolchain file may name any program
	RustHomeBad   RustWhy = "home"      // running rustup would create the directory, or files in it
	RustNoStart   RustWhy = "no-start"
)

func (RustWhy) Class() Class { return ClassPublic }

// RustHome returns a home directory of Rust by its variable.
func (s *Snapshot) RustHome(name Public) (RustHome, bool) {
	for _, h := range s.Rust.Homes {
		if h.Name == name {
			return h, true
		}
	}
	return RustHome{}, false
}
