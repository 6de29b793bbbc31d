package doctor

import "github.com/govitals/govitals/sidecar/health"

// debuggerStops says that a debugging session was tried in tier deep, and was well.
func debuggerStops(s *health.Snapshot, folder health.Path) []health.Message {
	t, ok := s.DebugTrial(folder)
	if !ok || t.Fault != "" || t.Stage != health.DebugDetach {
		return nil
	}
	return []health.Message{message("works-debugger", health.Args{"dlv": health.V(t.Dlv), "folder": health.V(folder)})}
}
