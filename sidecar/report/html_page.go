package report

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// page is what the templates show, part by part; a part that is empty is not shown.
type page struct {
	Style       template.CSS
	Script      template.JS // of the editor's panel, with its nonce
	Nonce       string
	Policy      string
	Headline    string
	Badge       look
	Folders     []htmlFolder
	Examined    string
	Tool        string
	Shared      bool
	Parts       []part
	Findings    []htmlFinding
	Open        []htmlOpen
	Works       []string
	Ladders     []htmlLadder
	Timeline    *htmlTimeline
	Sessions    []htmlSession
	Hardware    string
	Processes   []*htmlProcess
	Environment *htmlEnvironment
	Settings    *htmlSettings
	Machine     []htmlFact
	Checks      []htmlCheck
	Probes      []htmlProbe
}

// A look is a state at a glance: never by its colour alone.
type look struct{ Look, Mark, Word string }

type part struct{ ID, Name string }

type htmlFolder struct{ Path, Words string }

type htmlFinding struct {
	Anchor, Title, Detail, Folder, Accepted, Check, Doc string
	Severity                                            look
	Fixes                                               []htmlFix
	Hence                                               []htmlConsequence
	Evidence, More                                      []htmlEvidence // of itself, and of what follows from it
}

type htmlConsequence struct{ Title, Check, Doc string }

type htmlEvidence struct{ What, Observed, Expected, Who string }

type htmlFix struct {
	Label, Title, Risk string
	Steps              []htmlStep
	Button             *htmlButton
}

type htmlStep struct{ Words, Copy string }

type htmlButton struct{ Finding, Fix, Words string }

type htmlOpen struct {
	Reason string
	Checks []htmlLink
}

type htmlLink struct{ ID, Doc string }

// longestHTML bounds a single value; the JSON has it whole.
const longestHTML = 4000

var badgeLooks = map[health.Badge]look{
	health.BadgeError: {"error", "✗", "error"}, health.BadgeWarning: {"warning", "!", "warning"}, health.BadgeHealthy: {"good", "✓", "healthy"},
	health.BadgeAdvice: {"note", "i", "advice"},
}

var severityLooks = map[health.Severity]look{
	health.Error: {"error", "✗", ""}, health.Warning: {"warning", "!", ""}, health.Info: {"note", "i", ""},
}

func newPage(d Document, o HTMLOptions) page {
	p := page{
		Headline: clean(d.headline()), Shared: d.Privacy == PrivacyShare, Tool: joinNonEmpty(" ", d.Tool.Name, d.Tool.Version),
		Examined: d.say.Say("%s examination of %s in %.1f s", d.say.Word(string(d.Tier)), d.StartedAt, float64(d.TookMs)/1000),
		Works:    d.Works, Ladders: htmlLadders(d), Sessions: htmlSessions(d), Processes: htmlProcesses(d),
		Environment: newHTMLEnvironment(d), Checks: htmlChecks(d), Probes: htmlProbes(d),
	}
	var known bool
	if p.Badge, known = badgeLooks[d.Badge]; !known {
		p.Badge = look{"open", "?", ""}
	}
	p.Badge.Word = d.say.Word(p.Badge.Word)
	for _, f := range d.Folders {
		p.Folders = append(p.Folders, htmlFolder{f.Path, d.folderWords(f)})
	}
	for i, f := range d.roots() {
		p.Findings = append(p.Findings, newHTMLFinding(d, f, fmt.Sprintf("problem-%d", i+1), o))
	}
	p.Open = htmlOpens(d)
	if s := d.Snapshot; s != nil {
		p.Timeline, p.Hardware = newHTMLTimeline(s.Life, looked(d), d.say), string(s.Processes.Native)
		p.Settings, p.Machine = newHTMLSettings(s, d.say), htmlMachine(s, d.say)
	}
	p.Parts = p.parts(d.say)
	return p
}

// parts are those that the page has, in order.
func (p page) parts(say *lang.Printer) []part {
	var out []part
	add := func(has bool, id, name string) {
		if has {
			out = append(out, part{id, say.Say(name)})
		}
	}
	add(len(p.Findings) > 0, "problems", lang.Mark("problems"))
	add(len(p.Open) > 0, "open", lang.Mark("could not judge"))
	add(len(p.Works) > 0, "works", lang.Mark("what works"))
	add(len(p.Ladders) > 0, "ladder", lang.Mark("control ladder"))
	add(len(p.Sessions) > 0, "timeline", lang.Mark("timeline of gopls"))
	add(len(p.Processes) > 0, "processes", lang.Mark("processes"))
	add(p.Environment != nil, "environment", lang.Mark("environment"))
	add(p.Settings != nil, "settings", lang.Mark("settings"))
	add(len(p.Machine) > 0, "machine", lang.Mark("machine"))
	add(len(p.Checks) > 0, "checks", lang.Mark("checks"))
	add(len(p.Probes) > 0, "probes", lang.Mark("probes"))
	return out
}

