package child

import "sort"

// A Proc is one process at the moment it was looked at.
type Proc struct {
	PID, Parent int
	// Group and Session are the process group and the session, zero on Windows; macOS reports no session.
	Group, Session int
	// Started is the start time in a unit of the system's own. With PID it names a process for ever: ids are used again.
	Started uint64
	Zombie  bool // ended, and not yet waited for by its parent
	Name    string
}

// same reports whether two looks saw the same process.
func (p Proc) same(q Proc) bool { return p.PID == q.PID && p.Started == q.Started }

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

// parentOf reports whether p is a child of parent, as far as the table can tell. Where parent ids go stale (Windows) the id may
// by now be that of another process, younger than its "child", and parent itself may be gone.
func (t table) parentOf(parent, p Proc) bool {
	now, there := t[parent.PID]
	if !parentIDsGoStale {
		return there && now.same(parent)
	}
	return p.Started >= parent.Started && (!there || now.same(parent) || p.Started < now.Started)
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
