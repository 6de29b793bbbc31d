package probe

import (
	"cmp"
	"go/version"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// nestedIn are the modules of a folder that lie in the directory of another one.
func nestedIn(system string, f health.Folder, m health.GoMod) []health.GoMod {
	var out []health.GoMod
	for _, inner := range f.Modules {
		if inner.Dir != m.Dir && health.Within(system, string(inner.Dir), string(m.Dir)) {
			out = append(out, inner)
		}
	}
	return out
}

// nestedGround are the directories of the modules within a module, and the paths of modules that are replaced, required or not.
// There are none where not all requirements are known: what seems to be supplied by nothing may be a module that is required.
func nestedGround(system string, f health.Folder, m health.GoMod) (dirs, elsewhere []string) {
	mods := []health.GoMod{m}
	together, _ := workspaces(f)
	if slices.ContainsFunc(together, func(t health.GoMod) bool { return t.File == m.File }) {
		mods = together
		for _, r := range f.Work.Replaces {
			elsewhere = append(elsewhere, string(r.Old))
		}
	}
	for _, own := range mods {
		if own.Cut || len(own.Replaces) >= maxReplaces {
			return nil, nil
		}
		for _, r := range own.Replaces {
			elsewhere = append(elsewhere, string(r.Old))
		}
	}
	for _, inner := range nestedIn(system, f, m) {
		dirs = append(dirs, string(inner.Dir))
	}
	return dirs, elsewhere
}

// maxNested bounds the nested modules that are tried: each may cost a trial of its own.
const maxNested = 3

// nestedParts are the nested modules that a failed answer or a message blames, by the path that a package in them has as a part of
// the module around. What is taken away is their go.mod, and their line in go.work. go hides files since 1.16.
func nestedParts(ex *Examination, f health.Folder, failing health.Rung) []part {
	system := ex.System.OS()
	m, ok := moduleToAsk(ex, f, string(ex.Snapshot.Editor.ActiveFile))
	release := ex.Private.GoValues[f.Path]["GOVERSION"]
	if !ok || m.Path == "" || version.IsValid(release) && version.Compare(release, "go1.16") < 0 {
		return nil
	}
	symbols := map[string]bool{}
	for _, a := range failing.Answers {
		if a.Judge() != health.VerdictAnswered && a.Target == health.TargetSameModule {
			symbols[string(a.Symbol)] = true
		}
	}
	words := complaints(ex, f, failing)
	var out []part
	for _, inner := range nestedIn(system, f, m) {
		path := string(m.Path) + strings.ReplaceAll(strings.TrimPrefix(string(inner.Dir), string(m.Dir)), `\`, "/")
		if len(out) < maxNested && (suppliesAny(path, symbols) || mentions(words, path)) {
			out = append(out, nestedPart(system, inner))
		}
	}
	return out
}

func nestedPart(system string, m health.GoMod) part {
	source := health.Source{Kind: health.FromFile, File: m.File}
	return projectPart(health.CulpritNested, cmp.Or(string(m.Path), health.Base(system, string(m.Dir))), m.File, source, func(s *start) {
		s.hidden = append(s.hidden, string(m.File))
	})
}
