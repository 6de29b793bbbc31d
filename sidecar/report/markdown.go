package report

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
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
			section{d.say.Say("finding %s", f.ID), 10 + i, mdFinding(d, f)},
			section{d.say.Say("evidence of %s", f.ID), 1000 + i, mdEvidence(d, f)})
	}
	sections = append(sections,
		section{d.say.Say("checks that could not judge"), 900, mdOpen(d)},
		section{d.say.Say("what works"), 3000, mdWorks(d)},
		section{d.say.Say("the machine"), 950, mdMachine(d)},
		section{d.say.Say("the control ladder"), 5000, mdLadders(d)},
		section{d.say.Say("the environment"), 5500, mdEnvironment(d)},
		section{d.say.Say("the timeline of gopls"), 5400, mdTimeline(d)},
		section{d.say.Say("the processes"), 5600, mdProcesses(d)},
		section{d.say.Say("the settings"), 5700, mdSettings(d)},
		section{d.say.Say("all checks"), 6000, mdChecks(d)},
		section{d.say.Say("probes"), 7000, mdProbes(d)},
		section{"end", alwaysKept, mdEnd(d)})
	return fit(sections, MarkdownLimit, d.say)
}

// fit joins the sections and leaves out the least important ones that do not fit, and says so.
func fit(sections []section, limit int, say *lang.Printer) string {
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
		names := md(shorten(strings.Join(left[:min(n, 20)], ", "), noteLimit/4))
		if n > 20 {
			names = say.Say("%s and %d more", names, n-20)
		}
		out.WriteString("\n*" + say.Say("Left out because the report was too long: %s.", names) + "*\n")
	}
	return shorten(out.String(), limit-10)
}

// noteLimit is room for the words about what was left out; escaping may make them several times as long.
const noteLimit = 4000

// mostFolders are listed beside the verdict, which is never left out.
const mostFolders = 20

func mdVerdict(d Document) string {
	var out strings.Builder
	fmt.Fprintf(&out, "## %s %s\n\n", mdMarks[d.Badge], md(d.headline()))
	for _, f := range d.Folders[:min(len(d.Folders), mostFolders)] {
		line := "- " + code(shorten(f.Path, 1000))
		if words := d.folderWords(f); words != "" {
			line += ": " + md(shorten(words, 500))
		}
		out.WriteString(line + "\n")
	}
	if n := len(d.Folders) - mostFolders; n > 0 {
		fmt.Fprintf(&out, "- %s\n", d.say.Count(n, "and %d folder more", "and %d folders more"))
	}
	if roots := d.roots(); len(roots) > 1 {
		out.WriteString("\n")
		for _, f := range roots[:min(len(roots), 10)] {
			fmt.Fprintf(&out, "1. **%s**: %s\n", severityWord(f), md(shorten(f.Title, 300)))
		}
		if n := len(roots) - 10; n > 0 {
			fmt.Fprintf(&out, "\n%s\n", d.say.Say("and %d more", n))
		}
	}
	return out.String() + "\n"
}

var mdMarks = map[health.Badge]string{
	health.BadgeError: "❌", health.BadgeWarning: "⚠️", health.BadgeHealthy: "✅", health.BadgeAdvice: "💡",
	health.BadgeInconclusive: "❔", health.BadgeLoading: "⏳", health.BadgeChecking: "⏳",
}

// severityWord is one of ours whatever a replayed report says.
func severityWord(f Finding) string {
	word := f.say.Say("finding")
	switch f.Severity {
	case health.Error, health.Warning:
		word = f.say.Word(string(f.Severity))
	case health.Info:
		word = f.say.Say("note")
	}
	if f.Known {
		return f.say.Say("known %s", word)
	}
	return word
}

func mdFinding(d Document, f Finding) string {
	var out strings.Builder
	link := "(" + mdCheck(f.Check) + ")"
	fmt.Fprintf(&out, "### %s: %s\n\n%s\n\n", severityWord(f), md(shorten(f.Title, 500)), joinNonEmpty(" ", md(shorten(f.Detail, 2000)), link))
	if f.Accepted != "" {
		fmt.Fprintf(&out, "- %s\n", d.say.Say("Accepted: %s", md(shorten(f.Accepted, 500))))
	}
	for i, fix := range f.Fixes {
		label := d.say.Say("Do:")
		if i > 0 {
			label = d.say.Say("Or:")
		}
		fmt.Fprintf(&out, "- **%s** %s\n", label, md(fix.Title))
		if steps := fix.instructions(); len(steps) > 1 || len(steps) == 1 && steps[0] != fix.Title {
			for _, step := range steps {
				fmt.Fprintf(&out, "  1. %s\n", md(step))
			}
		}
	}
	for _, c := range d.consequences(f.ID) {
		fmt.Fprintf(&out, "- %s (%s)\n", d.say.Say("Hence: %s", md(shorten(c.Title, 300))), mdCheck(c.Check))
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
				line = d.say.Say("%s; expected: %s", line, code(shorten(e.Expected, 500)))
			}
			if who := e.who(); who != "" {
				line += " (" + md(who) + ")"
			}
			out.WriteString(line + "\n")
		}
	}
	return folded(d.say.Say("What proves it"), out.String())
}

