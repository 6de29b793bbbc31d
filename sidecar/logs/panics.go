package logs

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// words are the first lines that a dying gopls wrote.
type words struct {
	entry entry
	lines []string
	told  int // lines that were passed over
}

const (
	maxPanicLines = 6
	// furthest is how far the frame that panicked may lie behind the first line; a dump of all goroutines has thousands.
	furthest = 60
)

// deadly are the signals at which the Go runtime writes where every goroutine is.
var deadly = []string{"SIGSEGV", "SIGABRT", "SIGQUIT", "SIGBUS", "SIGFPE", "SIGILL", "SIGTRAP", "SIGSYS", "SIGSTKFLT"}

// beginsPanic knows what the Go runtime writes first when a program dies, and the flag package when it does not start.
func beginsPanic(text string) bool {
	for _, prefix := range []string{"panic: ", "fatal error: ", "runtime: out of memory", "runtime: goroutine stack exceeds", "unexpected fault address",
		"flag provided but not defined: ", "invalid value ", "invalid boolean value ", "flag needs an argument: "} {
		if strings.HasPrefix(text, prefix) {
			return true
		}
	}
	name, _, ok := strings.Cut(text, ": ") // SIGSEGV: segmentation violation
	return ok && slices.Contains(deadly, name)
}

// wordsGoOn keeps the lines behind the first one that tell where it happened: the goroutine and its first frames, without
// addresses.
func (p *parser) wordsGoOn(e entry, text string) bool {
	w := p.words
	client := e.header && p.source.Form == health.LogServerPlain // a program's own words have no header there
	if client || beginsMessage(text) {
		return false
	}
	w.told++
	switch {
	case w.told > furthest: // passed over, up to the next message
	case len(w.lines) >= maxPanicLines, text == "", strings.HasPrefix(text, "PC="):
	case strings.HasPrefix(text, "goroutine "):
		if w.goroutine() {
			w.told = furthest // the next goroutine's frames did not panic
			return true
		}
		w.lines = append(w.lines, text)
	case beginsPanic(text), strings.HasPrefix(text, "[signal "), w.goroutine() && isFrame(text):
		w.lines = append(w.lines, frame(text))
	}
	return true
}

func (w *words) goroutine() bool {
	for _, l := range w.lines {
		if strings.HasPrefix(l, "goroutine ") {
			return true
		}
	}
	return false
}

// beginsMessage knows lines that are no dying words.
func beginsMessage(text string) bool {
	return strings.HasPrefix(text, exitWords) || strings.HasPrefix(text, "Created View (#") || strings.HasPrefix(text, loadWords)
}

// isFrame reports the line of a frame with the function's name; the one behind it has the file.
func isFrame(text string) bool {
	return strings.Contains(text, "(") && !strings.Contains(text, ".go:") && !strings.HasPrefix(text, "created by")
}

// frame takes the arguments off: they are addresses, or bits of the user's data.
func frame(text string) string {
	if !isFrame(text) || beginsPanic(text) || strings.HasPrefix(text, "[signal ") {
		return text
	}
	if i := strings.LastIndexByte(text, '('); i > 0 {
		return text[:i] + "(…)"
	}
	return text
}

func (p *parser) endWords() {
	if w := p.words; w != nil {
		if !w.entry.header && p.known { // it has no time; that of the line before it may be hours old, and the next tells of its end
			w.entry.at = p.last
		}
		p.add(w.entry, health.LifeEvent{Kind: health.EventPanic, Words: health.Words(strings.Join(w.lines, "\n"), maxWords)})
	}
	p.words = nil
}
