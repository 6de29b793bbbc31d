package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
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
		return d.say.Say("Go does not work here: %s", counts)
	case health.BadgeWarning:
		if d.pulse() == health.PulseGood {
			return d.say.Say("Go works here, but not everything is right: %s", counts)
		}
		return d.say.Say("Not everything is right here: %s", counts)
	case health.BadgeAdvice:
		return d.say.Say("Go works here: %s", counts)
	case health.BadgeHealthy:
		if !d.asked() { // in the background only the running server's own account was taken
			return d.say.Say("Go works here: the running gopls has loaded the workspace and nothing is wrong")
		}
		return d.say.Say("Go works here: every question was answered and nothing is wrong")
	case health.BadgeLoading:
		return d.say.Say("gopls is still loading; nothing wrong was found so far")
	}
	if len(d.Folders) > 0 && !d.hasGo() && len(d.checksIn(health.StateInconclusive)) == 0 {
		return d.say.Say("There is no Go here; only the machine was examined, and nothing is wrong with it")
	}
	return d.say.Say("Nothing wrong was found, but this is no clean bill of health: %s", d.doubt())
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
	add := func(n int, one, many string) {
		if n > 0 {
			parts = append(parts, d.say.Count(n, one, many))
		}
	}
	add(number[health.Error], lang.Mark("%d error"), lang.Mark("%d errors"))
	add(number[health.Warning], lang.Mark("%d warning"), lang.Mark("%d warnings"))
	add(number[health.Info], lang.Mark("%d note"), lang.Mark("%d notes"))
	add(known, lang.Mark("%d finding known from the baseline"), lang.Mark("%d findings known from the baseline"))
	add(accepted, lang.Mark("%d accepted"), lang.Mark("%d accepted"))
	return strings.Join(parts, d.say.Say(", "))
}

// doubt says why a report without a problem is not healthy.
func (d Document) doubt() string {
	if open := len(d.checksIn(health.StateInconclusive)); open > 0 {
		return d.say.Count(open, "%d check could not judge", "%d checks could not judge")
	}
	switch {
	case len(d.Folders) > 0 && !d.hasGo():
		return d.say.Say("there is no Go here to ask about")
	case d.Tier == health.TierFast:
		return d.say.Say("a fast examination does not ask gopls")
	case d.pulse() == health.PulseLoading:
		return d.say.Say("gopls had not finished loading when time was up")
	}
	return d.say.Say("gopls was not asked, or not enough")
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
		if s.PID != 0 {
			return s.say.Say("set in the environment of process %d", s.PID)
		}
		return s.say.Say("set in the environment")
	case health.FromSetting:
		return s.in(s.say.Say("set by the %s setting %s", s.say.Word(string(s.Scope)), s.Name), at)
	case health.FromGOENV:
		return s.in(s.say.Say("set by go env -w"), at)
	case health.FromShell:
		return s.say.Say("set by the start-up files of your shell")
	case health.FromGoEnvFile:
		return joinNonEmpty(": ", s.say.Say("shipped with this Go release"), at)
	case health.FromFile:
		return at
	case health.FromCommand:
		return s.say.Say("answer of %s", s.Name)
	case health.FromBinary:
		return s.say.Say("read from the executable %s", s.File)
	case health.FromLookup:
		return joinNonEmpty(": ", s.say.Say("found by the search for tools"), s.Name)
	case health.FromServer:
		if s.Name != "" {
			return s.say.Say("answer of gopls to %s", s.Name)
		}
		return s.say.Say("answer of gopls")
	case health.FromEditor:
		return joinNonEmpty(": ", s.say.Say("said by the editor"), s.Name)
	case health.FromSystem:
		return s.say.Say("said by the operating system")
	case health.FromDefault:
		return s.say.Say("the default; nobody set it")
	}
	return ""
}

// in adds where somebody set it, if that is known.
func (s Source) in(who, at string) string {
	if at == "" {
		return who
	}
	return s.say.Say("%s in %s", who, at)
}

func joinNonEmpty(separator string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), separator)
}

// namesEffect recognises words to follow that already say how they take effect.
var namesEffect = compiled(`(?i)\b(restart|reload|start)\b.*\b(editor|window|server|VS Code)\b|重启|启动编辑器|重新加载`)

// effects are what makes a step take effect, in words.
var effects = map[health.Effect]string{
	health.EffectRestartServer: lang.Mark("%s, then restart the Go language server"),
	health.EffectReloadWindow:  lang.Mark("%s, then reload the window"),
	health.EffectRestartEditor: lang.Mark("%s, then restart the editor"),
}

// instructions are the steps of a fix in words. What makes them take effect is said once, at the end of the last: in a list of
// steps "then restart the server" after each would be followed each time.
func (f Fix) instructions() []string {
	var out []string
	var all []health.Effect
	for _, s := range f.Steps {
		line := s.Title
		if command := strings.Join(quoted(s.Argv), " "); command != "" && !strings.Contains(line, command) {
			line = joinNonEmpty(": ", line, command)
		}
		if s.Cwd != "" {
			line = f.say.Say("%s (in %s)", line, s.Cwd)
		}
		out, all = append(out, line), append(all, s.Effect)
	}
	gravest := health.Gravest(all)
	if last := len(out) - 1; effects[gravest] != "" && !f.Steps[last].saysEffect(gravest, out[last]) {
		out[last] = f.say.Say(effects[gravest], out[last])
	}
	return out
}

// saysEffect reports words to follow, or a command of the editor, that are themselves how the effect comes about.
func (s Step) saysEffect(e health.Effect, line string) bool {
	return s.Effect == e && (s.Kind == health.StepManual || s.Kind == health.StepEditor) && namesEffect().MatchString(line)
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
