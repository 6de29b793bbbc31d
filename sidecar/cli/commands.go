package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

const probeHelp = `Ask a private gopls, with the binary, the settings and the environment that the Go extension would
give it, the questions an editor asks: hover and Go to Definition on symbols of the same package, of
the standard library and of a dependency. Shows each answer and each value that was changed so that
asking writes and downloads nothing.

Exit codes: 0 every folder's gopls answers; 1 one does not; 2 wrong usage; 3 there was nothing to
ask about or not enough answers; 130 interrupted.`

func (a *app) probe() *cobra.Command {
	var f examined
	formats := []string{"text", "json"}
	c := &cobra.Command{
		Use: "probe [DIR]", Short: "Ask gopls what an editor asks, and show every answer", Long: probeHelp, Args: atMost("DIR"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := f.validate(formats); err != nil {
				return err
			}
			if f.untrusted {
				return usage("an untrusted folder is not probed: a gopls would run its go commands; 'govitals check --untrusted' reads its files as data")
			}
			return a.runProbe(c.Context(), f, args)
		},
	}
	f.flags(c, formats)
	return c
}

func (a *app) runProbe(ctx context.Context, f examined, args []string) error {
	request, err := a.request(ctx, f, args)
	if err != nil {
		return err
	}
	line := a.progress()
	defer line.erase()
	o := a.doctor
	o.Progress = line.show
	r := doctor.Probe(ctx, request, o)
	line.erase()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	document := report.BuildLadders(r, report.Words{Catalogue: doctor.Catalogue(a.doctor.Checks)}, f.privacyFor(a))
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

func (a *app) explain() *cobra.Command {
	var o output
	formats := []string{"text", "json"}
	c := &cobra.Command{
		Use: "explain [CHECK]", Short: "Explain a check, or list all", Args: atMost("CHECK"),
		Long: "Show what a check means for you, how it knows, and what its fix does. Without CHECK, list all checks.",
		RunE: func(_ *cobra.Command, args []string) error {
			if err := o.validate(formats); err != nil {
				return err
			}
			id := health.CheckID("")
			if len(args) > 0 {
				id = health.CheckID(args[0])
			}
			found, err := doctor.Find(a.doctor.Checks, id)
			if err != nil {
				return usage("%v; 'govitals explain' lists all", err)
			}
			docs := make([]report.CheckDoc, 0, len(found))
			for _, c := range found {
				docs = append(docs, report.NewCheckDoc(c.ID, c.Severity, c.Doc, c.Needs, c.After, c.Platforms))
			}
			return a.write(o, func(s screen) (string, error) {
				if o.format == "json" {
					return report.JSON(report.CheckDocs{Schema: report.Schema, Checks: docs})
				}
				return report.ExplainText(docs, id == "", s.options()), nil
			})
		},
	}
	c.Flags().StringVar(&o.format, "format", "text", "format of the result: text, json")
	return c
}

func (a *app) serve() *cobra.Command {
	return &cobra.Command{
		Use: "serve", Short: "Talk JSON-RPC on standard input and output, for the extension", Args: none,
		Long: `Answer JSON-RPC 2.0 requests with the framing of the language server protocol until standard input
ends. Exit code 0 after a shutdown request, 1 otherwise.`,
		RunE: func(c *cobra.Command, _ []string) error {
			if code := a.talk(c.Context(), a.Streams, a.doctor); code != 0 {
				return exit{code, ""}
			}
			return nil
		},
	}
}

func (a *app) version() *cobra.Command {
	var o output
	c := &cobra.Command{
		Use: "version", Short: "Show the version", Args: none,
		RunE: func(*cobra.Command, []string) error {
			if err := o.validate([]string{"text", "json"}); err != nil {
				return err
			}
			return a.write(o, func(screen) (string, error) {
				if o.format != "json" {
					return fmt.Sprintf("%s %s (%s %s/%s)\n", doctor.Name, a.doctor.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH), nil
				}
				text, err := json.MarshalIndent(map[string]any{
					"schema": report.Schema, "tool": report.Tool{Name: doctor.Name, Version: a.doctor.Version},
					"go": runtime.Version(), "os": runtime.GOOS, "arch": runtime.GOARCH}, "", "  ")
				return string(text) + "\n", err
			})
		},
	}
	c.Flags().StringVar(&o.format, "format", "text", "format of the result: text, json")
	return c
}
