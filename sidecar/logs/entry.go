package logs

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/govitals/govitals/sidecar/health"
)

// entry is a line, taken apart.
type entry struct {
	at          time.Time // zero: neither this line nor an earlier one tells
	approximate bool
	header      bool   // it begins a message; otherwise it goes on with one, or is a program's own output
	level       string // info, error, …; empty without a header
	text        string
}

// split takes the header off a line, and the time that gopls puts before its own messages. A line without a time has that of
// the line before it.
func (p *parser) split(line string) entry {
	e := entry{text: line, at: p.last, approximate: true}
	if !p.known {
		e.at = p.source.Started
	}
	var at time.Time
	switch level, text, ok := logHeader(line, p.source.Zone, &at); {
	case ok:
		e.header, e.level, e.text, e.at, e.approximate = true, level, text, at, false
	case p.source.Form == health.LogServerPlain:
		if level, clock, text, ok := plainHeader(line); ok {
			e.header, e.level, e.text = true, level, text
			if t, ok := p.onDay(clock); ok {
				e.at = t
			}
		}
	}
	if at, text, ok := goplsStamp(e.text, p.source.Zone); ok {
		e.text = text
		if e.approximate { // a second is better than a time of day that may be another day's
			e.at, e.approximate = at, false
		}
	}
	if !e.at.IsZero() && (e.header || !e.approximate) {
		if p.known {
			e.at = p.again(e.at)
		}
		p.last, p.known = e.at, true
	}
	return e
}

// again reads a local time that comes twice, because summer time ends, as the first one that is not before the last line.
func (p *parser) again(at time.Time) time.Time {
	for _, t := range []time.Time{at.Add(-time.Hour), at, at.Add(time.Hour)} {
		if t.In(p.source.Zone).Hour() == at.In(p.source.Zone).Hour() && p.last.Sub(t) <= leastBack {
			return t
		}
	}
	return at
}

// logHeader reads "2006-01-02 15:04:05.000 [info] text", the form of log channels.
func logHeader(line string, zone *time.Location, at *time.Time) (level, text string, ok bool) {
	const form = "2006-01-02 15:04:05.000"
	if len(line) < len(form)+3 || line[4] != '-' || line[len(form):len(form)+2] != " [" {
		return "", "", false
	}
	t, err := time.ParseInLocation(form, line[:len(form)], zone)
	if err != nil {
		return "", "", false
	}
	level, text, ok = strings.Cut(line[len(form)+2:], "]")
	if !ok || len(level) > 10 {
		return "", "", false
	}
	*at = t
	return level, strings.TrimPrefix(text, " "), true
}

// plainHeader reads "[Info  - 7:13:30 AM] text", the form of the language client in plain channels. The time is as the
// editor's language writes it.
func plainHeader(line string) (level, clock, text string, ok bool) {
	for _, l := range []string{"Info", "Error", "Warn", "Debug", "Trace"} {
		rest, found := strings.CutPrefix(line, "["+l)
		if !found {
			continue
		}
		rest = strings.TrimLeft(rest, " ")
		clock, text, ok = strings.Cut(strings.TrimPrefix(rest, "- "), "]")
		if !ok || !strings.HasPrefix(rest, "- ") || len(clock) > 40 {
			return "", "", "", false
		}
		return strings.ToLower(l), clock, strings.TrimPrefix(text, " "), true
	}
	return "", "", "", false
}

// goplsStamp reads the time that gopls itself writes before a message: "2006/01/02 15:04:05 text".
func goplsStamp(text string, zone *time.Location) (time.Time, string, bool) {
	const form = "2006/01/02 15:04:05"
	if len(text) < len(form) || text[4] != '/' {
		return time.Time{}, "", false
	}
	t, err := time.ParseInLocation(form, text[:len(form)], zone)
	if err != nil {
		return time.Time{}, "", false
	}
	return t, strings.TrimPrefix(text[len(form):], " "), true
}

// onDay puts a time of day on the day of the line before it, or on the next one if it would lie far before that.
func (p *parser) onDay(clock string) (time.Time, bool) {
	h, m, s, ok := timeOfDay(clock)
	before := p.last
	if !ok || before.IsZero() {
		return time.Time{}, false
	}
	y, month, d := before.In(p.source.Zone).Date()
	t := time.Date(y, month, d, h, m, s, 0, p.source.Zone)
	if t.Before(before.Add(-12 * time.Hour)) {
		t = time.Date(y, month, d+1, h, m, s, 0, p.source.Zone)
	}
	return t, true
}

// timeOfDay reads what JavaScript's toLocaleTimeString writes: 7:13:30 AM, 19:13:30, 19.13.30. Other words or digits than
// these could mean either half of the day, and tell nothing.
func timeOfDay(clock string) (h, m, s int, ok bool) {
	fields := strings.FieldsFunc(clock, func(r rune) bool { return r == ':' || r == '.' || unicode.IsSpace(r) })
	if len(fields) > 3 { // a. m. is two fields
		fields = append(fields[:3:3], strings.Join(fields[3:], ""))
	}
	half := ""
	if len(fields) == 4 {
		half = strings.ToLower(fields[3])
		fields = fields[:3]
	}
	if len(fields) != 3 || half != "" && half != "am" && half != "pm" {
		return 0, 0, 0, false
	}
	var n [3]int
	for i, f := range fields {
		v, err := strconv.ParseUint(f, 10, 8)
		if err != nil || len(f) > 2 {
			return 0, 0, 0, false
		}
		n[i] = int(v)
	}
	h, m, s = n[0], n[1], n[2]
	switch half {
	case "am":
		h %= 12
	case "pm":
		h = h%12 + 12
	}
	return h, m, s, h < 24 && m < 60 && s < 60
}
