package process

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// judgeWindows says whose each process is. Which of several windows belongs to an extension host nothing shows.
func (t *Tree) judgeWindows() {
	if t.Host == 0 {
		return
	}
	hosts := 0
	for _, role := range t.Roles {
		if role == health.RoleExtensionHost {
			hosts++
		}
	}
	for pid := range t.Nodes {
		t.Windows[pid] = t.windowOf(pid, hosts)
	}
}

func (t *Tree) windowOf(pid, hosts int) health.Window {
	if t.Roles[pid] == health.RoleGoplsDaemon {
		return health.WindowShared
	}
	for _, at := range append([]int{pid}, t.above(pid)...) {
		switch role := t.Roles[at]; {
		case at == t.Host:
			return health.WindowOurs
		case role == health.RoleExtensionHost:
			return health.WindowOther
		case role == health.RoleEditorWindow && hosts == 1:
			return health.WindowOurs
		case role == health.RoleEditorWindow:
			return ""
		case slices.Contains(editorRoles, role):
			return health.WindowShared
		}
	}
	return ""
}

// judgeOrphans marks tools whose editor is gone: something that adopts orphans is their parent, or the editor's own main process,
// which starts no tools (as the first process of a container it adopts orphans, too). Daemons are meant to outlive their window.
func (t *Tree) judgeOrphans() {
	for pid, role := range t.Roles {
		if role != health.RoleGopls && role != health.RoleGo && role != health.RoleDlv {
			continue
		}
		n := t.Nodes[pid]
		parent, ok := t.table[n.Parent]
		switch {
		case !ok || !t.table.ParentOf(parent.Proc, n.Proc):
			t.Orphans[pid] = true
		case t.Roles[parent.PID] == health.RoleEditorMain, t.Roles[parent.PID] == health.RoleEditorServer:
			t.Orphans[pid] = true
		case slices.Contains([]health.ProcessRole{"", health.RoleOther}, t.Roles[parent.PID]):
			t.Orphans[pid] = isReaper(parent)
		}
	}
}
