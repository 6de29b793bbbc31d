package report

import (
	"fmt"
	"strings"
)

// Bounds of what is shown of a timeline; the snapshot in the JSON has all of it.
const (
	textMoments     = 12
	markdownMoments = 200
	longestMoment   = 400
)

// timeline shows the last moments of the last session, where something happened that is worth a look.
func (t *terminal) timeline(d Document) {
	if len(d.life) == 0 || !d.life[len(d.life)-1].notable {
		return
	}
	last := d.life[len(d.life)-1]
	t.paragraph("", "", t.style(bold, t.say.Say("What happened to gopls"))+t.style(dim, "  "+t.say.Say("%s, times in UTC", clean(last.title))))
	spare := max(0, len(last.events)-textMoments)
	if spare > 0 {
		t.paragraph("  ", "    ", t.style(dim, t.say.Count(spare, "%d earlier event", "%d earlier events")))
	}
	for _, m := range last.events[spare:] {
		t.paragraph("  ", "    ", clean(shorten(m.line(), longestMoment)))
	}
	t.line()
}

// mdTimeline lists the sessions, newest last.
func mdTimeline(d Document) string {
	total := 0
	for _, s := range d.life {
		total += len(s.events)
	}
	var out strings.Builder
	skip := max(0, total-markdownMoments)
	for _, s := range d.life {
		if skip >= len(s.events) && skip > 0 {
			skip -= len(s.events)
			continue
		}
		fmt.Fprintf(&out, "**%s**\n\n", md(s.title))
		day := ""
		for _, m := range s.events[skip:] {
			when := m.at
			if m.day != "" && m.day != day {
				day = m.day
				when = m.day + " " + m.at
			}
			m.at = ""
			fmt.Fprintf(&out, "- %s\n", joinNonEmpty(" ", code(when), md(shorten(m.line(), longestMoment))))
		}
		skip = 0
		out.WriteString("\n")
	}
	return folded(d.say.Say("What happened to gopls (times in UTC)"), out.String())
}
