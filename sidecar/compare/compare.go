package compare

import (
	"fmt"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

// differ collects the differences of two sides.
type differ struct {
	a, b      Side
	words     health.Catalogue
	folders   map[health.Path]health.Path // of A to those of B
	inA, inB  canon
	changes   []Change
	explained map[health.Public]bool // variables of go whose difference is told already
}

// Diff compares. words must hold Texts and the catalogue of the checks.
func Diff(a, b Side, words health.Catalogue) Document {
	d := &differ{a: a, b: b, words: words, explained: map[health.Public]bool{}}
	if a.Report.Snapshot == nil {
		d.a.Report.Snapshot = &health.Snapshot{}
	}
	if b.Report.Snapshot == nil {
		d.b.Report.Snapshot = &health.Snapshot{}
	}
	tokens := a.Tokens || b.Tokens
	d.folders = pairs(d.a.snapshot(), d.b.snapshot(), tokens)
	namesA, namesB := map[health.Path]string{}, map[health.Path]string{}
	for i, f := range d.a.snapshot().Folders {
		if g, ok := d.folders[f.Path]; ok {
			name := fmt.Sprintf("(folder %d)", i+1)
			namesA[f.Path], namesB[g] = name, name
		}
	}
	d.inA, d.inB = newCanon(d.a.snapshot(), namesA, tokens), newCanon(d.b.snapshot(), namesB, tokens)

	d.badge()
	d.findings()
	if a.Report.Snapshot != nil && b.Report.Snapshot != nil {
		d.ladders()
		d.workspace()
		d.machine()
		d.environment()
		d.settings()
		d.probes()
	}
	return d.document()
}

func (s Side) snapshot() *health.Snapshot { return s.Report.Snapshot }

func (d *differ) document() Document {
	out := Document{Schema: report.Schema, A: d.a.end(), B: d.b.end(), Same: len(d.changes) == 0, Notes: []string{}, Changes: []Change{}}
	out.Changes = append(out.Changes, d.changes...)
	out.Summary = d.text(d.summary())
	for _, note := range d.notes() {
		out.Notes = append(out.Notes, d.text(note))
	}
	return out
}

func (s Side) end() End {
	r := s.Report
	e := End{File: s.File, StartedAt: string(r.StartedAt), Tool: string(r.Tool.Version), Tier: r.Tier, Badge: r.Badge, Folders: []string{}}
	if r.Snapshot.System.OS != "" {
		e.System = string(r.Snapshot.System.OS + "/" + r.Snapshot.System.Arch)
	}
	for _, f := range r.Snapshot.Folders {
		e.Folders = append(e.Folders, string(f.Path))
	}
	return e
}

func (d *differ) summary() health.Message {
	before, after := d.a.Report.Badge, d.b.Report.Badge
	switch broken := health.BadgeError; {
	case len(d.changes) == 0:
		return say("same", nil)
	case before == broken && after == broken:
		return say("both-broken", nil)
	case before == after:
		return say("other-details", nil)
	case before == broken && after == health.BadgeHealthy:
		return say("mended", nil)
	case before == health.BadgeHealthy && after == broken:
		return say("broke", nil)
	}
	return say("other-badge", health.Args{"before": health.V(before), "after": health.V(after)})
}

func (d *differ) notes() (out []health.Message) {
	a, b := d.a.Report, d.b.Report
	for _, s := range []Side{d.a, d.b} {
		if len(s.snapshot().Probes) == 0 && s.snapshot().System.OS == "" {
			out = append(out, say("note-snapshot", health.Args{"name": health.V(health.Text(s.File))}))
		}
	}
	if a.Tier != b.Tier {
		out = append(out, say("note-tiers", health.Args{"before": health.V(a.Tier), "after": health.V(b.Tier)}))
	}
	if d.a.Tokens || d.b.Tokens {
		out = append(out, say("note-tokens", nil))
	}
	if x, y := a.Snapshot.System.OS, b.Snapshot.System.OS; x != y && x != "" && y != "" {
		out = append(out, say("note-systems", nil))
	}
	return out
}

func (d *differ) text(m health.Message) string { return string(d.words.Title(m)) }

func (d *differ) add(c Change, m health.Message) {
	c.Words = d.text(m)
	d.changes = append(d.changes, c)
}

func (d *differ) badge() {
	before, after := d.a.Report.Badge, d.b.Report.Badge
	if before != after {
		d.add(Change{Kind: KindBadge, How: Changed, Name: "badge", Before: string(before), After: string(after)},
			say("badge", health.Args{"before": health.V(before), "after": health.V(after)}))
	}
}

// value tells one value that differs; canonical ones were compared. Empty is not set.
func (d *differ) value(kind Kind, name, folder, before, after string, words ...string) {
	c := Change{Kind: kind, How: Changed, Name: name, Folder: folder, Before: before, After: after}
	text := "changed"
	switch {
	case before == "":
		c.How, text = New, "new"
	case after == "":
		c.How, text = Gone, "gone"
	}
	if len(words) > 0 && c.How != Changed {
		text = words[0] + text
	}
	d.add(c, say(text, health.Args{"name": health.V(health.Text(name)), "before": short(before), "after": short(after)}))
}

// looked reports that a probe could look on both sides.
func (d *differ) looked(id health.ProbeID) bool {
	return d.a.snapshot().Probe(id).State == health.ProbeOK && d.b.snapshot().Probe(id).State == health.ProbeOK
}

// probes tells what one side alone could see; what one tier alone asks for is no difference.
func (d *differ) probes() {
	for _, p := range d.a.snapshot().Probes {
		q := d.b.snapshot().Probe(p.ID)
		if p.State == q.State || p.State == health.ProbeSkipped || q.State == health.ProbeSkipped || p.State != health.ProbeOK && q.State != health.ProbeOK {
			continue
		}
		c := Change{Kind: KindProbe, How: Gone, Name: string(p.ID), Before: string(p.State), After: string(q.State)}
		args := health.Args{"name": health.V(p.ID), "before": short(string(p.Error)), "after": short(string(q.Error))}
		name := "probe-gone"
		if q.State == health.ProbeOK {
			c.How, name = New, "probe-new"
		}
		d.add(c, say(name, args))
	}
}

// unionOf lists the keys of two lists in their order, A's first.
func unionOf[T any](a, b []T, key func(T) string) []string {
	var out []string
	for _, list := range [][]T{a, b} {
		for _, item := range list {
			if k := key(item); !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return out
}
