package probe

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/process"
)

// process makes the facts of one process.
func (l *treeLook) process(ctx context.Context, f process.Forest, pid int) health.Process {
	n := f.Nodes[pid]
	out := health.Process{
		PID: pid, Parent: n.Parent, Role: f.Roles[pid], Name: health.Words(n.Name, maxWord),
		Executable: cleanedPath(n.Code.Program), Emulator: cleanedPath(n.Code.Emulator), Architecture: health.Public(n.Code.Architecture), State: n.Code.State,
		ResidentBytes: n.Resident + n.Detail.Resident, CPUMs: (n.CPU + time.Duration(n.Detail.CPU)).Milliseconds(),
		Window: f.Windows[pid], Zombie: n.Zombie, Orphan: f.Orphans[pid], Private: f.Private(pid), Deleted: n.Detail.Deleted,
	}
	out.Started = startOf(l.machine, n.Entry)
	uid := max(n.UID, n.Detail.UID)
	out.OtherUser = uid >= 0 && l.machine.UID() >= 0 && uid != l.machine.UID()
	if n.Detail.Err != nil && !n.Zombie {
		out.Error = health.Words(n.Detail.Err.Error(), stderrKept)
	}
	switch out.Role {
	case health.RoleGopls, health.RoleGoplsDaemon, health.RoleTelemetry, health.RoleGo, health.RoleDlv:
		out.Arguments = commandWords(n.Code.Arguments, out.Role)
		out.Directory, out.Build = cleanedPath(n.Detail.Directory), l.builtOf[pid]
		out.Forwards = out.Role == health.RoleGopls && process.Forwards(n.Code.Arguments)
	}
	if out.Role == health.RoleGo && !out.Zombie && belowServer(f, pid) {
		w := l.machine.Waits(ctx, pid)
		if out.Waits = w.For; !w.On.Empty() {
			out.WaitsOn = &w.On
		}
	}
	return out
}

func belowServer(f process.Forest, pid int) bool {
	for range maxAncestors {
		n, ok := f.Nodes[pid]
		if !ok {
			return false
		}
		if role := f.Roles[n.Parent]; role == health.RoleGopls || role == health.RoleGoplsDaemon {
			return true
		}
		pid = n.Parent
	}
	return false
}

// cleanedPath is empty for what is empty, and bounded.
func cleanedPath(path string) health.Path { return health.Path(health.Words(path, 4*maxWord)) }

// openCommands are commands of go whose words are packages and modules, and no arguments of the user's own programs.
var openCommands = []string{"list", "build", "vet", "env", "mod", "work", "version", "install", "get", "clean"}

// commandWords keeps the command of go, gopls or dlv, and flags whose values cannot hold a secret. What follows a flag that
// hides its value, or -- or -args, may be a secret, and so may any word of a command that runs programs of the user's.
func commandWords(args []string, role health.ProcessRole) (out []health.Text) {
	command, open := "", role == health.RoleTelemetry
	for _, arg := range args[min(len(args), 1):] {
		switch {
		case len(out) >= maxCommand:
			return hideRest(out)
		case arg == "--" && open && role == health.RoleGo:
			out = append(out, "--")
		case arg == "--" || strings.TrimLeft(arg, "-") == "args":
			return hideRest(out)
		case strings.HasPrefix(arg, "-"):
			out = append(out, health.Words(health.CleanFlag(arg), maxWord))
			if !strings.Contains(arg, "=") && health.CleanFlag(arg+"=x") != arg+"=x" {
				open = false // its value may be the next word
			}
		case command == "" && isCommand(arg):
			command = arg
			out, open = append(out, health.Text(arg)), role == health.RoleGo && slices.Contains(openCommands, arg)
		case open:
			out = append(out, health.Words(arg, maxWord))
		default:
			out = hideRest(out)
		}
	}
	return out
}

// hideRest says that words are not shown.
func hideRest(out []health.Text) []health.Text {
	if len(out) > 0 && out[len(out)-1] == "…" {
		return out
	}
	return append(out, "…")
}

// isCommand reports a word as subcommands are: short, and of letters.
func isCommand(word string) bool {
	return len(word) <= 20 && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz-_") == ""
}
