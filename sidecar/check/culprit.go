package check

import (
	"slices"
	"strconv"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const culprit texts = "culprit"

// Culprit reports what an experiment found to break gopls.
var Culprit = &Check{
	ID:       health.CheckID(culprit),
	Severity: health.Error,
	Doc: `a part of the environment or project breaks gopls

gopls fails with it and works without it. Which variable, setting, flag or file it is was found by trying, so this speaks also of causes that nobody has thought of.

We start gopls again and again with parts taken away: environment variables, lines of the file that go env -w writes, settings, flags, go.work, the vendor directory, modules in the module cache, modules inside others. The smallest set without which it works is tried both ways, with it and without it, twice; what fails at random is never blamed. Two things that break it only together are named together. The trials run on copies and change nothing.

The fix takes the part away where it was set. It does not say what is wrong with its value; where another check knows that, this finding stands below that one.`,
	Needs:       []health.ProbeID{health.ProbeFolders, health.ProbePulse, health.ProbeIsolation},
	After:       slices.Concat(everythingFails, someFails),
	ExplainedBy: explainsCulprit,
	Messages: map[string]health.Template{
		"variable":      {Title: "The environment variable {name} breaks gopls", Detail: byTrial},
		"entry":         {Title: "{value} in the environment variable {name} breaks gopls", Detail: byTrial},
		"goenv":         {Title: "{name} in the file that go env -w writes breaks gopls", Detail: byTrial},
		"goenv-file":    {Title: "{value}, the file that go env -w writes, breaks gopls", Detail: byTrial},
		"goenv-entry":   {Title: "{value} in {name}, as go env -w wrote it, breaks gopls", Detail: byTrial},
		"setting":       {Title: "The setting {name} breaks gopls", Detail: byTrial},
		"setting-entry": {Title: "{value} in the setting {name} breaks gopls", Detail: byTrial},
		"flag":          {Title: "The flag {name} breaks gopls", Detail: byTrial},
		"go-work":       {Title: "{value} breaks gopls", Detail: byTrial},
		"vendor":        {Title: "The vendor directory {value} breaks gopls", Detail: byTrial},
		"module":        {Title: "The copy of {name} in the module cache breaks gopls", Detail: "With the same module taken anew from its download, gopls works ({trials} trials among {candidates} parts, tried both ways). Files of the copy are missing or changed."},
		"nested":        {Title: "The go.mod {value} inside another module breaks gopls", Detail: "It makes its directory a module of its own, {name}, so the module around it cannot import its packages. A fresh gopls fails with it and works without it ({trials} trials among {candidates} parts, tried both ways)."},
		"joint":         {Title: "{names} break gopls together", Detail: "None of them does by itself: a fresh gopls fails with all of them and works without one ({trials} trials among {candidates} parts, tried both ways)."},
		"part":          {Title: "{name}"},
		"with":          {Title: "a fresh gopls with it, and without all else"},
		"without":       {Title: "a fresh gopls with all else, and without it"},
		"mended":        {Title: "your folder, with what was found taken away and nothing else"},
		"works":         {Title: "works"},
		"fails":         {Title: "fails"},
		"stopped":       {Title: "the search for what breaks gopls ended early"},
		"remove":        {Title: "Remove {name}"},
		"without-flag":  {Title: "Set {name} without {value}"},
		"rest":          {Title: "set {name} to {rest} in the file of your shell or desktop session that exports it, log in again and start the editor anew"},
		"path-entry":    {Title: "remove {value} from {name} in the file that adds it, log in again and start the editor anew"},
		"mend":          {Title: "Mend {value}"},
		"mend-file":     {Title: "mend or remove {value}, then restart the language server"},
		"vendor-anew":   {Title: "Write the vendor directory anew"},
		"no-work":       {Title: "Leave go.work out of account in the editor (GOWORK=off)"},
		"join":          {Title: "Join the two modules"},
		"join-by-hand":  {Title: "if {value} was made by accident, delete it (and its go.sum); if it is meant to be a module of its own, import its packages by its own path and list both in a go.work: go work init, go work use; then restart the language server"},
		"anew":          {Title: "Bring the module anew"},
		"anew-by-hand":  {Title: "delete {value}, then run go mod download in {folder} and restart the language server"},
	},
	Applies: func(s *health.Snapshot) bool { return len(s.Isolations) > 0 },
	Run:     runCulprit,
}

const byTrial = "A fresh gopls fails with it and works without it ({trials} trials among {candidates} parts, tried both ways)."

// runCulprit reports each group of each folder once; one that breaks several folders is one fault.
func runCulprit(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	at := map[string]int{}
	for _, i := range s.Isolations {
		ended := i.State == health.IsolationStopped || i.State == health.IsolationNotTried
		if ended && len(i.Culprits) == 0 && pulseIsBad(s, i.Folder) {
			reason := i.Reason
			if reason.ID == "" {
				reason = culprit.say("stopped", nil)
			}
			out = append(out, Open(i.Folder, reason))
		}
		for _, group := range blames(i) {
			key := groupKey(group)
			if n, ok := at[key]; ok {
				out[n].Folder = ""
				continue
			}
			finding := culpritFinding(s, i, group)
			if slices.ContainsFunc(out, func(o health.Finding) bool {
				return o.Subject.Text == finding.Subject.Text && finding.Subject.Text != ""
			}) {
				finding.Subject.Text += " in " + string(i.Folder)
			}
			at[key] = len(out)
			out = append(out, finding)
		}
	}
	return out
}

// blames are the groups of an experiment that are certain. The running server and the tools themselves have checks of their
// own.
func blames(i health.Isolation) [][]health.Culprit {
	if !i.Confirmed {
		return nil
	}
	var out [][]health.Culprit
	for _, c := range i.Culprits {
		if c.Kind == health.CulpritServer || c.Kind == health.CulpritTool {
			continue
		}
		if n := slices.IndexFunc(out, func(g []health.Culprit) bool { return g[0].Group == c.Group }); n >= 0 {
			out[n] = append(out[n], c)
		} else {
			out = append(out, []health.Culprit{c})
		}
	}
	return out
}

func groupKey(group []health.Culprit) string {
	var out strings.Builder
	for _, c := range group {
		out.WriteString(string(c.Kind) + " " + string(c.Name) + " " + c.Value.Text + strings.Join(c.Value.Items, " ") + " " + sourceKey(c.Source) + "\n")
	}
	return out.String()
}

func culpritFinding(s *health.Snapshot, i health.Isolation, group []health.Culprit) health.Finding {
	names := make([]string, len(group))
	for n, c := range group {
		names[n] = string(c.Name)
	}
	finding := health.Finding{Severity: health.Error, Folder: i.Folder, Subject: health.V(health.Text(strings.Join(names, " + ")))}
	args := health.Args{"trials": number(i.Trials), "candidates": number(i.Candidates), "names": health.V(health.Text(strings.Join(names, ", ")))}
	text := "joint"
	if len(group) == 1 {
		text = culpritText(group[0])
		args["name"], args["value"] = health.V(group[0].Name), valueOf(group[0])
	}
	finding.Message = culprit.say(text, args)
	gopls := health.Source{Kind: health.FromServer}
	for _, c := range group {
		finding.Evidence = append(finding.Evidence, culpritSeen(c))
		finding.Fixes = append(finding.Fixes, culpritFixes(s, i.Folder, c)...)
	}
	tellApart(finding.Fixes)
	finding.Evidence = append(finding.Evidence,
		health.Evidence{What: culprit.say("with", nil), Observed: culprit.value("fails"), Source: gopls},
		health.Evidence{What: culprit.say("without", nil), Observed: culprit.value("works"), Source: gopls})
	mended := "fails"
	if i.Mended {
		mended = "works"
	}
	finding.Evidence = append(finding.Evidence, health.Evidence{What: culprit.say("mended", nil), Observed: culprit.value(mended), Expected: culprit.value("works"), Source: gopls})
	finding.Evidence = append(finding.Evidence, ladderSeen(s, i.Folder)...)
	return finding
}

// tellApart numbers fixes of one name: a joint finding has the same kind of fix for each of its parts.
func tellApart(fixes []health.Fix) {
	seen := map[health.FixID]int{}
	for i := range fixes {
		id := fixes[i].ID
		if seen[id]++; seen[id] > 1 {
			fixes[i].ID = id + health.FixID("-"+strconv.Itoa(seen[id]))
		}
	}
}

// culpritText is the case of the message: an entry of a list is named beside the variable or setting that holds it.
func culpritText(c health.Culprit) string {
	switch {
	case c.Kind == health.CulpritVariable && isEntry(c):
		return "entry"
	case c.Kind == health.CulpritGOENV && c.Name == "GOENV":
		return "goenv-file"
	case c.Kind == health.CulpritGOENV && isEntry(c):
		return "goenv-entry"
	case c.Kind == health.CulpritSetting && isEntry(c):
		return "setting-entry"
	}
	return string(c.Kind)
}

// isEntry reports a culprit that is one entry of a list of flags or directories.
func isEntry(c health.Culprit) bool {
	name := string(c.Name[strings.LastIndexByte(string(c.Name), '.')+1:])
	return !c.Value.Empty() && !c.Value.Redacted() && slices.Contains([]string{"GOFLAGS", "PATH", "Path", "buildFlags", "directoryFilters"}, name)
}

// valueOf is a culprit's value, or its name where it has none.
func valueOf(c health.Culprit) health.Value {
	if c.Value.Empty() {
		return health.V(c.Name)
	}
	return c.Value
}

func culpritSeen(c health.Culprit) health.Evidence {
	e := health.Evidence{What: culprit.say("part", health.Args{"name": health.V(c.Name)}), Observed: valueOf(c), Source: c.Source}
	switch c.Kind {
	case health.CulpritVariable:
		e.What = message("variable", health.Args{"name": health.V(c.Name)})
	case health.CulpritGOENV:
		e.What = message("goenv-entry", health.Args{"name": health.V(c.Name)})
		if culpritText(c) == "goenv-file" {
			e.What = message("file", health.Args{"file": valueOf(c)})
		}
	case health.CulpritSetting:
		e.What = message("setting", health.Args{"key": health.V(c.Name)})
	}
	if e.Source.Kind == "" {
		e.Source.Kind = health.FromSystem
	}
	return e
}
