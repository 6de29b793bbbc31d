package cli

import (
	"maps"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/govitals/govitals/sidecar/compare"
	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

const diffHelp = `Say in words what differs between two JSON reports: two machines, or two days of one. Badge, findings,
the control ladder, folders and modules, versions, environment, go env -w and settings are compared.

Both are judged by the checks of this govitals first, so that a newer one finds no difference that is its
own. Home directory and workspace folders are compared by the part they play, not by their names. In shared
reports the names of people, hosts and private modules are tokens that count from one in each: they are
compared by their kind, and the result says so.

A and B are files, as they are or compressed by gzip; one of them may be - for standard input.

Exit codes: 0 nothing differs; 1 something does; 2 wrong usage, or a file is no report.`

func (a *app) diff() *cobra.Command {
	var o output
	c := &cobra.Command{
		Use: "diff A.json B.json", Short: "Say what differs between two reports", Long: diffHelp,
		Example: "  govitals diff monday.json today.json\n  govitals diff works-here.json broken-there.json --format markdown",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usage("give two reports, not %d", len(args))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if err := o.validate(compare.Formats); err != nil {
				return err
			}
			return a.runDiff(o, args[0], args[1])
		},
	}
	o.flags(c, compare.Formats)
	return c
}

func (a *app) runDiff(o output, fileA, fileB string) error {
	if fileA == standardInput && fileB == standardInput {
		return usage("only one of the two can be standard input")
	}
	one, err := a.side(fileA)
	if err != nil {
		return err
	}
	two, err := a.side(fileB)
	if err != nil {
		return err
	}
	privacy := o.privacyFor(a)
	if privacy != report.PrivacyFull || one.Tokens || two.Tokens {
		// Also where one alone was shared: a name on one side and its token on the other would always differ.
		one.Report, two.Report = report.RedactBoth(one.Report, two.Report)
	}
	if privacy != report.PrivacyFull {
		one.File, two.File = filepath.Base(fileA), filepath.Base(fileB)
	}
	words := maps.Clone(a.words().Catalogue)
	maps.Copy(words, a.doctor.Say.Catalogue(compare.Texts))
	d := compare.Diff(one, two, words)
	d.Tool, d.Privacy = report.Tool{Name: doctor.Name, Version: a.doctor.Version}, privacy
	if err := a.write(o, func(screen) (string, error) { return compare.Render(d, o.format, words, a.doctor.Say) }); err != nil {
		return err
	}
	if !d.Same {
		return exit{doctor.ExitFindings, ""}
	}
	return nil
}

// side reads one of the reports and judges it anew. One without a snapshot, as the editor keeps them, stays as it was judged.
func (a *app) side(file string) (compare.Side, error) {
	d, err := a.readReport(file)
	if err != nil {
		return compare.Side{}, usage("%v", err)
	}
	s := compare.Side{File: file, Tokens: d.Privacy != report.PrivacyFull}
	if d.Snapshot == nil {
		s.Report = recorded(d)
		return s, nil
	}
	s.Report = rejudge(d, a.doctor)
	s.Report.Tool.Version = health.Public(d.Tool.Version)
	return s, nil
}

// recorded is what a document without a snapshot tells: findings with their texts as they were rendered.
func recorded(d report.Document) health.Report {
	r := health.Report{Tool: health.Tool{Name: health.Public(d.Tool.Name), Version: health.Public(d.Tool.Version)},
		StartedAt: health.Public(d.StartedAt), Tier: d.Tier, Badge: d.Badge}
	for _, f := range d.Findings {
		_, subject, _ := strings.Cut(f.ID, ":")
		finding := health.Finding{Check: health.CheckID(f.Check), Severity: f.Severity, Folder: health.Path(f.Folder), Because: health.FindingID(f.Because),
			Message: health.Message{ID: health.MessageID(f.Message.ID), Args: health.Args{}}}
		if subject != "" {
			finding.Subject = health.V(health.Text(subject))
		}
		for name, value := range f.Message.Args {
			finding.Message.Args[health.Public(name)] = health.V(health.Text(value))
		}
		r.Findings = append(r.Findings, finding)
	}
	for _, c := range d.Checks {
		r.Checks = append(r.Checks, health.CheckResult{ID: health.CheckID(c.ID), State: c.State, Severity: c.Severity})
	}
	return r
}
