package process

import (
	"context"
	"os"
	"slices"
)

// Machine is the machine that this program runs on. Root is where Linux shows its processes, empty for /proc; other systems
// do not look at it.
type Machine struct {
	Root string
	// Me is the process that asks; 0 is this program.
	Me int
}

// ChildrenOf lists the children of a process by id, zombies among them. See [Machine.ChildrenOf].
func ChildrenOf(pid int) ([]Proc, error) { return Machine{}.ChildrenOf(context.Background(), pid) }

// Snapshot looks at every process of the machine once.
func (m Machine) Snapshot(ctx context.Context) (Table, error) {
	t := Table{}
	if err := m.Each(ctx, func(e Entry) { t[e.PID] = e }); err != nil {
		return nil, err
	}
	return t, nil
}

// childrenByPass finds the children of a process in a pass over all.
func (m Machine) childrenByPass(ctx context.Context, pid int) ([]Proc, error) {
	t, err := m.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	parent, ok := t[pid]
	if !ok {
		return nil, ErrGone
	}
	var out []Proc
	for _, e := range t {
		if e.Parent == pid && t.ParentOf(parent.Proc, e.Proc) {
			out = append(out, e.Proc)
		}
	}
	sortByID(out)
	return out, nil
}

func sortByID(list []Proc) {
	slices.SortFunc(list, func(a, b Proc) int { return a.PID - b.PID })
}

// Self is the process that asks.
func (m Machine) Self() int {
	if m.Me != 0 {
		return m.Me
	}
	return os.Getpid()
}
