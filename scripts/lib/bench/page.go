package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// A page of the documentation has tables that are written from the baseline, between marks with their names.
type page struct {
	file   string // below the checkout
	tables []pageTable
}

type pageTable struct {
	name string
	of   func(baseline) string
}

var pages = []page{
	{filepath.Join("docs", "performance.md"), []pageTable{{"budgets", baseline.budgetTable}, {"curves", baseline.curveTable}}},
	{"README.md", []pageTable{{"speed", baseline.speedTable}}},
	{filepath.Join("docs", "reliability.md"), []pageTable{{"speed", baseline.speedTable}}},
}

// renew writes the page's tables anew and leaves the words around them alone.
func (p page) renew(old string, b baseline) (string, error) {
	for _, t := range p.tables {
		begin, end := "<!-- "+t.name+":begin -->\n", "<!-- "+t.name+":end -->"
		before, rest, found := strings.Cut(old, begin)
		_, after, ended := strings.Cut(rest, end)
		if !found || !ended {
			return "", fmt.Errorf("%s has no %s…%s", p.file, strings.TrimSpace(begin), end)
		}
		old = before + begin + t.of(b) + end + after
	}
	return old, nil
}

// speedTable is what a reader wants to know first.
func (b baseline) speedTable() string {
	var out strings.Builder
	if b.Machine != "" {
		fmt.Fprintf(&out, "On %s.\n\n", b.Machine)
	}
	out.WriteString("| what | how it is measured | last measured | limit | | repeat |\n|---|---|---|---|---|---|\n")
	for _, budget := range budgets {
		if r, ok := b.Budgets[budget.id]; ok && budget.front {
			fmt.Fprintf(&out, "| %s | %s | %s | %s | %s | %s |\n", budget.what, budget.how, r.Text, budget.limit(), budget.verdict(r), budget.command())
		}
	}
	return out.String()
}

func (b budget) verdict(r record) string { return row{goal: "x", met: r.Value <= b.most}.verdict() }

func (b baseline) budgetTable() string {
	var out strings.Builder
	if b.Machine != "" {
		fmt.Fprintf(&out, "On %s.\n\n", b.Machine)
	}
	out.WriteString("| budget | what | how it is measured | limit | last measured | | day | measure it with |\n|---|---|---|---|---|---|---|---|\n")
	for _, budget := range budgets {
		last, verdict, day := "not yet", "", ""
		if r, ok := b.Budgets[budget.id]; ok {
			last, day, verdict = r.Text, r.On, budget.verdict(r)
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
