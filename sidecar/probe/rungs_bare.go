package probe

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// rungThree is a private server in the minimal module, without flags and settings, in an environment that bareEnviron made.
func rungThree(ex *Examination, f health.Folder, env []string, changed []health.Deviation, m minimalModule) rungRun {
	gopls, _ := ex.Snapshot.Lookup(f.Path, "gopls", health.ForEditor)
	s := surroundings{system: ex.System.OS(), values: ex.Private.GoValues[f.Path]}
	r := rungRun{
		n: 3, gopls: string(gopls.Path), env: env, deviations: changed, folder: m.folder, ground: m.ground,
		places: s.places(ex, health.Folder{Path: health.Path(m.folder)}), thorough: thorough(ex), told: m.told,
	}
	r.places.VendorDirs = []string{health.Join(s.system, m.folder, "vendor")}
	r.ground.Build.GOOS, r.ground.Build.GOARCH = ex.System.OS(), ex.System.Arch()
	found := bareGo(ex, f.Path)
	r.ground.Goroot, r.places.InUse = found.root, found.release(ex.System)
	return r
}

// bareEnviron is the environment of rung 3: nothing of the user's but the go to be found, the home directory, and the caches
// where they are usable, for speed. With fresh they are private in any case: an entry of a cache may be what breaks it. The
// module cache is always private, because gopls's go mod tidy would leave a lock there, and a driver of packages that lies in a
// system directory is switched off.
func bareEnviron(ctx context.Context, ex *Examination, folder health.Path, owned *belongings, fresh bool) ([]string, []health.Deviation, error) {
	private, err := owned.directory("bare")
	if err != nil {
		return nil, nil, err
	}
	for _, name := range []string{"tmp", "home", "gopath", "GOCACHE", "GOPLSCACHE"} {
		if err := os.Mkdir(filepath.Join(private, name), 0o700); err != nil {
			return nil, nil, err
		}
	}
	system, temp := ex.System.OS(), filepath.Join(private, "tmp")
	env := []string{
		"PATH=" + joinList(system, append([]string{bareGo(ex, folder).dir}, systemDirectories(ex)...)),
		"GOENV=off", "GOFLAGS=", "GOWORK=off", "GOTOOLCHAIN=local", "GOPROXY=off", "GOVCS=*:off", "GOPACKAGESDRIVER=off",
		"GOPATH=" + filepath.Join(private, "gopath"),
	}
	home := string(ex.Snapshot.System.Home)
	if !health.IsAbs(system, home) {
		home = filepath.Join(private, "home")
	}
	if health.Windows(system) {
		env = append(env, "USERPROFILE="+home, "TMP="+temp, "TEMP="+temp)
		for _, name := range []string{"SystemRoot", "LOCALAPPDATA"} {
			if value, _ := getenv(system, ex.Private.Environ, name); value != "" {
				env = append(env, name+"="+value)
			}
		}
	} else {
		env = append(env, "HOME="+home, "TMPDIR="+temp)
	}
	var changed []health.Deviation
	for _, role := range bareCaches {
		dir, usable := bareCache(ctx, ex, folder, role)
		if fresh || !usable {
			d := deviation(role, dir, "", whyBareCache)
			d.After = health.Say("say.private-directory")
			changed = append(changed, d)
			dir = filepath.Join(private, role)
		}
		env = append(env, role+"="+dir)
	}
	return env, changed, nil
}

// bareCaches are the roles of the caches that rung 3 shares with the user where it can.
var bareCaches = []string{"GOCACHE", "GOPLSCACHE"}

// bareCache is the user's directory of a role, and whether it can be used without any doubt.
func bareCache(ctx context.Context, ex *Examination, folder health.Path, role string) (dir string, usable bool) {
	system := ex.System.OS()
	p := place{role: role, folder: folder, sample: true}
	for _, known := range placesOf(ex, folder) {
		if known.role == role {
			p.path = known.path
		}
	}
	if cache := userCacheDir(system, toolEnviron(ex, folder)); p.path == "" && role == "GOCACHE" && cache != "" {
		p.path = health.Join(system, cache, "go-build") // go is mute: its default
	}
	d := lookAtDirectory(ctx, ex.System, p)
	return p.path, d.Problem == "" && d.Error == "" && (d.Directory || !d.Exists) && d.Writable && !d.ReadOnly && d.Foreign == 0
}

// systemDirectories are those that every process may expect on PATH.
func systemDirectories(ex *Examination) []string {
	if !health.Windows(ex.System.OS()) {
		return []string{"/usr/local/bin", "/usr/bin", "/bin"}
	}
	root, _ := getenv("windows", ex.Private.Environ, "SystemRoot")
	if root == "" {
		root = `C:\Windows`
	}
	return []string{root + `\System32`}
}

// goPlace is where a go lies.
type goPlace struct {
	dir  string // for PATH
	root string // the release that it belongs to; empty if it is not known
}

// release is the release of the tree, go1.26.8; empty if it is not known.
func (g goPlace) release(system System) string {
	if g.root == "" {
		return ""
	}
	text, err := system.ReadFile(health.Join(system.OS(), g.root, "VERSION"), 4<<10)
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(string(text), "\n")
	return first
}

// bareGo is the go that rung 3 uses: the editor's own. Where that is a shim, which would need its own variables and files, it
// is the go of the release that the shim led to; where nobody knows that, the shim after all.
func bareGo(ex *Examination, folder health.Path) goPlace {
	system, path := ex.System.OS(), string(goFor(ex, folder))
	if path == "" {
		return goPlace{dir: systemDirectories(ex)[0]}
	}
	name := "go" + suffix(system)
	releases := []string{ex.Private.GoValues[folder]["GOROOT"]}
	if real, err := ex.System.RealPath(path); err == nil && health.Base(system, real) == name {
		releases = slices.Insert(releases, 0, health.Dir(system, health.Dir(system, real)))
	}
	for _, root := range releases {
		if root == "" {
			continue
		}
		info, err := ex.System.Stat(health.Join(system, root, "src", "runtime"))
		executable, _ := ex.System.Executable(health.Join(system, root, "bin", name))
		if err == nil && info.IsDir() && executable {
			return goPlace{dir: health.Join(system, root, "bin"), root: root}
		}
	}
	return goPlace{dir: health.Dir(system, path)}
}
