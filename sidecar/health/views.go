package health

import (
	"slices"
	"strings"
)

// Angle is a place from which a variable can be looked at. Their order is that in which an environment comes about.
type Angle string

const (
	AngleLoginShell Angle = "login-shell"     // a fresh login of the user
	AngleAtStart    Angle = "editor-at-start" // the editor, before other extensions wrote to it
	AngleEditor     Angle = "editor"          // the editor now; on the command line this program
	AngleTools      Angle = "tools"           // what the Go extension hands to gopls and other tools
	AngleSetting    Angle = "gopls-setting"   // what the gopls setting "env" lays over that for gopls's go commands
	AngleRunning    Angle = "running-gopls"   // what the running gopls was started with
	AngleGOENV      Angle = "goenv-file"      // what go env -w wrote
	AngleGo         Angle = "go-env"          // what go itself answers
)

func (Angle) Class() Class { return ClassPublic }

// EnvironmentRow is one variable, seen from every angle that was looked from.
type EnvironmentRow struct {
	Name   Public            `json:"name"`
	Folder Path              `json:"folder,omitempty"` // empty: alike in all folders
	Cells  []EnvironmentCell `json:"cells"`
	// InForce is the angle whose value the go commands of gopls heed; go-env if nobody set one.
	InForce Angle `json:"inForce"`
	// Differs: two environments have different values, or a value that somebody set is overruled by another one. What is set to
	// nothing counts as unset, as it does for go.
	Differs bool `json:"differs"`
}

// EnvironmentCell is a variable from one angle. Value is empty where it is not set.
type EnvironmentCell struct {
	Angle  Angle  `json:"angle"`
	Value  Value  `json:"value"`
	Source Source `json:"source"`
	// OverruledBy is the angle whose different value counts instead of this one.
	OverruledBy Angle `json:"overruledBy,omitempty"`
}

// personal are variables of the list that differ between any two processes and mean nothing to Go (reference os-facts §9), and
// answers of go that nobody sets.
var personal = []Public{"PWD", "SHELL", "SHLVL", "TERM_PROGRAM", "VSCODE_CLI", "WSL_DISTRO_NAME", "LANG", "LC_ALL", "TMPDIR", "TMP", "TEMP",
	"GOMOD", "GOTOOLDIR", "GOVERSION", "GOHOSTOS", "GOHOSTARCH", "GOEXE", "GOTELEMETRY", "GOTELEMETRYDIR"}

// Personal reports a variable of the list that means nothing to Go.
func Personal(name Public) bool { return slices.Contains(personal, name) }

// EnvironmentRows are all variables that somebody set, sorted by name, with who overrules whom.
func (s *Snapshot) EnvironmentRows() []EnvironmentRow {
	folders := []Path{""}
	if len(s.ToolEnvs) > 0 {
		folders = nil
		for _, e := range s.ToolEnvs {
			folders = append(folders, e.Folder)
		}
	}
	var out []EnvironmentRow
	for _, name := range s.environmentNames() {
		var rows []EnvironmentRow
		for _, folder := range folders {
			rows = append(rows, s.EnvironmentRow(folder, name))
		}
		if alike(rows) {
			rows = rows[:1]
			rows[0].Folder = ""
		}
		out = append(out, rows...)
	}
	return out
}

// alike reports rows that say the same of all folders.
func alike(rows []EnvironmentRow) bool {
	return !slices.ContainsFunc(rows[1:], func(r EnvironmentRow) bool {
		return r.InForce != rows[0].InForce || !slices.EqualFunc(r.Cells, rows[0].Cells, func(a, b EnvironmentCell) bool {
			return a.Angle == b.Angle && sameValue(a.Value, b.Value) && a.Source == b.Source && a.OverruledBy == b.OverruledBy
		})
	})
}

// environmentNames are the variables that are set anywhere but in go's own answers.
func (s *Snapshot) environmentNames() []Public {
	var out []Public
	add := func(lists ...[]Variable) {
		for _, list := range lists {
			for _, v := range list {
				if !Personal(v.Name) && !v.Value.Empty() {
					out = append(out, v.Name)
				}
			}
		}
	}
	add(s.LoginShell.Variables, s.Process.AtActivation, s.Process.Variables, s.GOENV.Variables)
	for _, e := range s.ToolEnvs {
		add(e.Variables, e.ServerVariables)
	}
	for _, g := range s.RunningGopls.Servers {
		add(g.Variables)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// EnvironmentRow is one variable in one folder.
func (s *Snapshot) EnvironmentRow(folder Path, name Public) EnvironmentRow {
	row := EnvironmentRow{Name: name, Folder: folder}
	add := func(angle Angle, looked bool, vars []Variable) {
		if !looked {
			return
		}
		v, _ := Find(vars, name)
		row.Cells = append(row.Cells, EnvironmentCell{Angle: angle, Value: v.Value, Source: v.Source})
	}
	add(AngleLoginShell, s.LoginShell.State == ShellOK, s.LoginShell.Variables)
	add(AngleAtStart, len(s.Process.AtActivation) > 0, s.Process.AtActivation)
	add(AngleEditor, len(s.Process.Variables) > 0, s.Process.Variables)
	for _, e := range s.ToolEnvs {
		if e.Folder == folder {
			_, own := Find(e.ServerVariables, name)
			add(AngleTools, true, e.Variables)
			add(AngleSetting, own, e.ServerVariables)
		}
	}
	for _, g := range s.RunningGopls.Servers {
		add(AngleRunning, g.Error == "" && !g.Forwards, g.Variables)
	}
	add(AngleGOENV, s.GOENV.State == FileOK, s.GOENV.Variables)
	g := s.GoEnv(folder)
	_, answers := Find(g.Values, name)
	add(AngleGo, answers && g.Failure == "", g.Values)
	row.judge()
	return row
}

// judge finds the value in force and marks the others that it overrules. A go command heeds the gopls setting, then what it is
// given, then the GOENV file, then its own default; variables that are none of go's have no default and no file.
func (r *EnvironmentRow) judge() {
	r.InForce = AngleGo
	inForce := Value{}
	for _, angle := range []Angle{AngleSetting, AngleTools, AngleGOENV} {
		if c, ok := r.Cell(angle); ok && !c.Value.Empty() {
			r.InForce, inForce = angle, c.Value
			break
		}
	}
	var first *EnvironmentCell
	for i := range r.Cells {
		c := &r.Cells[i]
		if c.Angle != AngleGo && c.Angle != r.InForce && !c.Value.Empty() && !sameValue(c.Value, inForce) {
			c.OverruledBy = r.InForce
			r.Differs = true
		}
		switch c.Angle {
		case AngleGo, AngleGOENV, AngleSetting:
			continue
		}
		if first == nil {
			first = c
		}
		r.Differs = r.Differs || !sameValue(first.Value, c.Value)
	}
}

// Cell returns what is seen from an angle; ok is false if nobody looked from there. Of several running servers it is the first.
func (r EnvironmentRow) Cell(angle Angle) (EnvironmentCell, bool) {
	for _, c := range r.Cells {
		if c.Angle == angle {
			return c, true
		}
	}
	return EnvironmentCell{}, false
}

func sameValue(a, b Value) bool {
	return strings.TrimSpace(a.Text) == strings.TrimSpace(b.Text) && slices.Equal(a.Items, b.Items)
}
