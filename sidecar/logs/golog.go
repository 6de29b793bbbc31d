package logs

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// Bounds on what is kept of a line.
const (
	maxWords  = 500
	maxReason = 60
)

// goLine reads a line of Go.log. An automatic restart after a crash leaves none there.
func (p *parser) goLine(e entry) {
	if !e.header {
		return
	}
	if rest, ok := strings.CutPrefix(e.text, "Try to start language server - "); ok {
		reason, enabled := reasonOf(rest)
		out := health.LifeEvent{Kind: health.EventAsked, By: reason}
		if !enabled {
			out.Words = "the language server is disabled"
		}
		p.add(e, out)
		return
	}
	if rest, ok := strings.CutPrefix(e.text, "Running language server "); ok {
		p.add(e, health.LifeEvent{Kind: health.EventStarted, Version: versionOf(rest)})
		return
	}
	if rest, ok := strings.CutPrefix(e.text, "Error starting language server: "); ok {
		p.add(e, health.LifeEvent{Kind: health.EventError, Words: health.Words(rest, maxWords)})
	}
}

// reasonOf reads "manual (enabled: true)".
func reasonOf(text string) (reason health.Public, enabled bool) {
	word, rest, _ := strings.Cut(text, " (enabled: ")
	return health.Public(health.Words(word, maxReason)), !strings.HasPrefix(rest, "false")
}

// versionOf reads "gopls(v0.23.0/go1.26.8)": the version of gopls, and of the Go that built it. A build from a checkout says
// (devel).
func versionOf(text string) health.Public {
	_, rest, ok := strings.Cut(text, "(")
	if !ok {
		return ""
	}
	version, _, _ := strings.Cut(rest, "/")
	return health.Public(health.Words(version, maxReason))
}
