package report

import (
	"fmt"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// LadderDocument is what `probe` prints: Ladder is the first folder's, Ladders are those of all folders.
type LadderDocument struct {
	Schema  int      `json:"schema"`
	Tool    Tool     `json:"tool"`
	Privacy Privacy  `json:"privacy"`
	TookMs  int64    `json:"tookMs"`
	Ladder  *Ladder  `json:"ladder"` // null if there was nothing to ask about
	Ladders []Ladder `json:"ladders"`
}

var ladderVerdicts = map[health.LadderVerdict]string{
	health.LadderHealthy:     "healthy: gopls answers as it should",
	health.LadderStale:       "the running gopls is stale or dead; a fresh one answers",
	health.LadderProject:     "the project is what breaks it; a minimal module works",
	health.LadderEnvironment: "environment or settings break it; without them it works",
	health.LadderToolchain:   "Go or gopls itself is broken: it fails even without any settings",
	health.LadderUnknown:     "not enough answers to name the layer that is broken",
}

var rungNames = map[int]string{
	0: "your running gopls", 1: "a fresh gopls with your settings", 2: "a fresh gopls in a minimal module", 3: "a fresh gopls without settings",
}

var rungMarks = map[health.RungState]string{health.RungHolds: "✓", health.RungFails: "✗"}

// LadderText renders the ladders for a terminal.
func LadderText(d LadderDocument, o TextOptions) string {
	t := newTerminal(o)
	for _, l := range d.Ladders {
		t.paragraph("", "  ", t.style(bold, clean(l.Folder))+": "+ladderVerdicts[l.Verdict])
		for _, r := range l.Rungs {
			t.rung(r)
		}
		t.line()
	}
	if len(d.Ladders) == 0 {
		t.paragraph("", "", "There is no Go here that gopls could be asked about.")
	}
	return t.out.String()
}

func (t *terminal) rung(r Rung) {
	mark, colour := rungMarks[r.State], green
	if mark == "" {
		mark, colour = "?", yellow
	}
	if r.State == health.RungFails {
		colour = red
	}
	line := fmt.Sprintf("rung %d, %s: %s", r.Rung, rungNames[r.Rung], r.State)
	if r.FailedStage != "" {
		line += " at " + string(r.FailedStage)
	}
	if r.Packages > 0 {
		line += fmt.Sprintf("; loaded %s in %d ms", plural(r.Packages, "package", "packages"), r.LoadMs)
	}
	t.paragraph(indent+t.style(colour, mark)+" ", indent+indent, line)
	if r.Reason != "" {
		t.paragraph(indent+indent, indent+indent, clean(r.Reason))
	}
	for _, m := range r.Messages {
		t.labelled("said", clean(shorten(m, 600)))
	}
	if r.LastWords != "" {
		t.labelled("last", clean(shorten(r.LastWords, 600)))
	}
	for _, a := range r.Answers {
		t.answer(a)
	}
	for _, v := range r.Deviations {
		t.labelled("note", t.style(dim, fmt.Sprintf("asked with %s=%s (yours: %s): %s", clean(v.Name), clean(v.After), orUnset(clean(v.Before)), clean(v.Why))))
	}
}

func (t *terminal) answer(a Answer) {
	mark, colour := "✓", green
	if a.Verdict != health.VerdictAnswered {
		mark, colour = "✗", red
	}
	line := fmt.Sprintf("%-10s %-17s %s", a.Question, strings.ReplaceAll(string(a.Target), "-", " "), clean(a.Symbol))
	if a.Verdict != health.VerdictAnswered {
		line += ": " + string(a.Verdict)
	}
	if a.Where != "" {
		line += " → " + clean(a.Where)
		if !a.Exists {
			line += " (not there)"
		}
	}
	if a.Error != "" {
		line += ": " + clean(shorten(a.Error, 300))
	}
	t.paragraph(indent+indent+t.style(colour, mark)+" ", indent+indent+indent, fmt.Sprintf("%s %s", line, t.style(dim, fmt.Sprintf("%d ms", a.TookMs))))
}
