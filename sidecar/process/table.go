package process

import (
	"context"
	"slices"
)

// Table is the processes of one pass, by process id.
type Table map[int]Entry

// maxDepth bounds every walk upwards: ids that were used again can make loops of parents.
const maxDepth = 64

// ParentsGoStale: the system keeps the parent's id that it once recorded, so that it may by now be another process's (Windows).
// Elsewhere orphans get a new parent, and a parent's id is always that of a living process.
const ParentsGoStale = parentsGoStale

// IsParent reports whether p is a child of parent, as far as can be told; now is what has the parent's id now, if anything is
// there. Where parent ids go stale, that may be a process younger than its "child", and parent itself may be gone.
func IsParent(parent, p, now Proc, there bool) bool {
	return isParent(parent, p, now, there, parentsGoStale)
}

func isParent(parent, p, now Proc, there, stale bool) bool {
	if p.PID == parent.PID || p.Parent != parent.PID {
		return false
	}
	if !stale {
		return there && now.Same(parent)
	}
	return p.Started >= parent.Started && (!there || now.Same(parent) || p.Started < now.Started)
}

// ParentOf reports whether p is a child of parent.
func (t Table) ParentOf(parent, p Proc) bool {
	now, there := t[parent.PID]
	return IsParent(parent, p, now.Proc, there)
}

// Children maps each process to its children, by process id.
func (t Table) Children() map[int][]int {
	below := make(map[int][]int, len(t))
	for pid, p := range t {
		if parent, ok := t[p.Parent]; ok && t.ParentOf(parent.Proc, p.Proc) {
			below[p.Parent] = append(below[p.Parent], pid)
		}
	}
	for _, list := range below {
		slices.Sort(list)
	}
	return below
}

// Above are the ancestors of a process within the table, the nearest first.
func (t Table) Above(pid int) []Entry {
	var out []Entry
	for p, ok := t[pid]; ok && len(out) < maxDepth; {
		parent, there := t[p.Parent]
		if !there || !t.ParentOf(parent.Proc, p.Proc) || slices.ContainsFunc(out, func(e Entry) bool { return e.PID == parent.PID }) {
			break
		}
		out = append(out, parent)
		p = parent
	}
	return out
}

// Below are the processes below one, parents before their children.
func (t Table) Below(children map[int][]int, pid int) []int {
	var out []int
	seen := map[int]bool{pid: true}
	for queue := []int{pid}; len(queue) > 0; queue = queue[1:] {
		for _, c := range children[queue[0]] {
			if !seen[c] {
				seen[c] = true
				out, queue = append(out, c), append(queue, c)
			}
		}
	}
	return out
}

// Ancestors looks at a process and at those above it, and at no other: the process itself comes first. The error is [ErrGone] if
// there is no such process.
func (m Machine) Ancestors(ctx context.Context, pid int) ([]Entry, error) {
	if !lookTellsParent {
		t, err := m.Snapshot(ctx)
		if err != nil {
			return nil, err
		}
		e, ok := t[pid]
		if !ok {
			return nil, ErrGone
		}
		return append([]Entry{e}, t.Above(pid)...), nil
	}
	var out []Entry
	for len(out) < maxDepth && pid > 0 && ctx.Err() == nil {
		e, err := m.Look(pid)
		if len(out) == 0 && err != nil {
			return nil, err
		}
		// The parent's id may have become another's between two looks: a parent is never younger than its child.
		if err != nil || slices.ContainsFunc(out, func(seen Entry) bool { return seen.PID == e.PID }) ||
			len(out) > 0 && e.Started > out[len(out)-1].Started {
			break
		}
		out = append(out, e)
		pid = e.Parent
	}
	return out, ctx.Err()
}
