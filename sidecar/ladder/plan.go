package ladder

import (
	"maps"
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// plan joins what was found: each kind is picked from one package. Missing packages are nil.
func plan(all ...*found) Plan {
	all = slices.DeleteFunc(all, func(f *found) bool { return f == nil })
	p := Plan{Files: map[string][]byte{}}
	if len(all) == 0 {
		return p
	}
	for _, kind := range kinds {
		if _, better := all[0].targets[health.TargetSamePackage]; better && kind == health.TargetSameFile {
			continue // a question about the declaration itself is only for want of a better one
		}
		if t := pick(all, kind); t.src != nil {
			p.Targets = append(p.Targets, p.take(t))
		}
	}
	if len(p.Targets) == 0 {
		return Plan{Files: p.Files}
	}
	p.Document = p.Targets[0].File
	for _, f := range all {
		if p.Typed.Name == "" {
			p.Typed = p.take(f.typed)
		}
		if p.Complete.Name == "" {
			p.Complete = p.take(f.complete)
		}
	}
	p.Declared = p.take(all[0].longest())
	return p
}

// pick takes a kind from the first package that has it, or from the one where it is cut off.
func pick(all []*found, kind health.TargetKind) target {
	var first target
	for i, f := range all {
		switch t, ok := f.targets[kind]; {
		case !ok, i > 0 && kind == health.TargetSameFile:
		case t.cut:
			return t
		case first.src == nil:
			first = t
		}
	}
	return first
}

// take keeps the text of the target's file.
func (p *Plan) take(t target) Target {
	if t.src != nil {
		p.Files[t.File] = t.src.text
	}
	return t.Target
}

// longest is the declared symbol with the longest name, of which the whole workspace is least likely to have a hundred,
// which is as many as gopls answers.
func (f *found) longest() target {
	var best target
	for _, name := range slices.Sorted(maps.Keys(f.declares)) {
		if d := f.declares[name]; len(name) > len(best.Name) {
			best = f.itself(d.src, d.declaration)
			best.Kind = health.TargetSamePackage
		}
	}
	return best
}
