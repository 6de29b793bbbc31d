package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// MarkdownLimit is the longest text that GitHub takes as an issue.
const MarkdownLimit = 65536

// A section of a Markdown report. When the whole is too long, those of the highest weight are left out first.
type section struct {
	name   string
	weight int
	text   string
}

const alwaysKept = 0

// Markdown renders a report for an issue or a preview: the verdict and the problems first, the rest folded.
func Markdown(d Document) string {
	sections := []section{{"verdict", alwaysKept, mdVerdict(d)}}
	for i, f := range d.roots() {
		sections = append(sections,
			section{"finding " + f.ID, 10 + i, mdFinding(d, f)},
			section{"evidence of " + f.ID, 1000 + i, mdEvidence(d, f)})
	}
	sections = append(sections,
		section{"checks that could not judge", 900, mdOpen(d)},
		section{"what works", 3000, mdWorks(d)},
		section{"the control ladder", 5000, mdLadders(d)},
		section{"the environment", 5500, mdEnvironment(d)},
		section{"all checks", 6000, mdChecks(d)},
		section{"probes", 7000, mdProbes(d)},
		section{"end", alwaysKept, mdEnd(d)})
	return fit(sections, MarkdownLimit)
}

// fit joins the sections and leaves out the least important ones that do not fit, and says so.
func fit(sections []section, limit int) string {
	byWeight := slices.Clone(sections)
	slices.SortStableFunc(byWeight, func(a, b section) int { return a.weight - b.weight })
	size := 0
	for _, s := range sections {
		size += len(s.text)
	}
	dropped := map[string]bool{}
	var left []string
	for n := len(byWeight) - 1; n >= 0 && size >= limit-noteLimit; n-- {
		if s := byWeight[n]; s.weight > alwaysKept && s.text != "" {
			size -= len(s.text)
			dropped[s.name] = true
			left = append(left, s.name)
		}
	}
	var out strings.Builder
	for _, s := range sections {
		if !dropped[s.name] {
			out.WriteString(s.text)
		}
	}
	if n := len(left); n > 0 {
		note := "\n*Left out because the report was too long: " + md(shorten(strings.Join(left[:min(n, 20)], ", "), noteLimit/4))
		if n > 20 {
			note += fmt.Sprintf(" and %d more", n-20)
		}
		out.WriteString(note + ".*\n")
	}
	return shorten(out.String(), limit-10)
}

// noteLimit is room for the words about what was left out; escaping may make them several times as long.
const noteLimit = 4000

func mdVerdict(d Document) string {
	var out strings.Builder
	fmt.Fprintf(&out, "## %s %s\n\n", mdMarks[d.Badge], md(d.headline()))
	for _, f := range d.Folders {
		line := "- " + code(f.Path)
		switch {
		case f.State != health.FolderOK:
			line += ": " + md(folderTrouble(f))
		case !f.HasGo && len(d.Folders) > 1:
			line += ": no Go here"
		}
		out.WriteString(line + "\n")
	}
	if roots := d.roots(); len(roots) > 1 {
		out.WriteString("\n")
		for _, f := range roots[:min(len(roots), 10)] {
			fmt.Fprintf(&out, "1. **%s**: %s\n", severityWord(f), md(shorten(f.Title, 300)))
		}
		if n := len(roots) - 10; n > 0 {
			fmt.Fprintf(&out, "\nand %d more\n", n)
		}
	}
	return out.String() + "\n"
}

var mdMarks = map[health.Badge]string{
	health.BadgeError: "❌", health.BadgeWarning: "⚠️", health.BadgeHealthy: "✅", health.BadgeAdvice: "💡",
	health.BadgeInconclusive: "❔", health.BadgeLoading: "⏳", health.BadgeChecking: "⏳",
}

func severityWord(f Finding) string {
	word := string(f.Severity)
	if f.Severity == health.Info {
		word = "note"
	}
	if f.Known {
		word = "known " + word
	}
	return word
}

