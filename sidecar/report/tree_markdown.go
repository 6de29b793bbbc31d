package report

import (
	"fmt"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// TreeMarkdown draws the tree for a preview in the editor: lists within lists, and below them what else is known of each process.
func TreeMarkdown(d TreeDocument) string {
	var out strings.Builder
	if d.Reason != "" {
		fmt.Fprintf(&out, "**%s**\n\n", md(d.Reason))
	}
	if len(d.Processes) == 0 {
		if d.Reason == "" {
			out.WriteString("There is no process to show.\n")
		}
		return out.String()
	}
	out.WriteString("The processes around this window, as they were just now.")
	if d.Native != "" {
		out.WriteString(" The hardware is " + md(d.Native) + ".")
	}
	if d.Cut > 0 {
		out.WriteString(" " + plural(d.Cut, "process", "processes") + " more are left out.")
	}
	all := branches(d.Processes, d.Root)
	out.WriteString("\n\n" + mdBranches(all, d.Host) + "\n" + mdProcessTable(all))
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
		out.WriteString(line + "\n")
	}
	return out.String()
}

// codeWords are how the code of a process runs on this hardware.
var codeWords = map[health.ProcessState]string{
	health.ProcessNative: "native", health.ProcessTranslated: "translated", health.ProcessEmulated: "emulated", health.ProcessUnknown: "cannot tell",
}

func mdProcessTable(all []branch) string {
	var out strings.Builder
	out.WriteString("| Process | What | Architecture | Memory | CPU time | Started (UTC) | Executable | Works in |\n|--:|---|---|--:|--:|---|---|---|\n")
	for _, b := range all {
		memory, cpu := "", ""
		if b.ResidentBytes > 0 {
			memory = humanBytes(b.ResidentBytes)
		}
		if b.CPUMs > 0 {
			cpu = fmt.Sprintf("%.1f s", float64(b.CPUMs)/1000)
		}
		cells := []string{fmt.Sprint(b.PID), md(b.title()), md(joinNonEmpty(", ", b.Architecture, codeWords[b.State])), memory, cpu,
			md(strings.TrimSuffix(strings.Replace(b.StartedAt, "T", " ", 1), "Z")), md(joinNonEmpty(" through ", b.Executable, b.Emulator)), md(joinNonEmpty(": ", b.Directory, b.Error))}
		out.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	return out.String()
}
