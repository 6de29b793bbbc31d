package child

import (
	"context"
	"errors"
)

// Run runs a program to its end, without stdin, and returns what it wrote. The error is a *[StartError]: a program that started
// and failed is a Result, see [Result.Err], and so is a context that had ended before. Run returns within about two seconds after the deadline or the context ended.
func Run(ctx context.Context, c Command) (Result, error) {
	if c.Deadline <= 0 {
		c.Deadline = DefaultDeadline
	}
	if c.OutputLimit <= 0 {
		c.OutputLimit = DefaultOutputLimit
	}
	p := newProcess()
	flooded := func() {
		select {
		case p.flood <- struct{}{}:
		default:
		}
	}
	p.keptOut = &keeper{limit: c.OutputLimit, flooded: flooded}
	p.keptErr = &keeper{limit: c.OutputLimit, flooded: flooded}
	if err := p.start(ctx, c, false); err != nil {
		if ended := ctx.Err(); ended != nil {
			late := errors.Is(ended, context.DeadlineExceeded)
			return Result{ExitCode: -1, TimedOut: late, Cancelled: !late}, nil
		}
		return Result{ExitCode: -1}, err
	}
	return p.Wait(), nil
}
