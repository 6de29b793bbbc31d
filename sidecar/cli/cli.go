// Package cli is the command line over the doctor: flags, exit codes, what goes to which stream. See DESIGN §6.
package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/lang"
	"github.com/govitals/govitals/sidecar/probe"
)

// Streams are the program's own. Out carries results alone; everything else goes to Err.
type Streams struct{ In, Out, Err *os.File }

// Serve talks with an editor over the streams until one of them ends, and returns the exit code.
type Serve func(context.Context, Streams, doctor.Options) int

// app is one run of the program.
type app struct {
	Streams
	doctor  doctor.Options
	talk    Serve
	noColor bool
	lang    string
}

// exit ends a command with a code. An empty text says nothing more, because enough was said.
type exit struct {
	code int
	text string
}

func (e exit) Error() string { return e.text }

// misuse is the end of a command that was called wrongly; it is said in the language that Run finds out.
type misuse struct {
	exit
	format string
	args   []any
}

func (m misuse) Unwrap() error { return m.exit }

func usage(format string, args ...any) error {
	return misuse{exit{doctor.ExitUsage, fmt.Sprintf(format, args...)}, format, args}
}

// Run runs the command line and returns the exit code.
func Run(streams Streams, args []string, o doctor.Options, serve Serve) int {
	if len(args) == 2 && args[0] == probe.PrintEnvironment { // a login shell of ours: it waits for nothing else
		fmt.Fprintln(streams.Out, probe.Environment(args[1], os.Environ()))
		return doctor.ExitGood
	}
	a := &app{Streams: streams, doctor: o, talk: serve}
	a.doctor.Say = language(args, os.Getenv)
	if a.doctor.Log == nil {
		a.doctor.Log = func(text string) { fmt.Fprintln(streams.Err, "govitals: "+text) }
	}
	ctx, stop := interruptible()
	defer stop()
	root := a.root()
	root.SetArgs(args)
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.Err)
	command, err := root.ExecuteContextC(ctx)
	if ctx.Err() != nil {
		fmt.Fprintln(streams.Err, "govitals: "+a.doctor.Say.Say("interrupted"))
		return doctor.ExitInterrupted
	}
	if err == nil {
		return doctor.ExitGood
	}
	var end exit
	if !errors.As(err, &end) { // cobra's own: unknown commands and flags
		end = exit{doctor.ExitUsage, err.Error()}
	}
	if end.text != "" {
		fmt.Fprintln(streams.Err, "govitals: "+a.inWords(err, end))
	}
	if end.code == doctor.ExitUsage {
		fmt.Fprintln(streams.Err, a.doctor.Say.Say("See '%s --help'.", command.CommandPath()))
	}
	return end.code
}

// interruptible is a context that ends when the user or the system wants the program to end. The programs it started are
// ended with it; a second Ctrl-C changes nothing, so that none of them is left behind.
func interruptible() (context.Context, context.CancelFunc) {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // under nohup it stays ignored
		signals = append(signals, syscall.SIGHUP)
	}
	return signal.NotifyContext(context.Background(), signals...)
}

const about = `govitals finds out why Go does not work in your editor: what is broken, what proves it,
who set the value that broke it, and what still works. Only fix and undo change anything.`

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:           "govitals",
		Short:         "Find out why Go does not work in your editor",
		Long:          about,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				if info, err := os.Stat(args[0]); err == nil && info.IsDir() {
					return usage("%q is a folder; to diagnose it: govitals check %s", args[0], args[0])
				}
				return usage("there is no command %q (there are: check, probe, isolate, fix, undo, diff, triage, tree, history, explain, serve, version)", args[0])
			}
			return nil
		},
		RunE: func(c *cobra.Command, _ []string) error {
			c.SetOut(a.Err)
			_ = c.Help()
			return exit{doctor.ExitUsage, "a command is missing"}
		},
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if a.lang != "" && !slices.Contains(lang.Tags, lang.Tag(a.lang)) {
				return usage("there is no language %q (there are: en, zh-cn)", a.lang)
			}
			return nil
		},
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage("%v", err) })
	root.PersistentFlags().BoolVar(&a.noColor, "no-color", false, "no colours, also on a terminal (so does the variable NO_COLOR)")
	root.PersistentFlags().StringVar(&a.lang, "lang", "", "language of the texts: en, zh-cn (default: that of LC_ALL, LC_MESSAGES or LANG)")
	root.AddCommand(a.check(), a.probe(), a.isolate(), a.fix(), a.undo(), a.diff(), a.triage(), a.tree(), a.history(), a.explain(), a.serve(), a.version())
	translate(root, a.doctor.Say)
	return root
}

// atMost is cobra.MaximumNArgs(1) in words that say what to do.
func atMost(what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > 1 {
			return usage("give one %s, not %d (%s)", what, len(args), strings.Join(args, " "))
		}
		return nil
	}
}

func none(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("%s takes no argument (%q was given)", c.Name(), args[0])
	}
	return nil
}
