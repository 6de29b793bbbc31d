package child

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// proc is a process of a made-up table; ids of the test itself are left out, because they are looked at for real.
func proc(pid, parent, group int, started uint64) Proc {
	return Proc{PID: pid, Parent: parent, Group: group, Session: group, Started: started}
}

func tableOf(list ...Proc) table {
	t := table{}
	for _, p := range list {
		t[p.PID] = p
	}
	return t
}

func ids(list []Proc) []int {
	var ids []int
	for _, p := range list {
		ids = append(ids, p.PID)
	}
	return ids
}

const far = 1 << 24 // above every real process id (PID_MAX_LIMIT is 1 << 22)

func TestFamilyLearns(t *testing.T) {
	if parentIDsGoStale {
		t.Skip("the tables are those of a system that gives orphans a new parent")
	}
	becomeReaper()
	newParent := os.Getpid()
	if !reaper() {
		newParent = 1
	}
	root := proc(far, newParent, far, 100)
	gopls := proc(far+1, far, far, 101)
	telemetry := proc(far+2, far+1, far+2, 102)
	goCommand := proc(far+3, far+1, far+3, 103)
	compile := proc(far+4, far+3, far+3, 104)
	orphaned := func(p Proc) Proc { p.Parent = newParent; return p }
	dead := func(p Proc) Proc { p.Zombie = true; return p }
	tests := []struct {
		name   string
		tables []table
		want   []int
	}{
		{"a tree", []table{tableOf(root, gopls, telemetry, goCommand, compile)}, []int{far + 1, far + 2, far + 3, far + 4}},
		{"zombies do not live", []table{tableOf(root, gopls, dead(telemetry))}, []int{far + 1}},
		{"a stranger of ours", []table{tableOf(root, proc(far+9, newParent, far+9, 200))}, nil},
		{"orphan in the root's session", []table{tableOf(orphaned(gopls))}, []int{far + 1}},
		{"orphan that was seen before", []table{tableOf(root, gopls, telemetry), tableOf(orphaned(telemetry))}, []int{far + 2}},
		{"child of an orphan that was seen before", []table{
			tableOf(root, gopls, goCommand), tableOf(orphaned(goCommand), compile)}, []int{far + 3, far + 4}},
		{"orphan in the group of a member that is gone", []table{
			tableOf(root, gopls, goCommand), tableOf(orphaned(compile))}, []int{far + 4}},
		{"id of a member used again", []table{
			tableOf(root, gopls, telemetry), tableOf(root, proc(far+2, 1, far+2, 500))}, nil},
		{"id of a member's group used again", []table{
			tableOf(root, gopls, telemetry), tableOf(root), tableOf(root, proc(far+2, newParent, far+2, 500))}, nil},
		{"id of the root used again", []table{
			tableOf(proc(far, 1, 1, 500), proc(far+5, far, 1, 501))}, nil},
		{"older than the root", []table{tableOf(root, proc(far+6, newParent, far, 99))}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := newFamily(root, "no mark", func() []int { return nil })
			var last table
			for _, last = range test.tables {
				f.learn(last)
			}
			if got := ids(f.alive(last)); !slices.Equal(got, test.want) {
				t.Errorf("alive %v, want %v", got, test.want)
			}
		})
	}
}

func TestDescendantsAndOneself(t *testing.T) {
	all, err := Descendants(1)
	if err != nil {
		t.Fatal(err)
	}
	self := os.Getpid()
	if !slices.Contains(ids(all), self) {
		t.Skip("not below process 1, as in a container entered from outside")
	}
	if own, err := Descendants(self); err != nil || slices.Contains(ids(own), self) {
		t.Errorf("own descendants %v, %v", ids(own), err)
	}
}

// A mark that is the beginning of another one would let a family claim, end and reap the programs of another run.
func TestNoMarkBeginsAnother(t *testing.T) {
	var marks []string
	for range 30 {
		marks = append(marks, newMark())
	}
	for _, a := range marks {
		for _, b := range marks {
			if a != b && strings.HasPrefix(b, a) {
				t.Errorf("%s begins %s", a, b)
			}
		}
	}
}

// A program that starts while the process table is read is not in what was read, and that says nothing about it.
func TestFamilyThatBeginsWhileTheTableIsRead(t *testing.T) {
	if parentIDsGoStale {
		t.Skip("there are no process groups")
	}
	f := newFamily(proc(far, os.Getpid(), far, 100), newMark(), func() []int { return nil })
	r := &registry{families: map[*family]bool{}, poke: make(chan struct{}, 1), watching: true}
	r.look(func() (table, error) {
		r.add(f)
		return tableOf(proc(far+9, 1, far+9, 50)), nil
	})
	if !f.groups[far] {
		t.Error("its group is forgotten, and with it its strays")
	}
	r.look(func() (table, error) { return tableOf(proc(far+9, 1, far+9, 50)), nil })
	if f.groups[far] {
		t.Error("a group that is gone is kept until its id is another's")
	}
}
