//go:build unix

package lab

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// TestIsolate lets the experiment find the cause, without a word of what the checks know.
func TestIsolate(t *testing.T) {
	each(t, "broken", func(e *environment) bool { return e.verdict != "" }, (*machine).isolate)
}

// experiment is what a script may rely on: DESIGN §6.
type experiment struct {
	Schema int `json:"schema"`
	Ladder struct {
		Verdict string `json:"verdict"`
		Rungs   []struct {
			Rung        int    `json:"rung"`
			State       string `json:"state"`
			FailedStage string `json:"failedStage"`
			Reason      string `json:"reason"`
			LastWords   string `json:"lastWords"`
		} `json:"rungs"`
	} `json:"ladder"`
	Isolation struct {
		State    string `json:"state"`
		Reason   string `json:"reason"`
		Culprits []struct {
			Kind  string `json:"kind"`
			Name  string `json:"name"`
			Value string `json:"value"`
			Group int    `json:"group"`
		} `json:"culprits"`
		Trials     int  `json:"trials"`
		Candidates int  `json:"candidates"`
		Confirmed  bool `json:"confirmed"`
		Mended     bool `json:"mended"`
	} `json:"isolation"`
}

func (m *machine) isolate() {
	m.t.Helper()
	out, stderr, exit := m.unharmed([]string{"isolate", m.expand(m.env.dir), "--format", "json", "--privacy", "full"})
	var d experiment
	if err := json.Unmarshal(out, &d); err != nil {
		m.t.Fatalf("no experiment: %v\n%s\n%s", err, out, stderr)
	}
	if exit != 1 {
		m.t.Errorf("exit status %d", exit)
	}
	if d.Ladder.Verdict != m.env.verdict {
		m.t.Errorf("the verdict is %s, want %s", d.Ladder.Verdict, m.env.verdict)
	}
	got, want := d.groups(), slices.Clone(m.env.culprits)
	for i := range want {
		want[i] = m.expand(want[i])
	}
	slices.Sort(want)
	matches := func(got, want string) bool {
		return got == want || strings.HasPrefix(got, want+" ") && !strings.Contains(got, " + ")
	}
	if !slices.EqualFunc(got, want, matches) {
		m.t.Errorf("culprits are %q, want %q", got, want)
	}
	if !d.Isolation.Confirmed || !d.Isolation.Mended {
		// Nobody can take away a server or a Go that is broken itself.
		if m.env.verdict != "toolchain" {
			m.t.Errorf("confirmed %t, mended %t", d.Isolation.Confirmed, d.Isolation.Mended)
		}
	}
	if m.env.trials > 0 && d.Isolation.Trials > m.env.trials {
		m.t.Errorf("%d trials, want at most %d", d.Isolation.Trials, m.env.trials)
	}
	m.t.Logf("%d trials among %d candidates: %q", d.Isolation.Trials, d.Isolation.Candidates, got)
	if m.t.Failed() {
		m.t.Logf("%s\n%s", out, stderr)
	}
}

// groups are the culprits as "kind name value", joined by " + " where they share a group.
func (d experiment) groups() []string {
	byGroup := map[int][]string{}
	for _, c := range d.Isolation.Culprits {
		byGroup[c.Group] = append(byGroup[c.Group], strings.TrimSpace(c.Kind+" "+c.Name+" "+c.Value))
	}
	var out []string
	for _, parts := range byGroup {
		slices.Sort(parts)
		if len(parts) > 1 { // values of variables that nobody knows are hidden
			for i, p := range parts {
				parts[i] = strings.Join(strings.SplitN(p, " ", 3)[:2], " ")
			}
		}
		out = append(out, strings.Join(parts, " + "))
	}
	slices.Sort(out)
	return out
}
