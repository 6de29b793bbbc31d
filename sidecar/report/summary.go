package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// roots are the findings that no other explains, gravest first. A finding whose cause is not in the report is one too.
func (d Document) roots() []Finding {
	ids := map[string]bool{}
	for _, f := range d.Findings {
		ids[f.ID] = true
	}
	out := slices.DeleteFunc(slices.Clone(d.Findings), func(f Finding) bool { return f.Because != "" && ids[f.Because] })
	slices.SortStableFunc(out, func(a, b Finding) int {
		if a.Known != b.Known { // what the baseline knows comes last
			if a.Known {
				return 1
			}
			return -1
		}
		return b.Severity.Rank() - a.Severity.Rank()
	})
	return out
}

// consequences are all findings that a root explains, directly or through another one.
func (d Document) consequences(root string) []Finding {
	var out []Finding
	taken := map[string]bool{root: true}
	for grown := true; grown; {
		grown = false
		for _, f := range d.Findings {
			if f.Because != "" && taken[f.Because] && !taken[f.ID] {
				taken[f.ID], grown = true, true
				out = append(out, f)
			}
		}
	}
	return out
}

// headline is the verdict in one line.
func (d Document) headline() string {
	counts := d.counts()
	switch d.Badge {
	case health.BadgeError:
		return "Go does not work here: " + counts
	case health.BadgeWarning:
		if d.pulse() == health.PulseGood {
			return "Go works here, but not everything is right: " + counts
		}
		return "Not everything is right here: " + counts
	case health.BadgeAdvice:
		return "Go works here: " + counts
	case health.BadgeHealthy:
		if !d.asked() { // in the background only the running server's own account was taken
			return "Go works here: the running gopls has loaded the workspace and nothing is wrong"
		}
		return "Go works here: every question was answered and nothing is wrong"
	case health.BadgeLoading:
		return "gopls is still loading; nothing wrong was found so far"
	}
	if len(d.Folders) > 0 && !d.hasGo() && len(d.checksIn(health.StateInconclusive)) == 0 {
		return "There is no Go here; only the machine was examined, and nothing is wrong with it"
	}
	return "Nothing wrong was found, but this is no clean bill of health: " + d.doubt()
}

// asked reports that hover and definition were asked in every folder that has a pulse.
func (d Document) asked() bool {
	return !slices.ContainsFunc(d.Ladders, func(l Ladder) bool {
		return !slices.ContainsFunc(l.Rungs, func(r Rung) bool { return len(r.Answers) > 0 })
	})
}

// counts says how many roots of each severity count, and how many do not.
func (d Document) counts() string {
	number := map[health.Severity]int{}
	known, accepted := 0, 0
	for _, f := range d.roots() {
		switch {
		case f.Accepted != "":
			accepted++
		case f.Known:
			known++
		default:
			number[f.Severity]++
		}
	}
	var parts []string
	for _, s := range []struct {
		severity  health.Severity
		one, many string
	}{{health.Error, "error", "errors"}, {health.Warning, "warning", "warnings"}, {health.Info, "note", "notes"}} {
		if n := number[s.severity]; n > 0 {
			parts = append(parts, plural(n, s.one, s.many))
		}
	}
	if known > 0 {
		parts = append(parts, plural(known, "finding", "findings")+" known from the baseline")
	}
	if accepted > 0 {
		parts = append(parts, fmt.Sprintf("%d accepted", accepted))
	}
	return strings.Join(parts, ", ")
}

// doubt says why a report without a problem is not healthy.
func (d Document) doubt() string {
	if open := len(d.checksIn(health.StateInconclusive)); open > 0 {
		return plural(open, "check", "checks") + " could not judge"
	}
	switch {
	case len(d.Folders) > 0 && !d.hasGo():
		return "there is no Go here to ask about"
	case d.Tier == health.TierFast:
		return "a fast examination does not ask gopls"
	case d.pulse() == health.PulseLoading:
		return "gopls had not finished loading when time was up"
	}
	return "gopls was not asked, or not enough"
}

