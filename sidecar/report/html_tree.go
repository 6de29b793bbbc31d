package report

import (
	"fmt"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// htmlProcess is a box of the tree.
type htmlProcess struct {
	Name, PID, File string
	Environment     string
	Ours, Bad       bool
	Architecture    *look
	Facts           []htmlNote
	Children        []*htmlProcess
}

type htmlNote struct {
	Words string
	Bad   bool
}

var architectureLooks = map[health.ProcessState]look{
	health.ProcessNative: {"good", "✓", lang.Mark("native")}, health.ProcessTranslated: {"warning", "!", lang.Mark("translated")}, health.ProcessEmulated: {"warning", "!", lang.Mark("emulated")},
}

// htmlProcesses nests the processes that matter to Go below those that started them.
func htmlProcesses(d Document) []*htmlProcess {
	var roots []*htmlProcess
	var path []*htmlProcess
	for _, b := range branches(d.tree, 0) {
		one := newHTMLProcess(b, d.host)
		depth := min(len([]rune(b.trunk))/len([]rune("└─ ")), len(path))
		if path = append(path[:depth], one); depth == 0 {
			roots = append(roots, one)
		} else {
			path[depth-1].Children = append(path[depth-1].Children, one)
		}
	}
	return roots
}

func newHTMLProcess(b branch, host int) *htmlProcess {
	out := &htmlProcess{Name: b.title(), PID: fmt.Sprint(b.PID), File: b.Executable, Environment: b.Environment.words(), Ours: b.Window == health.WindowOurs}
	shown := b.TreeProcess
	if b.Architecture != "" {
		a, known := architectureLooks[b.State]
		if !known {
			a = look{"open", "?", lang.Mark("cannot be told")}
		}
		a.Word = b.Architecture + " " + b.say.Say(a.Word)
		out.Architecture, shown.Architecture = &a, ""
		shown.State = health.ProcessNative // said by the tag
	}
	for _, f := range shown.facts(host) {
		out.Facts = append(out.Facts, htmlNote{f.words, f.bad})
		out.Bad = out.Bad || f.bad
	}
	out.Bad = out.Bad || b.State == health.ProcessTranslated || b.State == health.ProcessEmulated
	return out
}
