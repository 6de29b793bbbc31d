package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// EnvironmentRow is a variable that is not the same everywhere, or that one place overrules in another.
type EnvironmentRow struct {
	Name   string `json:"name"`
	Folder string `json:"folder"` // empty: alike in all folders
	// InForce is the place whose value the go commands of gopls heed.
	InForce health.Angle      `json:"inForce"`
	Seen    []EnvironmentCell `json:"seen"`

	say *lang.Printer
}

// EnvironmentCell is that variable in one place; an empty value is not set.
type EnvironmentCell struct {
	Place       health.Angle `json:"place"`
	Value       string       `json:"value"`
	Source      Source       `json:"source"`
	OverruledBy health.Angle `json:"overruledBy,omitempty"` // the place whose value counts instead
}

func (b builder) environment(s *health.Snapshot) []EnvironmentRow {
	out := []EnvironmentRow{}
	for _, r := range s.EnvironmentRows() {
		if r.Differs {
			out = append(out, EnvironmentRow{say: b.Say, Name: string(r.Name), Folder: string(r.Folder), InForce: r.InForce, Seen: each(r.Cells, func(c health.EnvironmentCell) EnvironmentCell {
				return EnvironmentCell{Place: c.Angle, Value: b.value(c.Value), Source: source(c.Source, b.Say), OverruledBy: c.OverruledBy}
			})})
		}
	}
	return out
}

// angleWords name the places of a table, in the order of its columns.
var angleWords = []struct {
	angle health.Angle
	words string
}{
	{health.AngleLoginShell, lang.Mark("login shell")}, {health.AngleAtStart, lang.Mark("editor at its start")}, {health.AngleEditor, lang.Mark("editor now")}, {health.AngleTools, lang.Mark("Go tools of the editor")},
	{health.AngleSetting, lang.Mark("gopls setting env")}, {health.AngleRunning, lang.Mark("running gopls")}, {health.AngleGOENV, lang.Mark("go env file")}, {health.AngleGo, lang.Mark("go env")},
}

// longestCell bounds a value in the table; the JSON has it whole.
const longestCell = 160

// mdEnvironment is a table of the variables that differ, a place in each column; what counts is bold.
func mdEnvironment(d Document) string {
	var places []health.Angle
	heads := []string{d.say.Say("variable")}
	for _, a := range angleWords {
		if slices.ContainsFunc(d.Environment, func(r EnvironmentRow) bool { return len(r.cells(a.angle)) > 0 }) {
			places, heads = append(places, a.angle), append(heads, d.say.Say(a.words))
		}
	}
	if len(d.Environment) == 0 {
		return ""
	}
	var out strings.Builder
	write := func(cells []string) { out.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	write(heads)
	write(each(heads, func(string) string { return "---" }))
	for _, r := range d.Environment {
		row := []string{md(r.name())}
		for _, place := range places {
			row = append(row, r.shown(place))
		}
		write(row)
	}
	out.WriteString("\n")
	for _, r := range d.Environment {
		for _, c := range r.Seen {
			if who := c.Source.who(); c.Value != "" && who != "" && (c.Place == r.InForce || c.OverruledBy != "") {
				fmt.Fprintf(&out, "- %s, %s: %s\n", md(r.Name), r.placeWords(c.Place), md(who))
			}
		}
	}
	return folded(d.say.Say("The environment, where it differs"), out.String())
}

// name is that of the variable, with the folder if it is not alike in all.
func (r EnvironmentRow) name() string {
	if r.Folder == "" {
		return r.Name
	}
	return r.say.Say("%s in %s", r.Name, r.Folder)
}

func (r EnvironmentRow) placeWords(place health.Angle) string {
	for _, a := range angleWords {
		if a.angle == place {
			return r.say.Say(a.words)
		}
	}
	return string(place)
}

// cells are what is seen from one place: of several running servers, each.
func (r EnvironmentRow) cells(place health.Angle) (out []EnvironmentCell) {
	for _, c := range r.Seen {
		if c.Place == place {
			out = append(out, c)
		}
	}
	return out
}

func (r EnvironmentRow) shown(place health.Angle) string {
	var out []string
	for _, c := range r.cells(place) {
		text := md(shorten(c.Value, longestCell))
		switch {
		case text == "":
			text = r.say.Say("not set")
		case place == r.InForce:
			text = "**" + text + "**"
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return orBlank(strings.Join(out, "; "))
}
