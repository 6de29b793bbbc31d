package process

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// Tree is processes with their roles. It is made by [Judge], which looks at nothing but its arguments.
type Tree struct {
	Nodes map[int]Node
	// Host is the extension host of our window, 0 without one; Self this program.
	Host, Self int
	Roles      map[int]health.ProcessRole
	Windows    map[int]health.Window
	Orphans    map[int]bool

	table    Table
	children map[int][]int
	services map[int]bool // Electron's utility processes
}

// Judge tells the roles of processes: by what each shows of itself, and by its relatives, which decide where names and files say
// nothing. host is what the editor said of itself, 0 if it said nothing. table holds at least the nodes.
//
// A gopls below a sidecar is one of its private servers: its role is gopls, its window that of the sidecar, and nobody's
// editor uses it ([Tree.Private]).
func Judge(nodes map[int]Node, table Table, host, self int) *Tree {
	t := &Tree{
		Nodes: nodes, Host: host, Self: self, Roles: map[int]health.ProcessRole{}, Windows: map[int]health.Window{}, Orphans: map[int]bool{},
		table: table, children: table.Children(), services: map[int]bool{},
	}
	for pid, n := range nodes {
		t.Roles[pid], t.services[pid] = markedRole(n)
	}
	if _, ok := nodes[self]; ok {
		t.Roles[self] = health.RoleSidecar
	}
	if _, ok := nodes[host]; ok {
		t.Roles[host] = health.RoleExtensionHost
	}
	t.judgeServices()
	t.judgeEditors()
	t.judgeStrangers()
	t.judgeWrappers()
	t.judgeWindows()
	t.judgeOrphans()
	return t
}

// above are the ancestors of a process among the nodes, the nearest first.
func (t *Tree) above(pid int) (out []int) {
	for _, e := range t.table.Above(pid) {
		if _, ok := t.Nodes[e.PID]; ok {
			out = append(out, e.PID)
		}
	}
	return out
}

// judgeServices tells Electron's utility processes apart by what they start.
func (t *Tree) judgeServices() {
	for pid, service := range t.services {
		if !service || pid == t.Host {
			continue
		}
		for _, c := range t.children[pid] {
			switch t.Roles[c] {
			case health.RoleGopls, health.RoleGoplsDaemon, health.RoleSidecar:
				t.Roles[pid] = health.RoleExtensionHost
			case health.RoleShell:
				if t.Roles[pid] == health.RoleEditorHelper {
					t.Roles[pid] = health.RolePtyHost
				}
			}
		}
	}
}

// judgeEditors finds the programs above extension hosts and windows: an editor's main process has no mark of its own.
func (t *Tree) judgeEditors() {
	for pid, n := range t.Nodes {
		if role := t.Roles[pid]; role != health.RoleExtensionHost && role != health.RoleEditorWindow {
			continue
		}
		parent, ok := t.Nodes[n.Parent]
		if !ok || !t.table.ParentOf(parent.Proc, n.Proc) {
			continue
		}
		main := health.RoleEditorServer
		if t.services[pid] || t.Roles[pid] == health.RoleEditorWindow || t.startsWindows(parent.PID) {
			main = health.RoleEditorMain
		}
		t.raise(parent.PID, main)
		for _, up := range t.above(parent.PID) { // code-server's is two processes of one program
			if t.Nodes[up].Code.Program != parent.Code.Program || parent.Code.Program == "" || isReaper(t.Nodes[up].Entry) {
				break
			}
			t.raise(up, main)
		}
	}
}

// raise gives an editor's role to a process that shows none of another kind. Chromium's zygotes are parents of windows, too.
func (t *Tree) raise(pid int, role health.ProcessRole) {
	if now := t.Roles[pid]; now == health.RoleOther || now == health.RoleEditorServer {
		t.Roles[pid] = role
	}
}

func (t *Tree) startsWindows(pid int) bool {
	return slices.ContainsFunc(t.children[pid], func(c int) bool { return t.services[c] || t.Roles[c] == health.RoleEditorWindow })
}

// editorRoles are those that a foreign program made with Electron or Node shows the marks of, too.
var editorRoles = []health.ProcessRole{
	health.RoleEditorMain, health.RoleEditorWindow, health.RoleEditorServer, health.RoleExtensionHost, health.RolePtyHost, health.RoleFileWatcher, health.RoleEditorHelper,
}

// judgeStrangers takes the editor's roles from what runs in a terminal, unless our window is below it.
func (t *Tree) judgeStrangers() {
	ours := map[int]bool{t.Host: true}
	for _, pid := range append(t.above(t.Host), t.above(t.Self)...) {
		ours[pid] = true
	}
	for pid := range t.Nodes {
		if ours[pid] || !slices.Contains(editorRoles, t.Roles[pid]) {
			continue
		}
		for _, up := range t.above(pid) {
			if ours[up] && t.Roles[up] != health.RoleShell {
				break
			}
			if t.Roles[up] == health.RoleShell && t.inTerminal(up) {
				t.Roles[pid] = health.RoleOther
				break
			}
		}
	}
}

func (t *Tree) inTerminal(pid int) bool {
	return slices.ContainsFunc(t.above(pid), func(up int) bool { return t.Roles[up] == health.RolePtyHost })
}

// judgeWrappers names what stands between a tool and the program of ours or the editor's that wanted it: scripts and shims.
func (t *Tree) judgeWrappers() {
	var wrappers []int
	for pid, role := range t.Roles {
		if role != health.RoleGopls && role != health.RoleGoplsDaemon && role != health.RoleGo && role != health.RoleDlv {
			continue
		}
		var between []int
	up:
		for _, above := range t.above(pid) {
			switch t.Roles[above] {
			case health.RoleShell, health.RoleOther:
				between = append(between, above)
			case health.RoleExtensionHost, health.RoleGopls, health.RoleGoplsDaemon, health.RoleSidecar, health.RoleGo, health.RoleDlv:
				wrappers = append(wrappers, between...)
				break up
			default:
				break up
			}
		}
	}
	for _, pid := range wrappers {
		t.Roles[pid] = health.RoleWrapper
	}
}

// Private reports a process that a sidecar started for itself, such as a server that takes the pulse.
func (t *Tree) Private(pid int) bool {
	return slices.ContainsFunc(t.above(pid), func(up int) bool { return t.Roles[up] == health.RoleSidecar })
}
