package watch

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/process"
)

// kind is what a child of the extension host is.
type kind int

const (
	stranger kind = iota // something else
	ours                 // a sidecar: the servers below it are its own experiments
	wrapper              // runs gopls, as a child or, sooner or later, in its own place
	server
	unsure // a gopls whose command line cannot be read: a server lives, `gopls version` is over at once
)

const (
	goplsPackage = "golang.org/x/tools/gopls"
	telemetry    = "** telemetry **" // the argument of gopls's own helper
	// settled is how long an unsure one must live to be a server.
	settled = 500 * time.Millisecond
)

// commands of gopls that serve no editor; golang.go itself runs some of them.
var commands = []string{"version", "help", "api-json", "bug", "licenses", "mcp", "stats", "remote", "check", "vulncheck", "definition", "references", "symbols",
	"workspace_symbol", "format", "imports", "rename", "prepare_rename", "codeaction", "codelens", "execute", "call_hierarchy", "folding_ranges", "highlight",
	"implementation", "links", "semtok", "signature", "fix"}

// sidecars are the names of this program.
var sidecars = []string{"govitals"}

// classify tells what a process is by what it runs. build asks for the main package of an executable, which costs a look into
// the file: it is asked only of those whose name says nothing.
func classify(p process.Proc, d process.Detail, host process.Detail, self int, build func(string) string) kind {
	name := base(d.Executable)
	switch {
	case p.PID == self || slices.Contains(sidecars, name) || slices.Contains(sidecars, base(first(d.Arguments))):
		return ours
	case slices.Contains(d.Arguments, telemetry):
		return stranger
	}
	// The name in the process table stands for the file where that may not be read; a script's is its own.
	named := name == "gopls" || name == "" && base(p.Name) == "gopls"
	switch {
	case named && len(d.Arguments) == 0:
		return unsure
	case named && serves(d.Arguments):
		return server
	case named:
		return stranger
	case slices.ContainsFunc(d.Arguments[:min(len(d.Arguments), 3)], func(a string) bool { return base(a) == "gopls" }):
		if build(d.Executable) == goplsPackage { // renamed, and called by a link
			return serverIf(serves(d.Arguments))
		}
		return wrapper
	case name == "" || d.Executable == host.Executable || slices.Contains(common, name):
		return stranger
	case build(d.Executable) == goplsPackage:
		return serverIf(serves(d.Arguments))
	}
	return stranger
}

// common are programs below an extension host that are not worth a look into their files.
var common = []string{"go", "node", "sh", "bash", "dash", "zsh", "fish", "git", "python3", "rg", "dlv", "cmd", "powershell", "pwsh"}

func serverIf(serves bool) kind {
	if serves {
		return server
	}
	return stranger
}

// serves reports a command line without a command, or with serve: `gopls -mode=stdio`.
func serves(args []string) bool {
	return !slices.ContainsFunc(args[min(len(args), 1):], func(a string) bool { return slices.Contains(commands, a) })
}

// base is the last element of a path of any system, without the endings of executables, scripts and deleted files.
func base(file string) string {
	file = path.Base(strings.ReplaceAll(file, `\`, "/"))
	for _, end := range []string{" (deleted)", ".exe", ".cmd", ".bat"} {
		file = strings.TrimSuffix(file, end)
	}
	if file == "." || file == "/" {
		return ""
	}
	return file
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}
