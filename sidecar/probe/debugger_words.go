package probe

import (
	"errors"
	"strings"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// startFault classes a dlv that the system did not start.
func startFault(err error) health.DebugFault {
	var failed *child.StartError
	if errors.As(err, &failed) {
		switch failed.Kind {
		case child.ExecFormat:
			return health.DebugForeign
		case child.NotFound:
			return health.DebugNoDlv
		case child.StartHangs:
			return health.DebugTimeout
		case child.NotExecutable, child.NotAbsolute, child.BadDirectory, child.NoInterpreter, child.Permission, child.TextBusy, child.OtherKind:
		}
	}
	return health.DebugNoStart
}

// debugSaid are dlv's words, in lower case, for what its own machine or program lacks. Sources: Delve's pkg/goversion,
// pkg/proc/macutil, pkg/proc/gdbserial, pkg/proc/native and service/debugger at v1.27.1; on macOS its documentation of
// debugserver and of developer mode.
var debugSaid = []struct {
	fault health.DebugFault
	words []string
}{
	{health.DebugForeign, []string{"under rosetta", "exec format error", "bad cpu type"}},
	{health.DebugVersion, []string{"version of delve is too old", "too old for this version of delve"}},
	{health.DebugNoDeveloper, []string{"this user is not allowed to debug", "developer mode", "devtoolssecurity", "not signed", "(os/kern) failure"}},
	{health.DebugNoServer, []string{"debugserver", "lldb-server", "backend unavailable", "could not find lldb"}},
	{health.DebugPtrace, []string{"ptrace", "operation not permitted", "could not attach"}},
	{health.DebugStripped, []string{"could not open debug info", "binary is stripped", "no debug info", "debuggee has no debug", "no dwarf", "could not find symbol value for"}},
	{health.DebugNotTried, []string{"permission denied"}}, // the temporary directory is mounted noexec: nothing that dlv could help
	{health.DebugTimeout, []string{"i/o timeout"}},
}

// debugFault classes a session that failed at a stage, with all that was said. Words that fit several classes count for
// the first.
func debugFault(stage health.DebugStage, err error, words string, late bool) health.DebugFault {
	lower := strings.ToLower(words)
	for _, row := range debugSaid {
		for _, w := range row.words {
			if strings.Contains(lower, w) {
				return row.fault
			}
		}
	}
	switch {
	case late:
		return health.DebugTimeout
	case errors.Is(err, errWrong):
		return health.DebugWrong
	case stage == health.DebugStart:
		return health.DebugNoStart
	}
	return health.DebugOther
}
