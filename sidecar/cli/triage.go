package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/report"
	"github.com/govitals/govitals/sidecar/triage"
)

const triageHelp = `Read many JSON reports and rank what they say: faults (roots alone), who set the values, culprits that
experiments proved, platforms, versions of go, gopls, golang.go and the editor.

PATH is a file, a folder (searched for .json, .jsonl and .ndjson, compressed by gzip or not), a pattern such
as 'reports/*.json.gz', or - for standard input. A file holds one report, or many: one a line, one after the
other, or in an array. They are read as a stream; memory does not grow with their number.

text and json are counts. jsonl has one object for each report and csv one line for each fault, as soon as
they are read, for DuckDB, Spark, BigQuery and the like: docs/triage.md has the queries. Nothing private is
in any of them, whatever the reports hold, but the names of the files.

Broken files are counted and named and never end it; with jsonl and csv they are named on standard error.

Exit codes: 0 a report was read; 2 wrong usage; 3 none could be read; 130 interrupted.`

func (a *app) triage() *cobra.Command {
	o := output{privacy: string(report.PrivacyShare)}
	top := 10
	c := &cobra.Command{
		Use: "triage PATH...", Short: "Read many reports and rank what is wrong", Long: triageHelp,
		Example: "  govitals triage reports/\n  govitals triage 'reports/2026-11-*.json.gz' --format csv -o faults.csv\n  zcat all.jsonl.gz | govitals triage - --top 0",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("give a folder or files to read")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.validate(triage.Formats); err != nil {
				return err
			}
			if top < 0 {
				return usage("--top is 0 or more, not %d", top)
			}
			return a.runTriage(c.Context(), o, args, top)
		},
	}
	f := c.Flags()
	f.StringVar(&o.format, "format", triage.Formats[0], "format of the result: "+strings.Join(triage.Formats, ", "))
	f.StringVarP(&o.file, "output", "o", "", "write the result to `FILE` instead of standard output, all or nothing")
	f.IntVar(&top, "top", top, "lines of each table of the text at most; 0 is all")
	return c
}

func (a *app) runTriage(ctx context.Context, o output, paths []string, top int) error {
	in := triage.Input{Paths: paths, Stdin: a.In}
	var sum *triage.Summary
	var err error
	if o.format == "jsonl" || o.format == "csv" {
		err = a.stream(o, func(out io.Writer) error {
			sum, err = rows(ctx, in, out, o.format)
			return err
		})
	} else {
		sum, err = triage.Read(ctx, in, func(triage.Row) error { return nil })
	}
	switch {
	case errors.Is(err, triage.ErrUsage):
		return usage("%v", err)
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return exit{doctor.ExitNoDiagnosis, fmt.Sprintf("the result could not be written: %v", err)}
	}
	if err := a.summarize(o, sum, top); err != nil {
		return err
	}
	if sum.Reports == 0 {
		return exit{doctor.ExitNoDiagnosis, "there is no report that could be read"}
	}
	return nil
}

func rows(ctx context.Context, in triage.Input, out io.Writer, format string) (*triage.Summary, error) {
	buffered := bufio.NewWriterSize(out, 64<<10)
	w, err := triage.NewRows(buffered, format)
	if err != nil {
		return nil, err
	}
	sum, err := triage.Read(ctx, in, w.Write)
	if err != nil {
		return nil, err
	}
	return sum, errors.Join(w.Close(), buffered.Flush())
}

// stream writes bit by bit to where the result goes.
func (a *app) stream(o output, write func(io.Writer) error) error {
	if o.toFile() {
		return replaceWith(o.file, write)
	}
	return write(a.Out)
}

// summarize writes the counts, or says on standard error what is missing from the rows.
func (a *app) summarize(o output, sum *triage.Summary, top int) error {
	sum.Finish()
	sum.Tool = report.Tool{Name: doctor.Name, Version: a.doctor.Version}
	switch o.format {
	case "text", "json":
		return a.write(o, func(screen) (string, error) {
			if o.format == "json" {
				return report.JSON(sum)
			}
			return sum.Text(a.doctor.Say, a.titles(), top), nil
		})
	}
	if note := sum.BrokenText(a.doctor.Say); note != "" {
		fmt.Fprint(a.Err, note)
	}
	return nil
}

func (a *app) titles() map[string]string {
	out := map[string]string{}
	for id, title := range a.doctor.Titles() {
		out[string(id)] = title
	}
	return out
}
