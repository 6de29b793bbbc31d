package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// Where values come from in the tests of checks of Go itself.
var (
	fromShell     = health.Source{Kind: health.FromEnvironment}
	fromGoEnvFile = health.Source{Kind: health.FromGOENV, File: "/home/ada/.config/go/env", Line: 2}
	settingsFile  = health.Path("/home/ada/.config/Code/User/settings.json")
	workspaceFile = health.Path("/home/ada/src/app/.vscode/settings.json")
)

// do makes one change of several.
func do(changes ...func(*health.Snapshot)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for _, change := range changes {
			change(s)
		}
	}
}

// exported sets a variable in the environment that the editor was started with.
func exported(name, value string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		src := fromShell
		src.Name = health.Public(name)
		v, _ := health.MakeVariable(string(s.System.OS), name, value, src)
		s.Process.Variables = append(s.Process.Variables, v)
		for i := range s.ToolEnvs {
			s.ToolEnvs[i].Variables = put(s.ToolEnvs[i].Variables, v)
		}
		answers(name, value)(s)
	}
}

// written sets a variable as go env -w does.
func written(name, value string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		src := fromGoEnvFile
		src.Name, src.File = health.Public(name), s.GOENV.Path
		v, _ := health.MakeVariable(string(s.System.OS), name, value, src)
		s.GOENV.State, s.GOENV.Variables = health.FileOK, append(s.GOENV.Variables, v)
		answers(name, value)(s)
	}
}

// toolVar sets a variable in go.toolsEnvVars at a scope.
func toolVar(scope health.Scope, name, value string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		set := setting(s, scope, "go.toolsEnvVars", health.Public(name), health.DataOf(value))
		v, _ := health.MakeVariable(string(s.System.OS), name, value, set.Source())
		for i := range s.ToolEnvs {
			s.ToolEnvs[i].Variables = put(s.ToolEnvs[i].Variables, v)
		}
		answers(name, value)(s)
	}
}

// gorootSetting is go.goroot, which the Go extension writes into its environment.
func gorootSetting(scope health.Scope, root string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		set := setting(s, scope, "go.goroot", "", health.DataOf(root))
		v, _ := health.MakeVariable(string(s.System.OS), "GOROOT", root, set.Source())
		for i := range s.ToolEnvs {
			s.ToolEnvs[i].Variables = put(s.ToolEnvs[i].Variables, v)
		}
		answers("GOROOT", root)(s)
	}
}

// goplsVar sets a variable in the gopls setting build.env, beside another one.
func goplsVar(scope health.Scope, name, value string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		set := setting(s, scope, "gopls", "build.env", health.DataOf(map[string]string{"GOMEMLIMIT": "2GiB", name: value}))
		v, _ := health.MakeVariable(string(s.System.OS), name, value, set.Source())
		for i := range s.ToolEnvs {
			s.ToolEnvs[i].ServerVariables = put(s.ToolEnvs[i].ServerVariables, v)
		}
	}
}

func setting(s *health.Snapshot, scope health.Scope, key, member health.Public, value health.Data) health.Setting {
	set := health.Setting{Key: key, Member: member, Scope: scope, File: settingsFile, Line: 7, Column: 3, Value: value}
	if scope == health.ScopeWorkspace || scope == health.ScopeFolder {
		set.File = workspaceFile
	}
	s.Settings = append(s.Settings, set)
	return set
}

// answers is what go env says of a variable in every folder, as far as it answers.
func answers(name, value string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for i := range s.GoEnvs {
			v, _ := health.MakeVariable(string(s.System.OS), name, value, health.Source{Kind: health.FromCommand, Name: health.Public(name)})
			s.GoEnvs[i].Values = put(s.GoEnvs[i].Values, v)
		}
	}
}

func put(vars []health.Variable, v health.Variable) []health.Variable {
	vars = slices.DeleteFunc(slices.Clone(vars), func(old health.Variable) bool { return old.Name == v.Name })
	return append(vars, v)
}

// goFails makes go env fail in every folder.
func goFails(failure health.GoFailure, exit int, words health.Text) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for i := range s.GoEnvs {
			g := &s.GoEnvs[i]
			g.Failure, g.Exit, g.Error, g.Values = failure, exit, words, nil
		}
	}
}

