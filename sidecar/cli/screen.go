package cli

import (
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/govitals/govitals/sidecar/report"

	"github.com/govitals/govitals/sidecar/lang"
)

// screen is what a stream can show. The zero value is a file or a pipe.
type screen struct {
	terminal bool
	colour   bool
	width    int // columns; 0 is unknown
	say      *lang.Printer
}

func (s screen) options() report.TextOptions {
	return report.TextOptions{Colour: s.colour, Width: min(s.width, widest), Say: s.say}
}

// widest keeps lines readable on a wide screen.
const widest = 120

func (a *app) screen(f *os.File) screen {
	if !isTerminal(f) {
		return screen{say: a.doctor.Say}
	}
	s := screen{say: a.doctor.Say, terminal: true, width: terminalWidth(f)}
	s.colour = !a.noColor && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && enableColour(f)
	return s
}

// progressLine shows what goes on in one line of a terminal, and leaves nothing behind.
type progressLine struct {
	f     *os.File // nil: nobody watches
	width int

	mu    sync.Mutex
	shown bool
	done  bool
}

func (a *app) progress() *progressLine {
	s := a.screen(a.Err)
	if !s.terminal || os.Getenv("TERM") == "dumb" || !enableColour(a.Err) {
		return &progressLine{}
	}
	width := s.width
	if width == 0 {
		width = 80
	}
	return &progressLine{f: a.Err, width: width}
}

const eraseLine = "\r\x1b[K"

func (p *progressLine) show(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.f == nil || p.done {
		return
	}
	runes := []rune(strings.Map(printable, text))
	if limit := max(p.width-3, 10); len(runes) > limit {
		runes = append(runes[:limit-1], '…')
	}
	fmt.Fprint(p.f, eraseLine+"· "+string(runes))
	p.shown = true
}

// erase ends the line; a late probe may still speak, and is no longer heard.
func (p *progressLine) erase() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.f, eraseLine)
	}
	p.done = true
}

func printable(r rune) rune {
	if r < ' ' || r == 0x7f || 0x80 <= r && r < 0xa0 {
		return ' '
	}
	return r
}
