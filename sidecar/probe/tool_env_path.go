package probe

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// extensionID is the Go extension.
const extensionID = "golang.go"

// extensionActive reports a living golang.go: it has then already written GOROOT and PATH into the editor's process. One
// that is active without exports failed to start, and may have written some of them.
func extensionActive(ex *Examination) bool {
	return slices.ContainsFunc(ex.Snapshot.Editor.Extensions, func(e health.Extension) bool {
		return strings.EqualFold(string(e.ID), extensionID) && e.Active
	})
}

// activate does what golang.go does with PATH when it starts, for the command line and for an editor in which it is not up
// yet: unless go was found on PATH, or go.terminal.activateEnvironment is false, the bin directory of the GOROOT in force
// goes first. golang.go asks `go env GOROOT`; here it is GOROOT as set, else the release that the found go lies in. For a
// script that is no part of a release only running it would tell; its own directory then stands for the release, since
// gopls would reach the same release through it.
func (t *toolEnv) activate(ex *Examination) {
	if extensionActive(ex) || !t.settings.flag("go.terminal.activateEnvironment", true) {
		return
	}
	found := searchGo(ex, t)
	if found.Path == "" || found.Why == "path" {
		return
	}
	bin := ""
	if root := t.rootInForce(ex, string(found.Path)); root != "" {
		bin = health.Join(t.system, root, "bin")
	} else if name := health.Base(t.system, string(found.Path)); name == executableName(t.system, "go") {
		bin = health.Dir(t.system, string(found.Path))
	}
	if bin == "" {
		return
	}
	path, _ := getenv(t.system, t.process, "PATH")
	separator := health.ListSeparator(t.system)
	entries := slices.DeleteFunc(strings.Split(path, separator), func(entry string) bool { return entry == bin })
	t.process = setenv(t.system, t.process, "PATH", strings.Join(append([]string{bin}, entries...), separator))
	t.overlay(ex)
}

// rootInForce is the GOROOT that the found go would answer.
func (t *toolEnv) rootInForce(ex *Examination, goPath string) string {
	if root, _ := getenv(t.system, t.env, "GOROOT"); root != "" {
		return root
	}
	if v, ok := health.Find(ex.Snapshot.GOENV.Variables, "GOROOT"); ok && v.Value.Text != "" {
		return v.Value.Text
	}
	return ownRoot(ex.System, goPath)
}

// ownRoot is the release that a go binary lies in, as go itself finds it: the parent of its bin directory, which must
// hold pkg/tool; first without following links, then with.
func ownRoot(system System, goPath string) string {
	name := system.OS()
	holdsTools := func(p string) string {
		root := health.Dir(name, health.Dir(name, p))
		if info, err := system.Stat(health.Join(name, root, "pkg", "tool")); err == nil && info.IsDir() {
			return root
		}
		return ""
	}
	if root := holdsTools(goPath); root != "" {
		return root
	}
	if real, err := system.RealPath(goPath); err == nil && real != goPath {
		return holdsTools(real)
	}
	return ""
}
