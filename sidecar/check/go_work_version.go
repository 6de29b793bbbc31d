package check

import (
	"go/version"

	"github.com/govitals/govitals/sidecar/health"
)

const goWorkVersion texts = "go-work-version"

// GoWorkVersion reports a go.work whose go line is lower than that of a module it lists.
var GoWorkVersion = &Check{
	ID:       health.CheckID(goWorkVersion),
	Severity: health.Error,
	Doc: `go.work asks for an older Go than one of its modules

The go command refuses the whole workspace, so gopls loads none of its modules: no hover, no completion, no Go to Definition.

We compare the go line of the go.work in force with those of the modules it lists, as the go command does since Go 1.21. Without a go line it counts as 1.18. Patch numbers count: 1.24.0 is newer than 1.24.

The fix runs go work use, which raises the line in go.work.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeGoEnv},
	Messages: map[string]health.Template{
		"lower":  {Title: "go.work lists go {work}, but {module} needs go {go}", Detail: workFails},
		"absent": {Title: "go.work has no go line, but {module} needs go {go}", Detail: workFails + " Without a go line, go.work counts as go 1.18."},
		"raise":  {Title: "Raise the go line of go.work"},
	},
	Applies: hasWorkspace,
	Run:     runGoWorkVersion,
}

// implicitWorkGo is what a go.work without a go line counts as.
const implicitWorkGo = "1.18"

func runGoWorkVersion(s *health.Snapshot) []health.Finding {
	return eachWorkspace(s, func(f health.Folder, w health.Workspace) []health.Finding {
		current := s.GoEnv(f.Path).Get("GOVERSION")
		if version.IsValid(current) && version.Compare(current, "go1.21") < 0 || w.State != health.FileOK {
			return nil
		}
		have := string(w.Go)
		if have == "" {
			have = implicitWorkGo
		}
		var worst health.Use
		for _, u := range w.Uses {
			least := have
			if worst.Go != "" {
				least = string(worst.Go)
			}
			if u.Go != "" && version.IsValid("go"+string(u.Go)) && version.Compare("go"+string(u.Go), "go"+least) > 0 {
				worst = u
			}
		}
		if worst.Go == "" {
			return nil
		}
		return []health.Finding{tooLowWork(s, f, w, worst)}
	})
}

func tooLowWork(s *health.Snapshot, f health.Folder, w health.Workspace, u health.Use) health.Finding {
	c, system := goWorkVersion, string(s.System.OS)
	args := health.Args{"work": health.V(w.Go), "module": health.V(u.Module), "go": health.V(u.Go)}
	text, observed := "lower", health.V("go "+w.Go)
	if w.Go == "" {
		text, observed = "absent", saying("absent")
	}
	finding := health.Finding{Severity: health.Error, Message: c.say(text, args), Evidence: []health.Evidence{
		fileSeen(w.File, w.GoLine, observed, health.V("go "+u.Go)),
		fileSeen(health.Path(health.Join(system, string(u.Dir), "go.mod")), 0, health.V("go "+u.Go), health.Value{})}}
	if said, ok := saidOf(s, f.Path, health.CheckID(c)); ok {
		finding.Evidence = append(finding.Evidence, wordsSeen(said))
	}
	raise := runGo(s, f.Path, health.Path(health.Dir(system, string(w.File))), "work", "use")
	raise.Target.File = w.File
	finding.Fixes = []health.Fix{oneFix("work-use", health.RiskConfirm, c.say("raise", nil), raise)}
	return finding
}
