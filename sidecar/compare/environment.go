package compare

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// unset names are different in every session and explain nothing.
var passing = []health.Public{"SHLVL", "PWD"}

// environment compares the variables that tools are started with, the GOENV file, and go's own answers where neither explains them.
func (d *differ) environment() {
	a, b := d.a.snapshot(), d.b.snapshot()
	if d.looked(health.ProbeEnvironment) {
		d.variables(KindVariable, "", a.Process.Variables, b.Process.Variables)
	}
	if d.looked(health.ProbeGOENV) {
		d.variables(KindGOENV, "", a.GOENV.Variables, b.GOENV.Variables)
	}
	for _, e := range a.GoEnvs {
		other, paired := d.folders[e.Folder]
		g := b.GoEnv(other)
		if !paired || e.Failure != "" || g.Failure != "" {
			continue
		}
		unexplained := func(v health.Variable) bool { return d.explained[v.Name] || ofBuilds[v.Name] }
		d.variables(KindGoEnv, string(e.Folder), slices.DeleteFunc(slices.Clone(e.Values), unexplained), slices.DeleteFunc(slices.Clone(g.Values), unexplained))
	}
}

// ofBuilds follow from the version and place of go, or from the folder, and say nothing of their own.
var ofBuilds = map[health.Public]bool{"GOTOOLDIR": true, "GOMOD": true, "GOHOSTOS": true, "GOHOSTARCH": true, "GOEXE": true, "GOTELEMETRYDIR": true}

func (d *differ) variables(kind Kind, folder string, before, after []health.Variable) {
	for _, name := range unionOf(before, after, func(v health.Variable) string { return string(v.Name) }) {
		name := health.Public(name)
		if slices.Contains(passing, name) {
			continue
		}
		x, inA := health.Find(before, name)
		y, inB := health.Find(after, name)
		if inA == inB && d.inA.value(x.Value) == d.inB.value(y.Value) {
			continue
		}
		d.explained[name] = true
		if len(x.Value.Items) > 0 && len(y.Value.Items) > 0 {
			d.list(kind, string(name), folder, x.Value.Items, y.Value.Items)
			continue
		}
		shown := func(v health.Variable, set bool) string {
			if set && v.Value.Empty() {
				return `""` // set to nothing, which is not the same as not set
			}
			return plain(v.Value)
		}
		d.value(kind, string(name), folder, shown(x, inA), shown(y, inB))
	}
}

// list tells the entries of PATH that stand on one side alone.
func (d *differ) list(kind Kind, name, folder string, before, after []string) {
	only := func(list []string, in canon, others []string, other canon) (out []string) {
		for _, item := range list {
			if !slices.ContainsFunc(others, func(o string) bool { return in.text(item) == other.text(o) }) {
				out = append(out, item)
			}
		}
		return out
	}
	gone, added := only(before, d.inA, after, d.inB), only(after, d.inB, before, d.inA)
	text := "list"
	switch {
	case len(gone)+len(added) == 0:
		text = "list-order"
	case len(gone) == 0:
		text = "list-new"
	case len(added) == 0:
		text = "list-gone"
	}
	d.add(Change{Kind: kind, How: Changed, Name: name, Folder: folder, Before: strings.Join(before, ", "), After: strings.Join(after, ", ")},
		say(text, health.Args{"name": health.V(health.Text(name)), "before": short(strings.Join(gone, ", ")), "after": short(strings.Join(added, ", "))}))
}

// settings compares every scope by itself: a value that moved from the user's settings to the workspace's is a difference.
func (d *differ) settings() {
	if !d.looked(health.ProbeSettings) {
		return
	}
	before, after := d.a.snapshot().Settings, d.b.snapshot().Settings
	keyA := func(s health.Setting) string { return settingKey(s, d.inA) }
	keyB := func(s health.Setting) string { return settingKey(s, d.inB) }
	of := func(list []health.Setting, key func(health.Setting) string, want string) (health.Setting, string) {
		for _, s := range list {
			if key(s) == want {
				return s, string(s.Value)
			}
		}
		return health.Setting{}, ""
	}
	seen := map[string]bool{}
	for i, s := range append(slices.Clone(before), after...) {
		key := keyA(s)
		if i >= len(before) {
			key = keyB(s)
		}
		if seen[key] {
			continue
		}
		seen[key] = true
		x, was := of(before, keyA, key)
		y, is := of(after, keyB, key)
		if d.inA.text(was) == d.inB.text(is) {
			continue
		}
		folder := string(x.Folder)
		if folder == "" && y.Folder != "" {
			folder = d.folderOfA(y.Folder)
		}
		d.value(KindSetting, settingName(s), folder, was, is)
	}
}

func settingKey(s health.Setting, in canon) string {
	return strings.Join([]string{string(s.Key), string(s.Member), string(s.Scope), in.text(string(s.Folder))}, "\x00")
}

func settingName(s health.Setting) string {
	name := string(s.Key)
	if s.Member != "" {
		name += "." + string(s.Member)
	}
	return name + " (" + string(s.Scope) + ")"
}