func (d Document) hasGo() bool {
	return slices.ContainsFunc(d.Folders, func(f Folder) bool { return f.HasGo })
}

// pulse is the worst of the folders that have Go.
func (d Document) pulse() health.PulseState {
	worst := health.PulseGood
	seen := false
	for _, f := range d.Folders {
		if !f.HasGo {
			continue
		}
		seen = true
		if f.Pulse != health.PulseGood {
			worst = f.Pulse
		}
	}
	if !seen {
		return health.PulseNotTaken
	}
	return worst
}

func (d Document) checksIn(state health.CheckState) []Check {
	return slices.DeleteFunc(slices.Clone(d.Checks), func(c Check) bool { return c.State != state })
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// who says in words who set or said what was seen; empty if what itself says so already.
func (e Evidence) who() string {
	s := e.Source
	shown := e.What + "\n" + e.Observed
	if (s.Kind == health.FromCommand || s.Kind == health.FromFile) && strings.Contains(shown, s.Name) && strings.Contains(shown, s.File) {
		return ""
	}
	return s.who()
}

func (s Source) who() string {
	at := s.File
	if at != "" && s.Line > 0 {
		at = fmt.Sprintf("%s:%d", s.File, s.Line)
	}
	switch s.Kind {
	case health.FromEnvironment:
		return "set in the environment" + beside(s.PID)
	case health.FromSetting:
		return joinNonEmpty(" in ", fmt.Sprintf("set by the %s setting %s", s.Scope, s.Name), at)
	case health.FromGOENV:
		return joinNonEmpty(" in ", "set by go env -w", at)
	case health.FromShell:
		return "set by the start-up files of your shell"
	case health.FromGoEnvFile:
		return joinNonEmpty(": ", "shipped with this Go release", at)
	case health.FromFile:
		return at
	case health.FromCommand:
		return "answer of " + s.Name
	case health.FromBinary:
		return "read from the executable " + s.File
	case health.FromLookup:
		return joinNonEmpty(": ", "found by the search for tools", s.Name)
	case health.FromServer:
		return joinNonEmpty(" to ", "answer of gopls", s.Name)
	case health.FromEditor:
		return joinNonEmpty(": ", "said by the editor", s.Name)
	case health.FromSystem:
		return "said by the operating system"
	case health.FromDefault:
		return "the default; nobody set it"
	}
	return ""
}

func beside(pid int) string {
	if pid == 0 {
		return ""
	}
	return fmt.Sprintf(" of process %d", pid)
}

func joinNonEmpty(separator string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), separator)
}

// namesEffect recognises words to follow that already say how they take effect.
var namesEffect = regexp.MustCompile(`(?i)\b(restart|reload|start)\b.*\b(editor|window|server|VS Code)\b`)

// effects are what makes a step take effect, in words.
var effects = map[health.Effect]string{
	health.EffectRestartServer: "then restart the Go language server",
	health.EffectReloadWindow:  "then reload the window",
	health.EffectRestartEditor: "then restart the editor",
}

// instructions are the steps of a fix in words; what makes the last one take effect stands at its end.
func (f Fix) instructions() []string {
	var out []string
	for _, s := range f.Steps {
		line := s.Title
		if command := strings.Join(quoted(s.Argv), " "); command != "" && !strings.Contains(line, command) {
			line = joinNonEmpty(": ", line, command)
		}
		if s.Cwd != "" {
			line += " (in " + s.Cwd + ")"
		}
		if then := effects[s.Effect]; then != "" && !(s.Kind == health.StepManual && namesEffect.MatchString(line)) {
			line += ", " + then
		}
		out = append(out, line)
	}
	return out
}

// quoted shows arguments as they can be copied into a terminal.
func quoted(argv []string) []string {
	return each(argv, func(a string) string {
		if a == "" || strings.ContainsAny(a, " \t\n\"'$`\\|&;<>()*?[]#~") && !strings.HasPrefix(a, "<") {
			return "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
		return a
	})
}
