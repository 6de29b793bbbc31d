package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// fold marks findings that another one explains: one root, one lamp.
func fold(s *health.Snapshot, findings []health.Finding, checks []*Check) {
	for i := range findings {
		own := &findings[i]
		c, ok := ByID(checks, own.Check)
		if !ok {
			continue
		}
		own.Because = cause(s, c, *own, findings)
	}
}

// cause is the finding that explains own. What is wrong in every folder of the window is explained only if it is in each of
// them: a fault of one folder would hide it from the others.
func cause(s *health.Snapshot, c *Check, own health.Finding, findings []health.Finding) health.FindingID {
	folders := goFolders(s)
	if own.Folder != "" || len(folders) < 2 {
		return causeOf(s, c, own, findings)
	}
	var first health.FindingID
	for _, f := range folders {
		own.Folder = f.Path
		id := causeOf(s, c, own, findings)
		if id == "" {
			return ""
		}
		first = cmp.Or(first, id)
	}
	return first
}

func causeOf(s *health.Snapshot, c *Check, own health.Finding, findings []health.Finding) health.FindingID {
	explained := c.ExplainedBy
	if explained == nil {
		explained = func(_ *health.Snapshot, cause, own health.Finding) bool { return sameFolder(cause, own) }
	}
	for _, after := range c.After {
		for _, candidate := range findings {
			if candidate.Check == after && explained(s, candidate, own) && reaches(s, candidate, own) {
				return candidate.ID()
			}
		}
	}
	return ""
}

func sameFolder(a, b health.Finding) bool {
	return a.Folder == "" || b.Folder == "" || a.Folder == b.Folder
}

// sameAuthor reports that a cause speaks of all that own says was set, at the same places.
func sameAuthor(cause, own health.Finding) bool {
	return !slices.ContainsFunc(own.Evidence, func(e health.Evidence) bool {
		return authored(e.Source) && !slices.ContainsFunc(cause.Evidence, func(o health.Evidence) bool { return o.Source == e.Source })
	})
}

// reaches reports that a go.mod which cannot be read may be behind a finding. That of the module that a folder is about stops
// every go command there; a deeper one, often a fixture, breaks only what lies in it or what names it.
func reaches(s *health.Snapshot, cause, own health.Finding) bool {
	if cause.Check != health.CheckID(goModInvalid) || len(cause.Evidence) == 0 {
		return true
	}
	file := cause.Evidence[0].Source.File
	for _, f := range goFolders(s) {
		m, ok := modOf(f, file)
		if !ok || !concerns(own, f.Path) {
			continue
		}
		governed := slices.ContainsFunc(goMods(f), func(m health.GoMod) bool { return governs(s, f, m) })
		_, named := saidOf(s, f.Path, cause.Check)
		if !governed || governs(s, f, m) || liesIn(s, own, m.Dir) || named && ofPulse(own) {
			return true
		}
	}
	return false
}

// liesIn reports that a finding speaks of something in a directory.
func liesIn(s *health.Snapshot, own health.Finding, dir health.Path) bool {
	system := string(s.System.OS)
	in := func(file string) bool { return health.IsAbs(system, file) && health.Within(system, file, string(dir)) }
	return in(own.Subject.Text) || slices.ContainsFunc(own.Evidence, func(e health.Evidence) bool {
		place, _, _ := strings.Cut(e.What.Args["place"].Text, ".go:")
		return in(string(e.Source.File)) || in(e.Observed.Text) || place != "" && in(health.Join(system, string(own.Folder), place))
	})
}

// ofPulse reports a finding about what a server answered or failed to load.
func ofPulse(own health.Finding) bool {
	return slices.Contains([]health.CheckID{health.CheckID(goplsLoadFailed), health.CheckID(definitionBroken), health.CheckID(serverCannotStart)}, own.Check)
}
