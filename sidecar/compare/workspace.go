package compare

import (
	"fmt"

	"github.com/govitals/govitals/sidecar/health"
)

// ladders compares the verdicts folder by folder, and the rungs behind them.
func (d *differ) ladders() {
	for _, l := range d.a.snapshot().Ladders {
		for _, m := range d.b.snapshot().Ladders {
			if other, ok := d.folders[l.Folder]; ok && other == m.Folder {
				d.ladder(l, m)
			}
		}
	}
}

func (d *differ) ladder(l, m health.Ladder) {
	name := health.V(l.Folder)
	if x, y := l.Verdict(), m.Verdict(); x != y {
		d.add(Change{Kind: KindLadder, How: Changed, Name: "verdict", Folder: string(l.Folder), Before: string(x), After: string(y)},
			say("ladder", health.Args{"name": name, "before": health.V(x), "after": health.V(y)}))
	}
	for n := range 4 {
		x, inA := l.Rung(n)
		y, inB := m.Rung(n)
		if !inA || !inB || x.Judge() == y.Judge() {
			continue
		}
		d.add(Change{Kind: KindLadder, How: Changed, Name: fmt.Sprintf("rung %d", n), Folder: string(l.Folder), Before: string(x.Judge()), After: string(y.Judge())},
			say("rung", health.Args{"name": name, "rung": health.V(health.Public(fmt.Sprint(n))), "before": health.V(x.Judge()), "after": health.V(y.Judge())}))
	}
}

// workspace compares folders, and of those that are in both their modules.
func (d *differ) workspace() {
	taken := map[health.Path]bool{}
	for _, f := range d.a.snapshot().Folders {
		other, ok := d.folders[f.Path]
		if !ok {
			d.add(Change{Kind: KindFolder, How: Gone, Name: string(f.Path), Folder: string(f.Path), Before: string(f.State)},
				say("folder-gone", health.Args{"name": health.V(f.Path)}))
			continue
		}
		taken[other] = true
		g, _ := d.b.snapshot().Folder(other)
		d.folder(f, g)
	}
	for _, g := range d.b.snapshot().Folders {
		if !taken[g.Path] {
			d.add(Change{Kind: KindFolder, How: New, Name: string(g.Path), Folder: string(g.Path), After: string(g.State)},
				say("folder-new", health.Args{"name": health.V(g.Path)}))
		}
	}
}

func (d *differ) folder(f, g health.Folder) {
	folder := string(f.Path)
	switch {
	case f.State != g.State:
		d.value(KindFolder, folder, folder, string(f.State), string(g.State))
	case f.HasGo() != g.HasGo():
		words := map[bool]health.Value{true: health.Say(say("has-go", nil).ID), false: health.Say(say("has-no-go", nil).ID)}
		d.add(Change{Kind: KindFolder, How: Changed, Name: folder, Folder: folder, Before: fmt.Sprint(f.HasGo()), After: fmt.Sprint(g.HasGo())},
			say("folder", health.Args{"name": health.V(f.Path), "what": words[f.HasGo()], "other": words[g.HasGo()]}))
	}
	work := func(f health.Folder) string {
		if f.Work == nil || f.Work.Off {
			return ""
		}
		return string(f.Work.File)
	}
	if x, y := work(f), work(g); d.inA.text(x) != d.inB.text(y) {
		d.value(KindModule, "go.work", folder, x, y)
	}
	for _, x := range f.Modules {
		for _, y := range g.Modules {
			if d.inA.text(string(x.File)) == d.inB.text(string(y.File)) {
				d.module(folder, x, y)
			}
		}
	}
}

// mostRequires bounds what is told of one go.mod file: after an update of everything the list says nothing.
const mostRequires = 30

func (d *differ) module(folder string, x, y health.GoMod) {
	name := func(what string) string { return what + " of " + string(x.File) }
	if x.State != y.State {
		d.value(KindModule, name("state"), folder, string(x.State), string(y.State))
	}
	if x.Go != y.Go {
		d.value(KindModule, name("go line"), folder, string(x.Go), string(y.Go))
	}
	if x.Toolchain != y.Toolchain {
		d.value(KindModule, name("toolchain line"), folder, string(x.Toolchain), string(y.Toolchain))
	}
	told := 0
	key := func(in canon) func(health.Require) string {
		return func(r health.Require) string { return in.text(string(r.Path)) }
	}
	versionsA, versionsB := requires(x, key(d.inA)), requires(y, key(d.inB))
	for _, path := range unionOf(versionsA, versionsB, func(v version) string { return v.name }) {
		if d.inA.tokens && token.MatchString(path) {
			continue // nobody knows which of the hidden modules it is
		}
		before, after := plain(find(versionsA, path)), plain(find(versionsB, path))
		if before != after && told < mostRequires {
			told++
			d.value(KindModule, "requirement "+path, folder, before, after)
		}
	}
}

func requires(m health.GoMod, key func(health.Require) string) (out []version) {
	for _, r := range m.Requires {
		out = append(out, version{key(r), health.V(r.Version)})
	}
	return out
}
