package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// Find returns the check of that id, or all for an empty id. The error of an unknown id names those that are near.
func Find(checks []*check.Check, id health.CheckID) ([]*check.Check, error) {
	if id == "" {
		return checks, nil
	}
	if c, ok := check.ByID(checks, id); ok {
		return []*check.Check{c}, nil
	}
	text := fmt.Sprintf("there is no check %q", id)
	if near := similar(checks, string(id)); len(near) > 0 {
		text += "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return nil, fmt.Errorf("%s", text)
}

// Catalogue are the texts of a report of these checks, in the language of the options.
func (o Options) Catalogue() health.Catalogue { return o.Say.Catalogue(Catalogue(o.Checks)) }

// Doc is the documentation of a check: its title, and the rest in Markdown.
func (o Options) Doc(c *check.Check) (title, body string) {
	title, body, _ = strings.Cut(strings.TrimSpace(c.Doc), "\n")
	return o.Say.Text(lang.TitleContext(c.ID), strings.TrimSpace(title)), o.Say.Text(lang.DocContext(c.ID), strings.TrimSpace(body))
}

// Titles are the titles of the checks' documentation.
func (o Options) Titles() map[health.CheckID]string {
	out := map[health.CheckID]string{}
	for _, c := range o.Checks {
		out[c.ID], _ = o.Doc(c)
	}
	return out
}

// similar are at most three ids that are a few typing errors away, or share a word.
func similar(checks []*check.Check, id string) []string {
	type near struct {
		id       string
		distance int
	}
	var found []near
	for _, c := range checks {
		other := string(c.ID)
		d := distance(id, other)
		if d > 3 && (len(id) < 4 || !strings.Contains(other, id)) {
			continue
		}
		found = append(found, near{other, d})
	}
	slices.SortStableFunc(found, func(a, b near) int { return a.distance - b.distance })
	var out []string
	for _, n := range found[:min(len(found), 3)] {
		out = append(out, n.id)
	}
	return out
}

// distance is the number of insertions, deletions and replacements that lead from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		left := row[0]
		row[0] = i + 1
		for j := range len(b) {
			diagonal := left
			if a[i] != b[j] {
				diagonal++
			}
			left = row[j+1]
			row[j+1] = min(diagonal, row[j]+1, left+1)
		}
	}
	return row[len(b)]
}
