package report

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// LadderDocument is what `probe` prints: Ladder is the first folder's, Ladders are those of all folders.
type LadderDocument struct {
	Schema  int      `json:"schema"`
	Tool    Tool     `json:"tool"`
	Privacy Privacy  `json:"privacy"`
	TookMs  int64    `json:"tookMs"`
	Ladder  *Ladder  `json:"ladder"` // null if there was nothing to ask about
	Ladders []Ladder `json:"ladders"`

	say *lang.Printer
}

var ladderVerdicts = map[health.LadderVerdict]string{
	health.LadderHealthy:     lang.Mark("healthy: gopls answers as it should"),
	health.LadderStale:       lang.Mark("the running gopls is stale or dead; a fresh one answers"),
	health.LadderProject:     lang.Mark("the project is what breaks it; a minimal module works"),
	health.LadderEnvironment: lang.Mark("environment or settings break it; without them it works"),
	health.LadderToolchain:   lang.Mark("Go or gopls itself is broken: it fails even without any settings"),
	health.LadderUnknown:     lang.Mark("not enough answers to name the layer that is broken"),
}

// LadderText renders the ladders for a terminal: the verdict with its reasoning, the table, then details of what failed.
func LadderText(d LadderDocument, o TextOptions) string {
	t := newTerminal(o, d.say)
	for _, l := range d.Ladders {
		t.ladder(l)
	}
	if len(d.Ladders) == 0 {
		t.paragraph("", "", t.say.Say("There is no Go here that gopls could be asked about."))
	}
	return t.out.String()
}

func (t *terminal) ladder(l Ladder) {
	t.paragraph(t.verdictMark(l.Verdict)+" ", "  ", t.style(bold, clean(l.Folder))+": "+t.say.Say(ladderVerdicts[l.Verdict]))
	if l.Reasoning != "" {
		t.paragraph("  ", "  ", clean(l.Reasoning))
	}
	t.line()
	t.ladderTable(l)
	t.line()
	for _, r := range l.Rungs {
		t.rung(r)
	}
	for i, note := range l.deviations() {
		label := t.say.Say("asked")
		if i > 0 {
			label = ""
		}
		t.labelled(label, t.style(dim, clean(note)))
	}
	t.line()
}

func (t *terminal) verdictMark(v health.LadderVerdict) string {
	switch v {
	case health.LadderHealthy:
		return t.style(green+bold, "✓")
	case health.LadderUnknown:
		return t.style(yellow+bold, "?")
	}
	return t.style(red+bold, "✗")
}

// ladderTable writes the rungs as rows, or as paragraphs where the screen is too narrow for rows.
func (t *terminal) ladderTable(l Ladder) {
	table := tableOf(l)
	rows := [][]string{each(table.heads(), func(head string) string { return t.style(dim, head) })}
	for _, r := range l.Rungs {
		row := table.row(r, t.mark)
		row[2] = t.style(stateColours[r.State], row[2])
		rows = append(rows, row)
	}
	widths := columnWidths(rows)
	total := printed(indent)
	for _, w := range widths {
		total += w + len(gap)
	}
	if total-len(gap) > t.width {
		t.narrowTable(table.heads(), rows[1:])
	} else {
		for _, row := range rows {
			line := indent
			for i, cell := range row {
				line += cell + strings.Repeat(" ", widths[i]-printed(cell)) + gap
			}
			t.out.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
	if len(table.questions) > 0 {
		t.paragraph(indent, indent, t.style(dim, t.say.Say("✓ answered, ✗ not, · not asked")))
	}
	for _, line := range table.legend() {
		t.paragraph(indent, indent+indent, t.style(dim, clean(line)))
	}
}

// gap stands between two columns.
const gap = "  "

var stateColours = map[health.RungState]string{health.RungHolds: green, health.RungFails: red, health.RungSkipped: dim,
	health.RungLoading: yellow, health.RungUnclear: yellow}

func (t *terminal) mark(v health.AnswerVerdict) string {
	colour := red
	switch v {
	case "":
		colour = dim
	case health.VerdictAnswered:
		colour = green
	}
	return t.style(colour, plainMark(v))
}

func columnWidths(rows [][]string) []int {
	var widths []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], printed(cell))
		}
	}
	return widths
}

func (t *terminal) narrowTable(heads []string, rows [][]string) {
	for _, row := range rows {
		t.paragraph(indent, indent+indent, t.say.Say("%s  %s: %s, load %s", row[0], row[1], row[2], row[3]))
		var cells []string
		for i := 4; i < len(row); i++ {
			cells = append(cells, heads[i]+"\u00a0"+row[i])
		}
		if len(cells) > 0 {
			t.paragraph(indent+indent, indent+indent, strings.Join(cells, "  "))
		}
	}
}

// rung says where a rung broke, with what was said and answered; of one that holds the table says all.
func (t *terminal) rung(r Rung) {
	name := t.say.Say("rung %d, %s", r.Rung, clean(r.Server))
	switch {
	case r.State == health.RungHolds:
		return
	case r.State == health.RungFails:
		t.paragraph(indent+t.style(red, "✗")+" ", indent+indent, name+": "+clean(r.Broke))
	default:
		t.paragraph(indent+t.style(yellow, "?")+" ", indent+indent, joinNonEmpty(": ", name+" "+t.say.Say(rungStates[r.State]), clean(r.Reason)))
		if r.State == health.RungSkipped {
			return
		}
	}
	for _, m := range r.Messages {
		t.labelled(t.say.Say("said"), clean(shorten(m, 600)))
	}
	if r.LastWords != "" {
		t.labelled(t.say.Say("last"), clean(shorten(r.LastWords, 600)))
	}
	for _, a := range r.failed() {
		t.paragraph(indent+indent+t.style(red, "✗")+" ", indent+indent+indent, clean(a.words()))
	}
}

var rungStates = map[health.RungState]string{health.RungSkipped: lang.Mark("was not asked"), health.RungLoading: lang.Mark("was still loading"),
	health.RungUnclear: lang.Mark("was not asked enough"), health.RungHolds: lang.Mark("holds"), health.RungFails: lang.Mark("fails")}
