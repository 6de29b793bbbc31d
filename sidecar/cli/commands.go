package cli

import (
	"encoding/json"
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

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
				title, body := a.doctor.Doc(c)
				docs = append(docs, report.NewCheckDoc(c.ID, c.Severity, title, body, c.Needs, c.After, c.Platforms))
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
