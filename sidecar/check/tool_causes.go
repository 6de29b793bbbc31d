package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// toolExplains: a gopls that the system does not start explains a bad pulse where the private one did not start either, a go
// that it kills every one. What merely runs slowly explains nothing.
func toolExplains(s *health.Snapshot, cause, own health.Finding) bool {
	for _, f := range goFolders(s) {
		if !concerns(own, f.Path) || !concerns(cause, f.Path) || !pulseIsBad(s, f.Path) {
			continue
		}
		r, ok := rungOf(s, f.Path)
		started := ok && r.FailedStage != health.StageSpawn && r.FailedStage != health.StageInitialize && r.Load.State != health.LoadDied
		switch {
		case stopsTool(cause, "gopls") && !started, stopsTool(cause, "go") && s.GoEnv(f.Path).Failure != "":
			return true
		}
	}
	return false
}

// stallExplains: a go command that does not end explains questions that were not answered in time, in its folder.
func stallExplains(s *health.Snapshot, cause, own health.Finding) bool {
	return slices.ContainsFunc(goFolders(s), func(f health.Folder) bool {
		r, ok := rungOf(s, f.Path)
		bad := broken(r)
		return ok && concerns(own, f.Path) && concerns(cause, f.Path) && cause.Severity == health.Error && len(bad) > 0 &&
			!slices.ContainsFunc(bad, func(a health.Answer) bool { return !a.TimedOut })
	})
}

// explainsDebugger: a newer Go mends what is too old for Delve, but not a Delve that is too old. A go for another processor has
// built a Delve for that one, a translated editor makes even a native one refuse, and what cannot start cannot debug.
func explainsDebugger(_ *health.Snapshot, cause, own health.Finding) bool {
	is := func(names ...string) bool {
		return sameFolder(cause, own) && slices.ContainsFunc(names, func(name string) bool { return own.Message.ID == dlvIncompatible.say(name, nil).ID })
	}
	tool := cause.Message.Args["tool"].Text
	switch cause.Check {
	case health.CheckID(editorTranslated):
		return is("tried-foreign")
	case health.CheckID(toolForeignArch):
		return tool == "go" && is("translated", "foreign", "tried-foreign")
	case health.CheckID(goVersionOld):
		return is("go-old")
	}
	return tool == "dlv" && is("tried-no-start", "tried-other")
}
