package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/fix"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

// Exit codes of `fix` and `undo`; see DESIGN §6.
const (
	exitNotFixed = 1 // still broken, made worse, not proved, or refused
	exitNoSuch   = 2 // wrong usage, no such finding, no such entry
	exitNotTried = 3
)

const fixHelp = `Mend a finding: diagnose, show what would be done, ask, do it, and look again whether it helped.

FINDING is the id of a finding, as 'govitals check' shows it in brackets, or a check, which stands for
all its findings. With --all-safe it is everything that a reversible fix mends, in one plan.

The plan shows every changed line, every command with its arguments, directory and environment, and what
makes it take effect. Nothing changes before you say yes; without --yes and without a terminal to ask on
the plan is only shown. Files that were changed since the plan was made are left alone. Each fix stands
in a journal and 'govitals undo' takes it back, to the byte. Of several fixes the first that can be made
is taken; --fix names another.

Exit codes:
    0  mended, and proved by looking again; or the plan was shown
    1  still broken, made worse or not proved; or refused, as something else stood there than was shown
    2  wrong usage, or there is no such finding
    3  it could not be tried
  130  interrupted; each step is done or not done, never half`

const fixExamples = `  govitals fix vendor-inconsistent
  govitals fix gopls-setting-unknown:ui.semanticTokenz ~/src/app --dry-run
  govitals fix --all-safe --yes
  govitals undo`

// noShare answers who wants a plan for others: a diff shows files as they are.
const noShare = "what fix and undo show is for this machine alone, files as they are: there is no --privacy share of it"

type fixFlags struct {
	examined
	which, tier   string
	yes, dry, all bool
}

func (a *app) fix() *cobra.Command {
	var f fixFlags
	formats := []string{"text", "json"}
	c := &cobra.Command{
		Use: "fix FINDING [DIR]", Short: "Mend a finding, prove it, and be able to take it back", Long: fixHelp, Example: fixExamples,
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.validate(formats, args); err != nil {
				return err
			}
			return a.runFix(c.Context(), f, args)
		},
	}
	f.flags(c, formats, doctor.DefaultTimeout)
	_ = c.Flags().MarkHidden("privacy")
	c.Flags().StringVar(&f.which, "fix", "", "take this fix, `ID`, of those that the finding has")
	c.Flags().StringVar(&f.tier, "tier", "standard", "how far to look for the finding: standard, or deep for what only 'govitals check --tier deep' finds")
	c.Flags().BoolVarP(&f.yes, "yes", "y", false, "apply without asking")
	c.Flags().BoolVar(&f.dry, "dry-run", false, "only show the plan")
	c.Flags().BoolVar(&f.all, "all-safe", false, "mend everything that has a reversible fix")
	return c
}

func (f fixFlags) validate(formats []string, args []string) error {
	most := 2
	if f.all {
		most = 1
	}
	switch {
	case !f.all && len(args) == 0:
		return usage("fix wants a finding; 'govitals check' shows them, --all-safe takes all with a safe fix")
	case len(args) > most:
		return usage("fix takes at most %d arguments, not %d (%s)", most, len(args), strings.Join(args, " "))
	case f.all && f.which != "":
		return usage("--fix picks a fix of one finding; --all-safe takes the first safe one of each")
	case f.yes && f.dry:
		return usage("--dry-run changes nothing: it does not go with --yes")
	case f.tier != string(health.TierStandard) && f.tier != string(health.TierDeep):
		return usage("there is no tier %q here (there are: standard, deep)", f.tier)
	case f.privacy == string(report.PrivacyShare):
		return usage(noShare)
	case f.toFile() && !f.yes && !f.dry:
		return usage("-o wants --yes or --dry-run: nobody sees the plan in a file before it is applied")
	}
	return f.validateTrusted(formats, "mended")
}

// repaired is the result of a run.
type repaired struct {
	doctor.FixDocument
	seen bool // the plan was shown when its reader was asked
}

func (a *app) runFix(ctx context.Context, f fixFlags, args []string) error {
	name := ""
	if !f.all {
		name, args = args[0], args[1:]
		if id, _, _ := strings.Cut(name, ":"); id == "" {
			return usage("fix wants a finding, not %q", name)
		} else if _, err := doctor.Find(a.doctor.Checks, health.CheckID(id)); err != nil {
			return usage("%v; 'govitals explain' lists all", err)
		}
	}
	request, err := a.request(ctx, f.examined, args)
	if err != nil {
		return err
	}
	repair, err := a.planFix(ctx, f, request, name)
	if err != nil {
		return err
	}
	words := a.doctor.FixWords()
	result := repaired{FixDocument: doctor.FixDocument{Schema: report.Schema, Plan: words.Plan(repair, false)}}
	yes, err := a.agreed(ctx, f, result.Plan)
	if err != nil {
		return err
	}
	if !yes {
		if !repair.Automatic(false) && f.yes {
			return a.conclude(f, result, exit{exitNotTried, "nothing of it can be done automatically here"})
		}
		return a.conclude(f, result, nil)
	}
	return a.applyFix(ctx, f, request, repair, result)
}