func mdOpen(d Document) string {
	var out strings.Builder
	for _, c := range d.checksIn(health.StateInconclusive) {
		fmt.Fprintf(&out, "- %s: %s\n", code(c.ID), md(shorten(c.Reason, 500)))
	}
	if out.Len() == 0 {
		return ""
	}
	return "### " + d.say.Say("Could not judge") + "\n\n" + out.String() + "\n"
}

func mdWorks(d Document) string {
	var out strings.Builder
	for _, w := range d.Works {
		out.WriteString("- " + md(w) + "\n")
	}
	if out.Len() == 0 {
		return ""
	}
	return "### " + d.say.Say("What works") + "\n\n" + out.String() + "\n"
}

func orUnset(value string, say *lang.Printer) string {
	if value == "" {
		return say.Say("not set")
	}
	return value
}

func mdChecks(d Document) string {
	var out strings.Builder
	for _, state := range []health.CheckState{health.StateFinding, health.StateOK, health.StateNotApplicable, health.StateSkipped} {
		if ids := each(d.checksIn(state), func(c Check) string { return code(c.ID) }); len(ids) > 0 {
			fmt.Fprintf(&out, "- %s: %s\n", d.say.Word(string(state)), strings.Join(ids, ", "))
		}
	}
	return folded(d.say.Count(len(d.Checks), "%d check", "%d checks"), out.String())
}

func mdProbes(d Document) string {
	var out strings.Builder
	for _, p := range d.Probes {
		fmt.Fprintf(&out, "- %s: %s %s\n", code(p.ID), d.say.Say("%s in %.1f ms", md(d.say.Word(string(p.State))), p.TookMs), md(shorten(p.Error, 500)))
	}
	return folded(d.say.Count(len(d.Probes), "%d probe", "%d probes"), out.String())
}

func mdEnd(d Document) string {
	names := ""
	if d.Privacy == PrivacyShare {
		names = d.say.Say(" Names of people, hosts and private modules were replaced.")
	}
	return "*" + d.say.Say("%s %s, %s examination of %s in %.1f s.%s", md(shorten(d.Tool.Name, 100)), md(shorten(d.Tool.Version, 100)), md(shorten(d.say.Word(string(d.Tier)), 100)), md(shorten(d.StartedAt, 100)), float64(d.TookMs)/1000, names) + "*\n"
}

func folded(title, text string) string {
	if text == "" {
		return ""
	}
	return "<details><summary>" + title + "</summary>\n\n" + text + "\n</details>\n\n"
}

// mdCheck links to the page of a check.
func mdCheck(id string) string {
	return fmt.Sprintf("[%s](%s%s.md)", md(shorten(id, 200)), docs, url.PathEscape(shorten(id, 200)))
}

// md shows words as themselves: nothing in them is markup, a link, a command, an issue number or somebody's name.
func md(s string) string {
	s = mdEscaper.Replace(apart.ReplaceAllString(clean(s), "$1\x00$2")) // clean left no such character
	s = strings.ReplaceAll(s, "\x00", "<!-- -->")
	if at := blockMark.FindStringSubmatchIndex(s); at != nil {
		last := at[3] - 1
		return s[:last] + "\\" + s[last:]
	}
	return s
}

var mdEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_",
	"[", "\\[", "]", "\\]", "|", "\\|", "~", "\\~", "$", "&#36;", "!", "\\!")

// apart is what services look for in the finished text, where no entity hides it any more: a person's name, an issue's number, an
// address. A comment between its parts does.
var apart = regexp.MustCompile(`(?i)(@|#|:/|\bwww)([\pL\pN]|/|\.)`)

// blockMark begins a list, a heading or a rule at the start of a line.
var blockMark = regexp.MustCompile(`^(\d{1,9}[.)]|[-+]|#{1,6}|[-=]+)(?: |$)`)

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
