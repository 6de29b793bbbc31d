package report

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// IsolationText renders the experiments for a terminal: each folder's culprits, who set them, the proof, and what to do.
func IsolationText(d IsolationDocument, o TextOptions) string {
	t := newTerminal(o)
	for _, i := range d.Isolations {
		t.isolation(d, i)
	}
	if len(d.Isolations) == 0 {
		t.paragraph("", "", "There is nothing here that could be tried.")
		t.line()
		for _, l := range d.Ladders {
			t.ladder(l)
		}
	}
	return t.out.String()
}

func (t *terminal) isolation(d IsolationDocument, i Isolation) {
	mark := t.style(red+bold, "✗")
	switch {
	case i.State == health.IsolationNotNeeded:
		mark = t.style(green+bold, "✓")
	case len(i.Culprits) == 0:
		mark = t.style(yellow+bold, "?")
	}
	t.paragraph(mark+" ", "  ", t.style(bold, clean(i.Folder))+": "+clean(i.headline()))
	for _, group := range i.groups() {
		for n, c := range group {
			label := "found"
			if n > 0 {
				label = "with"
			}
			t.labelled(label, clean(c.words()))
		}
	}
	t.proof(i)
	if n := slices.IndexFunc(d.Ladders, func(l Ladder) bool { return l.Folder == i.Folder }); n >= 0 {
		t.labelled("why", clean(d.Ladders[n].Reasoning))
		for _, r := range d.Ladders[n].Rungs {
			if r.State == health.RungFails {
				t.labelled("", t.style(dim, clean(rungServers[r.Rung]+": "+r.Broke)))
			}
		}
	}
	t.next(d, i)
	t.line()
}

// headline is the outcome in few words; the culprits follow.
func (i Isolation) headline() string {
	switch {
	case len(i.Culprits) == 0:
		return i.Summary
	case len(i.groups()) == 1 && len(i.Culprits) > 1:
		return plural(len(i.Culprits), "thing breaks", "things break") + " gopls together"
	case i.State == health.IsolationStopped:
		return "found so far"
	case len(i.Culprits) > 1:
		return plural(len(i.groups()), "thing breaks", "things break") + " gopls, each by itself"
	}
	return "found what breaks gopls"
}

func (t *terminal) proof(i Isolation) {
	if i.Trials > 0 && len(i.Culprits) > 0 {
		proof := strings.TrimPrefix(i.proof(), ", ")
		if i.Confirmed {
			proof += ", several times each: with it gopls fails, without it works"
		}
		t.labelled("proof", proof)
	}
	if i.State == health.IsolationStopped && len(i.Culprits) > 0 {
		t.labelled("but", clean(joinNonEmpty(": ", "the search ended early", i.Reason)))
	}
	switch {
	case i.Mended:
		t.labelled("then", "with that taken away, and nothing else, gopls works in your folder")
	case i.State == health.IsolationFound && i.Confirmed && i.Trials > 0:
		t.labelled("then", "with that taken away, gopls still fails in your folder: something in the project is broken as well")
	}
}

// next says what to do: the fixes of the findings about this folder's culprits, else where to look.
func (t *terminal) next(d IsolationDocument, i Isolation) {
	wrote := false
	for _, f := range d.Findings {
		if f.Folder == "" || f.Folder == i.Folder {
			t.fixes(f)
			wrote = wrote || len(f.Fixes) > 0
		}
	}
	kind := health.CulpritKind("")
	if len(i.Culprits) > 0 {
		kind = i.Culprits[0].Kind
	}
	switch {
	case kind == health.CulpritTool:
		t.labelled("do", clean("install "+i.Culprits[0].Name+" anew; "+d.Tool.Name+" check says what is wrong with it"))
	case kind == health.CulpritServer:
		t.labelled("do", "restart the Go language server (command Go: Restart Language Server)")
	case wrote || i.State == health.IsolationNotNeeded:
	case i.State == health.IsolationStopped:
		t.labelled("do", "give it more time or trials: --timeout, --max-trials")
	default:
		t.labelled("do", "run "+d.Tool.Name+" check: it looks at the project's own files and at go, gopls and the caches")
	}
}