// planFix diagnoses and plans.
func (a *app) planFix(ctx context.Context, f fixFlags, request doctor.Request, name string) (doctor.Repair, error) {
	request.Tier = health.Tier(f.tier)
	if c, _, _ := strings.Cut(name, ":"); f.tier == string(health.TierDeep) || doctor.NeedsDeep(a.doctor, health.CheckID(c)) {
		request.Tier = health.TierDeep
		request.Timeout = max(request.Timeout, doctor.DeepTimeout)
	}
	line := a.progress()
	defer line.erase()
	o := a.doctor
	o.Progress = line.show
	before := doctor.Examine(ctx, request, o)
	if err := ctx.Err(); err != nil {
		return doctor.Repair{}, err
	}
	if doctor.Impossible(before) {
		return doctor.Repair{}, exit{exitNotTried, "no diagnosis possible: no folder could be looked at"}
	}
	choices := doctor.ChooseSafe(before)
	if !f.all {
		var err error
		if choices, err = doctor.Choose(before, name, health.FixID(f.which)); err != nil {
			return doctor.Repair{}, exit{exitNoSuch, err.Error()}
		}
	} else if len(choices) == 0 {
		return doctor.Repair{}, exit{exitNoSuch, "there is nothing that a safe fix mends"}
	}
	repair, err := doctor.PlanFix(ctx, request, o, before, choices, nil)
	switch {
	case ctx.Err() != nil:
		return repair, ctx.Err()
	case errors.Is(err, doctor.ErrNothingToDo):
		return repair, exit{exitNotTried, fmt.Sprintf("for %s %v", name, err)}
	case fix.CodeOf(err) == fix.Changed || fix.CodeOf(err) == fix.Outside:
		return repair, exit{exitNotFixed, "refused: " + err.Error()}
	case err != nil:
		return repair, exit{exitNotTried, "it cannot be tried: " + err.Error()}
	}
	return repair, nil
}

// applyFix applies, proves and writes the verdict into the journal.
func (a *app) applyFix(ctx context.Context, f fixFlags, request doctor.Request, repair doctor.Repair, result repaired) error {
	engine, err := a.doctor.Engine(nil)
	if err != nil {
		return exit{exitNotTried, err.Error()}
	}
	result.seen = !f.yes
	outcome, err := repair.Apply(ctx, engine, a.live(result.Plan))
	words := a.doctor.FixWords()
	shown := words.Outcome(outcome, err)
	result.Outcome, result.Applied = &shown, err == nil
	if err != nil {
		return a.notApplied(ctx, f, repair, result, err)
	}
	line := a.progress()
	o := a.doctor
	o.Progress = line.show
	proof := repair.Prove(ctx, request, o)
	line.erase()
	if ctx.Err() != nil {
		fmt.Fprintf(a.Err, "govitals: applied as fix %s, not proved; 'govitals undo %s' takes it back\n", outcome.Entry, outcome.Entry)
		return ctx.Err()
	}
	if err := engine.Conclude(ctx, outcome.Entry, string(proof.Verdict)); err != nil {
		fmt.Fprintln(a.Err, "govitals: the verdict was not written down: "+err.Error())
	}
	told := words.Proof(proof)
	result.Proof = &told
	if proof.Verdict != doctor.Fixed {
		return a.conclude(f, result, exit{exitNotFixed, ""})
	}
	return a.conclude(f, result, nil)
}

// notApplied tells what stands and what was refused.
func (a *app) notApplied(ctx context.Context, f fixFlags, repair doctor.Repair, result repaired, err error) error {
	stands := 0
	for _, s := range result.Outcome.Steps {
		if s.State == string(fix.StepApplied) {
			stands++
		}
	}
	if stands > 0 {
		fmt.Fprintf(a.Err, "govitals: steps that stand: %d; 'govitals undo %s' takes them back\n", stands, result.Outcome.Entry)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	end := exit{exitNotTried, "it could not be applied: " + err.Error()}
	switch fix.CodeOf(err) {
	case fix.Changed, fix.Outside:
		end = exit{exitNotFixed, "refused: " + err.Error()}
	case fix.Failed:
		end = exit{exitNotFixed, "it failed: " + err.Error()}
		for _, other := range repair.Others {
			end.text += "\ngovitals: another way: --fix " + string(other.ID)
		}
	}
	return a.conclude(f, result, end)
}

// conclude writes the result and ends with a code.
func (a *app) conclude(f fixFlags, result repaired, end error) error {
	if err := a.write(f.output, func(s screen) (string, error) {
		if f.format == "json" {
			return report.JSON(result.FixDocument)
		}
		return fixText(result, s), nil
	}); err != nil {
		return err
	}
	return end
}
