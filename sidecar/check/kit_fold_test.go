package check

import "github.com/govitals/govitals/sidecar/health"

// folderVar sets a variable for the tools in the first folder alone, as the settings of a folder do in a window with several.
func folderVar(name, value string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		set := setting(s, health.ScopeFolder, "go.toolsEnvVars", health.Public(name), health.DataOf(value))
		set.Folder = s.Folders[0].Path
		s.Settings[len(s.Settings)-1] = set
		v, _ := health.MakeVariable(string(s.System.OS), name, value, set.Source())
		for i := range s.ToolEnvs {
			s.ToolEnvs[i].Variables = put(s.ToolEnvs[i].Variables, v)
		}
		answers(name, value)(s)
	}
}

// folderSetting is a setting of the first folder alone.
func folderSetting(key, member health.Public, value string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		set := setting(s, health.ScopeFolder, key, member, health.Data(value))
		set.Folder = s.Folders[0].Path
		s.Settings[len(s.Settings)-1] = set
	}
}

// needed has go ask for the modules that are missing.
func needed(s *health.Snapshot) {
	for i := range s.Missing {
		s.Missing[i].Needed = true
	}
}

func says(pkg, words string) func(*health.Snapshot) {
	return lists([3]string{pkg, words, "main.go:6:2"})
}

func lostGopls(s *health.Snapshot) {
	for i := range s.Lookups {
		if l := &s.Lookups[i]; l.Tool == "gopls" {
			l.Path, l.Why = "", ""
		}
	}
}

func damaged(module health.Module) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Folders[0].Modules[0].Requires = append(s.Folders[0].Modules[0].Requires, health.Require{Path: module, Version: "v1.0.0", Line: 9})
		s.ModuleFiles = append(s.ModuleFiles, health.ModuleFiles{Path: module, Version: "v1.0.0", State: health.ModuleDamaged, HasZip: true,
			Dir: "/home/ada/go/pkg/mod/" + health.Path(module) + "@v1.0.0", Changed: []health.ChangedFile{{File: "a.go", How: health.FileGone}}, Mark: "/home/ada/go/pkg/mod/x.partial"})
	}
}

func badDir(name string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Sources[0].BadNames = append(s.Sources[0].BadNames, health.BadName{Dir: inFolder(s, name), GoMod: s.Folders[0].Modules[0].File,
			Problem: "invalid char ' '", Import: health.Module("example.com/app/" + name)})
	}
}

func usesCgo(file string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Sources[0].Cgo = []health.CgoFile{{File: inFolder(s, file)}}
		s.Compilers = []health.Compiler{{Folder: s.Folders[0].Path, Command: "gcc", Source: health.Source{Kind: health.FromDefault, Name: "CC"}}}
	}
}

func strayAboveFolder(s *health.Snapshot) {
	m := s.Folders[0].Modules[0]
	m.Dir, m.File, m.Path = s.System.Home, health.Path(health.Join(string(s.System.OS), string(s.System.Home), "go.mod")), "stray"
	s.Folders[0].Above, s.Folders[0].Modules = &m, nil
}

func brokenGoMod(s *health.Snapshot) {
	goMod(func(m *health.GoMod) { m.State, m.Markers = health.FileInvalid, 2 })(s)
}

func policy(goVersion, gopls health.Public) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Today = "2026-11-21"
		s.Policies = []health.Policy{{Folder: s.Folders[0].Path, File: inFolder(s, ".govitals.yaml"), Go: goVersion, GoLine: 3, Gopls: gopls, GoplsLine: 4}}
	}
}
