package child

import (
	"context"
	"sort"

	"github.com/govitals/govitals/sidecar/process"
)

// A Proc is one process at the moment it was looked at.
type Proc = process.Proc

// parentIDsGoStale: a parent's id may be that of another process by now.
const parentIDsGoStale = process.ParentsGoStale

// table is the system's process table by process id.
type table map[int]Proc

// children maps each process to those that name it as their parent.
func (t table) children() map[int][]Proc {
	below := make(map[int][]Proc, len(t))
	for _, p := range t {
		if p.Parent != p.PID {
			below[p.Parent] = append(below[p.Parent], p)
		}
	}
	return below
}

// readTable reads the whole table. Processes that end meanwhile are left out.
func readTable() (table, error) {
	t := table{}
	err := process.Machine{}.Each(context.Background(), func(e process.Entry) { t[e.PID] = e.Proc })
	if err != nil {
		return nil, err
	}
	return t, nil
}

// look reads one process; not ok means that there is none.
func look(pid int) (Proc, bool) {
	e, err := process.Machine{}.Look(pid)
	return e.Proc, err == nil
}

// parentOf reports whether p is a child of parent, as far as the table can tell.
func (t table) parentOf(parent, p Proc) bool {
	now, there := t[parent.PID]
	return process.IsParent(parent, p, now, there)
}

// walk calls visit for the processes below from; visit says whether to go on below that one. below is t.children().
func (t table) walk(below map[int][]Proc, from Proc, visit func(Proc) bool) {
	for queue := []Proc{from}; len(queue) > 0; queue = queue[1:] {
		for _, p := range below[queue[0].PID] {
			if t.parentOf(queue[0], p) && visit(p) {
				queue = append(queue, p)
			}
		}
	}
}

// Descendants returns the live processes below pid, by process id. Those that left the tree by forking twice are not among
// them; [Process.Descendants] knows them. Zombies have ended and are left out.
func Descendants(pid int) ([]Proc, error) {
	t, err := readTable()
	if err != nil {
		return nil, err
	}
	var found []Proc
	seen := map[int]bool{pid: true}
	t.walk(t.children(), t[pid], func(p Proc) bool {
		if seen[p.PID] {
			return false
		}
		seen[p.PID] = true
		if !p.Zombie {
			found = append(found, p)
		}
		return true
	})
	sortByID(found)
	return found, nil
}

func sortByID(list []Proc) {
	sort.Slice(list, func(i, j int) bool { return list[i].PID < list[j].PID })
}

// Marked returns the live processes that carry [MarkVariable] in their environment with a value of this program's runs.
// It serves tests that prove that nothing was left behind. On Windows it is always empty: there the job object is the proof.
func Marked() ([]Proc, error) {
	t, err := readTable()
	if err != nil {
		return nil, err
	}
	var found []Proc
	for _, p := range t {
		if !p.Zombie && hasMark(p.PID, markPrefix) {
			found = append(found, p)
		}
	}
	sortByID(found)
	return found, nil
}
