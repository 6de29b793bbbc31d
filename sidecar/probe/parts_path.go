package probe

import "slices"

// pathMix is PATH between the bare one and the user's.
type pathMix struct {
	user, bare []string
	kept       map[int]bool // of user
	// own is the user's order, and nothing that the user has not: without it the bare entries stand as they do in rung 3.
	own bool
}

// list is the PATH. A kept entry stands before what it precedes in the user's, and before what the user has not.
func (m pathMix) list() []string {
	if m.own {
		var out []string
		for i, dir := range m.user {
			if m.kept[i] || slices.Contains(m.bare, dir) {
				out = append(out, dir)
			}
		}
		return out
	}
	out := slices.Clone(m.bare)
	for i, dir := range m.user {
		if !m.kept[i] {
			continue
		}
		at := slices.IndexFunc(out, func(other string) bool {
			j := slices.Index(m.user, other)
			return j < 0 || j > i
		})
		if at < 0 {
			at = len(out)
		}
		out = slices.Insert(out, at, dir)
	}
	return out
}

// foreign are the user's entries that the bare PATH lacks, each once.
func (m pathMix) foreign() []int {
	var out []int
	for i, dir := range m.user {
		if !slices.Contains(m.bare, dir) && slices.Index(m.user, dir) == i {
			out = append(out, i)
		}
	}
	return out
}

// differs reports that the user's PATH is more than the bare one with entries added.
func (m pathMix) differs() bool {
	m.kept = map[int]bool{}
	for _, i := range m.foreign() {
		m.kept[i] = true
	}
	var user []string
	for i, dir := range m.user {
		if slices.Index(m.user, dir) == i {
			user = append(user, dir)
		}
	}
	return !slices.Equal(m.list(), user)
}
