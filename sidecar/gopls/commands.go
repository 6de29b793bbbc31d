package gopls

import "context"

// A View is one build that the server knows: gopls makes one for each folder, and more as files need them.
type View struct {
	ID         string
	Type       string // "GoMod", "GoWork", "GOPATH", "AdHoc", "GoPackagesDriver"
	Root       string // file URI
	Folder     string // file URI
	EnvOverlay []string
}

// Stats are the numbers that gopls.workspace_stats gives.
type Stats struct {
	Files struct{ Total, Largest, Errs int }
	Views []ViewStats
}

// ViewStats are the numbers of one view. Missing dependencies do not show in them.
type ViewStats struct {
	GoCommandVersion  string
	AllPackages       PackageStats
	WorkspacePackages PackageStats
	Diagnostics       int
}

// PackageStats are the numbers of a set of packages.
type PackageStats struct{ Packages, LargestPackage, CompiledGoFiles, Modules int }

// Views asks gopls.views (since v0.15). No view at all means that no folder could be opened.
func (s *Server) Views(ctx context.Context) ([]View, error) {
	var views []View
	err := s.command(ctx, "gopls.views", nil, &views)
	return views, err
}

// Stats asks gopls.workspace_stats. It makes the server type-check the whole workspace.
func (s *Server) Stats(ctx context.Context) (Stats, error) {
	var stats Stats
	err := s.command(ctx, "gopls.workspace_stats", nil, &stats)
	return stats, err
}

// packages counts the packages below the folders with gopls.packages (since v0.17), which needs no type-checking.
func (s *Server) packages(ctx context.Context) (int, error) {
	uris := []string{}
	for _, dir := range s.options.Folders {
		uris = append(uris, FileURI(dir))
	}
	var result struct {
		Packages []struct{ Path string }
	}
	err := s.command(ctx, "gopls.packages", object{"Files": uris, "Recursive": true, "Mode": 0}, &result)
	return len(result.Packages), err
}

// command sends workspace/executeCommand. Only commands that look are ever sent.
func (s *Server) command(ctx context.Context, name string, argument, result any) error {
	params := object{"command": name}
	if argument != nil {
		params["arguments"] = []any{argument}
	}
	return s.call(ctx, "workspace/executeCommand", params, result)
}
