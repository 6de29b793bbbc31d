package logs

import (
	"strconv"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// serverLine reads a line of the channel "gopls (server)": what gopls writes to its log and to standard error, and what the
// language client adds.
func (p *parser) serverLine(e entry) {
	if p.source.Form == health.LogServerPlain {
		if i := embedded(e.text); i > 0 {
			rest := e.text[i:]
			e.text = e.text[:i]
			if next := p.split(rest); !e.header { // what has no time of its own happened just before what stands behind it
				e.at, e.approximate = next.at, true
			}
			p.serverLine(e)
			p.line(rest)
			return
		}
	}
	const request = "Request to stop language server - "
	before, after, asked := strings.Cut(e.text, request)
	if !asked {
		p.message(e)
		return
	}
	if before != "" {
		first := e
		first.text = before
		p.message(first)
	}
	p.settle()
	reason, _ := reasonOf(after)
	p.add(e, health.LifeEvent{Kind: health.EventStop, By: reason})
	p.stopping, p.stopAt = !p.down, e.at
}

// embedded is where a message begins in the middle of a line, 0 if none does: golang.go writes its requests to stop, and the
// errors of a start, without a line end into a plain channel, and what comes next stands behind them.
func embedded(line string) int {
	for at := 0; ; {
		i := strings.Index(line[at:], " - ")
		if i < 0 {
			return 0
		}
		i += at
		if open := strings.LastIndexByte(line[:i], '['); open > 0 {
			if _, _, _, ok := plainHeader(line[open:]); ok {
				return open
			}
		}
		at = i + 1
	}
}

func (p *parser) message(e entry) {
	text := strings.TrimSpace(e.text)
	if p.goesOn(e, text) {
		return
	}
	p.settle()
	switch {
	case text == "":
		p.empty(e)
	case strings.HasPrefix(text, exitWords):
		p.exit(e, text)
	case strings.HasPrefix(text, "Created View (#"):
		p.alive()
		p.add(e, health.LifeEvent{Kind: health.EventView})
	case strings.HasPrefix(text, loadWords):
		p.beginLoad(e, text)
	case beginsPanic(text):
		p.words = &words{entry: e, lines: []string{text}}
	}
}

// goesOn gives a line to what began before it.
func (p *parser) goesOn(e entry, text string) bool {
	switch {
	case p.silent.waits():
		return p.silenceGoesOn(e, text)
	case p.load != nil:
		return p.loadGoesOn(e, text)
	case p.words != nil:
		return p.wordsGoOn(e, text)
	}
	return false
}

// settle ends what the next message cannot belong to.
func (p *parser) settle() {
	p.endWords()
	p.endLoad()
	p.endSilence()
}

// alive is a sign of a server that runs: of the next one, if the one before it was asked to stop. golang.go does not wait for that
// one, so its end may be told later.
func (p *parser) alive() {
	if p.stopping {
		p.stopping, p.late = false, true
	}
	p.down = false
}

// patience is how long a server that was asked to stop may take to its end: golang.go lets it two seconds and then kills it.
const patience = 5 * time.Second

const exitWords = "Server process exited "

// exit reads the language client's line about the end of the server: "… with code 2.", "… with signal SIGKILL.",
// "… successfully".
func (p *parser) exit(e entry, text string) {
	if after := e.at.Sub(p.stopAt); p.late && after <= patience && after > -leastBack { // long before it: the clock was set back meanwhile
		p.stopping = true
	}
	out := health.LifeEvent{Kind: p.ended()}
	rest := strings.TrimSuffix(strings.TrimPrefix(text, exitWords), ".")
	if signal, ok := strings.CutPrefix(rest, "with signal "); ok {
		out.Signal = signalOf(signal)
	} else {
		code, known := 0, rest == "successfully"
		if number, ok := strings.CutPrefix(rest, "with code "); ok {
			n, err := strconv.Atoi(number)
			code, known = n, err == nil
		}
		if known {
			out.Code = &code
		}
	}
	p.add(e, out)
	p.silent = silence{spoken: e.at, spokenLine: p.lines}
}

// signalOf is the name of a signal, and nothing else.
func signalOf(text string) health.Public {
	name, _, _ := strings.Cut(text, " ")
	if len(name) > 12 || !strings.HasPrefix(name, "SIG") || strings.ToUpper(name) != name {
		return ""
	}
	return health.Public(name)
}

// ended says which kind of end it is, and that no server runs now.
func (p *parser) ended() health.EventKind {
	kind := health.EventCrashed
	if p.stopping {
		kind = health.EventExited
	}
	p.stopping, p.late, p.down = false, false, true
	return kind
}

const loadWords = "go/packages.Load #"

// loading is a load whose attributes follow on lines of their own, which begin with a tab.
type loading struct {
	entry entry
	event health.LifeEvent
	whole bool // it has a duration: it is the line that ends a load
}

// beginLoad reads "go/packages.Load #1", with the error behind a colon if there is one. "…: updating metadata for 5 packages" is
// another message.
func (p *parser) beginLoad(e entry, text string) {
	p.alive()
	_, rest, _ := strings.Cut(text[len(loadWords):], ":")
	rest = strings.TrimSpace(rest)
	if strings.HasPrefix(rest, "updating metadata") {
		return
	}
	p.load = &loading{entry: e, event: health.LifeEvent{Kind: health.EventLoaded}}
	p.attributes(text)
	if rest != "" {
		p.load.event.Words = health.Words(rest, maxWords)
	}
}

func (p *parser) loadGoesOn(e entry, text string) bool {
	if e.header || text == "" {
		return false
	}
	p.attributes(text)
	return true
}

// attributes takes the duration out of a line.
func (p *parser) attributes(text string) {
	_, rest, ok := strings.Cut(text, "duration=")
	if !ok {
		return
	}
	word, _, _ := strings.Cut(rest, " ")
	if d, err := time.ParseDuration(strings.Trim(word, `"`)); err == nil && d >= 0 {
		p.load.event.TookMs, p.load.whole = d.Milliseconds(), true
	}
}

func (p *parser) endLoad() {
	if l := p.load; l != nil && (l.whole || l.event.Words != "") {
		p.add(l.entry, l.event)
	}
	p.load = nil
}
