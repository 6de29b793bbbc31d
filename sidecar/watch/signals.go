package watch

import (
	"fmt"

	"github.com/govitals/govitals/sidecar/health"
)

// signalNames are the signals that have the same number on Linux and macOS, or that only matter on one of them.
var signalNames = map[int]health.Public{1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 8: "SIGFPE", 9: "SIGKILL",
	11: "SIGSEGV", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM"}

func signalName(number int) health.Public {
	if name, ok := signalNames[number]; ok {
		return name
	}
	return health.Public(fmt.Sprintf("signal %d", number))
}
