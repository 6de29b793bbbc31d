package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
	"github.com/govitals/govitals/sidecar/report"
)

const historyHelp = `Show what earlier diagnoses came to, newest first: each one that differed from the one before it, with
the few values that explain changes. A report says from it since when a finding is there, and what
changed then.

It is one private file in the state directory, at most 200 entries and 256 kB, and goes nowhere. It is
not kept under --untrusted and --replay, nor when the variable GOVITALS_HISTORY is off.

Exit codes: 0; 2 wrong usage; 3 it could not be read or removed.`

func (a *app) history() *cobra.Command {
	var o output
	clear := false
	formats := []string{"text", "json"}
	c := &cobra.Command{
		Use: "history", Short: "Show what earlier diagnoses came to", Long: historyHelp, Args: none,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.validate(formats); err != nil {
				return err
			}
			if clear {
				if err := doctor.Forget(); err != nil {
					return exit{doctor.ExitNoDiagnosis, "the history could not be removed: " + err.Error()}
				}
				return nil
			}
			return a.showHistory(c.Context(), o)
		},
	}
	o.flags(c, formats)
	c.Flags().BoolVar(&clear, "clear", false, "remove all of it")
	return c
}

func (a *app) showHistory(ctx context.Context, o output) error {
	remembered, err := doctor.Remembered()
	if err != nil {
		return exit{doctor.ExitNoDiagnosis, err.Error()}
	}
	var records []report.HistoryRecord
	for _, r := range remembered {
		records = append(records, report.HistoryRecord{Folders: r.Folders, Editor: r.Editor, Moments: r.Moments})
	}
	machine := doctor.Machine(ctx, doctor.Request{}, a.doctor)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	d := report.BuildHistory(machine, records, a.words(), o.privacyFor(a))
	return a.write(o, func(screen) (string, error) {
		if o.format == "json" {
			return report.JSON(d)
		}
		return historyText(d.History, a.doctor.Say), nil
	})
}

// historyText has times in the zone of who reads it: it is for the terminal of this machine.
func historyText(entries []report.HistoryEntry, say *lang.Printer) string {
	if len(entries) == 0 {
		return say.Say("No diagnosis was kept yet.") + "\n"
	}
	var out strings.Builder
	for _, e := range entries {
		place := say.Say("command line")
		if e.Editor != "" {
			place = string(e.Editor)
		}
		fmt.Fprintf(&out, "%s  %-12s  %s  (%s)\n", span(e.At, e.Last, say), say.Word(string(e.Badge)), strings.Join(e.Folders, ", "), place)
		for _, f := range e.Findings {
			fmt.Fprintf(&out, "    %s\n", f)
		}
		for _, v := range e.Values {
			fmt.Fprintf(&out, "    %s = %s\n", v.Name, v.Value)
		}
	}
	return out.String()
}

func span(from, to health.Public, say *lang.Printer) string {
	if to == "" {
		return local(from)
	}
	first, last := local(from), local(to)
	day := len("2006-01-02 ")
	if len(first) > day && len(last) > day && first[:day] == last[:day] {
		last = last[day:]
	}
	return say.Say("%s to %s", first, last)
}

func local(at health.Public) string {
	t, err := time.Parse(time.RFC3339, string(at))
	if err != nil {
		return string(at)
	}
	return t.Local().Format("2006-01-02 15:04")
}