// folderWords say what is not as it should be about a folder.
func (d Document) folderWords(f Folder) string {
	switch {
	case f.State != health.FolderOK:
		return d.folderTrouble(f)
	case !f.HasGo && len(d.Folders) > 1:
		return d.say.Say("no Go here")
	}
	return ""
}

func htmlOpens(d Document) []htmlOpen {
	var out []htmlOpen
	for _, c := range d.checksIn(health.StateInconclusive) {
		reason := shorten(c.Reason, longestHTML)
		i := slices.IndexFunc(out, func(o htmlOpen) bool { return o.Reason == reason })
		if i < 0 {
			i, out = len(out), append(out, htmlOpen{Reason: reason})
		}
		out[i].Checks = append(out[i].Checks, htmlLink{c.ID, DocURL(health.CheckID(c.ID))})
	}
	return out
}

func newHTMLFinding(d Document, f Finding, anchor string, o HTMLOptions) htmlFinding {
	severity, known := severityLooks[f.Severity]
	if !known {
		severity = look{"open", "?", ""}
	}
	severity.Word = severityWord(f)
	out := htmlFinding{Anchor: anchor, Title: clean(shorten(f.Title, longestHTML)), Detail: shorten(f.Detail, longestHTML), Accepted: f.Accepted,
		Check: f.Check, Doc: DocURL(health.CheckID(f.Check)), Severity: severity}
	if len(d.Folders) > 1 {
		out.Folder = f.Folder
	}
	for i, fix := range f.Fixes {
		out.Fixes = append(out.Fixes, newHTMLFix(f, fix, i, o))
	}
	consequences := d.consequences(f.ID)
	for _, c := range consequences {
		out.Hence = append(out.Hence, htmlConsequence{clean(c.Title), c.Check, DocURL(health.CheckID(c.Check))})
	}
	out.Evidence = each(f.Evidence, newHTMLEvidence)
	for _, c := range consequences {
		out.More = append(out.More, each(c.Evidence, newHTMLEvidence)...)
	}
	return out
}

func newHTMLEvidence(e Evidence) htmlEvidence {
	return htmlEvidence{clean(e.What), shorten(e.Observed, longestHTML), shorten(e.Expected, longestHTML), e.who()}
}

var riskWords = map[health.Risk]string{
	health.RiskSafe: lang.Mark("safe: it can be taken back"), health.RiskConfirm: lang.Mark("look at it first"), health.RiskManual: lang.Mark("by hand"),
}

func newHTMLFix(f Finding, fix Fix, place int, o HTMLOptions) htmlFix {
	out := htmlFix{Label: f.say.Say("Do:"), Title: clean(fix.Title), Risk: f.say.Say(riskWords[fix.Risk])}
	if place > 0 {
		out.Label = f.say.Say("Or:")
	}
	for i, words := range fix.instructions() {
		step := htmlStep{Words: shorten(words, longestHTML), Copy: fix.Steps[i].copyable()}
		if step.Copy != "" { // the words end with what is shown apart
			step.Words = strings.Replace(step.Words, ": "+step.Copy, "", 1)
		}
		out.Steps = append(out.Steps, step)
	}
	if len(out.Steps) == 1 && out.Steps[0] == (htmlStep{Words: fix.Title}) {
		out.Steps = nil
	}
	if o.Nonce != "" && fix.Risk != health.RiskManual {
		out.Button = &htmlButton{f.ID, fix.ID, clean(fix.Title)}
	}
	return out
}

// copyable is what a person would paste to do a step by hand: a command, or the line of a settings file.
func (s Step) copyable() string {
	switch {
	case len(s.Argv) > 0:
		return strings.Join(quoted(s.Argv), " ")
	case s.Kind == health.StepSet && s.After != "" && s.Target.Key != "" && s.Target.Member == "":
		return string(health.DataOf(s.Target.Key)) + ": " + string(s.After)
	case s.Kind == health.StepSet && s.After != "" && s.Target.Key != "":
		return string(health.DataOf(s.Target.Key)) + ": {" + string(health.DataOf(s.Target.Member)) + ": " + string(s.After) + "}"
	}
	return ""
}
