package probe

import (
	"io/fs"
	"path"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/image"
)

const (
	maxHops = 16
	// maxWrapper bounds a script that is read. A wrapper is a page; goenv's longest is 1 kB.
	maxWrapper = 32 << 10
	maxTarget  = 4 << 10 // the longest path
)

// chase follows wrappers without running any: links, scripts that hand on their arguments, and shims of version managers, of
// which only go itself knows where they lead.
type chase struct {
	ex    *Examination
	tool  health.Public
	start string
	seen  map[string]bool
	hops  []health.Hop
	// wrapped: more than links led on.
	wrapped bool
}

// identities are the import paths that the Go linker recorded in the real tools.
var identities = map[health.Public]health.Module{"go": "cmd/go", "gopls": "golang.org/x/tools/gopls", "dlv": "github.com/go-delve/delve/cmd/dlv"}

// managers are programs that run others by the name they are called by, and whom they belong to.
var managers = map[string]health.Public{"goenv": "goenv", "asdf": "asdf", "mise": "mise", "rtx": "mise", "pyenv": "pyenv", "snap": "snap", "nix": "nix",
	"nix-shell": "nix", "hermit": "hermit", "proto": "proto", "proto-shim": "proto", "volta": "volta", "gvm": "gvm", "devbox": "devbox", "direnv": "direnv"}

// managerOf is whose program a file is; empty if nobody's that is known.
func managerOf(system, file string) health.Public {
	name := strings.ToLower(health.Base(system, file))
	if health.Windows(system) {
		name = strings.TrimSuffix(strings.TrimSuffix(name, ".exe"), ".cmd")
	}
	return managers[name]
}

// from is the chain of a file that has been read; empty where nothing wraps it.
func (c *chase) from(file string, own health.Image) []health.Hop {
	if own.Kind == health.BinaryUnreadable && own.Error != "" {
		return nil // what is not there leads nowhere, and another probe says so
	}
	c.start = file
	c.step(file)
	if len(c.hops) == 1 && c.hops[0].How == health.HopProgram {
		return nil
	}
	return c.hops
}

func (c *chase) add(file string, how health.HopKind, manager health.Public) {
	c.hops = append(c.hops, health.Hop{Path: cleaned[health.Path](file), How: how, Manager: manager})
}

// step takes one file into the chain and goes on to the next.
func (c *chase) step(file string) {
	system := c.ex.System
	file = health.Clean(system.OS(), file)
	if c.seen[file] || len(c.hops) >= maxHops {
		c.lost("")
		return
	}
	c.seen[file] = true
	info, err := system.Lstat(file)
	switch {
	case err != nil:
		c.add(file, health.HopLost, "")
	case info.Mode()&fs.ModeSymlink != 0:
		c.link(file)
	default:
		c.file(file)
	}
}

// link takes one step of a symbolic link. A relative target is seen from the directory that really holds the link.
func (c *chase) link(file string) {
	system := c.ex.System
	name := system.OS()
	target, err := "", error(nil)
	if l, ok := system.(links); ok {
		target, err = l.Readlink(file)
	}
	if target == "" || err != nil {
		target, err = system.RealPath(file)
	}
	if err != nil || !c.local(target) {
		c.add(file, health.HopLost, "")
		return
	}
	if !health.IsAbs(name, target) {
		dir := health.Dir(name, file)
		if real, err := system.RealPath(dir); err == nil {
			dir = real
		}
		target = health.Join(name, dir, target)
	}
	c.add(file, health.HopLink, "")
	c.step(target)
}

// file takes a file that is no link.
func (c *chase) file(file string) {
	system := c.ex.System
	f, err := system.Open(file)
	if err != nil {
		c.add(file, health.HopLost, "")
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		c.add(file, health.HopLost, "")
		return
	}
	r := image.Bound(f, maxRead)
	headers, err := image.Read(r, info.Size())
	if err != nil {
		if isScript(f, file) && info.Size() <= maxWrapper {
			c.script(file)
			return
		}
		c.add(file, health.HopLost, "")
		return
	}
	var build *health.Build
	for _, s := range headers.Slices {
		if commands, _ := s.Commands(r); build == nil {
			build = s.Build(r, commands)
		}
	}
	c.program(file, build)
}

// script reads who a script hands its arguments to.
func (c *chase) script(file string) {
	data, err := c.ex.System.ReadFile(file, maxWrapper)
	if err != nil {
		c.add(file, health.HopLost, "")
		return
	}
	target, ok := wrapperTarget(wrapper{system: c.ex.System.OS(), file: file, text: data, value: c.variable})
	c.wrapped = true
	switch manager := managerOf(c.ex.System.OS(), target); {
	case !ok:
		c.unknown(file, managerOfPlace(file))
	case manager != "":
		c.unknown(file, manager)
	case !health.IsAbs(c.ex.System.OS(), target) || !c.local(target):
		c.unknown(file, managerOfPlace(file))
	default:
		c.add(file, health.HopScript, managerOfPlace(file))
		c.step(target)
	}
}

// program ends the chain, unless the program is one that starts another.
func (c *chase) program(file string, build *health.Build) {
	next, manager := c.nextOfProgram(file, build)
	switch {
	case next != "":
		c.wrapped = true
		c.add(file, health.HopShim, manager)
		c.step(next)
	case manager != "" || c.otherTool(build):
		c.wrapped = true
		c.unknown(file, manager)
	default:
		c.add(file, health.HopProgram, "")
	}
}

// nextOfProgram knows programs whose next one stands beside them, or that run what they are called as.
func (c *chase) nextOfProgram(file string, build *health.Build) (next string, manager health.Public) {
	name := c.ex.System.OS()
	dir, base := health.Dir(name, file), health.Base(name, file)
	if build != nil && strings.HasPrefix(string(build.Package), "golang.org/dl/") {
		release := path.Base(string(build.Package)) // golang.org/dl/go1.22.3 runs ~/sdk/go1.22.3
		return health.Join(name, string(c.ex.Snapshot.System.Home), "sdk", release, "bin", executableName(name, "go")), "golang.org/dl"
	}
	if manager := managerOf(name, file); manager != "" {
		return "", manager
	}
	if strings.HasPrefix(file, "/nix/store/") && !strings.HasSuffix(base, "-wrapped") {
		if inner := health.Join(name, dir, "."+base+"-wrapped"); c.exists(inner) {
			return inner, "nix"
		}
	}
	if health.Windows(name) && strings.HasSuffix(strings.ToLower(base), ".exe") {
		data, err := c.ex.System.ReadFile(health.Join(name, dir, base[:len(base)-len(".exe")]+".shim"), maxWrapper)
		if target := scoopTarget(string(data)); err == nil && health.IsAbs(name, target) && c.local(target) {
			return target, "scoop"
		}
	}
	return "", ""
}

// otherTool reports a Go program that is another one than the tool whose name it has. A fork keeps the last part of the path.
func (c *chase) otherTool(build *health.Build) bool {
	want, known := identities[c.tool]
	return known && build != nil && build.Package != "" && build.Package != want && path.Base(string(build.Package)) != path.Base(string(want))
}