// pulse replaces what the private gopls found.
func pulse(state health.PulseState, words ...health.Text) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for i := range s.Ladders {
			r := &s.Ladders[i].Rungs[0]
			switch state {
			case health.PulseBad:
				r.State, r.Load = health.RungFails, health.Load{State: health.LoadFailed, Messages: words}
				r.Answers = nil
			case health.PulseNotTaken:
				*r = health.Rung{Rung: 1, State: health.RungSkipped}
			}
		}
	}
}

// tree adds or replaces a Go release.
func tree(path, version string, change func(*health.GoTree)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		t := health.GoTree{Path: health.Path(path), Exists: true, Version: health.Public(version), GoBinary: true, Runtime: true, Unsafe: true,
			Builtin: true, Include: true, Compile: true}
		if change != nil {
			change(&t)
		}
		s.GoTrees = slices.DeleteFunc(s.GoTrees, func(old health.GoTree) bool { return old.Path == t.Path })
		s.GoTrees = append(s.GoTrees, t)
	}
}

func gone(t *health.GoTree) { *t = health.GoTree{Path: t.Path} }

// bare leaves an existing directory without any part of a release.
func bare(t *health.GoTree) { *t = health.GoTree{Path: t.Path, Exists: true} }

// finds makes a search for go end at a binary of a version; the empty version is a script.
func finds(purpose health.Purpose, path, version string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for i := range s.Lookups {
			if l := &s.Lookups[i]; l.Tool == "go" && l.Purpose == purpose {
				l.Path = health.Path(path)
			}
		}
		for i := range s.GoEnvs {
			if purpose == health.ForEditor {
				s.GoEnvs[i].Go = health.Path(path)
			}
		}
		if path == "" {
			return
		}
		b := nativeBinary(string(s.System.OS), health.Path(path), version, "cmd/go")
		if version == "" {
			b = health.Binary{Path: health.Path(path), Real: health.Path(path), Kind: health.BinaryScript, Size: 900}
		}
		s.Binaries = slices.DeleteFunc(s.Binaries, func(old health.Binary) bool { return old.Path == b.Path })
		s.Binaries = append(s.Binaries, b)
	}
}

// allFind makes all three searches end at one go.
func allFind(path, version string) func(*health.Snapshot) {
	return do(finds(health.ForEditor, path, version), finds(health.ForServer, path, version), finds(health.ForTerminal, path, version))
}

// inEditor puts the snapshot into an editor whose user settings can be edited.
func inEditor(s *health.Snapshot) {
	s.Editor = health.Editor{Present: true, Name: "Visual Studio Code", Version: "1.139.1", Trusted: true}
	s.SettingsFiles = append(s.SettingsFiles, health.SettingsFile{Scope: health.ScopeUser, File: settingsFile, State: health.FileOK})
}

// secondFolder opens another Go folder with the same facts.
func secondFolder(s *health.Snapshot) {
	const other = "/home/ada/src/other"
	f := s.Folders[0]
	f.Path, f.Real = other, other
	f.Modules = slices.Clone(f.Modules)
	f.Modules[0].File, f.Modules[0].Dir = other+"/go.mod", other
	s.Folders = append(s.Folders, f)
	env, answer, ladder := s.ToolEnvs[0], s.GoEnvs[0], s.Ladders[0]
	env.Folder, answer.Folder, ladder.Folder = other, other, other
	s.ToolEnvs, s.GoEnvs, s.Ladders = append(s.ToolEnvs, env), append(s.GoEnvs, answer), append(s.Ladders, ladder)
	for _, l := range slices.Clone(s.Lookups) {
		l.Folder = other
		s.Lookups = append(s.Lookups, l)
	}
	for _, d := range slices.Clone(s.Directories) {
		d.Folder = other
		s.Directories = append(s.Directories, d)
	}
}

// noGo takes everything of Go out of the folders and opens them in an editor.
func noGo(s *health.Snapshot) {
	inEditor(s)
	for i := range s.Folders {
		s.Folders[i].GoFiles, s.Folders[i].Modules = 0, nil
	}
}
