package report

import (
	"fmt"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// TreeMarkdown draws the tree for a preview in the editor: lists within lists, and below them what else is known of each process.
func TreeMarkdown(d TreeDocument) string {
	var out strings.Builder
	if d.Reason != "" {
		fmt.Fprintf(&out, "**%s**\n\n", md(d.Reason))
	}
	if len(d.Processes) == 0 {
		if d.Reason == "" {
			out.WriteString(d.say.Say("There is no process to show.") + "\n")
		}
		return out.String()
	}
	out.WriteString(d.say.Say("The processes around this window, as they were just now."))
	if d.Native != "" {
		out.WriteString(d.say.Say(" The hardware is %s.", md(d.Native)))
	}
	if d.Cut > 0 {
		out.WriteString(d.say.Count(d.Cut, " %d process more is left out.", " %d processes more are left out."))
	}
	if d.Environments == health.EnvironmentsClosed {
		out.WriteString(" " + d.say.Say(closedEnvironments))
	}
	all := branches(d.Processes, d.Root)
	out.WriteString("\n\n" + mdBranches(all, d.Host) + "\n" + d.mdProcessTable(all))
	return out.String()
}

// mdBranches is a tree as lists within lists.
func mdBranches(all []branch, host int) string {
	var out strings.Builder
	for _, b := range all {
		depth := len([]rune(b.trunk)) / len([]rune("└─ "))
		line := strings.Repeat("  ", depth) + "- " + md(b.title()) + fmt.Sprintf(" %d", b.PID)
		for _, f := range b.facts(host) {
			if f.bad {
				line += ", **" + md(f.words) + "**"
			} else {
				line += ", " + md(f.words)
			}
		}
		if words := b.Environment.words(); words != "" {
			line += "  \n" + strings.Repeat("  ", depth+1) + md(words)
		}
		out.WriteString(line + "\n")
	}
	return out.String()
}

// codeWords are how the code of a process runs on this hardware.
var codeWords = map[health.ProcessState]string{
	health.ProcessNative: lang.Mark("native"), health.ProcessTranslated: lang.Mark("translated"), health.ProcessEmulated: lang.Mark("emulated"), health.ProcessUnknown: lang.Mark("cannot tell"),
}

func (d TreeDocument) mdProcessTable(all []branch) string {
	var out strings.Builder
	out.WriteString(d.say.Say("| Process | What | Architecture | Memory | CPU time | Started (UTC) | Executable |") + "\n|--:|---|---|--:|--:|---|---|\n")
	for _, b := range all {
		memory, cpu := "", ""
		if b.ResidentBytes > 0 {
			memory = humanBytes(b.ResidentBytes)
		}
		if b.CPUMs > 0 {
			cpu = fmt.Sprintf("%.1f s", float64(b.CPUMs)/1000)
		}
		cells := []string{fmt.Sprint(b.PID), md(b.title()), md(joinNonEmpty(", ", b.Architecture, d.say.Say(codeWords[b.State]))), memory, cpu,
			md(strings.Replace(b.StartedAt[:min(len(b.StartedAt), len("2006-01-02T15:04:05"))], "T", " ", 1)), md(whereItRuns(b.TreeProcess))}
		out.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	return out.String()
}

// whereItRuns is the file of a process, where it works, and what could not be read of it.
func whereItRuns(p TreeProcess) string {
	out := joinNonEmpty(p.say.Say(" through "), p.Executable, p.Emulator)
	if p.Directory != "" {
		out = joinNonEmpty(", ", out, p.say.Say("in %s", p.Directory))
	}
	return joinNonEmpty(", ", out, p.Error)
}
