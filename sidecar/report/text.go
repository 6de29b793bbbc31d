package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// TextOptions say what the reader's screen can do.
type TextOptions struct {
	Colour bool
	Width  int // columns; 0 is 100
	Say    *lang.Printer
}

// Text renders a report for a terminal: the verdict, the problems with what proves them and what to do, then what could
// not be judged, and at last, in few words, what is fine.
func Text(d Document, o TextOptions) string {
	t := newTerminal(o, d.say)
	t.verdict(d)
	for _, f := range d.roots() {
		t.finding(d, f)
	}
	t.open(d)
	t.experiments(d)
	t.environment(d)
	t.timeline(d)
	t.processTree(d)
	t.works(d)
	t.passes(d)
	t.end(d)
	return t.out.String()
}

// markOf shows a badge or a severity at a glance.
func (t *terminal) markOf(badge health.Badge) string {
	switch badge {
	case health.BadgeError:
		return t.style(red+bold, "✗")
	case health.BadgeWarning:
		return t.style(yellow+bold, "!")
	case health.BadgeHealthy:
		return t.style(green+bold, "✓")
	case health.BadgeAdvice:
		return t.style(cyan+bold, "i")
	}
	return t.style(bold, "?")
}

func (t *terminal) verdict(d Document) {
	t.paragraph(t.markOf(d.Badge)+" ", "  ", t.style(bold, clean(d.headline())))
	for _, f := range d.Folders {
		t.paragraph("  ", "  ", joinNonEmpty(": ", t.style(dim, clean(f.Path)), clean(d.folderWords(f))))
	}
	t.line()
}

var folderWords = map[health.FolderState]string{health.FolderMissing: lang.Mark("is not there"), health.FolderUnreadable: lang.Mark("cannot be read"),
	health.FolderNoFolder: lang.Mark("is not a folder")}

func (d Document) folderTrouble(f Folder) string {
	return joinNonEmpty(": ", d.say.Say(folderWords[f.State]), f.Error)
}

var severityColours = map[health.Severity]string{health.Error: red, health.Warning: yellow, health.Info: cyan}

func (t *terminal) finding(d Document, f Finding) {
	t.paragraph(t.style(severityColours[f.Severity]+bold, severityWord(f))+": ", indent, t.style(bold, clean(f.Title))+"  "+t.style(dim, "["+clean(f.ID)+"]"))
	if f.Detail != "" {
		t.paragraph(indent, indent, clean(f.Detail))
	}
	if f.Accepted != "" {
		t.labelled(t.say.Say("known"), t.say.Say("accepted: %s", clean(f.Accepted)))
	}
	if f.Folder != "" && len(d.Folders) > 1 {
		t.labelled(t.say.Say("where"), clean(f.Folder))
	}
	for i, e := range f.Evidence {
		label := t.say.Say("seen")
		if i > 0 {
			label = ""
		}
		t.labelled(label, t.evidence(e))
	}
	t.fixes(f)
	for i, c := range d.consequences(f.ID) {
		label := t.say.Say("hence")
		if i > 0 {
			label = ""
		}
		t.labelled(label, clean(c.Title)+"  "+t.style(dim, "["+clean(c.ID)+"]"))
	}
	t.line()
}

func (t *terminal) evidence(e Evidence) string {
	out := clean(e.What)
	if e.Observed != "" {
		out = joinNonEmpty(": ", out, clean(shorten(e.Observed, 600)))
	}
	if e.Expected != "" {
		out = t.say.Say("%s; expected %s", out, clean(shorten(e.Expected, 300)))
	}
	if who := clean(e.who()); who != "" {
		out += t.style(dim, " ("+who+")")
	}
	return out
}

