package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

var roleWords = map[health.ProcessRole]string{
	health.RoleEditorMain: lang.Mark("editor"), health.RoleEditorWindow: lang.Mark("window"), health.RoleEditorServer: lang.Mark("editor server"), health.RoleExtensionHost: lang.Mark("extension host"),
	health.RolePtyHost: lang.Mark("terminal host"), health.RoleFileWatcher: lang.Mark("file watcher"), health.RoleEditorHelper: lang.Mark("editor helper"), health.RoleShell: lang.Mark("shell"),
	health.RoleGopls: lang.Mark("gopls"), health.RoleGoplsDaemon: lang.Mark("shared gopls"), health.RoleTelemetry: lang.Mark("gopls telemetry"), health.RoleGo: lang.Mark("go"), health.RoleGoTool: lang.Mark("go tool"),
	health.RoleDlv: lang.Mark("dlv"), health.RoleSidecar: lang.Mark("govitals"), health.RoleWrapper: lang.Mark("wrapper"), health.RoleOther: "",
}

var waitWords = map[health.Wait]string{
	health.WaitNetwork: lang.Mark("waits for the network"), health.WaitDisk: lang.Mark("waits for a disk"), health.WaitChild: lang.Mark("waits for"), health.WaitLock: lang.Mark("waits for a lock"), health.WaitCPU: lang.Mark("computes"),
}

// TreeText draws the tree for a terminal.
func TreeText(d TreeDocument, o TextOptions) string {
	t := newTerminal(o, d.say)
	if d.Reason != "" {
		t.paragraph("", "", t.style(yellow, clean(d.Reason)))
	}
	for _, b := range branches(d.Processes, d.Root) {
		t.branch(b, d.Host)
	}
	if d.Cut > 0 {
		t.paragraph("", "", t.style(dim, t.say.Count(d.Cut, "and %d process more", "and %d processes more")))
	}
	if len(d.Processes) == 0 && d.Reason == "" {
		t.paragraph("", "", t.say.Say("There is no process to show."))
	}
	if d.Native != "" {
		t.paragraph("", "", t.style(dim, t.say.Say("hardware: %s", clean(d.Native))))
	}
	if d.Environments == health.EnvironmentsClosed {
		t.paragraph("", "", t.style(dim, t.say.Say(closedEnvironments)))
	}
	return t.out.String()
}

// branch draws a process. A line that is too long goes on below itself, beside the trunk.
func (t *terminal) branch(b branch, host int) {
	title := b.title()
	if b.Window == health.WindowOurs && b.Role != health.RoleOther {
		title = t.style(bold, title)
	}
	line := title + t.style(dim, fmt.Sprintf(" %d", b.PID))
	for _, fact := range b.facts(host) {
		line += ", " + fact.styled(t)
	}
	t.paragraph(b.trunk, b.rest+"  ", line)
	if words := b.Environment.words(); words != "" {
		t.paragraph(b.rest+"  ", b.rest+"    ", t.style(dim, words))
	}
}

