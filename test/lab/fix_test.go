//go:build unix

package lab

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/report"
)

// TestFix mends environments that say they can be: the finding must be gone, the ladder must hold, and after undo every byte and
// every mode must be what it was. scripts/lab --fix takes all of them; otherwise one for each list of fixes is enough.
func TestFix(t *testing.T) {
	all, tried := os.Getenv(fixTable) != "", map[string]bool{}
	each(t, "broken", func(e *environment) bool {
		name := strings.Join(e.fixes, " ")
		wanted := name != "" && (all || !tried[name])
		tried[name] = true
		return wanted
	}, (*machine).mend)
}

// mended is what govitals fix --format json prints, as far as it matters here.
type mended struct {
	Plan struct {
		LeftOut []struct {
			Finding string `json:"finding"`
		} `json:"leftOut"`
		Steps []struct {
			Kind string   `json:"kind"`
			Argv []string `json:"argv"`
		} `json:"steps"`
	} `json:"plan"`
	Applied bool `json:"applied"`
	Proof   *struct {
		Verdict string `json:"verdict"`
		Pulse   string `json:"pulse"`
	} `json:"proof"`
}

// mend applies the fixes of an environment one after the other, proves them with a diagnosis of their own, and takes all back.
func (m *machine) mend() {
	m.t.Helper()
	row := m.tabulateFix()
	m.editorUsed()
	before := m.fingerprint()
	for i, name := range m.env.fixes {
		if !m.apply(row, name, i == len(m.env.fixes)-1) {
			return
		}
	}
	row.Fixed = m.wellNow(row.leftOut)
	out, stderr, exit := m.run([]string{"undo", "--all", "--format", "json"})
	if exit != 0 {
		m.t.Errorf("undo: exit %d\n%s\n%s", exit, out, stderr)
		return
	}
	row.Undone = m.asBefore(before, m.fingerprint())
}

// userSettings is a settings file as people write them.
const userSettings = "// mine\r\n{\r\n    \"editor.fontSize\" : 12, // large\r\n\r\n    /* tools */ \"go.toolsEnvVars\": { },\r\n}\r\n"

// editorUsed makes the machine one on which somebody works: with settings of the user, and with the made-up modules of the lab
// known to be in no checksum database.
func (m *machine) editorUsed() {
	m.t.Helper()
	m.vars = append(m.vars, "GONOSUMDB=*")
	dir := m.path("home", ".config", "Code", "User")
	file := filepath.Join(dir, "settings.json")
	if _, err := os.Lstat(file); err == nil || m.env.user != 0 {
		return
	}
	m.must(os.MkdirAll(dir, 0o755))
	m.must(os.WriteFile(file, []byte(userSettings), 0o640))
}

// apply runs one fix. Only the last one has to leave the machine well.
func (m *machine) apply(row *fixRow, name string, last bool) bool {
	m.t.Helper()
	finding, which, _ := strings.Cut(name, "/")
	args := []string{"fix", m.expand(finding), m.expand(m.env.dir), "--yes", "--format", "json"}
	if which != "" {
		args = append(args, "--fix", which)
	}
	if slices.Contains(m.env.args, "deep") {
		args = append(args, "--tier", "deep")
	}
	out, stderr, exit := m.run(args)
	var r mended
	if err := json.Unmarshal(out, &r); err != nil {
		m.t.Errorf("fix %s: exit %d, %v\n%s\n%s", name, exit, err, out, stderr)
		return false
	}
	for _, s := range r.Plan.Steps {
		row.Steps = append(row.Steps, s.Kind)
	}
	for _, l := range r.Plan.LeftOut {
		row.leftOut = append(row.leftOut, l.Finding)
	}
	if !r.Applied || r.Proof == nil || last && (exit != 0 || r.Proof.Verdict != "fixed") {
		m.t.Errorf("fix %s: exit %d\n%s\n%s", name, exit, out, stderr)
		return false
	}
	return true
}

// wellNow asks for a whole diagnosis by another process. What the plan itself said it leaves may be there, as information.
func (m *machine) wellNow(leftOut []string) bool {
	m.t.Helper()
	out, stderr, _ := m.run(append([]string{"check", m.expand(m.env.dir), "--format", "json", "--privacy", "full", "--login-shell=off"}, m.env.args...))
	var d report.Document
	if err := json.Unmarshal(out, &d); err != nil {
		m.t.Errorf("no report: %v\n%s\n%s", err, out, stderr)
		return false
	}
	ok := true
	for _, f := range d.Findings {
		if f.Severity == "info" && slices.Contains(leftOut, f.ID) {
			continue
		}
		if slices.Contains(m.env.want, f.Check) || f.Because == "" && f.Severity != "info" {
			m.t.Errorf("after the fix there is %s: %s", f.ID, f.Title)
			ok = false
		}
	}
	for _, f := range d.Folders {
		if f.HasGo && f.Pulse != "good" {
			m.t.Errorf("after the fix the pulse of %s is %s", f.Path, f.Pulse)
			ok = false
		}
	}
	if !ok {
		m.explain(d)
	}
	return ok
}

// asBefore compares everything. The module cache may have grown: what is in it is named by its content, and nobody takes it back;
// what go notes of its downloads is its own.
func (m *machine) asBefore(before, after map[string]string) bool {
	m.t.Helper()
	ok := true
	for name, was := range before {
		if after[name] != was && !strings.HasPrefix(name, "home/go/pkg/mod/cache/") && !m.env.staying(name) {
			m.t.Errorf("undo left %s: %q was %q", name, after[name], was)
			ok = false
		}
	}
	for name := range after {
		if _, there := before[name]; !there && !strings.HasPrefix(name, "home/go/pkg/") && name != "home/go/pkg" {
			m.t.Errorf("undo left %s, which was not there", name)
			ok = false
		}
	}
	return ok
}

func (e *environment) staying(name string) bool {
	return slices.ContainsFunc(e.stays, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// fixTable is where each environment leaves one line for scripts/lab --fix; unset writes none.
const fixTable = "GOVITALS_LAB_FIXES"

// fixRow is what became of the fixes of an environment. scripts/lib/lab reads it.
type fixRow struct {
	Name   string   `json:"name"`
	Title  string   `json:"title"`
	Fixes  []string `json:"fixes"`
	Steps  []string `json:"steps"` // their kinds
	Fixed  bool     `json:"fixed"`
	Undone bool     `json:"undone"`

	leftOut []string
}

func (m *machine) tabulateFix() *fixRow {
	row := &fixRow{Name: m.env.name, Title: m.env.title, Fixes: m.env.fixes}
	if file := os.Getenv(fixTable); file != "" {
		m.t.Cleanup(func() { appendLine(m.t, file, row) })
	}
	return row
}

// accounted demands that an environment whose root can be mended automatically says so, or says why it is not tried.
func (m *machine) accounted(d report.Document) {
	m.t.Helper()
	if len(m.env.fixes) > 0 || m.env.unfixed != "" {
		return
	}
	for _, f := range d.Findings {
		if f.Because != "" || !slices.Contains(m.env.want, f.Check) {
			continue
		}
		for _, fix := range f.Fixes {
			if fix.Risk != "manual" && slices.ContainsFunc(fix.Steps, func(s report.Step) bool { return s.Kind != "manual" && s.Kind != "editor" }) {
				m.t.Errorf("%s has the automatic fix %s: the environment wants \"fix %s\", or \"unfixed\" and why", f.ID, fix.ID, f.Check)
				return
			}
		}
	}
}