func (t *terminal) fixes(f Finding) {
	for i, fix := range f.Fixes {
		label := t.say.Say("do")
		if i > 0 {
			label = t.say.Say("or")
		}
		steps := fix.instructions()
		if len(steps) == 1 {
			line := steps[0]
			if !strings.Contains(line, fix.Title) && !strings.Contains(fix.Title, line) {
				line = joinNonEmpty(": ", fix.Title, line)
			}
			t.labelled(label, clean(line))
			continue
		}
		t.labelled(label, clean(fix.Title))
		for n, step := range steps {
			t.labelled("", fmt.Sprintf("%d. %s", n+1, clean(step)))
		}
	}
}

func (t *terminal) open(d Document) {
	open := d.checksIn(health.StateInconclusive)
	if len(open) == 0 {
		return
	}
	t.paragraph("", "", t.style(bold, t.say.Count(len(open), "%d check could not judge", "%d checks could not judge")))
	var order []string
	byReason := map[string][]string{}
	for _, c := range open {
		if byReason[c.Reason] == nil {
			order = append(order, c.Reason)
		}
		byReason[c.Reason] = append(byReason[c.Reason], c.ID)
	}
	for _, reason := range order {
		t.paragraph("  ", "    ", t.style(yellow, "? ")+clean(strings.Join(byReason[reason], ", "))+": "+clean(shorten(reason, 400)))
	}
	t.line()
}

// experiments says what the control ladder and the experiments showed, in folders that are not simply well.
func (t *terminal) experiments(d Document) {
	var lines []string
	for _, l := range d.Ladders {
		if l.Verdict != health.LadderHealthy && l.Verdict != health.LadderUnknown {
			lines = append(lines, joinNonEmpty(": ", l.Folder, l.Reasoning))
		}
	}
	for _, i := range d.Isolations {
		if i.State != health.IsolationNotNeeded {
			lines = append(lines, joinNonEmpty(": ", i.Folder, i.Summary))
		}
	}
	if len(lines) == 0 {
		return
	}
	t.paragraph("", "", t.style(bold, t.say.Say("What was tried")))
	for _, line := range lines {
		t.paragraph("  ", "    ", clean(line))
	}
	t.line()
}

func (t *terminal) works(d Document) {
	if len(d.Works) == 0 {
		return
	}
	title := t.say.Say("What works")
	if d.Badge == health.BadgeError || d.Badge == health.BadgeWarning {
		title = t.say.Say("What still works")
	}
	t.paragraph("", "", t.style(bold, title))
	for _, w := range d.Works {
		t.paragraph("  ", "    ", t.style(green, "✓ ")+clean(w))
	}
	t.line()
}

func (t *terminal) passes(d Document) {
	fine := d.checksIn(health.StateOK)
	if len(fine) > 0 {
		ids := each(fine, func(c Check) string { return clean(c.ID) })
		slices.Sort(ids)
		t.paragraph("", "  ", t.style(green, "✓ ")+t.say.Count(len(fine), "%d check fine: ", "%d checks fine: ")+t.style(dim, strings.Join(ids, ", ")))
	}
	var rest []string
	if n := len(d.checksIn(health.StateNotApplicable)); n > 0 {
		rest = append(rest, t.say.Say("%d with nothing here to look at", n))
	}
	if n := len(d.checksIn(health.StateSkipped)); n > 0 {
		rest = append(rest, t.say.Say("%d not asked", n))
	}
	if len(rest) > 0 {
		t.paragraph("", "  ", t.style(dim, "  "+strings.Join(rest, t.say.Say(", "))))
	}
	if len(fine)+len(rest) > 0 {
		t.line()
	}
}

func (t *terminal) end(d Document) {
	took := time.Duration(d.TookMs) * time.Millisecond
	t.paragraph("", "", t.style(dim, clean(t.say.Say("%s examination in %s by %s %s", t.say.Word(string(d.Tier)), took.Round(10*time.Millisecond), d.Tool.Name, d.Tool.Version))))
	if roots := d.roots(); len(roots) > 0 {
		t.paragraph("", "", t.style(dim, t.say.Say("more about a finding: %s", clean(d.Tool.Name+" explain "+roots[0].Check))))
	}
}
