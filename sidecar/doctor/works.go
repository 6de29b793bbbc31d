package doctor

import (
	"slices"
	"strconv"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// works says what works, or still works, in the order in which things build on each other. Only what was seen working is
// said; what was not asked is not.
func works(s *health.Snapshot) []health.Message {
	var out []health.Message
	for _, f := range s.Folders {
		if f.State != health.FolderOK {
			continue
		}
		if s.Probe(health.ProbeFolders).State == health.ProbeOK && !f.HasGo() {
			out = append(out, message("works-no-go", health.Args{"folder": health.V(f.Path)}))
			continue
		}
		out = append(out, goAnswers(s, f.Path)...)
		out = append(out, modulesAreThere(s, f)...)
		out = append(out, pulseOf(s, f.Path)...)
		out = append(out, debuggerStops(s, f.Path)...)
	}
	if len(s.Folders) > 1 {
		for i := range out {
			if out[i].ID != message("works-no-go", nil).ID {
				out[i].ID += inFolder
			}
		}
	}
	return out
}

func goAnswers(s *health.Snapshot, folder health.Path) []health.Message {
	env := s.GoEnv(folder)
	if env.Failure != "" {
		return nil
	}
	version := strings.TrimPrefix(env.Get("GOVERSION"), "go")
	if version == "" {
		return nil
	}
	return []health.Message{message("works-go", health.Args{
		"version": health.V(health.Public(version)), "go": health.V(env.Go), "folder": health.V(folder)})}
}

func modulesAreThere(s *health.Snapshot, f health.Folder) []health.Message {
	if s.Probe(health.ProbeModuleCache).State != health.ProbeOK {
		return nil
	}
	count := 0
	for _, m := range f.Modules {
		count += len(m.Requires)
		if slices.ContainsFunc(s.Missing, func(x health.MissingModule) bool { return x.GoMod == m.File }) {
			return nil
		}
	}
	if count == 0 {
		return nil
	}
	return []health.Message{message("works-modules", health.Args{"count": number(count), "folder": health.V(f.Path)})}
}

// pulseOf says what a gopls answered: its own start and load, and the questions that were answered although others
// were not, because "hover works, Go to Definition does not" is the very pattern a user needs to see.
func pulseOf(s *health.Snapshot, folder health.Path) []health.Message {
	rung, ok := bestRung(s, folder)
	if !ok {
		return nil
	}
	var out []health.Message
	if rung.Load.State == health.LoadLoaded {
		out = append(out, loaded(s, folder, rung))
	}
	hover, definition := kinds(rung, health.AskHover), kinds(rung, health.AskDefinition)
	both := intersection(hover, definition)
	if len(both) > 0 {
		out = append(out, message("works-both", health.Args{"kinds": named(both), "folder": health.V(folder)}))
	}
	for _, one := range []struct {
		id    string
		kinds []health.TargetKind
	}{{"works-hover", without(hover, both)}, {"works-definition", without(definition, both)}} {
		if len(one.kinds) > 0 {
			out = append(out, message(one.id, health.Args{"kinds": named(one.kinds), "folder": health.V(folder)}))
		}
	}
	return out
}

func loaded(s *health.Snapshot, folder health.Path, rung health.Rung) health.Message {
	id := "works-load"
	if rung.Rung == 0 {
		id = "works-running"
	} else if s.Gopls.Version == "" {
		id = "works-load-plain"
	}
	return message(id, health.Args{"version": health.V(health.Public(strings.TrimPrefix(string(s.Gopls.Version), "v"))),
		"packages": number(rung.Load.Packages), "folder": health.V(folder)})
}

// bestRung is the private server of the folder if it was asked, else the user's own; and that too where it alone fails, because
// what a fresh server could do works nowhere yet.
func bestRung(s *health.Snapshot, folder health.Path) (health.Rung, bool) {
	for _, l := range s.Ladders {
		if l.Folder != folder {
			continue
		}
		order := []int{1, 0}
		if l.Verdict() == health.LadderStale {
			order = []int{0, 1}
		}
		for _, n := range order {
			if r, ok := l.Rung(n); ok && r.Judge() != health.RungSkipped {
				return r, true
			}
		}
	}
	return health.Rung{}, false
}

func kinds(r health.Rung, q health.Question) []health.TargetKind {
	var good, bad []health.TargetKind
	for _, a := range r.Answers {
		switch {
		case a.Question != q:
		case a.Judge() == health.VerdictAnswered:
			good = append(good, a.Target)
		default:
			bad = append(bad, a.Target)
		}
	}
	good = without(good, bad)
	slices.Sort(good)
	return slices.Compact(good)
}

func without(list, drop []health.TargetKind) []health.TargetKind {
	return slices.DeleteFunc(slices.Clone(list), func(k health.TargetKind) bool { return slices.Contains(drop, k) })
}

func intersection(a, b []health.TargetKind) []health.TargetKind {
	return slices.DeleteFunc(slices.Clone(a), func(k health.TargetKind) bool { return !slices.Contains(b, k) })
}

// named lists kinds in words: "same-package" is read as "same package".
func named(list []health.TargetKind) health.Value {
	words := make([]health.Public, len(list))
	for i, k := range list {
		words[i] = health.Public(strings.ReplaceAll(string(k), "-", " "))
	}
	return health.List(words...)
}

func number(n int) health.Value { return health.V(health.Public(strconv.Itoa(n))) }
