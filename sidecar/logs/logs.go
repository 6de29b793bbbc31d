// Package logs reads what golang.go and gopls wrote into the editor's log files, in the formats of all generations of golang.go.
// It is pure: a stream in, events out, in constant memory whatever the file holds.
package logs

import (
	"io"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// Source says what is known of a log beside its lines.
type Source struct {
	Form health.LogForm
	// Started is when the file was begun. A plain log tells the time of day alone, so its days are counted from here.
	Started time.Time
	// Zone is the time zone of the editor; nil is this program's own.
	Zone *time.Location
	// Tail: the stream begins inside the file, so its first line may be a part of one.
	Tail bool
}

// Reading is what a log told.
type Reading struct {
	Events []health.LifeEvent // in the order of the file; the newest maxEvents
	Cut    int                // older ones
	Lines  int
}

const (
	maxEvents = 500
	// Stamp is the form of LifeEvent.At.
	Stamp = "2006-01-02T15:04:05.000Z"
)

// Read reads a log to its end. It fails only if the stream does; what was read by then is returned all the same.
func Read(r io.Reader, s Source) (Reading, error) {
	if s.Zone == nil {
		s.Zone = time.Local
	}
	p := &parser{source: s, last: s.Started}
	lines := newLines(r, s.Tail)
	for {
		text, err := lines.next()
		if err != nil {
			p.end()
			if err == io.EOF {
				err = nil
			}
			return Reading{Events: p.events, Cut: p.cut, Lines: p.lines}, err
		}
		p.lines++
		p.line(text)
	}
}

// parser keeps what later lines need of earlier ones.
type parser struct {
	source Source
	lines  int
	events []health.LifeEvent
	cut    int

	last     time.Time // of the newest line with a time
	known    bool      // last comes from a line
	stopping bool      // somebody asked for the end of the server that runs, at stopAt
	stopAt   time.Time
	late     bool     // the next server was seen before that end
	down     bool     // the server ended, and no sign of another one was seen
	load     *loading // a load whose attributes follow
	words    *words   // a panic whose lines follow
	// silent is the sign of an end without words (golang.go up to 0.54): an empty line of the client.
	silent silence
}

func (p *parser) line(text string) {
	e := p.split(text)
	switch {
	case p.source.Form == health.LogGo:
		p.goLine(e)
	default:
		p.serverLine(e)
	}
}

// end is the end of the file: what waited for more lines is complete.
func (p *parser) end() {
	p.endWords()
	p.endLoad()
	p.endSilence()
}

// add keeps an event, at the time of the line it was read from.
func (p *parser) add(e entry, out health.LifeEvent) {
	if !e.at.IsZero() {
		out.At, out.Approximate = health.Public(e.at.UTC().Format(Stamp)), e.approximate
	} else {
		out.Approximate = true
	}
	out.From = health.FromLogs
	if len(p.events) >= 2*maxEvents {
		p.cut += len(p.events) - maxEvents
		p.events = append(p.events[:0], p.events[len(p.events)-maxEvents:]...)
	}
	p.events = append(p.events, out)
}
