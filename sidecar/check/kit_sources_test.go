package check

import "github.com/govitals/govitals/sidecar/health"

// around gives each case the probes of what lies around the modules, and a folder in which they met nothing odd.
func around(cases []testCase) []testCase {
	for i := range cases {
		change := cases[i].change
		cases[i].change = func(s *health.Snapshot) {
			for _, id := range []health.ProbeID{health.ProbeSources, health.ProbeOpenFiles, health.ProbeFileSystems, health.ProbeWatchLimits,
				health.ProbeModuleFiles, health.ProbeVendorFiles, health.ProbeCompilers} {
				s.Probes = append(s.Probes, health.ProbeResult{ID: id, State: health.ProbeOK})
			}
			f := s.Folders[0]
			s.Sources = []health.SourceTree{{Folder: f.Path, Spelling: f.Path, Directories: 12}}
			if change != nil {
				change(s)
			}
		}
	}
	return cases
}

// sources changes what the walk through the first folder met.
func sources(change func(*health.SourceTree)) func(*health.Snapshot) {
	return func(s *health.Snapshot) { change(&s.Sources[0]) }
}

// opens has a document open in the editor: a file below the first folder, or an absolute path.
func opens(name string, change func(*health.OpenFile)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		inEditor(s)
		file := health.Path(name)
		if !health.IsAbs(string(s.System.OS), name) {
			file = inFolder(s, name)
		}
		o := health.OpenFile{File: file, Real: file, State: health.FileOK, Active: true}
		if change != nil {
			change(&o)
		}
		s.OpenFiles = append(s.OpenFiles, o)
	}
}

func constrained(expression health.Text) func(*health.OpenFile) {
	return func(o *health.OpenFile) { o.Constraint, o.Line = expression, 1 }
}

// at moves the first folder, with its module.
func at(path string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		f, system := &s.Folders[0], string(s.System.OS)
		old := f.Path
		f.Path, f.Real = health.Path(path), health.Path(path)
		f.Modules[0].Dir, f.Modules[0].File = f.Path, health.Path(health.Join(system, path, "go.mod"))
		for i := range s.ToolEnvs {
			if s.ToolEnvs[i].Folder == old {
				s.ToolEnvs[i].Folder = f.Path
			}
		}
		s.GoEnvs[0].Folder, s.Ladders[0].Folder, s.Sources[0].Folder, s.Sources[0].Spelling = f.Path, f.Path, f.Path, f.Path
	}
}

// noModules leaves loose Go files in the first folder.
func noModules(s *health.Snapshot) {
	s.Folders[0].Unmoduled, s.Folders[0].Modules = s.Folders[0].Path, nil
}
