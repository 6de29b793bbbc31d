package ladder

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/gopls"
	"github.com/govitals/govitals/sidecar/health"
)

// The texts of package check's catalogue that a rung refers to.
const (
	sayNoTarget     health.MessageID = "say.rung-no-target"
	whyPrivateFlags health.MessageID = "say.why-private-flags"
	whyPrivateSpeed health.MessageID = "say.why-private-settings"
)

// before returns a context that ends earlier than its parent by reserve, if the parent has a deadline.
func before(ctx context.Context, reserve time.Duration) (context.Context, context.CancelFunc) {
	if deadline, ok := ctx.Deadline(); ok {
		return context.WithDeadline(ctx, deadline.Add(-reserve))
	}
	return context.WithCancel(ctx)
}

func ownDeviations(dropped, changed []string) []health.Deviation {
	var out []health.Deviation
	if len(dropped) > 0 {
		clean := health.Value{Class: health.ClassText}
		for _, flag := range dropped {
			clean.Items = append(clean.Items, health.CleanFlag(flag))
		}
		out = append(out, health.Deviation{Name: "go.languageServerFlags", Before: clean, Why: health.Message{ID: whyPrivateFlags}})
	}
	for _, text := range changed {
		name, values, _ := strings.Cut(text, ": ")
		was, is, _ := strings.Cut(values, " → ")
		out = append(out, health.Deviation{
			Name: health.Public("gopls." + name), Before: health.V(health.Words(was, maxMessage)), After: health.V(health.Words(is, maxMessage)),
			Why: health.Message{ID: whyPrivateSpeed},
		})
	}
	return out
}

// failed records a server that never came to answer.
func failed(r *health.Rung, err error) {
	var failure *gopls.StartFailure
	if !errors.As(err, &failure) {
		r.FailedStage, r.LastWords = health.StageSpawn, health.Words(err.Error(), maxWords)
		return
	}
	r.FailedStage, r.Exit, r.Signal = health.Stage(failure.Stage), failure.ExitCode, health.Public(failure.Signal)
	words := failure.Stderr
	if strings.TrimSpace(words) == "" {
		words = failure.Err.Error()
	}
	r.LastWords = lastWords(words)
}

// died records a server that ended by itself.
func died(r *health.Rung, death *gopls.DeathError) {
	if death == nil {
		return
	}
	r.Exit, r.Signal = death.ExitCode, health.Public(death.Signal)
	words := death.Stderr
	if strings.TrimSpace(words) == "" {
		words = death.Error()
	}
	r.LastWords = lastWords(words)
}

// lastWords keeps the end: what a server says before it dies comes last, but a usage text may follow it, so the first line
// is kept too.
func lastWords(text string) health.Text {
	text = strings.TrimSpace(text)
	if len(text) <= maxWords {
		return health.Words(text, maxWords)
	}
	first, _, _ := strings.Cut(text, "\n")
	first = first[:min(len(first), maxMessage)]
	return health.Words(first+"\n…\n"+text[len(text)-(maxWords-len(first)-10):], maxWords)
}

func addMessage(r *health.Rung, text string) {
	words := health.Words(text, maxMessage)
	if words != "" && len(r.Load.Messages) < maxMessages && !slices.Contains(r.Load.Messages, words) {
		r.Load.Messages = append(r.Load.Messages, words)
	}
}
