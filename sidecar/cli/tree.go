package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

const treeHelp = `Show the processes of the editor that this terminal belongs to, or else those of the terminal: the editor,
its windows and extension hosts, gopls and the go commands below it, debuggers and shells. Each with its
process id, memory, processor time, and with its architecture where the hardware does not run it itself.
A gopls whose editor is gone is shown too, and one that several windows share.

Below the extension host, gopls, go and dlv stand the variables that matter to Go: those of the topmost of
them, then what is different further down. Windows does not show them.

Nothing is started and no process is disturbed. Of other users' processes little can be seen.

Exit codes: 0 there is a tree; 2 wrong usage; 3 there is no such process, or it could not be looked at;
130 interrupted.`

// treeTimeout is enough for a machine with tens of thousands of processes.
const treeTimeout = 10 * time.Second

func (a *app) tree() *cobra.Command {
	var o output
	pid := 0
	formats := []string{"text", "json"}
	c := &cobra.Command{
		Use: "tree", Short: "Show the process tree of the editor, with architectures", Long: treeHelp, Args: none,
		Example: "  govitals tree\n  govitals tree --pid 4711 --format json",
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.validate(formats); err != nil {
				return err
			}
			if pid < 0 {
				return usage("--pid is the id of a process, not %d", pid)
			}
			return a.runTree(c.Context(), o, pid)
		},
	}
	o.flags(c, formats)
	c.Flags().IntVar(&pid, "pid", 0, "show the tree that the process `N` belongs to; 0 is this one")
	return c
}

func (a *app) runTree(ctx context.Context, o output, pid int) error {
	r := doctor.Tree(ctx, doctor.Request{Process: pid, Timeout: treeTimeout}, a.doctor)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	d := report.BuildTree(r, a.words(), o.privacyFor(a))
	if d.State != health.ProcessesOK && d.State != health.ProcessesPartial {
		return exit{doctor.ExitNoDiagnosis, "no tree: " + d.Reason}
	}
	return a.write(o, func(s screen) (string, error) {
		if o.format == "json" {
			return report.JSON(d)
		}
		return report.TreeText(d, s.options()), nil
	})
}
