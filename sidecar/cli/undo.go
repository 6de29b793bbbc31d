package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/fix"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
	"github.com/govitals/govitals/sidecar/report"
)

const undoHelp = `Take back the last applied fix, or the one with that number: files get the bytes and the mode that they
had. What somebody changed since is left alone, and the undo refused with the reason; then the former
version is named, too.

--list shows what was applied. --all takes back everything, the last first.

Exit codes:
    0  taken back, or listed
    1  refused: something else stands there than the fix left
    2  wrong usage, or there is no such fix
    3  the journal of fixes cannot be used
  130  interrupted; each step is taken back or stands, never half`

type undoFlags struct {
	output
	list, all bool
	step      int
	setAside  bool
}

func (a *app) undo() *cobra.Command {
	var f undoFlags
	formats := []string{"text", "json"}
	c := &cobra.Command{
		Use: "undo [ID]", Short: "Take back a fix", Long: undoHelp, Args: atMost("ID"),
		Example: "  govitals undo\n  govitals undo --list\n  govitals undo 3\n  govitals undo --all",
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.check(formats, args); err != nil {
				return err
			}
			return a.runUndo(c.Context(), f, strings.Join(args, ""))
		},
	}
	f.output.flags(c, formats)
	_ = c.Flags().MarkHidden("privacy")
	c.Flags().BoolVar(&f.list, "list", false, "show the journal and change nothing")
	c.Flags().BoolVar(&f.all, "all", false, "take back everything, the last first")
	c.Flags().IntVar(&f.step, "step", 0, "take back only step `N` of the fix")
	c.Flags().BoolVar(&f.setAside, "set-aside", false, "rename a journal that is damaged, so that a new one can begin;\nwhat stands in the old one can then not be taken back")
	return c
}

func (f undoFlags) check(formats []string, args []string) error {
	chosen := 0
	for _, on := range []bool{f.list, f.all, f.setAside} {
		if on {
			chosen++
		}
	}
	switch {
	case chosen > 1:
		return usage("--list, --all and --set-aside do not go together")
	case chosen == 1 && (len(args) > 0 || f.step != 0):
		return usage("--list, --all and --set-aside take neither ID nor --step")
	case f.privacy == string(report.PrivacyShare):
		return usage(noShare)
	case f.step < 0:
		return usage("--step is the number of a step, not %d", f.step)
	}
	return f.output.validate(formats)
}

func (a *app) runUndo(ctx context.Context, f undoFlags, id string) error {
	engine, err := a.doctor.Engine(nil)
	if err != nil {
		return exit{exitNotTried, err.Error()}
	}
	switch {
	case f.list:
		return a.listFixes(engine, f)
	case f.setAside:
		to, err := engine.SetAside(ctx)
		if err != nil {
			return undoEnd(ctx, err)
		}
		return a.write(f.output, func(screen) (string, error) { return "the journal is " + to + " now\n", nil })
	}
	result := doctor.UndoDocument{Schema: report.Schema}
	result.Outcomes, err = a.doctor.TakeBack(ctx, engine, doctor.Undoing{Entry: id, Step: f.step, All: f.all})
	if len(result.Outcomes) == 1 {
		result.Outcomes[0].Error = doctor.FixErrorOf(err)
	}
	if werr := a.write(f.output, func(s screen) (string, error) {
		if f.format == "json" {
			return report.JSON(result)
		}
		return undoText(result, s), nil
	}); werr != nil {
		return werr
	}
	return undoEnd(ctx, err)
}

func undoEnd(ctx context.Context, err error) error {
	switch code := fix.CodeOf(err); {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case code == fix.NoEntry || code == fix.Undone:
		return exit{exitNoSuch, err.Error()}
	case code == fix.Damaged || code == fix.Newer || code == fix.Unwritable || code == fix.Busy:
		text := err.Error()
		if code == fix.Damaged {
			text += "; 'govitals undo --set-aside' begins a new one and keeps this"
		}
		return exit{exitNotTried, text}
	}
	return exit{exitNotFixed, "refused: " + err.Error()}
}

func undoText(r doctor.UndoDocument, s screen) string {
	p := &fixPage{screen: s}
	for _, o := range r.Outcomes {
		for _, text := range o.Recovered {
			p.say("%s", oneLine(text))
		}
		if o.Entry == "" || o.Error != nil {
			continue
		}
		for i, step := range o.Steps {
			if step.State != string(fix.StepUndone) {
				continue
			}
			words := oneLine(step.Title)
			if step.Text != "" {
				words += ": " + oneLine(step.Text)
			}
			p.say("fix %s, step %d taken back: %s", o.Entry, i+1, words)
		}
		p.effects(lang.Mark("now   "), o.Effects)
	}
	return p.String()
}

func (a *app) listFixes(engine *fix.Engine, f undoFlags) error {
	entries, err := engine.Entries()
	if err != nil {
		return undoEnd(context.Background(), err)
	}
	result := doctor.UndoListDocument{Schema: report.Schema, Entries: []doctor.FixEntry{}}
	for _, e := range entries {
		result.Entries = append(result.Entries, a.doctor.FixWords().Entry(e))
	}
	return a.write(f.output, func(s screen) (string, error) {
		if f.format == "json" {
			return report.JSON(result)
		}
		p := &fixPage{screen: s}
		if len(result.Entries) == 0 {
			p.say("No fix was applied yet.")
		}
		for _, e := range result.Entries {
			p.entry(e)
		}
		return p.String(), nil
	})
}

func (p *fixPage) entry(e doctor.FixEntry) {
	state := p.screen.say.Say("taken back, or never made")
	if e.Undoable {
		state = p.screen.say.Say("stands")
	}
	if e.Verdict != "" {
		state += ", " + p.screen.say.Word(e.Verdict)
	}
	p.say("%s  %s  %s  (%s)", e.ID, local(health.Public(e.At)), p.style(bold, oneLine(e.Title)), state)
	for _, id := range e.Findings {
		p.say("    %s", oneLine(id))
	}
	for i, s := range e.Steps {
		words := p.screen.say.Word(s.State)
		if s.Text != "" {
			words += ": " + oneLine(s.Text)
		}
		p.say("    %d. %s: %s", i+1, oneLine(s.Title), words)
	}
}
