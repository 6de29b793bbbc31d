package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// filesExplain reports that all that is broken in a folder was asked in files which the cause takes out of the build: gopls
// answers nothing there, and says neither why nor anything that names the cause.
func filesExplain(s *health.Snapshot, cause health.Finding, folder health.Path) bool {
	r, ok := rungOf(s, folder)
	if !ok || !loaded(s, folder) {
		return false
	}
	system, tree := string(s.System.OS), sourcesOf(s, folder)
	concerned := func(file health.Path) bool { return false }
	switch cause.Check {
	case health.CheckID(buildExcluded):
		concerned = func(file health.Path) bool { return health.Same(system, string(file), cause.Subject.Text) }
	case health.CheckID(directoryFilters):
		f, _ := s.Folder(folder)
		set, _ := filterSetting(s, folder)
		filters, _ := set.Value.Strings()
		concerned = func(file health.Path) bool {
			if !health.Within(system, string(file), string(f.Path)) {
				return false
			}
			below := health.Dir(system, string(file))[len(health.Clean(system, string(f.Path))):]
			_, out := hiddenBy(filters, strings.ReplaceAll(strings.Trim(below, `/\`), `\`, "/"))
			return out
		}
	case health.CheckID(packageDirInvalid):
		concerned = func(file health.Path) bool { return health.Within(system, string(file), cause.Subject.Text) }
	case health.CheckID(cgoUnavailable):
		concerned = func(file health.Path) bool { // what a cgo file declares is unknown in its whole package
			return slices.ContainsFunc(tree.Cgo, func(c health.CgoFile) bool {
				return health.Same(system, health.Dir(system, string(c.File)), health.Dir(system, string(file)))
			})
		}
	}
	bad := broken(r)
	return len(bad) > 0 && !slices.ContainsFunc(bad, func(a health.Answer) bool { return !concerned(a.File) })
}
