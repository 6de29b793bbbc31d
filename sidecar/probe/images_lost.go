package probe

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// unknown goes on from a wrapper that cannot be followed by reading: go itself has said where it is.
func (c *chase) unknown(file string, manager health.Public) {
	next := c.askedGo()
	if next == "" || next == file || c.seen[next] {
		c.add(file, health.HopLost, manager)
		return
	}
	c.add(file, health.HopShim, manager)
	c.step(next)
}

// lost ends a chain that leads back into itself, or never ends: its last step leads nowhere.
func (c *chase) lost(manager health.Public) {
	if n := len(c.hops); n > 0 {
		c.hops[n-1].How = health.HopLost
		if manager != "" {
			c.hops[n-1].Manager = manager
		}
	}
}

// askedGo is the go command below GOROOT as go told it (`go env`), in a folder where the tool that was asked is the one that the
// chain began with.
func (c *chase) askedGo() string {
	if c.tool != "go" {
		return ""
	}
	name, start := c.ex.System.OS(), c.start
	for _, g := range c.ex.Snapshot.GoEnvs {
		root := c.ex.Private.GoValues[g.Folder]["GOROOT"]
		if string(g.Go) != start || !health.IsAbs(name, root) || !c.local(root) {
			continue
		}
		if next := health.Join(name, root, "bin", executableName(name, "go")); c.exists(next) {
			return next
		}
	}
	return ""
}

// variable is the value of an environment variable that holds one path, as a wrapper would see it.
func (c *chase) variable(name string) (string, bool) {
	if class, listed := health.Variables[health.Public(name)]; !listed || class != health.ClassPath || name == "PATH" {
		return "", false
	}
	if name == "HOME" || name == "USERPROFILE" {
		return string(c.ex.Snapshot.System.Home), c.ex.Snapshot.System.Home != ""
	}
	return getenv(c.ex.System.OS(), c.ex.Private.Environ, name)
}

func (c *chase) exists(file string) bool {
	info, err := c.ex.System.Stat(file)
	return err == nil && info.Mode().IsRegular()
}

// local keeps away from paths that name a host: opening one would ask that host.
func (c *chase) local(file string) bool {
	return len(file) <= maxTarget && !strings.ContainsRune(file, 0) &&
		!(health.Windows(c.ex.System.OS()) && strings.HasPrefix(strings.ReplaceAll(file, "/", `\`), `\\`))
}

// managerOfPlace tells by a directory whose wrapper a file is.
func managerOfPlace(file string) health.Public {
	file = strings.ReplaceAll(file, `\`, "/")
	for _, p := range []struct {
		part    string
		manager health.Public
	}{{"/.goenv/shims/", "goenv"}, {"/goenv/shims/", "goenv"}, {"/.asdf/shims/", "asdf"}, {"/mise/shims/", "mise"}, {"/rtx/shims/", "mise"},
		{"/.proto/shims/", "proto"}, {"/snap/bin/", "snap"}, {"/nix/store/", "nix"}, {"/.gvm/", "gvm"}, {"/scoop/shims/", "scoop"}} {
		if strings.Contains(file, p.part) {
			return p.manager
		}
	}
	return ""
}

// scoopTarget is the path in a .shim file, which stands beside a shim of scoop: path = "C:\go\bin\go.exe".
func scoopTarget(text string) string {
	for line := range strings.Lines(text) {
		key, value, ok := strings.Cut(line, "=")
		if ok && strings.EqualFold(strings.TrimSpace(strings.TrimPrefix(key, "\ufeff")), "path") {
			return strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return ""
}
