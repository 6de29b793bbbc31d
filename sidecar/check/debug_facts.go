package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// launchesOf are the debug configurations that are offered in a folder.
func launchesOf(s *health.Snapshot, folder health.Path) []health.Launch {
	var out []health.Launch
	for _, l := range s.Launches {
		if l.Folder == folder || l.Folder == "" {
			out = append(out, l)
		}
	}
	return out
}

// debugs is warning where a debug configuration of type go wants a debugger on this machine, and note is false where
// nothing shows that anybody debugs: the Go extension offers to install one when somebody does.
func debugs(s *health.Snapshot, folder health.Path) (severity health.Severity, note bool) {
	if slices.ContainsFunc(launchesOf(s, folder), func(l health.Launch) bool { return l.Mode != "remote" }) {
		return health.Warning, true
	}
	_, configured := s.Setting(folder, "go.delveConfig", "")
	_, named := s.Setting(folder, "go.alternateTools", "dlv")
	return health.Info, configured || named
}

func launchSeen(l health.Launch, observed health.Value, expected health.Value) health.Evidence {
	return health.Evidence{What: message("launch", health.Args{"name": health.V(l.Name)}), Observed: observed, Expected: expected,
		Source: health.Source{Kind: health.FromFile, File: l.File, Line: l.Line}}
}

// strips reports flags of go build that leave the debugging information out: -s or -w among -ldflags. A later -ldflags
// replaces an earlier one.
func strips(flags []string) bool {
	stripped := false
	for i, flag := range flags {
		name, value, found := strings.Cut(strings.Trim(flag, `"'`), "=")
		if name != "-ldflags" && name != "--ldflags" {
			continue
		}
		if !found && i+1 < len(flags) {
			value = flags[i+1]
		}
		stripped = slices.ContainsFunc(strings.Fields(strings.Trim(value, `"'`)), func(f string) bool {
			return slices.Contains([]string{"-s", "-w", "--s", "--w", "-s=true", "-w=true"}, f)
		})
	}
	return stripped
}
