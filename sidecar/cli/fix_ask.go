package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/govitals/govitals/sidecar/doctor"
)

// agreed shows the plan and asks. The plan itself is the result where nobody can be asked.
func (a *app) agreed(ctx context.Context, f fixFlags, plan doctor.FixPlan) (bool, error) {
	switch {
	case f.dry || !plan.Automatic:
		return false, nil
	case f.yes:
		return true, nil
	case !isTerminal(a.In) || !isTerminal(a.Err):
		fmt.Fprintln(a.Err, "govitals: "+a.doctor.Say.Say("nothing was changed; --yes applies it"))
		return false, nil
	}
	fmt.Fprint(a.Err, fixPlanText(plan, a.screen(a.Err)))
	question := a.doctor.Say.Say("Apply this? [y/N] ")
	if plan.Lasting {
		question = a.doctor.Say.Say("Not all of this can be taken back. Apply it? [y/N] ")
	}
	fmt.Fprint(a.Err, question)
	answer, err := a.ask(ctx)
	if err != nil {
		return false, err
	}
	if answer != "y" && answer != "yes" {
		return false, exit{doctor.ExitGood, "nothing was changed"}
	}
	return true, nil
}

// ask waits for a line, or for Ctrl-C.
func (a *app) ask(ctx context.Context) (string, error) {
	line := make(chan string, 1)
	go func() {
		defer func() { _ = recover() }()
		text, _ := bufio.NewReader(a.In).ReadString('\n') // the end of input is no yes
		line <- strings.ToLower(strings.TrimSpace(text))
	}()
	select {
	case text := <-line:
		return text, nil
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
