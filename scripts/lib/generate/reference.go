package main

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/govitals/govitals/sidecar/cli"
	"github.com/govitals/govitals/sidecar/doctor"
)

// referencePage documents every command, setting and flag from what defines them.
const referencePage = "docs/reference.md"

const referenceHead = generated + `
# Reference

Every command, setting and flag, written from what defines them: the extension's manifest and the command line itself. What they
are for is in the [guide](guide.md). What is printed as JSON is described by ` + "%s.\n"

// reference links to the schemas among the generated files.
func reference(root string, files map[string][]byte) ([]byte, error) {
	m, err := readManifest(root)
	if err != nil {
		return nil, err
	}
	var out strings.Builder
	var schemas []string
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if base := path.Base(name); strings.HasSuffix(base, ".schema.json") {
			schemas = append(schemas, "["+base+"]("+base+")")
		}
	}
	fmt.Fprintf(&out, referenceHead, strings.Join(schemas, ",\n"))
	m.write(&out)
	commandLine(&out, cli.Commands())
	return []byte(out.String()), nil
}

func commandLine(out *strings.Builder, root *cobra.Command) {
	out.WriteString("\n## Command line\n\nExit codes; a command that means something else by one of them says so below.\n\n| Code | Meaning |\n|---|---|\n")
	for _, c := range []struct {
		code  int
		means string
	}{
		{doctor.ExitGood, "done, and nothing at or above the threshold was found"},
		{doctor.ExitFindings, "something was found"},
		{doctor.ExitUsage, "wrong usage"},
		{doctor.ExitNoDiagnosis, "it could not be told, or not be tried"},
		{doctor.ExitInterrupted, "interrupted"},
	} {
		fmt.Fprintf(out, "| %d | %s |\n", c.code, c.means)
	}
	out.WriteString("\nFlags of every command:\n\n")
	flagTable(out, root.PersistentFlags())
	for _, c := range root.Commands() {
		if c.Name() != "help" {
			command(out, c)
		}
	}
}

func command(out *strings.Builder, c *cobra.Command) {
	usage := "govitals " + c.Use
	if c.LocalNonPersistentFlags().HasAvailableFlags() {
		usage += " [flags]"
	}
	fmt.Fprintf(out, "\n### govitals %s\n\n%s.\n\n```text\n%s\n```\n", c.Name(), c.Short, usage)
	if c.Long != "" {
		fmt.Fprintf(out, "\n```text\n%s\n```\n", c.Long)
	}
	if c.Example != "" {
		fmt.Fprintf(out, "\nExamples:\n\n```sh\n%s\n```\n", dedent(c.Example))
	}
	if c.LocalNonPersistentFlags().HasAvailableFlags() {
		out.WriteString("\n")
		flagTable(out, c.LocalNonPersistentFlags())
	}
}

func dedent(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, "  ")
	}
	return strings.Join(lines, "\n")
}

func flagTable(out *strings.Builder, set *pflag.FlagSet) {
	out.WriteString("| Flag | Default | What it does |\n|---|---|---|\n")
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		fmt.Fprintf(out, "| `%s` | %s | %s |\n", strings.TrimSpace(name+" "+value), standard(f), cell(usage))
	})
}

// standard is what a flag is without being given. A switch is off, and an empty text says nothing.
func standard(f *pflag.Flag) string {
	text := strings.Trim(f.DefValue, "[]")
	if text == "" || f.Value.Type() == "bool" {
		return ""
	}
	return "`" + text + "`"
}

// cell makes one line of a table of a text.
func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", `\|`)
}
