package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

type htmlLadder struct {
	Anchor, Folder, Reasoning, Legend, Experiment, Alternative string
	Verdict                                                    look
	Height, Bottom                                             int
	Rungs                                                      []htmlRung
	Heads                                                      []string
	Rows                                                       []htmlRow
	Failures                                                   []htmlFailure
	Deviations                                                 []string
}

// htmlRung is the drawing of a rung: whole, broken, or dotted where nobody knows.
type htmlRung struct {
	Drawn, Name   string
	Y, Low, NameY int
	Lines         []htmlLine
}

type htmlLine struct {
	Look, Text string
	Y          int
}

type htmlRow struct {
	Rung  string
	Cells []htmlMarks
}

// htmlMarks are marks for the eye, and the same in words for those who listen.
type htmlMarks struct{ Text, Words string }

type htmlFailure struct{ Words, Said string }

// Measures of the drawing, in its own units: a line of words takes ladderColumns columns beside the ladder.
const (
	ladderTop     = 30
	ladderLine    = 17
	ladderColumns = 36
)

func htmlLadders(d Document) []htmlLadder {
	var out []htmlLadder
	for i, l := range d.Ladders {
		table := tableOf(l)
		one := htmlLadder{Anchor: fmt.Sprintf("ladder-%d", i+1), Folder: l.Folder, Reasoning: l.Reasoning, Deviations: l.deviations(),
			Legend: joinNonEmpty(". ", append([]string{d.say.Say("✓ answered, ✗ not, · not asked")}, table.legend()...)...), Heads: append(table.heads()[1:], d.say.Say("broke"))}
		one.Verdict = look{"error", "✗", d.say.Say(ladderVerdicts[l.Verdict])}
		switch {
		case l.Verdict == health.LadderHealthy:
			one.Verdict.Look, one.Verdict.Mark = "good", "✓"
		case l.Verdict == health.LadderUnknown, one.Verdict.Word == "":
			one.Verdict = look{"open", "?", d.say.Say(ladderVerdicts[health.LadderUnknown])}
		}
		one.draw(l, table)
		for _, r := range l.Rungs {
			one.Rows = append(one.Rows, table.htmlRow(r))
			one.Failures = append(one.Failures, r.htmlFailures()...)
		}
		if at := slices.IndexFunc(d.Isolations, func(i Isolation) bool { return i.Folder == l.Folder }); at >= 0 {
			one.Experiment = d.Isolations[at].experiment()
		}
		out = append(out, one)
	}
	return out
}

func (t ladderTable) htmlRow(r Rung) htmlRow {
	out := htmlRow{Rung: fmt.Sprint(r.Rung)}
	for i, cell := range t.row(r, plainMark) {
		switch {
		case i == 0:
		case i < 4:
			out.Cells = append(out.Cells, htmlMarks{Text: cell})
		default:
			out.Cells = append(out.Cells, htmlMarks{cell, t.say.Say("%d answered, %d not, %d not asked",
				strings.Count(cell, "✓"), strings.Count(cell, "✗"), strings.Count(cell, "·"))})
		}
	}
	out.Cells = append(out.Cells, htmlMarks{Text: joinNonEmpty(" ", r.Broke, r.Reason)})
	return out
}

// draw places the rungs from the top down, each as high as its words.
func (h *htmlLadder) draw(l Ladder, table ladderTable) {
	y := ladderTop
	var said []string
	for _, r := range l.Rungs {
		rung := htmlRung{Name: fmt.Sprintf("%d  %s", r.Rung, r.server()), Y: y, Low: y + 14, NameY: y - 4}
		ink, mark := "open-ink", "?"
		switch r.State {
		case health.RungHolds:
			rung.Drawn, ink, mark = "whole", "good-ink", "✓"
		case health.RungFails:
			rung.Drawn, ink, mark = "broken", "error-ink", "✗"
		}
		words := joinNonEmpty(": ", l.say.Say(cmp.Or(rungStates[r.State], "unknown")), r.Broke, r.Reason)
		said = append(said, l.say.Say("Rung %d, %s, %s.", r.Rung, r.server(), clean(words)))
		at := y - 4 + ladderLine
		for i, line := range wrapped(mark+" "+clean(words), ladderColumns, 3) {
			if i > 0 {
				ink = "small"
			}
			rung.Lines = append(rung.Lines, htmlLine{ink, line, at})
			at += ladderLine
		}
		for _, line := range wrapped(answersOf(r, table), ladderColumns, 2) {
			rung.Lines = append(rung.Lines, htmlLine{"small", line, at})
			at += ladderLine
		}
		h.Rungs = append(h.Rungs, rung)
		h.Bottom = y + 24
		y = max(at, y+44) + 18
	}
	h.Height, h.Alternative = max(y-18, h.Bottom+8), strings.Join(said, " ")
}

// answersOf are the marks of all questions of a rung; empty if none was asked.
func answersOf(r Rung, table ladderTable) string {
	if len(r.Answers) == 0 {
		return ""
	}
	cells := table.row(r, plainMark)[4:]
	var out []string
	for i, head := range table.heads()[4:] {
		out = append(out, head+"\u00a0"+cells[i])
	}
	return strings.Join(out, ", ")
}

// wrapped breaks words into lines of so many columns, and shortens what does not fit into the last.
func wrapped(s string, width, most int) []string {
	var out []string
	line := ""
	for _, p := range pieces(strings.ReplaceAll(strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", "\x00")), " "), "\x00", "\u00a0")) {
		joined := line + p.text
		if p.spaced && line != "" {
			joined = line + " " + p.text
		}
		if printed(joined) <= width || line == "" || !p.spaced && !p.breaks {
			line = joined
			continue
		}
		if len(out) == most-1 {
			line += " …"
			break
		}
		out, line = append(out, line), p.text
	}
	if line != "" {
		out = append(out, line)
	}
	return each(out, func(line string) string {
		if printed(line) <= width+2 {
			return line
		}
		for printed(line) > width { // a single word, such as a path
			runes := []rune(line)
			line = string(runes[:len(runes)-1])
		}
		return line + "…"
	})
}

// htmlFailures are the words and answers of a rung that does not hold.
func (r Rung) htmlFailures() []htmlFailure {
	if r.State == health.RungHolds || r.State == health.RungSkipped {
		return nil
	}
	var out []htmlFailure
	if r.LastWords != "" {
		out = append(out, htmlFailure{r.say.Say("Rung %d ended with:", r.Rung), shorten(r.LastWords, longestHTML)})
	}
	for _, m := range r.Messages {
		out = append(out, htmlFailure{r.say.Say("Rung %d said:", r.Rung), shorten(m, longestHTML)})
	}
	for _, f := range r.failed() {
		out = append(out, htmlFailure{Words: r.say.Say("Rung %d was asked: %s", r.Rung, f.words())})
	}
	return out
}

// experiment says what the search for the culprit came to.
func (i Isolation) experiment() string {
	switch {
	case i.Mended:
		return i.say.Say("%s. With that taken away, and nothing else, gopls works in this folder.", i.Summary)
	case i.State == health.IsolationFound && i.Confirmed && i.Trials > 0:
		return i.say.Say("%s. With that taken away, gopls still fails in this folder.", i.Summary)
	}
	return i.say.Say("%s.", i.Summary)
}
