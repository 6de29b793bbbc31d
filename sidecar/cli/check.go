package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
	"github.com/govitals/govitals/sidecar/report"
)

// examined are the flags that check, probe and isolate share.
type examined struct {
	output
	userSettings string
	timeout      time.Duration
	untrusted    bool
}

func (e *examined) flags(c *cobra.Command, formats []string, timeout time.Duration) {
	e.output.flags(c, formats)
	f := c.Flags()
	f.StringVar(&e.userSettings, "user-settings", "", "VS Code user settings `FILE` to read (default: the editor's own place)")
	f.DurationVar(&e.timeout, "timeout", timeout, "longest time the examination may take; what was not reached by then is inconclusive")
	f.BoolVar(&e.untrusted, "untrusted", false, "read the folder's files as data and run nothing of it")
}

type checkFlags struct {
	examined
	tier, failOn, loginShell, baseline, replay, policy string
	only, skip                                         []string
}

const checkHelp = `Diagnose a folder: look at the machine, the editor's settings, Go, gopls and the modules, ask a
private gopls a few questions, and say what is wrong.

DIR is a folder or a .code-workspace file; the default is the current folder. The environment of
this command is taken for the editor's. Nothing of yours is changed and nothing is downloaded.

Exit codes:
    0  nothing at or above --fail-on was found
    1  something at or above --fail-on was found
    2  wrong usage
    3  no diagnosis was possible, or nothing was found but a check that could have found an
       error could not judge
  130  interrupted
With --fail-on never every finished diagnosis ends with 0.`

const checkExamples = `  govitals check
  govitals check ~/src/app --tier fast
  govitals check --format json -o report.json
  govitals check --only goroot-invalid,gopls-missing
  govitals check --format markdown | pbcopy`

func (a *app) check() *cobra.Command {
	var f checkFlags
	c := &cobra.Command{
		Use: "check [DIR]", Short: "Diagnose a folder", Long: checkHelp, Example: checkExamples, Args: atMost("DIR"),
		RunE: func(c *cobra.Command, args []string) error { return a.runCheck(c.Context(), c, f, args) },
	}
	f.flags(c, report.Formats, doctor.DefaultTimeout)
	c.Flags().StringVar(&f.tier, "tier", "standard", "how far to look: fast (files and environment), standard (and ask gopls),\ndeep (and find the culprit by experiment; its default timeout is "+doctor.DeepTimeout.String()+")")
	c.Flags().StringVar(&f.failOn, "fail-on", "error", "least severity that makes the exit code 1: error, warning, info, never")
	c.Flags().StringSliceVar(&f.only, "only", nil, "ask only these checks, `ID,…` (and look only at what they need)")
	c.Flags().StringSliceVar(&f.skip, "skip", nil, "do not ask these checks, `ID,…`")
	c.Flags().StringVar(&f.loginShell, "login-shell", "auto", "whether a check may ask your login shell for its environment, which runs its start-up files: auto, off")
	c.Flags().StringVar(&f.baseline, "baseline", "", "an earlier JSON report `FILE`; findings that stood in it are shown but not counted")
	c.Flags().StringVar(&f.policy, "policy", "", "the team's policy `FILE` to use (default: .govitals.yaml in each folder)")
	c.Flags().StringVar(&f.replay, "replay", "", "judge the snapshot of a JSON report `FILE`, perhaps of another machine, instead of this one;\n- is standard input, and gzip is fine")
	return c
}

func (a *app) runCheck(ctx context.Context, c *cobra.Command, f checkFlags, args []string) error {
	threshold, never, err := f.validate(a)
	if err != nil {
		return err
	}
	if f.replay != "" && len(args) > 0 {
		return usage("--replay judges a report: it takes no DIR")
	}
	known, err := a.readBaseline(f.baseline)
	if err != nil {
		return err
	}
	if f.tier == string(health.TierDeep) && !c.Flags().Changed("timeout") {
		f.timeout = doctor.DeepTimeout
	}
	r, err := a.diagnose(ctx, f, args)
	if err != nil {
		return err
	}
	if known != nil {
		markKnown(&r, known)
	}
	document := report.Build(r, a.words(), f.privacyFor(a))
	if err := a.write(f.output, func(s screen) (string, error) {
		if f.format == "text" {
			return report.Text(document, s.options()), nil
		}
		return report.Render(document, f.format)
	}); err != nil {
		return err
	}
	return a.verdict(r, threshold, never)
}

