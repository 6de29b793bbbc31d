package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/lang"
)

// deviations are what was changed for our own runs, each reason once with the rungs and values that it holds for.
func (l Ladder) deviations() []string {
	type change struct{ name, before, why string }
	var order []change
	rungs, after := map[change][]string{}, map[change][]string{}
	for _, r := range l.Rungs {
		for _, d := range r.Deviations {
			c := change{d.Name, d.Before, d.Why}
			if rungs[c] == nil {
				order = append(order, c)
			}
			if n := fmt.Sprint(r.Rung); !slices.Contains(rungs[c], n) {
				rungs[c] = append(rungs[c], n)
			}
			if !slices.Contains(after[c], d.After) { // of private directories each rung has its own
				after[c] = append(after[c], d.After)
			}
		}
	}
	var lines []string
	values := map[string][]string{}
	for _, c := range order {
		word := lang.Mark("rung %s")
		if len(rungs[c]) > 1 {
			word = lang.Mark("rungs %s")
		}
		line := l.say.Say(word, strings.Join(rungs[c], ", ")) + ": %s: " + c.why
		if values[line] == nil {
			lines = append(lines, line)
		}
		values[line] = append(values[line], l.say.Say("%s=%s (yours: %s)", c.name, strings.Join(after[c], l.say.Say(" or ")), orUnset(c.before, l.say)))
	}
	return each(lines, func(line string) string { return strings.Replace(line, "%s", strings.Join(values[line], ", "), 1) })
}