// title is the role in words, and the program's name where that says more.
func (p TreeProcess) title() string {
	word := p.say.Say(roleWords[p.Role])
	name := clean(p.Name)
	if p.Executable != "" {
		name = clean(p.Executable[strings.LastIndexAny(p.Executable, `/\`)+1:])
	}
	switch {
	case word == "" && name == "":
		return p.say.Say("unknown")
	case word == "":
		return name
	case p.Role == health.RoleGo && len(p.Arguments) > 0:
		return clean(joinNonEmpty(" ", word, p.Arguments[0]))
	case name == "" || strings.Contains(word, strings.TrimSuffix(strings.ToLower(name), ".exe")):
		return word
	}
	return word + " (" + name + ")"
}

// A fact is a few words about a process. Bad ones stand out.
type fact struct {
	words string
	bad   bool
}

func (f fact) styled(t *terminal) string {
	if f.bad {
		return t.style(yellow+bold, f.words)
	}
	return f.words
}

func (p TreeProcess) facts(host int) (out []fact) {
	add := func(ok, bad bool, words string) {
		if ok {
			out = append(out, fact{clean(words), bad})
		}
	}
	add(p.PID == host, false, p.say.Say("this window"))
	add(p.PID != host && p.Role == health.RoleExtensionHost && p.Window == health.WindowOther, false, p.say.Say("another window"))
	add(p.Version != "", false, p.Version)
	add(p.State == health.ProcessTranslated, true, p.say.Say("%s translated", p.Architecture))
	add(p.State == health.ProcessEmulated, true, p.say.Say("%s emulated", p.Architecture))
	add(p.State == health.ProcessUnknown && !p.Zombie && p.Architecture != "", false, p.Architecture)
	add(p.Zombie, true, p.say.Say("ended, not waited for"))
	add(p.Orphan, true, p.say.Say("its editor is gone"))
	add(p.Deleted, true, p.say.Say("its file was replaced"))
	add(p.OtherUser, false, p.say.Say("another user's"))
	add(p.Private, false, p.say.Say("started by govitals"))
	add(p.Forwards, false, p.say.Say("hands everything to a shared gopls"))
	add(p.ResidentBytes > 0, false, humanBytes(p.ResidentBytes))
	add(p.CPUPercent >= 1, p.CPUPercent >= 90, fmt.Sprintf("%.0f %% CPU", p.CPUPercent))
	add(waitWords[p.Waits] != "", p.Waits != health.WaitCPU, joinNonEmpty(" ", p.say.Say(waitWords[p.Waits]), p.WaitsOn))
	return out
}

// humanBytes is a size for people, in units of 1024 like those of every task manager.
func humanBytes(n int64) string {
	units := []string{"B", "kB", "MB", "GB", "TB"}
	value, unit := float64(n), 0
	for value >= 1000 && unit < len(units)-1 {
		value, unit = value/1024, unit+1
	}
	if value < 10 && unit > 0 {
		return fmt.Sprintf("%.1f %s", value, units[unit])
	}
	return fmt.Sprintf("%.0f %s", value, units[unit])
}

// goRoles are what a report shows of the tree, with what is above it.
var goRoles = []health.ProcessRole{
	health.RoleExtensionHost, health.RoleGopls, health.RoleGoplsDaemon, health.RoleTelemetry, health.RoleGo, health.RoleDlv, health.RoleWrapper, health.RoleSidecar,
}

// compactTree keeps what matters to Go. There is nothing to show where neither an editor nor gopls runs.
func compactTree(t health.ProcessTree, list []TreeProcess) []TreeProcess {
	if t.Host == 0 && !slices.ContainsFunc(list, func(p TreeProcess) bool { return p.Role == health.RoleGopls || p.Role == health.RoleGoplsDaemon }) {
		return nil
	}
	parents, keep := map[int]int{}, map[int]bool{}
	for _, p := range list {
		parents[p.PID] = p.Parent
	}
	for _, p := range list {
		if slices.Contains(goRoles, p.Role) {
			for pid, known := p.PID, true; known && !keep[pid]; _, known = parents[pid] {
				keep[pid], pid = true, parents[pid]
			}
		}
	}
	var out []TreeProcess
	for _, p := range list {
		if keep[p.PID] && len(out) < mostBranches {
			out = append(out, p)
		}
	}
	return out
}

// mostBranches bounds the tree in a report; `tree` shows it whole.
const mostBranches = 40

// processTree draws what matters to Go in a report for a terminal.
func (t *terminal) processTree(d Document) {
	if len(d.tree) == 0 {
		return
	}
	t.paragraph("", "", t.style(bold, t.say.Say("What runs"))+"  "+t.style(dim, t.say.Say("(%s tree shows all)", clean(d.Tool.Name))))
	for _, b := range branches(d.tree, 0) {
		b.trunk, b.rest = indent+b.trunk, indent+b.rest
		t.branch(b, d.host)
	}
	t.line()
}

// mdProcesses is the same as a list within lists.
func mdProcesses(d Document) string {
	return folded(d.say.Say("What runs"), mdBranches(branches(d.tree, 0), d.host))
}
