package check

import "github.com/govitals/govitals/sidecar/health"

// openGoFiles are the Go documents that are open and lie in a folder, by its path or, after links, by its real one.
func openGoFiles(s *health.Snapshot, f health.Folder) []health.OpenFile {
	system := string(s.System.OS)
	var out []health.OpenFile
	for _, o := range s.OpenFiles {
		if health.Within(system, string(o.File), string(f.Path)) || f.Real != "" && health.Within(system, string(o.Real), string(f.Real)) {
			out = append(out, o)
		}
	}
	return out
}
