package child

import (
	"crypto/rand"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

var (
	markPrefix = rand.Text() + "-" // of this program
	markNumber atomic.Int64
)

// newMark ends with a full stop, so that no mark is the beginning of another: programs are found by what their environment
// begins with.
func newMark() string { return markPrefix + strconv.FormatInt(markNumber.Add(1), 10) + "." }

// A family is a program and everything that came from it, as far as was ever seen. Members are learned again and again while
// the program runs: once a parent has died nothing tells where its orphan came from, except the mark.
type family struct {
	root    Proc
	mark    string
	members func() []int // what the system itself counts to the family; nil where it does not count

	mu   sync.Mutex
	seen map[int]Proc // root left out
	// groups holds the process groups and sessions that members lead; orphans and zombies are known by them.
	groups map[int]bool
}

func newFamily(root Proc, mark string, members func() []int) *family {
	return &family{root: root, mark: mark, members: members, seen: map[int]Proc{}, groups: map[int]bool{root.PID: true}}
}

// learn adds what t shows: everything below the root and below known members, and strays with their descendants.
func (f *family) learn(t table) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forget(t)
	below := t.children()
	add := func(p Proc) bool {
		if p.Same(f.root) || f.seen[p.PID] == p {
			return false
		}
		known := f.seen[p.PID].Same(p)
		f.seen[p.PID] = p
		if p.Group == p.PID || p.Session == p.PID {
			f.groups[p.PID] = true
		}
		return !known
	}
	t.walk(below, f.root, add)
	for _, pid := range f.members() {
		if p, ok := t[pid]; ok {
			add(p)
		}
	}
	for _, p := range f.snapshot() {
		t.walk(below, p, add)
	}
	orphan, only := orphanTest(), live.only(f)
	for _, p := range t {
		if f.isStray(p, func(p Proc) bool { return only && orphan(p) }) && add(p) {
			t.walk(below, p, add)
		}
	}
}

// forget drops what t shows gone, before its ids can become another's: an id stays taken as long as a group or a session
// has it, and no longer. On Windows the dead are kept, because their children still name them.
func (f *family) forget(t table) {
	if parentIDsGoStale {
		return
	}
	for pid, p := range f.seen {
		if !t[pid].Same(p) {
			delete(f.seen, pid)
		}
	}
	taken := map[int]bool{f.root.PID: t[f.root.PID].Same(f.root)}
	for _, p := range t {
		taken[p.Group], taken[p.Session] = true, true
	}
	for id := range f.groups {
		if !taken[id] {
			delete(f.groups, id)
		}
	}
}

// isStray recognises a process that lost its parent. With this process as reaper a stray is its child; otherwise its new
// parent may be any, and the mark alone counts. An orphan that nothing tells the origin of is the only family's.
func (f *family) isStray(p Proc, nobodyElses func(Proc) bool) bool {
	if parentIDsGoStale || p.Started < f.root.Started || p.PID == os.Getpid() || live.isRoot(p.PID) {
		return false
	}
	if reaper() && p.Parent != os.Getpid() {
		return false
	}
	if f.groups[p.Session] || f.groups[p.Group] {
		return true
	}
	if p.Zombie {
		return false
	}
	return hasMark(p.PID, f.mark) || nobodyElses(p)
}

func (f *family) snapshot() []Proc {
	list := make([]Proc, 0, len(f.seen))
	for _, p := range f.seen {
		list = append(list, p)
	}
	return list
}

// owns reports whether p is or was a member, or belongs to a group that a member led.
func (f *family) owns(p Proc) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.seen[p.PID].Same(p) || f.groups[p.Session] || f.groups[p.Group]
}

// alive returns the members that t shows alive, the root left out.
func (f *family) alive(t table) []Proc {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []Proc
	for pid, p := range f.seen {
		if now, ok := t[pid]; ok && now.Same(p) && !now.Zombie {
			list = append(list, now)
		}
	}
	sortByID(list)
	return list
}

// end ends every member but the root, which must have ended or be beyond reach: after settle politely, after another grace
// hard, and looks again until none is left, or the time is up and they do not become fewer. It returns how many it had to
// end, and how many still live.
func (f *family) end(settle, grace time.Duration, until time.Time) (ended, left int) {
	if childless() {
		return 0, 0
	}
	soft := time.Now().Add(settle)
	hard := soft.Add(grace)
	if parentIDsGoStale { // Windows has no polite signal
		hard = soft
	}
	touched := map[Proc]bool{}
	fewest := int(^uint(0) >> 1)
	limit := until.Add(progressPatience)
	for pause := time.Millisecond; ; pause = min(2*pause, 20*time.Millisecond) {
		t, err := readTable()
		if err != nil {
			return len(touched), 0
		}
		f.learn(t)
		reaped := reap(t)
		list := f.alive(t)
		now := time.Now()
		for _, p := range list {
			key := Proc{PID: p.PID, Started: p.Started}
			if now.Before(soft) || now.Before(hard) && touched[key] {
				continue
			}
			stop(p, !now.Before(hard))
			touched[key] = true
		}
		// After a zombie was reaped, look again: one of its own may have become ours in the meantime.
		if len(list) == 0 && reaped == 0 {
			return len(touched), 0
		}
		if now := time.Now(); now.After(until) && (len(list) >= fewest && reaped == 0 || now.After(limit)) {
			return len(touched), len(list)
		}
		fewest = min(fewest, len(list))
		time.Sleep(pause)
	}
}