// verdict turns the report into the exit code, and says why if the report itself may not.
func (a *app) verdict(r health.Report, threshold health.Severity, never bool) error {
	code := doctor.ExitCode(r, threshold, never)
	text := ""
	if code == doctor.ExitNoDiagnosis {
		text = lang.Mark("nothing was found, but a check that could have found an error could not judge")
		if doctor.Impossible(r) {
			text = lang.Mark("no diagnosis possible: no folder could be looked at")
		}
	}
	if code == doctor.ExitGood {
		return nil
	}
	return exit{code, text}
}

func (a *app) diagnose(ctx context.Context, f checkFlags, args []string) (health.Report, error) {
	o := a.doctor
	o.Remember = o.Remember && len(f.only)+len(f.skip) == 0
	for _, id := range f.only {
		o.Only = append(o.Only, health.CheckID(id))
	}
	for _, id := range f.skip {
		o.Skip = append(o.Skip, health.CheckID(id))
	}
	if f.replay != "" {
		return a.replay(f.replay, o)
	}
	request, err := a.request(ctx, f.examined, args)
	if err != nil {
		return health.Report{}, err
	}
	request.Tier, request.NoLoginShell = health.Tier(f.tier), f.loginShell == "off"
	if request.Policy, err = existing(f.policy); err != nil {
		return health.Report{}, usage("--policy: %v", err)
	}
	line := a.progress()
	defer line.erase()
	o.Progress = line.show
	r := doctor.Examine(ctx, request, o)
	return r, ctx.Err()
}

// request resolves DIR. A file system that does not answer must not hang the program, so it is asked beside the timeout.
func (a *app) request(ctx context.Context, f examined, args []string) (doctor.Request, error) {
	dir := "."
	if len(args) > 0 {
		dir = args[0]
	}
	path, err := absolute(dir)
	if err != nil {
		return doctor.Request{}, exit{doctor.ExitNoDiagnosis, "no diagnosis possible: " + err.Error()}
	}
	ctx, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	type answer struct {
		place doctor.Place
		err   error
	}
	asked := make(chan answer, 1)
	go func() {
		place, err := doctor.Resolve(a.doctor.System, path)
		asked <- answer{place, err}
	}()
	var got answer
	select {
	case got = <-asked:
	case <-ctx.Done():
		got.err = fmt.Errorf("%s did not answer within %s", path, f.timeout)
	}
	switch {
	case errors.Is(got.err, doctor.ErrUsage):
		return doctor.Request{}, usage("%v", got.err)
	case got.err != nil:
		return doctor.Request{}, exit{doctor.ExitNoDiagnosis, "no diagnosis possible: " + got.err.Error()}
	}
	settings, err := existing(f.userSettings)
	if err != nil {
		return doctor.Request{}, usage("--user-settings: %v", err)
	}
	return doctor.Request{Folders: got.place.Folders, WorkspaceFile: got.place.WorkspaceFile, UserSettings: settings,
		Untrusted: f.untrusted, Timeout: f.timeout}, nil
}

func (f checkFlags) validate(a *app) (threshold health.Severity, never bool, err error) {
	if err := f.examined.validate(report.Formats); err != nil {
		return "", false, err
	}
	if !slices.Contains([]string{"fast", "standard", "deep"}, f.tier) {
		return "", false, usage("there is no tier %q (there are: fast, standard, deep)", f.tier)
	}
	if f.loginShell != "auto" && f.loginShell != "off" {
		return "", false, usage("--login-shell is auto or off, not %q", f.loginShell)
	}
	for _, id := range slices.Concat(f.only, f.skip) {
		if _, err := doctor.Find(a.doctor.Checks, health.CheckID(id)); err != nil || id == "" {
			return "", false, usage("%v; 'govitals explain' lists all", errors.Join(err))
		}
	}
	threshold, never, err = doctor.FailOn(f.failOn)
	if err != nil {
		return "", false, usage("--fail-on: %v", err)
	}
	return threshold, never, nil
}

func (e examined) validate(formats []string) error {
	if e.timeout <= 0 {
		return usage("--timeout must be longer than nothing, not %s", e.timeout)
	}
	return e.output.validate(formats)
}