func mdFinding(d Document, f Finding) string {
	var out strings.Builder
	link := fmt.Sprintf("([%s](%s))", md(f.Check), f.DocURL)
	fmt.Fprintf(&out, "### %s: %s\n\n%s\n\n", severityWord(f), md(shorten(f.Title, 500)), joinNonEmpty(" ", md(shorten(f.Detail, 2000)), link))
	if f.Accepted != "" {
		fmt.Fprintf(&out, "- Accepted: %s\n", md(shorten(f.Accepted, 500)))
	}
	for i, fix := range f.Fixes {
		label := "**Do:**"
		if i > 0 {
			label = "**Or:**"
		}
		fmt.Fprintf(&out, "- %s %s\n", label, md(fix.Title))
		if steps := fix.instructions(); len(steps) > 1 || len(steps) == 1 && steps[0] != fix.Title {
			for _, step := range steps {
				fmt.Fprintf(&out, "  1. %s\n", md(step))
			}
		}
	}
	for _, c := range d.consequences(f.ID) {
		fmt.Fprintf(&out, "- Hence: %s ([%s](%s))\n", md(shorten(c.Title, 300)), md(c.Check), c.DocURL)
	}
	return out.String() + "\n"
}

func mdEvidence(d Document, f Finding) string {
	all := append([]Finding{f}, d.consequences(f.ID)...)
	var out strings.Builder
	for _, one := range all {
		for _, e := range one.Evidence {
			line := "- " + md(e.What)
			if e.Observed != "" {
				line += ": " + code(shorten(e.Observed, 2000))
			}
			if e.Expected != "" {
				line += "; expected: " + code(shorten(e.Expected, 500))
			}
			if who := e.who(); who != "" {
				line += " (" + md(who) + ")"
			}
			out.WriteString(line + "\n")
		}
	}
	return folded("What proves it", out.String())
}

func mdOpen(d Document) string {
	var out strings.Builder
	for _, c := range d.checksIn(health.StateInconclusive) {
		fmt.Fprintf(&out, "- %s: %s\n", code(c.ID), md(shorten(c.Reason, 500)))
	}
	if out.Len() == 0 {
		return ""
	}
	return "### Could not judge\n\n" + out.String() + "\n"
}

func mdWorks(d Document) string {
	var out strings.Builder
	for _, w := range d.Works {
		out.WriteString("- " + md(w) + "\n")
	}
	if out.Len() == 0 {
		return ""
	}
	return "### What works\n\n" + out.String() + "\n"
}

func orUnset(value string) string {
	if value == "" {
		return "not set"
	}
	return value
}

func mdChecks(d Document) string {
	var out strings.Builder
	for _, state := range []health.CheckState{health.StateFinding, health.StateOK, health.StateNotApplicable, health.StateSkipped} {
		if ids := each(d.checksIn(state), func(c Check) string { return code(c.ID) }); len(ids) > 0 {
			fmt.Fprintf(&out, "- %s: %s\n", state, strings.Join(ids, ", "))
		}
	}
	return folded(plural(len(d.Checks), "check", "checks"), out.String())
}

func mdProbes(d Document) string {
	var out strings.Builder
	for _, p := range d.Probes {
		fmt.Fprintf(&out, "- %s: %s in %.1f ms %s\n", code(p.ID), p.State, p.TookMs, md(shorten(p.Error, 500)))
	}
	return folded(plural(len(d.Probes), "probe", "probes"), out.String())
}

func mdEnd(d Document) string {
	names := ""
	if d.Privacy == PrivacyShare {
		names = " Names of people, hosts and private modules were replaced."
	}
	return fmt.Sprintf("*%s %s, %s examination of %s in %.1f s.%s*\n", md(d.Tool.Name), md(d.Tool.Version), d.Tier, md(d.StartedAt), float64(d.TookMs)/1000, names)
}

func folded(title, text string) string {
	if text == "" {
		return ""
	}
	return "<details><summary>" + title + "</summary>\n\n" + text + "\n</details>\n\n"
}

// md shows words as themselves: nothing in them is markup, a link, a command, an issue number or somebody's name.
func md(s string) string {
	return strings.ReplaceAll(mdEscaper.Replace(clean(s)), "://", ":&#47;/")
}

var mdEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_",
	"[", "\\[", "]", "\\]", "|", "\\|", "@", "&#64;", "#", "&#35;", "~", "\\~", "$", "&#36;", "!", "\\!")

// code shows a value as code, with a fence that is longer than any in it.
func code(s string) string {
	s = clean(s)
	if s == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if len(fence) > 1 || strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		return fence + " " + s + " " + fence
	}
	return fence + s + fence
}
