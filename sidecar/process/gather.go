package process

import (
	"context"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// Scope says which processes are wanted.
type Scope struct {
	// Host is the extension host of our window, if an editor asks; Self is this program; Around, if it is not 0, is the process
	// whose tree is wanted instead.
	Host, Self, Around int
	// Whole asks for the whole tree; otherwise there are only the ancestors, and what is below Host.
	Whole bool
	Most  int // how many processes are looked at more closely
	// Package tells the main package of a process, from the Go linker's record; empty if there is none.
	Package func(pid int, r Running) string
}

// Forest is what was gathered. Cut counts the processes left out for want of room, Total those of the machine (0: not counted).
type Forest struct {
	*Tree
	Root       int
	Native, By string
	Cut, Total int
	Err        error // why it is not whole
}

// Gather looks at the tree around our window, or around our own terminal. The error is [ErrGone] if there is no such process.
func (m Machine) Gather(ctx context.Context, s Scope) (Forest, error) {
	from := s.Self
	switch {
	case s.Around != 0:
		from = s.Around
	case s.Host != 0:
		from = s.Host
	}
	path, err := m.Ancestors(ctx, from)
	if err != nil {
		return Forest{}, err
	}
	f := Forest{}
	table, err := m.around(ctx, s, path)
	if err != nil {
		return Forest{}, err
	}
	if s.Whole {
		f.Total = len(table)
	}
	f.Native, f.By = m.Native()
	g := &gathering{m: m, s: s, native: f.Native, nodes: map[int]Node{}}
	for _, e := range path {
		g.add(table, e.PID)
	}
	host := s.Host
	if host == 0 {
		host = hostOf(path, g.nodes)
	}
	f.Root = rootOf(path, Judge(g.nodes, table, host, s.Self))
	g.keepBelow(table, path, f.Root)
	children := table.Children()
	for _, at := range []int{host, from, f.Root} {
		for _, pid := range table.Below(children, at) {
			f.Cut += g.more(ctx, table, pid)
		}
	}
	if s.Whole {
		f.Cut += g.lost(ctx, table, children)
	}
	f.Tree, f.Err = Judge(g.nodes, table, host, s.Self), ctx.Err()
	return f, nil
}

// around is the table that the scope needs.
func (m Machine) around(ctx context.Context, s Scope, path []Entry) (Table, error) {
	if s.Whole || passIsCheap {
		t, err := m.Snapshot(ctx)
		if err != nil {
			return nil, err
		}
		return t, nil
	}
	t := Table{}
	for _, e := range path {
		t[e.PID] = e
	}
	queue := []int{}
	if s.Host != 0 {
		queue = append(queue, s.Host)
	}
	for ; len(queue) > 0 && len(t) < s.Most && ctx.Err() == nil; queue = queue[1:] {
		children, _ := m.ChildrenOf(ctx, queue[0])
		for _, c := range children {
			if _, seen := t[c.PID]; !seen {
				if e, err := m.Look(c.PID); err == nil {
					t[c.PID], queue = e, append(queue, c.PID)
				}
			}
		}
	}
	return t, nil
}

// hostOf is the nearest extension host on a path upwards.
func hostOf(path []Entry, nodes map[int]Node) int {
	for _, e := range path {
		if role, service := markedRole(nodes[e.PID]); role == health.RoleExtensionHost && !service {
			return e.PID
		}
	}
	return 0
}

// rootOf is the top of the tree that is worth showing: the editor, or the first shell of a login; never the machine's first
// process, below which is everything.
func rootOf(path []Entry, t *Tree) int {
	editor, shell := 0, 0
	for _, e := range path {
		switch role := t.Roles[e.PID]; {
		case slices.Contains(editorRoles, role):
			editor = e.PID
		case role == health.RoleShell && e.PID != 1:
			shell = e.PID
		}
	}
	switch {
	case editor != 0:
		return editor
	case shell != 0:
		return shell
	case len(path) > 1 && path[1].PID > 1 && !isReaper(path[1]):
		return path[1].PID
	}
	return path[0].PID
}

type gathering struct {
	m      Machine
	s      Scope
	native string
	nodes  map[int]Node
}

// add looks at a process more closely, unless it has ended meanwhile.
func (g *gathering) add(t Table, pid int) {
	e, ok := t[pid]
	if _, known := g.nodes[pid]; !ok || known {
		return
	}
	n := Node{Entry: e}
	if !e.Zombie {
		n.Detail = g.m.Detail(pid)
		n.Code = g.m.Running(e, n.Detail, g.native)
		if now, err := g.m.Look(pid); err != nil || now.ID() != e.ID() {
			return
		}
		if g.s.Package != nil && worthReading(n) {
			n.Package = g.s.Package(pid, n.Code)
		}
	} else {
		n.Detail.UID, n.Code.State = -1, health.ProcessUnknown
	}
	g.nodes[pid] = n
}

// worthReading spares the programs whose arguments tell already what they are: an editor's are among the largest of the machine.
func worthReading(n Node) bool {
	role, _ := markedRole(n)
	return role == health.RoleOther || !slices.Contains(editorRoles, role) && role != health.RoleShell
}

// more adds a process if there is room, and returns how many were cut.
func (g *gathering) more(ctx context.Context, t Table, pid int) (cut int) {
	if _, known := g.nodes[pid]; known {
		return 0
	}
	if len(g.nodes) >= g.s.Most || ctx.Err() != nil {
		return 1
	}
	g.add(t, pid)
	return 0
}

// keepBelow drops the ancestors that are above the root.
func (g *gathering) keepBelow(t Table, path []Entry, root int) {
	inside := true
	for _, e := range path {
		if !inside {
			delete(g.nodes, e.PID)
		}
		inside = inside && e.PID != root
	}
}

// lost adds servers whose editor is gone, and daemons that serve several windows: they hang below whatever adopts orphans.
// Renamed ones show themselves by golang.go's arguments, and all by what the linker recorded.
func (g *gathering) lost(ctx context.Context, t Table, children map[int][]int) (cut int) {
	uid := g.m.UID()
	pids := make([]int, 0, len(t))
	for pid := range t {
		pids = append(pids, pid)
	}
	slices.Sort(pids)
	for _, pid := range pids {
		e := t[pid]
		parent, there := t[e.Parent]
		if _, known := g.nodes[pid]; known || e.Zombie || there && t.ParentOf(parent.Proc, e.Proc) && !isReaper(parent) || g.m.notOf(uid, e) {
			continue
		}
		if !looksLikeGopls(g.m.Detail(pid), e) {
			continue
		}
		if len(g.nodes) >= g.s.Most || ctx.Err() != nil {
			cut++
			continue
		}
		g.add(t, pid)
		if role := toolRole(g.nodes[pid]); role != health.RoleGopls && role != health.RoleGoplsDaemon && role != health.RoleTelemetry {
			delete(g.nodes, pid)
			continue
		}
		for _, below := range t.Below(children, pid) {
			cut += g.more(ctx, t, below)
		}
	}
	return cut
}

// looksLikeGopls is a cheap test that lets no gopls pass which an editor started.
func looksLikeGopls(d Detail, e Entry) bool {
	if strings.Contains(strings.ToLower(e.Name+" "+d.Executable), "gopls") {
		return true
	}
	return slices.ContainsFunc(d.Arguments, func(a string) bool {
		return strings.Contains(strings.ToLower(a), "gopls") || a == "-mode=stdio" || a == telemetryArgument
	})
}
