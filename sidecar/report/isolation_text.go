package report

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// IsolationText renders the experiments for a terminal: each folder's culprits, who set them, the proof, and what to do.
func IsolationText(d IsolationDocument, o TextOptions) string {
	t := newTerminal(o, d.say)
	for _, i := range d.Isolations {
		t.isolation(d, i)
	}
	if len(d.Isolations) == 0 {
		t.paragraph("", "", t.say.Say("There is nothing here that could be tried."))
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
			label := t.say.Say("found")
			if n > 0 {
				label = t.say.Say("with")
			}
			t.labelled(label, clean(c.words()))
		}
	}
	t.proof(i)
	if n := slices.IndexFunc(d.Ladders, func(l Ladder) bool { return l.Folder == i.Folder }); n >= 0 {
		t.labelled(t.say.Say("why"), clean(d.Ladders[n].Reasoning))
		for _, r := range d.Ladders[n].Rungs {
			if r.State == health.RungFails {
				t.labelled("", t.style(dim, clean(r.server()+": "+r.Broke)))
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
		return i.say.Say("%d things break gopls together", len(i.Culprits))
	case i.State == health.IsolationStopped:
		return i.say.Say("found so far")
	case len(i.Culprits) > 1:
		return i.say.Say("%d things break gopls, each by itself", len(i.groups()))
	}
	return i.say.Say("found what breaks gopls")
}

func (t *terminal) proof(i Isolation) {
	if i.Trials > 0 && len(i.Culprits) > 0 {
		proof := i.proof()
		if i.Confirmed {
			proof = t.say.Say("%s, several times each: with it gopls fails, without it works", proof)
		}
		t.labelled(t.say.Say("proof"), proof)
	}
	if i.State == health.IsolationStopped && len(i.Culprits) > 0 {
		t.labelled(t.say.Say("but"), clean(joinNonEmpty(": ", t.say.Say("the search ended early"), i.Reason)))
	}
	switch {
	case i.Mended:
		t.labelled(t.say.Say("then"), t.say.Say("with that taken away, and nothing else, gopls works in your folder"))
	case i.State == health.IsolationFound && i.Confirmed && i.Trials > 0:
		t.labelled(t.say.Say("then"), t.say.Say("with that taken away, gopls still fails in your folder: something in the project is broken as well"))
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
		t.labelled(t.say.Say("do"), clean(t.say.Say("install %s anew; %s check says what is wrong with it", i.Culprits[0].Name, d.Tool.Name)))
	case kind == health.CulpritServer:
		t.labelled(t.say.Say("do"), t.say.Say("restart the Go language server (command Go: Restart Language Server)"))
	case wrote || i.State == health.IsolationNotNeeded:
	case i.State == health.IsolationStopped:
		t.labelled(t.say.Say("do"), t.say.Say("give it more time or trials: --timeout, --max-trials"))
	default:
		t.labelled(t.say.Say("do"), t.say.Say("run %s check: it looks at the project's own files and at go, gopls and the caches", d.Tool.Name))
	}
}
