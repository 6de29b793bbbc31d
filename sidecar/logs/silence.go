package logs

import (
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// silence is the language client's empty message about a closed connection, which golang.go asks for to suppress popups: in a
// plain channel an empty line and a line "true" when the server is started again, an empty error when it is not. Up to 0.54
// that is all that is written about an end; since 0.55 "Server process exited …" stands before or behind it.
type silence struct {
	entry   entry
	began   bool
	reading bool // the line "true" may come

	spoken     time.Time // of the newest line about an exit
	spokenLine int
}

// near is how many lines may lie between the two signs of one end.
const near = 3

func (s silence) waits() bool { return s.began }

// empty is an empty message. In log channels (since 0.57) an exit is always spoken of, and programs print empty lines.
func (p *parser) empty(e entry) {
	if p.source.Form != health.LogServerPlain || !e.header || e.level != "info" && e.level != "error" {
		return
	}
	if p.silent.spokenLine > 0 && p.lines-p.silent.spokenLine <= near {
		p.silent = silence{} // both signs are there
		return
	}
	p.silent = silence{entry: e, began: true, reading: e.level == "info"}
}

// silenceGoesOn looks whether the exit is spoken of behind the empty message.
func (p *parser) silenceGoesOn(e entry, text string) bool {
	if p.silent.reading {
		p.silent.reading = false
		if text == "true" {
			return true
		}
		p.silent.began = false // some empty message, of whatever
		return p.goesOn(e, text)
	}
	if strings.HasPrefix(text, exitWords) {
		p.silent = silence{}
		p.exit(e, text)
		p.silent = silence{} // its empty message is behind us
		return true
	}
	return strings.Contains(text, " client: couldn't create connection") || strings.HasPrefix(text, "Message: ") || strings.HasPrefix(text, "Code: ") ||
		strings.HasPrefix(text, "Error starting language server: ")
}

func (p *parser) endSilence() {
	if p.silent.began {
		p.add(p.silent.entry, health.LifeEvent{Kind: p.ended()})
		p.silent = silence{}
	}
}
