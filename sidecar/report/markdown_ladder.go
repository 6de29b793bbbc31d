package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// mdLadders shows the ladders as tables, with what failed below, and the experiments.
func mdLadders(d Document) string {
	var out strings.Builder
	for _, l := range d.Ladders {
		fmt.Fprintf(&out, "%s: **%s**. %s\n\n", code(l.Folder), md(d.say.Say(ladderVerdicts[l.Verdict])), md(l.Reasoning))
		out.WriteString(mdLadderTable(l))
		for _, r := range l.Rungs {
			out.WriteString(mdRung(r))
		}
		for _, note := range l.deviations() {
			fmt.Fprintf(&out, "- %s\n", d.say.Say("asked with, %s", md(note)))
		}
		if i := slices.IndexFunc(d.Isolations, func(i Isolation) bool { return i.Folder == l.Folder }); i >= 0 {
			out.WriteString(mdIsolation(d.Isolations[i]))
		}
		out.WriteString("\n")
	}
	return folded(d.say.Say("The control ladder"), out.String())
}

func mdLadderTable(l Ladder) string {
	var out strings.Builder
	table := tableOf(l)
	write := func(cells []string) { out.WriteString("| " + strings.Join(each(cells, orBlank), " | ") + " |\n") }
	heads := append([]string{l.say.Say("rung")}, table.heads()[1:]...)
	write(append(each(heads, md), l.say.Say("broke")))
	write(each(append(heads, ""), func(string) string { return "---" }))
	for _, r := range l.Rungs {
		write(append(each(table.row(r, plainMark), md), md(shorten(joinNonEmpty(" ", r.Broke, r.Reason), 300))))
	}
	out.WriteString("\n")
	for _, line := range table.legend() {
		out.WriteString(md(line) + "\n\n")
	}
	return out.String()
}

func orBlank(cell string) string {
	if cell == "" {
		return " "
	}
	return cell
}

// mdRung says what a rung that failed said and answered.
func mdRung(r Rung) string {
	var out strings.Builder
	if r.State == health.RungHolds || r.State == health.RungSkipped {
		return ""
	}
	if r.LastWords != "" {
		fmt.Fprintf(&out, "- %s\n", r.say.Say("rung %d, last words: %s", r.Rung, code(shorten(r.LastWords, 2000))))
	}
	for _, m := range r.Messages {
		fmt.Fprintf(&out, "- %s\n", r.say.Say("rung %d said: %s", r.Rung, code(shorten(m, 1000))))
	}
	for _, a := range r.failed() {
		what := a.asked(a.Symbol)
		if a.count > 1 {
			what = a.all()
		}
		fmt.Fprintf(&out, "- %s: %s %s\n", r.say.Say("rung %d: %s", r.Rung, md(what)), md(r.say.Word(string(a.Verdict))), code(joinNonEmpty(" ", a.Where, shorten(a.Error, 1000))))
	}
	return out.String()
}

func mdIsolation(i Isolation) string {
	i.Summary = md(i.Summary)
	return "\n" + i.experiment() + "\n"
}
