package main

import (
	"fmt"
	"slices"
	"strings"
)

// page renews the tables of docs/performance.md between their marks and leaves the words around them alone.
func (b baseline) page(old string) (string, error) {
	for name, table := range map[string]string{"budgets": b.budgetTable(), "curves": b.curveTable()} {
		begin, end := "<!-- "+name+":begin -->\n", "<!-- "+name+":end -->"
		before, rest, found := strings.Cut(old, begin)
		_, after, ended := strings.Cut(rest, end)
		if !found || !ended {
			return "", fmt.Errorf("%s has no %s…%s", pageFile, strings.TrimSpace(begin), end)
		}
		old = before + begin + table + end + after
	}
	return old, nil
}

func (b baseline) budgetTable() string {
	var out strings.Builder
	if b.Machine != "" {
		fmt.Fprintf(&out, "On %s.\n\n", b.Machine)
	}
	out.WriteString("| budget | what | how it is measured | limit | last measured | | day | measure it with |\n|---|---|---|---|---|---|---|---|\n")
	for _, budget := range budgets {
		last, verdict, day := "not yet", "", ""
		if r, ok := b.Budgets[budget.id]; ok {
			last, day, verdict = r.Text, r.On, row{goal: "x", met: r.Value <= budget.most}.verdict()
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s | %s | %s | %s | %s |\n", budget.id, budget.what, budget.how, budget.limit(), last, verdict, day, budget.command())
	}
	return out.String()
}

// command is how somebody measures it again.
func (b budget) command() string {
	switch {
	case b.checked:
		return "`scripts/bench --check --only " + b.id + "`"
	case b.flag != "":
		return "`scripts/bench " + b.flag + "`"
	}
	return "`scripts/bench`"
}

func (b baseline) curveTable() string {
	var out strings.Builder
	out.WriteString("| what grows | tier | size: time (processor time) | exponent | at the end | |\n|---|---|---|---|---|---|\n")
	for _, c := range curves {
		last, ok := b.Curves[c.id]
		if !ok {
			fmt.Fprintf(&out, "| %s | %s | not yet | | | |\n", c.what, c.tier)
			continue
		}
		var points []string
		for i, size := range last.Sizes {
			points = append(points, fmt.Sprintf("%d: %s (%s)", size, seconds(last.Seconds[i]), seconds(last.Processor[i])))
		}
		fmt.Fprintf(&out, "| %s | %s | %s | %.2f | %s | %s |\n", c.what, c.tier, strings.Join(points, ", "), fit(last.Sizes, last.Processor), last.end(), row{goal: "x", met: last.straight()}.verdict())
	}
	return out.String()
}

// unknown are recorded ids that are no longer in the tables.
func (b baseline) unknown() (ids []string) {
	for id := range b.Budgets {
		if !slices.ContainsFunc(budgets, func(b budget) bool { return b.id == id }) {
			ids = append(ids, id)
		}
	}
	for id := range b.Curves {
		if !slices.ContainsFunc(curves, func(c curve) bool { return c.id == id }) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
