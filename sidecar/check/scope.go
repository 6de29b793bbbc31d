package check

import "github.com/govitals/govitals/sidecar/health"

// goFolders are the folders that checks of Go itself speak of: those with Go in them. On the command line somebody asks
// about this very place, so if none has Go, all of them count; an editor stays silent there.
func goFolders(s *health.Snapshot) []health.Folder {
	var with, readable []health.Folder
	for _, f := range s.Folders {
		if f.State != health.FolderOK && f.State != "" {
			continue
		}
		readable = append(readable, f)
		if f.HasGo() {
			with = append(with, f)
		}
	}
	if len(with) == 0 && !s.Editor.Present {
		return readable
	}
	return with
}

func hasGoFolders(s *health.Snapshot) bool { return len(goFolders(s)) > 0 }

// verdict is what a check says of one folder. Folders with the same key suffer from the same thing.
type verdict struct {
	key     string
	finding health.Finding
}

// eachFolder judges every Go folder and reports a fault that all of them share once, for the machine: a variable of the
// environment is one fault however many folders are open. A fault of some folders is told apart by the folder.
func eachFolder(s *health.Snapshot, judge func(health.Folder) []verdict) []health.Finding {
	folders := goFolders(s)
	var order []string
	byKey := map[string][]health.Finding{}
	for _, f := range folders {
		seen := map[string]bool{}
		for _, v := range judge(f) {
			if seen[v.key] {
				continue
			}
			seen[v.key] = true
			if byKey[v.key] == nil {
				order = append(order, v.key)
			}
			v.finding.Folder = f.Path
			byKey[v.key] = append(byKey[v.key], v.finding)
		}
	}
	var out []health.Finding
	for _, key := range order {
		same := byKey[key]
		if len(same) == len(folders) && same[0].Severity != health.Unknown {
			same = same[:1]
			same[0].Folder = ""
		}
		for _, f := range same {
			if f.Folder != "" && f.Subject.Empty() && len(folders) > 1 {
				f.Subject = health.V(f.Folder)
			}
			out = append(out, f)
		}
	}
	return out
}

// perFolder is eachFolder for faults of a folder's own files, which keep their folder.
func perFolder(s *health.Snapshot, judge func(health.Folder) []health.Finding) []health.Finding {
	var out []health.Finding
	folders := goFolders(s)
	for _, f := range folders {
		for _, finding := range judge(f) {
			finding.Folder = f.Path
			if finding.Subject.Empty() && len(folders) > 1 {
				finding.Subject = health.V(f.Path)
			}
			out = append(out, finding)
		}
	}
	return out
}

// found is a verdict with one finding; key must name all that the finding depends on.
func found(key string, f health.Finding) []verdict { return []verdict{{key, f}} }

// open is a verdict that leaves the folder open.
func open(f health.Folder, reason health.Message) []verdict {
	return found("open "+string(reason.ID), Open(f.Path, reason))
}

// goSilent is the reason for leaving a folder open whose `go env` failed: its values are not known.
func goSilent(g health.GoEnv) health.Message {
	return message("go-silent", health.Args{"failure": health.V(g.Failure), "folder": health.V(g.Folder)})
}

// toGopls returns a variable as the go commands of gopls see it: the gopls setting "env" lies over what all tools get.
// alone is true if that setting is the author.
func toGopls(s *health.Snapshot, folder health.Path, name health.Public) (v health.Variable, alone, ok bool) {
	for _, e := range s.ToolEnvs {
		if e.Folder == folder {
			if v, ok := health.Find(e.ServerVariables, name); ok {
				return v, true, true
			}
		}
	}
	v, ok = s.Origin(folder, name)
	return v, false, ok
}

// chosen reports that a person, a program or a file set the variable, so it is neither a default nor go's own answer.
func chosen(v health.Variable) bool {
	switch v.Source.Kind {
	case health.FromEnvironment, health.FromSetting, health.FromGOENV:
		return !v.Value.Empty()
	}
	return false
}

// pulseOf is the pulse of one folder.
func pulseOf(s *health.Snapshot, folder health.Path) health.PulseState {
	for _, l := range s.Ladders {
		if l.Folder == folder {
			return l.Pulse()
		}
	}
	return health.PulseNotTaken
}

// sourceKey names a source for the key of a verdict.
func sourceKey(src health.Source) string {
	return string(src.Kind) + " " + string(src.Name) + " " + string(src.Scope) + " " + string(src.File)
}
