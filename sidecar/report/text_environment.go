package report

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// Bounds of the table in a terminal; Markdown and JSON have it whole.
const (
	mostVariables = 6
	longestValue  = 44
)

// environment is a table of the variables that differ between the places that an environment comes from: those that a problem
// speaks of first, then those that one place overrules in another. Places that agree share a line.
func (t *terminal) environment(d Document) {
	rows := slices.Clone(d.Environment)
	if len(rows) == 0 {
		return
	}
	slices.SortStableFunc(rows, func(a, b EnvironmentRow) int { return weight(d, b) - weight(d, a) })
	shown := rows[:min(len(rows), mostVariables)]
	name, value := 0, 0
	for _, r := range shown {
		name = max(name, printed(clean(r.Name)))
		for _, g := range r.groups() {
			value = max(value, printed(g.value))
		}
	}
	t.paragraph("", "", t.style(bold, t.say.Say("The environment, where it differs"))+"  "+t.style(dim, t.say.Say("(* counts for gopls)")))
	for _, r := range shown {
		first := clean(r.Name)
		for _, g := range r.groups() {
			mark := "  "
			if g.inForce {
				mark = "* "
			}
			column := indent + pad(first, name) + "  " + mark + pad(g.value, value) + "  "
			hanging := strings.Repeat(" ", min(printed(column), t.width/2))
			if g.inForce {
				column = indent + pad(first, name) + "  " + mark + t.style(bold, g.value) + strings.Repeat(" ", value-printed(g.value)) + "  "
			}
			t.paragraph(column, hanging, g.words)
			first = ""
		}
		if r.Folder != "" {
			t.paragraph(indent+pad("", name)+"    ", indent, t.style(dim, t.say.Say("in %s", clean(r.Folder))))
		}
	}
	if rest := rows[len(shown):]; len(rest) > 0 {
		names := slices.Compact(each(rest, func(r EnvironmentRow) string { return clean(r.Name) }))
		t.paragraph(indent, indent, t.style(dim, t.say.Say("and %d more: %s", len(rest), shorten(strings.Join(names, ", "), 200))))
	}
	t.line()
}

// weight ranks a variable: a problem names it, or somebody's value does not count.
func weight(d Document, r EnvironmentRow) int {
	named := slices.ContainsFunc(d.roots(), func(f Finding) bool {
		return slices.ContainsFunc(f.Evidence, func(e Evidence) bool { return e.Source.Name == r.Name || strings.HasSuffix(e.Source.Name, "."+r.Name) })
	})
	overruled := slices.ContainsFunc(r.Seen, func(c EnvironmentCell) bool { return c.OverruledBy != "" })
	switch {
	case named && overruled:
		return 3
	case named:
		return 2
	case overruled:
		return 1
	}
	return 0
}

// valueGroup are the places that have one value.
type valueGroup struct {
	value, words string
	inForce      bool
	unset        bool
}

// groups are the values of a variable with who has and who set each: what counts first, what is not set last.
func (r EnvironmentRow) groups() []valueGroup {
	var order []string
	byValue := map[string][]EnvironmentCell{}
	for _, c := range r.Seen {
		if c.Value == "" && (c.Place == health.AngleGOENV || c.Place == health.AngleSetting) {
			continue // hardly anything stands there
		}
		v := clean(c.Value)
		if byValue[v] == nil {
			order = append(order, v)
		}
		byValue[v] = append(byValue[v], c)
	}
	var out []valueGroup
	for _, v := range order {
		g := valueGroup{value: telling(v, order), words: r.groupWords(byValue[v])}
		g.inForce = slices.ContainsFunc(byValue[v], func(c EnvironmentCell) bool { return c.Place == r.InForce })
		if g.unset = v == ""; g.unset {
			g.value = r.say.Say("not set")
		}
		out = append(out, g)
	}
	rank := func(g valueGroup) int {
		switch {
		case g.inForce:
			return 0
		case g.unset:
			return 2
		}
		return 1
	}
	slices.SortStableFunc(out, func(a, b valueGroup) int { return rank(a) - rank(b) })
	return out
}

func (r EnvironmentRow) groupWords(cells []EnvironmentCell) string {
	var places []string
	who, over := "", health.Angle("")
	for _, c := range cells {
		if words := r.placeWords(c.Place); !slices.Contains(places, words) {
			places = append(places, words)
		}
		if c.Value != "" && who == "" && c.Source.Kind != health.FromCommand {
			who = c.Source.who()
		}
		if c.OverruledBy != "" {
			over = c.OverruledBy
		}
	}
	out := strings.Join(places, ", ")
	if who != "" {
		out += " (" + clean(who) + ")"
	}
	if over != "" {
		out = r.say.Say("%s, overruled by: %s", out, r.placeWords(over))
	}
	return clean(out)
}

// pad fills a column up with blanks, by what the screen shows of the text.
func pad(s string, width int) string { return s + strings.Repeat(" ", max(width-printed(s), 0)) }

// telling shortens a value, and one that begins as another does to the part from the list entry on in which they differ.
func telling(value string, all []string) string {
	start := 0
	for _, other := range all {
		same := 0
		for same < min(len(value), len(other)) && value[same] == other[same] {
			same++
		}
		if other != value && len(value) > longestValue {
			start = max(start, strings.LastIndex(value[:same], ", ")+len(", "))
		}
	}
	if start <= len(", ") {
		return shorten(value, longestValue)
	}
	return "… " + shorten(value[start:], longestValue)
}
