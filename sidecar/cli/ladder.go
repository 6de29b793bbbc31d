package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

const probeHelp = `Ask gopls what an editor asks: hover, Go to Definition, completion and more, on symbols of the same
package, of the standard library and of a dependency. The same questions are put to up to four servers,
the rungs of a ladder:

    0  your running gopls (in the editor only)
    1  a fresh gopls, with the binary, settings and environment that the Go extension would give it
    2  the same in a minimal module
    3  a bare gopls in that module, without your environment and settings

So it is seen whether the running server, the project, your settings and environment, or Go itself is
broken. Shows what failed, and each value that was changed so that asking writes and downloads nothing.

Exit codes: 0 every folder's gopls answers; 1 one does not; 2 wrong usage; 3 there was nothing to
ask about or not enough answers; 130 interrupted.`

const isolateHelp = `Find what breaks gopls, by experiment: when it fails with your environment, settings and project and
works without, gopls is started again and again with a part of them taken away, until the smallest set
is found that breaks it. Each culprit is tried both ways, with it and without it, twice.

Parts are environment variables, lines of the file that go env -w writes, settings, flags of gopls,
go.work, the vendor directory and modules in the module cache. Nothing of yours is changed and nothing
is downloaded: the trials run on copies. It takes up to some minutes; Ctrl-C ends it and all its
programs.

Exit codes: 0 nothing is broken; 1 something is, whether its culprit was found or not; 2 wrong usage;
3 it could not be tried; 130 interrupted.`

const isolateExamples = `  govitals isolate
  govitals isolate ~/src/app --max-trials 20
  govitals isolate --format json -o culprit.json`

func (a *app) probe() *cobra.Command {
	var f examined
	formats := []string{"text", "json"}
	c := &cobra.Command{
		Use: "probe [DIR]", Short: "Ask gopls what an editor asks, and show where it breaks", Long: probeHelp, Args: atMost("DIR"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.validateTrusted(formats, "probed"); err != nil {
				return err
			}
			return a.runProbe(c.Context(), f, args)
		},
	}
	f.flags(c, formats, doctor.DefaultTimeout)
	return c
}

func (a *app) isolate() *cobra.Command {
	var f examined
	most := 0
	formats := []string{"text", "json"}
	c := &cobra.Command{
		Use: "isolate [DIR]", Short: "Find by experiment what breaks gopls", Long: isolateHelp, Example: isolateExamples, Args: atMost("DIR"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.validateTrusted(formats, "experimented with"); err != nil {
				return err
			}
			if most < 0 {
				return usage("--max-trials is 0 or more, not %d", most)
			}
			return a.runIsolate(c.Context(), f, most, args)
		},
	}
	f.flags(c, formats, doctor.DeepTimeout)
	c.Flags().IntVar(&most, "max-trials", 0, "most servers to start for each folder; 0 is as many as its parts may need")
	return c
}

// validateTrusted refuses folders in which no gopls may be started.
func (e examined) validateTrusted(formats []string, what string) error {
	if err := e.validate(formats); err != nil {
		return err
	}
	if e.untrusted {
		return usage("an untrusted folder is not %s: a gopls would run its go commands; 'govitals check --untrusted' reads its files as data", what)
	}
	return nil
}

func (a *app) runProbe(ctx context.Context, f examined, args []string) error {
	r, err := a.ladder(ctx, f, args, doctor.Probe, 0)
	if err != nil {
		return err
	}
	document := report.BuildLadders(r, a.words(), f.privacyFor(a))
	if err := a.write(f.output, func(s screen) (string, error) {
		if f.format == "json" {
			return report.JSON(document)
		}
		return report.LadderText(document, s.options()), nil
	}); err != nil {
		return err
	}
	return probeVerdict(r)
}

func (a *app) runIsolate(ctx context.Context, f examined, most int, args []string) error {
	r, err := a.ladder(ctx, f, args, doctor.Isolate, most)
	if err != nil {
		return err
	}
	document := report.BuildIsolations(r, a.words(), f.privacyFor(a))
	if err := a.write(f.output, func(s screen) (string, error) {
		if f.format == "json" {
			return report.JSON(document)
		}
		return report.IsolationText(document, s.options()), nil
	}); err != nil {
		return err
	}
	return isolateVerdict(r)
}

func (a *app) words() report.Words {
	return report.Words{Say: a.doctor.Say, Catalogue: a.doctor.Catalogue(), Titles: a.doctor.Titles()}
}

// ladder runs one of the doctor's experiments, with its progress shown.
func (a *app) ladder(ctx context.Context, f examined, args []string,
	experiment func(context.Context, doctor.Request, doctor.Options) health.Report, most int) (health.Report, error) {
	started := time.Now()
	request, err := a.request(ctx, f, args)
	if err != nil {
		return health.Report{}, err
	}
	request.Timeout = max(f.timeout-time.Since(started), time.Second)
	request.MostTrials = most
	line := a.progress()
	defer line.erase()
	o := a.doctor
	o.Progress = line.show
	r := experiment(ctx, request, o)
	return r, ctx.Err()
}

func probeVerdict(r health.Report) error {
	if p := r.Snapshot.Probe(health.ProbePulse); p.State != health.ProbeOK {
		return exit{doctor.ExitNoDiagnosis, "gopls could not be asked: " + string(p.Error)}
	}
	switch r.Snapshot.Pulse() {
	case health.PulseGood:
		return nil
	case health.PulseBad:
		return exit{doctor.ExitFindings, ""}
	}
	return exit{doctor.ExitNoDiagnosis, ""}
}

// isolateVerdict: what is broken outweighs what could not be tried, and that what is well.
func isolateVerdict(r health.Report) error {
	for _, id := range []health.ProbeID{health.ProbePulse, health.ProbeIsolation} {
		if p := r.Snapshot.Probe(id); p.State != health.ProbeOK {
			return exit{doctor.ExitNoDiagnosis, fmt.Sprintf("it could not be tried (%s): %s", id, p.Error)}
		}
	}
	gravest := map[int]int{doctor.ExitGood: 0, doctor.ExitNoDiagnosis: 1, doctor.ExitFindings: 2}
	code := doctor.ExitGood
	for _, i := range r.Snapshot.Isolations {
		of := doctor.ExitFindings
		switch i.State {
		case health.IsolationNotNeeded:
			of = doctor.ExitGood
		case health.IsolationNotTried:
			of = doctor.ExitNoDiagnosis
		}
		if gravest[of] > gravest[code] {
			code = of
		}
	}
	switch {
	case len(r.Snapshot.Isolations) == 0:
		return exit{doctor.ExitNoDiagnosis, "there was nothing to try"}
	case code == doctor.ExitGood:
		return nil
	}
	return exit{code, ""}
}
