package cli

import (
	"fmt"
	"strings"
	"sync"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/fix"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// Colours of a diff and of verdicts; see screen.
const (
	bold   = "\x1b[1m"
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	cyan   = "\x1b[36m"
	plain  = "\x1b[0m"
)

// fixPage lays out a plan and what it came to.
type fixPage struct {
	strings.Builder
	screen
}

func (p *fixPage) style(code, text string) string {
	if !p.colour || text == "" {
		return text
	}
	return code + text + plain
}

// say writes one line. Texts of files and programs must not move the cursor.
func (p *fixPage) say(format string, args ...any) {
	p.WriteString(p.screen.say.Say(format, args...) + "\n")
}

func oneLine(text string) string {
	return strings.Map(printable, strings.ReplaceAll(strings.TrimSpace(text), "\n", " ⏎ "))
}

func fixText(r repaired, s screen) string {
	p := &fixPage{screen: s}
	if !r.seen {
		p.plan(r.Plan)
	}
	if r.Outcome != nil {
		p.outcome(*r.Outcome)
	}
	if r.Proof != nil {
		p.proof(*r.Proof, r.Outcome.Entry)
	}
	return p.String()
}

func fixPlanText(plan doctor.FixPlan, s screen) string {
	p := &fixPage{screen: s}
	p.plan(plan)
	return p.String()
}

var riskWords = map[health.Risk]string{
	health.RiskSafe:    lang.Mark("can be taken back to the byte"),
	health.RiskConfirm: lang.Mark("look at it before you say yes"),
	health.RiskManual:  lang.Mark("to be done by hand"),
}

func (p *fixPage) plan(plan doctor.FixPlan) {
	p.say("%s", p.style(bold, oneLine(plan.Title)))
	for _, f := range plan.Mends {
		p.say("  mends  %s  [%s]", oneLine(f.Title), oneLine(f.ID))
	}
	p.say("  risk   %s: %s", p.screen.say.Word(string(plan.Risk)), p.screen.say.Say(riskWords[plan.Risk]))
	for i, s := range plan.Steps {
		p.step(i+1, s)
	}
	for _, l := range plan.LeftOut {
		p.say("  not    %s: %s", oneLine(l.Finding), oneLine(l.Reason))
	}
	p.effects(lang.Mark("then  "), plan.Effects)
}

func (p *fixPage) step(n int, s doctor.FixPlanStep) {
	who := map[string]string{string(fix.ByPerson): lang.Mark(" (by you)"), string(fix.ByEditor): lang.Mark(" (in the editor)")}[s.By]
	p.say("%d. %s%s", n, oneLine(s.Title), p.screen.say.Say(who))
	if s.LinkedFrom != "" {
		p.say("   %s is a link to %s", oneLine(s.LinkedFrom), oneLine(s.File))
	}
	if len(s.Argv) > 0 {
		p.say("   run    %s", commandLine(s.Argv))
		p.say("   in     %s", oneLine(s.Cwd))
		for _, v := range s.Env {
			if v.Remove {
				p.say("   env    without %s", oneLine(v.Name))
			} else {
				p.say("   env    %s=%s", oneLine(v.Name), oneLine(v.Value))
			}
		}
		for _, path := range s.Saves {
			p.say("   saves  %s", oneLine(path))
		}
	}
	if s.Lasting {
		p.say("   %s", p.style(yellow, p.screen.say.Say("what this command does elsewhere cannot be taken back")))
	}
	p.diff(s.Diff)
}

// diff shows the lines of a unified diff, coloured where the screen can.
func (p *fixPage) diff(text string) {
	if text == "" {
		return
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		shown := strings.Map(func(r rune) rune {
			if r == '\t' {
				return r
			}
			return printable(r)
		}, line)
		switch {
		case strings.HasPrefix(line, "@@"):
			shown = p.style(cyan, shown)
		case strings.HasPrefix(line, "---"), strings.HasPrefix(line, "+++"):
		case strings.HasPrefix(line, "-"):
			shown = p.style(red, shown)
		case strings.HasPrefix(line, "+"):
			shown = p.style(green, shown)
		}
		p.say("   %s", shown)
	}
}

// commandLine shows arguments so that each is seen to be one. It is not run by a shell.
func commandLine(argv []string) string {
	out := make([]string, len(argv))
	for i, a := range argv {
		out[i] = oneLine(a)
		if a == "" || strings.ContainsAny(a, " \t\n\"'$\\`*?#&;|<>()") {
			out[i] = fmt.Sprintf("%q", a)
		}
	}
	return strings.Join(out, " ")
}

var effectWords = map[health.Effect]string{
	health.EffectRestartServer: lang.Mark("restart the language server in the editor"),
	health.EffectReloadWindow:  lang.Mark("reload the editor's window"),
	health.EffectRestartEditor: lang.Mark("start the editor anew; if that does not help, log in anew"),
}

func (p *fixPage) effects(label string, effects []health.Effect) {
	for _, e := range effects {
		p.say("  %s %s", p.screen.say.Say(label), p.screen.say.Say(effectWords[e]))
	}
}

func (p *fixPage) outcome(o doctor.FixOutcome) {
	for _, r := range o.Recovered {
		p.say("%s", oneLine(r))
	}
	for i, s := range o.Steps {
		words := p.screen.say.Word(s.State)
		if s.Text != "" {
			words += ": " + oneLine(s.Text)
		}
		p.say("step %d  %s", i+1, words)
	}
	if o.Error != nil {
		return // said on standard error
	}
	p.effects(lang.Mark("now   "), o.Effects)
}

func (p *fixPage) proof(f doctor.FixProof, entry string) {
	mark := map[doctor.Verdict]string{doctor.Fixed: p.style(green+bold, p.screen.say.Say("fixed")), doctor.StillBroken: p.style(red+bold, p.screen.say.Say("still broken")),
		doctor.MadeWorse: p.style(red+bold, p.screen.say.Say("made it worse")), doctor.Unproved: p.style(yellow+bold, p.screen.say.Say("not proved"))}[f.Verdict]
	p.say("%s", mark)
	for _, x := range f.New {
		p.say("  new    %s  [%s]", oneLine(x.Title), oneLine(x.ID))
	}
	for _, x := range f.Left {
		p.say("  left   %s  [%s]", oneLine(x.Title), oneLine(x.ID))
	}
	for _, x := range f.Behind {
		p.say("  behind %s  [%s]", oneLine(x.Title), oneLine(x.ID))
	}
	for _, x := range f.Open {
		p.say("  open   %s: %s", oneLine(x.Finding), oneLine(x.Reason))
	}
	p.say("  undo   govitals undo %s", entry)
}

// live passes on what the steps do while they do it, on standard error.
func (a *app) live(plan doctor.FixPlan) func(fix.Progress) {
	var mu sync.Mutex
	return func(p fix.Progress) {
		mu.Lock()
		defer mu.Unlock()
		if p.Stream != "" {
			_, _ = a.Err.WriteString(strings.Map(func(r rune) rune {
				if r == '\n' || r == '\t' {
					return r
				}
				return printable(r)
			}, string(p.Text)))
			return
		}
		if p.Step < len(plan.Steps) {
			fmt.Fprintf(a.Err, "· %s\n", oneLine(plan.Steps[p.Step].Title))
		}
	}
}
