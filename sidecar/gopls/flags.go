package gopls

import "strings"

// takesValue maps each flag that a private gopls must not get to whether it takes a value. With them it would join or start a
// shared daemon, take a port that the user's own server has, write over the user's log and profile files, or talk to the
// network. The names are those of gopls v0.23.0 (internal/cmd/serve.go, cmd.go, internal/tool/tool.go), and -port of older ones.
var takesValue = map[string]bool{
	"remote": true, "remote.debug": true, "remote.logfile": true, "remote.listen.timeout": true,
	"listen": true, "listen.timeout": true, "mcp.listen": true, "port": true, "debug": true,
	"logfile": true, "rpc.trace": false, "otel": true,
	"profile.cpu": true, "profile.mem": true, "profile.alloc": true, "profile.trace": true, "profile.block": true,
}

// PrivateFlags splits the user's go.languageServerFlags into what a private gopls may get and what it may not. A flag and its
// separate value stay together. Unknown flags are kept: that gopls refuses them is a finding.
func PrivateFlags(flags []string) (kept, dropped []string) {
	for i := 0; i < len(flags); i++ {
		name, hasValue, isFlag := flagName(flags[i])
		if flags[i] == "--" {
			return append(kept, flags[i:]...), dropped
		}
		needsValue, private := takesValue[name]
		if !isFlag || !private {
			kept = append(kept, flags[i])
			continue
		}
		dropped = append(dropped, flags[i])
		if needsValue && !hasValue && i+1 < len(flags) {
			i++
			dropped = append(dropped, flags[i])
		}
	}
	return kept, dropped
}

// flagName reads a flag as package flag does: one or two dashes, the value behind "=" or as the next argument.
func flagName(arg string) (name string, hasValue, isFlag bool) {
	name, isFlag = strings.CutPrefix(arg, "-")
	if !isFlag {
		return "", false, false
	}
	name = strings.TrimPrefix(name, "-")
	name, _, hasValue = strings.Cut(name, "=")
	return name, hasValue, true
}
