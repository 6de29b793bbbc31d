package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// knowsSettings gives the installed gopls its list of settings.
func knowsSettings(s *health.Snapshot) { s.Gopls.Schema = schema023 }

// gopls sets a member of the object setting gopls at a scope.
func gopls(scope health.Scope, member health.Public, value string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		knowsSettings(s)
		setting(s, scope, "gopls", member, health.Data(value))
	}
}

// editorSetting sets a setting of the editor.
func editorSetting(scope health.Scope, key health.Public, value string) func(*health.Snapshot) {
	return func(s *health.Snapshot) { setting(s, scope, key, "", health.Data(value)) }
}

// goplsVersion makes the installed gopls another one.
func goplsVersion(version, builtBy health.Public) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Gopls.Version, s.Gopls.BuiltBy = version, builtBy
		for i := range s.Binaries {
			if s.Binaries[i].Path == s.Gopls.Path {
				s.Binaries[i].Build = &health.Build{GoVersion: builtBy, Package: "golang.org/x/tools/gopls", Version: version}
			}
		}
	}
}

// goMod changes the go.mod of the first folder.
func goMod(change func(*health.GoMod)) func(*health.Snapshot) {
	return func(s *health.Snapshot) { change(&s.Folders[0].Modules[0]) }
}

// module adds a module in a directory of the first folder, with Go files.
func module(dir string, change func(*health.GoMod)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		system := string(s.System.OS)
		at := health.Path(health.Join(system, string(s.Folders[0].Path), dir))
		m := health.GoMod{File: health.Path(health.Join(system, string(at), "go.mod")), Dir: at, State: health.FileOK,
			Path: health.Module("example.com/app/" + dir), Go: "1.26.0", GoLine: 3, Sum: health.FileMissing, GoFiles: 2}
		if change != nil {
			change(&m)
		}
		s.Folders[0].Modules = append(s.Folders[0].Modules, m)
	}
}

// goWork puts a go.work into the first folder that lists directories of it.
func goWork(goLine health.Public, dirs ...string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		system, f := string(s.System.OS), &s.Folders[0]
		w := &health.Workspace{File: health.Path(health.Join(system, string(f.Path), "go.work")), State: health.FileOK, Go: goLine, GoLine: 1,
			Source: health.Source{Kind: health.FromFile}}
		if goLine == "" {
			w.GoLine = 0
		}
		for i, dir := range dirs {
			u := health.Use{Dir: health.Path(health.Join(system, string(f.Path), dir)), Exists: true, Line: 4 + i, Written: health.Path("./" + dir)}
			for _, m := range f.Modules {
				if m.Dir == u.Dir {
					u.Module, u.Go = m.Path, m.Go
				}
			}
			w.Uses = append(w.Uses, u)
		}
		f.Work = w
	}
}

// answersTo changes the answers about a kind of target; "" is every kind.
func answersTo(kind health.TargetKind, question health.Question, change func(*health.Answer)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Ladders[0].Rungs = slices.Clone(s.Ladders[0].Rungs) // folders may share them
		r := &s.Ladders[0].Rungs[0]
		r.Answers = slices.Clone(r.Answers)
		for i := range r.Answers {
			a := &r.Answers[i]
			if (kind == "" || a.Target == kind) && (question == "" || a.Question == question) {
				if a.Where != nil {
					where := *a.Where
					a.Where = &where
				}
				change(a)
			}
		}
	}
}

func isEmpty(a *health.Answer)    { a.Empty, a.Where = true, nil }
func isLate(a *health.Answer)     { a.TimedOut, a.Where = true, nil }
func isGone(a *health.Answer)     { a.Where.Exists, a.Where.Matches = false, false }
func isStale(a *health.Answer)    { a.Where.Matches = false }
func noMetadata(a *health.Answer) { a.Error, a.Where = "no package metadata for file", nil }

// lostDependency is what a module that cannot be resolved does to the pulse: only questions into it fail.
func lostDependency(s *health.Snapshot) { answersTo(health.TargetDependency, "", isEmpty)(s) }

// lists records that the go command was asked, and its complaints about packages, as "import path", "words" and place.
func lists(errors ...[3]string) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		l := health.GoList{Folder: s.Folders[0].Path, Count: 40}
		for _, e := range errors {
			l.Errors = append(l.Errors, health.ListError{Package: health.Module(e[0]), Message: health.Text(e[1]), Pos: health.Text(e[2])})
		}
		s.Lists = append(s.Lists, l)
	}
}

// listFails records that go list failed as a whole.
func listFails(words health.Text) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Lists = append(s.Lists, health.GoList{Folder: s.Folders[0].Path, Exit: 1, Stderr: words})
	}
}

// loadFails is a failed load with its words.
func loadFails(words ...health.Text) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Ladders[0].Rungs = slices.Clone(s.Ladders[0].Rungs)
		r := &s.Ladders[0].Rungs[0]
		r.Load = health.Load{State: health.LoadFailed, Views: 1, Messages: words}
		answersTo("", "", noMetadata)(s)
	}
}

// notDownloaded takes the direct requirements of the folder's module out of the module cache.
func notDownloaded(s *health.Snapshot) {
	m := s.Folders[0].Modules[0]
	for _, r := range m.Requires {
		s.Missing = append(s.Missing, health.MissingModule{GoMod: m.File, Path: r.Path, Version: r.Version, Indirect: r.Indirect})
	}
}

// inFolder is a path in the first folder.
func inFolder(s *health.Snapshot, name string) health.Path {
	return health.Path(health.Join(string(s.System.OS), string(s.Folders[0].Path), name))
}
