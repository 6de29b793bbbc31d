package process

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// Node is a process with all that its role is told from.
type Node struct {
	Entry
	Detail Detail
	Code   Running
	// Package is the import path of the main package, as the Go linker recorded it; empty for what Go did not build.
	Package string
}

// The main packages that matter. What a file is called says nothing: people rename and link.
const (
	packageGopls   = "golang.org/x/tools/gopls"
	packageDlv     = "github.com/go-delve/delve/cmd/dlv"
	packageGo      = "cmd/go"
	packageSidecar = "github.com/govitals/govitals/sidecar"
)

var packageRoles = map[string]health.ProcessRole{
	packageGopls: health.RoleGopls, packageDlv: health.RoleDlv, packageGo: health.RoleGo, packageSidecar: health.RoleSidecar,
}

var nameRoles = map[string]health.ProcessRole{
	"gopls": health.RoleGopls, "dlv": health.RoleDlv, "go": health.RoleGo, "govitals": health.RoleSidecar,
}

var shells = []string{"sh", "bash", "dash", "ash", "zsh", "fish", "ksh", "mksh", "tcsh", "csh", "pwsh", "powershell", "cmd", "nu", "xonsh", "elvish"}

var goTools = []string{"asm", "cgo", "compile", "cover", "covdata", "link", "vet", "pack", "buildid", "preprofile", "fix"}

// telemetryArgument is how gopls starts itself once more, to send its telemetry; that process serves nobody.
const telemetryArgument = "** telemetry **"

// base is the last element of a path of any system, without .exe and in small letters.
func base(path string) string {
	name := strings.ToLower(path[strings.LastIndexAny(path, `/\`)+1:])
	return strings.TrimSuffix(strings.TrimPrefix(name, "-"), ".exe") // a login shell is called -bash
}

// markedRole tells a role from what a process shows of itself, without its relatives. RoleOther means that it shows nothing.
// nodeService reports one of Electron's utility processes, whose arguments do not tell which it is.
func markedRole(n Node) (role health.ProcessRole, nodeService bool) {
	args := n.Code.Arguments
	if role := toolRole(n); role != "" {
		return role, false
	}
	switch kind := typeArgument(args); {
	case kind == "extensionHost":
		return health.RoleExtensionHost, false
	case kind == "ptyHost":
		return health.RolePtyHost, false
	case kind == "fileWatcher":
		return health.RoleFileWatcher, false
	case kind == "renderer":
		return health.RoleEditorWindow, false
	case kind == "utility" && slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, "--utility-sub-type=node.mojom.NodeService") }):
		// The editor lets its extension hosts alone be debugged.
		if slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, "--inspect-port=") }) {
			return health.RoleExtensionHost, true
		}
		return health.RoleEditorHelper, true
	case kind != "":
		return health.RoleEditorHelper, false
	}
	switch {
	case slices.ContainsFunc(args[:min(len(args), 4)], isServerProgram):
		return health.RoleEditorServer, false
	case strings.Contains(base(n.Code.Program), "crashpad"):
		return health.RoleEditorHelper, false
	case slices.Contains(shells, base(n.Code.Program)) || len(args) > 0 && slices.Contains(shells, base(args[0])):
		return health.RoleShell, false
	}
	return health.RoleOther, false
}

// toolRole tells the tools of Go, and this program; empty is none of them.
func toolRole(n Node) health.ProcessRole {
	role, known := packageRoles[n.Package]
	words := n.Code.Arguments
	switch {
	case known:
	case strings.HasPrefix(n.Package, "cmd/"):
		return health.RoleGoTool
	case n.Package != "": // a fork, or another Go program, such as a shim, whatever it is called
		if role = nameRoles[base(n.Package)]; role != health.RoleGopls && role != health.RoleDlv {
			return ""
		}
	default:
		role = namedRole(n)
	}
	if role != health.RoleGopls || len(words) == 0 {
		return role
	}
	switch {
	case slices.Contains(words[1:], telemetryArgument):
		return health.RoleTelemetry
	case hasFlag(words[1:], "listen"):
		return health.RoleGoplsDaemon
	}
	return role
}

// namedRole goes by the names of what Go did not build, or of what nobody may read.
func namedRole(n Node) health.ProcessRole {
	names := []string{n.Code.Program}
	if len(n.Code.Arguments) > 0 {
		names = append(names, n.Code.Arguments[0])
	}
	if n.Code.Program == "" && len(n.Code.Arguments) == 0 {
		names = []string{n.Name} // another user's shows nothing else
	}
	for _, name := range names {
		if role := nameRoles[base(name)]; role != "" {
			return role
		}
		if slices.Contains(goTools, base(name)) && strings.Contains(strings.ReplaceAll(name, `\`, "/"), "/pkg/tool/") {
			return health.RoleGoTool
		}
	}
	return ""
}

// Forwards reports that a gopls hands everything to a shared one.
func Forwards(args []string) bool {
	return len(args) > 0 && hasFlag(args[1:], "remote")
}

// hasFlag looks for a flag of Go's flag package in any of its spellings.
func hasFlag(args []string, name string) bool {
	return slices.ContainsFunc(args, func(a string) bool {
		written, _, _ := strings.Cut(a, "=")
		return strings.HasPrefix(a, "-") && strings.TrimLeft(written, "-") == name
	})
}

// typeArgument is the value of Chromium's and of the editor's server's --type.
func typeArgument(args []string) string {
	for _, a := range args[min(len(args), 1):] {
		if kind, ok := strings.CutPrefix(a, "--type="); ok {
			return kind
		}
	}
	return ""
}

// isServerProgram reports a word of the command line that starts the server of a remote or browser editor.
func isServerProgram(word string) bool {
	word = strings.ReplaceAll(word, `\`, "/")
	name := base(word)
	switch name {
	case "server-main.js", "server-main", "code-server", "code-server-oss", "codium-server", "cursor-server", "windsurf-server", "openvscode-server", "code-tunnel", "code-tunnel-insiders":
		return true
	}
	return strings.HasSuffix(word, "/out/node/entry") || strings.HasSuffix(word, "/out/node/entry.js")
}

// reapers are programs that become the parents of orphans, beside the first process.
var reapers = []string{"systemd", "init", "launchd", "tini", "dumb-init", "docker-init", "catatonit", "s6-svscan", "runsvdir", "sessionleader", "relay", "init-systemd"}

func isReaper(e Entry) bool {
	name := strings.ToLower(e.Name)
	word, _, _ := strings.Cut(name, "(") // WSL: Relay(123), Init(4)
	return e.PID <= 1 || slices.Contains(reapers, strings.TrimSpace(word)) || strings.HasPrefix(name, "containerd-shim")
}
