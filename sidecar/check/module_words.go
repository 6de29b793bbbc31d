package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// missed is a package that the go command could not resolve, with its words.
type missed struct {
	named
	pkg health.Module
	pos health.Text
}

// missedPackages are the packages of a folder whose errors name a check, by the go command's own words; if it was not
// asked, by those of gopls.
func missedPackages(s *health.Snapshot, folder health.Path, id health.CheckID) []missed {
	var out []missed
	if l, ok := listOf(s, folder); ok {
		goList := health.Source{Kind: health.FromCommand, Name: "go list"}
		for _, e := range l.Errors {
			for _, n := range namedIn(s, folder, e.Message, goList) {
				if n.Check == id {
					out = append(out, missed{n, packageOf(n, e.Package), e.Pos})
					break
				}
			}
		}
		for _, n := range namedIn(s, folder, l.Stderr, goList) {
			if n.Check == id {
				out = append(out, missed{named: n, pkg: packageOf(n, "")})
			}
		}
		return slices.CompactFunc(out, func(a, b missed) bool { return a.pkg == b.pkg && a.Code == b.Code })
	}
	if said, ok := saidOf(s, folder, id); ok && !ownReadonly(s, folder) {
		out = append(out, missed{named: said, pkg: packageOf(said, "")})
	}
	return out
}

// unheard leaves a folder open whose list of packages did not come to its end: nobody said that nothing is missing.
func unheard(s *health.Snapshot, f health.Folder) []verdict {
	l, ok := listOf(s, f.Path)
	if !ok {
		return nil
	}
	switch l.Failed {
	case health.GoHangs, health.GoFloods, health.GoNotAsked:
		return open(f, message("list-unfinished", health.Args{"folder": health.V(f.Path)}))
	}
	return nil
}

// packageOf prefers the package that go's message names: the error is listed under the package that cannot be found, or
// under the one that imports it.
func packageOf(n named, listed health.Module) health.Module {
	if match := n.match(string(n.line)); match != "" {
		return health.Module(match)
	}
	if _, rest, ok := strings.Cut(string(n.line), "providing package "); ok {
		name, _, _ := strings.Cut(rest, " ")
		return health.Module(strings.TrimRight(name, ";:,"))
	}
	return listed
}

// ownReadonly reports that the user's -mod=mod lets go write go.mod and go.sum, while our own gopls was held to readonly
// (DESIGN §1): its complaints about them are then of our making.
func ownReadonly(s *health.Snapshot, folder health.Path) bool {
	how, ok := forcedMod(s, folder)
	return ok && how.mode == "mod"
}

// missedSeen is evidence of packages that could not be resolved, a few of them.
func missedSeen(list []missed, expected health.Value) []health.Evidence {
	var out []health.Evidence
	for _, m := range list[:min(len(list), mostContradictions)] {
		e := wordsSeen(m.named)
		e.Expected = expected
		if m.pos != "" {
			e.What = message("words-at", health.Args{"speaker": health.V(speaker(m.source)), "place": health.V(m.pos)})
		}
		out = append(out, e)
	}
	return out
}

// moduleDir is the directory of the module that a position in go's words lies in, else of the folder's own module.
func moduleDir(s *health.Snapshot, f health.Folder, pos health.Text) health.Path {
	system := string(s.System.OS)
	file, _, _ := strings.Cut(string(pos), ".go:")
	if !health.IsAbs(system, file) {
		file = health.Join(system, string(f.Path), file)
	}
	best := health.Path("")
	for _, m := range goMods(f) {
		if health.Within(system, file, string(m.Dir)) && len(m.Dir) > len(best) {
			best = m.Dir
		}
	}
	if best == "" {
		return f.Path
	}
	return best
}

// tidy is the intent to have go correct go.mod and go.sum of a module.
func tidy(s *health.Snapshot, folder, dir health.Path, title health.Message) health.Fix {
	return oneFix("mod-tidy", health.RiskConfirm, title, runGo(s, folder, dir, "mod", "tidy"))
}
