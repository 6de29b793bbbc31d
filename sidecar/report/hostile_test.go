package report

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

var movesTheScreen = regexp.MustCompile("[\x00-\x09\x0b-\x1f\x7f\u0080-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]")

func TestHostileStringsAreInertInEveryFace(t *testing.T) {
	benign := poisoned("benign")
	for name, d := range poisoned(hostileText) {
		for _, format := range Formats {
			t.Run(name+"/"+format, func(t *testing.T) {
				out, err := Render(d, format)
				if err != nil {
					t.Fatal(err)
				}
				if at := movesTheScreen.FindStringIndex(out); at != nil {
					t.Errorf("holds %q in …%q…", out[at[0]:at[1]], out[max(0, at[0]-60):min(len(out), at[1]+20)])
				}
				if !strings.Contains(out, "pwned") {
					t.Fatal("nothing hostile is shown, so this test proves nothing")
				}
				switch format {
				case "html":
					plain, _ := Render(benign[name], format)
					sameMarkup(t, plain, out)
				case "markdown":
					inertMarkdown(t, out)
				case "json", "sarif":
					if !json.Valid([]byte(out)) {
						t.Error("no JSON")
					}
				case "junit":
					var suite junitSuite
					if err := xml.Unmarshal([]byte(out), &suite); err != nil || len(suite.Cases) == 0 {
						t.Errorf("no JUnit: %v", err)
					}
				}
				if format != "json" && format != "sarif" {
					noCommands(t, out, format == "github")
				}
			})
		}
	}
}

// The other commands print parts of a report.
func TestHostileStringsAreInertInPartsOfAReport(t *testing.T) {
	for name, d := range poisoned(hostileText) {
		var every health.Report
		poison(reflect.ValueOf(&every).Elem(), hostileText)
		tree := BuildTree(every, Words{}, PrivacyFull)
		for face, out := range map[string]string{
			"ladder": LadderText(LadderDocument{Ladders: d.Ladders}, TextOptions{}), "narrow ladder": LadderText(LadderDocument{Ladders: d.Ladders}, TextOptions{Width: 40}),
			"isolation": IsolationText(IsolationDocument{Ladders: d.Ladders, Isolations: d.Isolations, Findings: d.Findings}, TextOptions{}),
			"tree":      TreeText(tree, TextOptions{}), "tree as JSON": must(JSON(tree)), "panel": must(HTML(d, HTMLOptions{Nonce: "0123456789abcdef"})),
		} {
			if at := movesTheScreen.FindStringIndex(out); at != nil {
				t.Errorf("%s, %s: %q in …%q…", name, face, out[at[0]:at[1]], out[max(0, at[0]-80):at[1]])
			}
			if !strings.Contains(out, "pwned") {
				t.Errorf("%s, %s: nothing hostile is shown, so this test proves nothing", name, face)
			}
			noCommands(t, out, false)
		}
	}
}

// noCommands: a step of GitHub Actions takes any line of any output for a command that begins so, blanks before it or not.
func noCommands(t *testing.T, out string, ours bool) {
	for _, line := range strings.Split(out, "\n") {
		bare := strings.TrimSpace(line)
		if ours && regexp.MustCompile(`^::(error|warning|notice) (file=[^:]*,line=\d+,)?title=Go Vitals%3A [^:]*::`).MatchString(line) {
			continue
		}
		if strings.HasPrefix(bare, "::") || strings.HasPrefix(bare, "##[") {
			t.Errorf("a command: %.100q", line)
		}
	}
}

var (
	tags       = regexp.MustCompile(`<(/?[a-zA-Z!][^\s>/]*)((?:[^>"']|"[^"]*"|'[^']*')*)>`)
	attributes = regexp.MustCompile(`([^\s=/"]+)(?:="([^"]*)")?`)
)

// markup is the sequence of tags with the names of their attributes, and the addresses they lead to up to the path.
func markup(html string) []string {
	var out []string
	for _, m := range tags.FindAllStringSubmatch(html, -1) {
		tag := m[1]
		for _, a := range attributes.FindAllStringSubmatch(m[2], -1) {
			tag += " " + a[1]
			if a[1] == "href" && !strings.HasPrefix(a[2], "#") && !strings.HasPrefix(a[2], docs) {
				tag += "=" + a[2]
			}
		}
		out = append(out, tag)
	}
	return out
}

// pageTags are all tags that the page is made of.
var pageTags = strings.Fields("!DOCTYPE html head meta title style body a header div span h1 h2 h3 h4 ul ol li code p nav main section article strong details summary table caption thead tbody tr th td pre footer figure figcaption svg desc line rect text")

func sameMarkup(t *testing.T, plain, hostile string) {
	style := regexp.MustCompile(`(?s)<style>.*?</style>`)
	if got := style.FindAllString(hostile, -1); len(got) != 1 || got[0] != style.FindString(plain) {
		t.Error("the style is not our own")
	}
	a, b := markup(style.ReplaceAllString(plain, "")), markup(style.ReplaceAllString(hostile, ""))
	for _, tag := range b {
		if name, _, _ := strings.Cut(strings.TrimPrefix(tag, "/"), " "); !slices.Contains(pageTags, name) {
			t.Errorf("a tag of a stranger: %q", tag)
		}
		if !slices.Contains(a, tag) {
			t.Errorf("no such tag with benign words: %q", tag)
		}
	}
	if strings.Count(hostile, "<") != len(b)+2 { // the style's own two
		t.Errorf("%d of < in %d tags", strings.Count(hostile, "<"), len(b))
	}
}

// inertMarkdown knows what GitHub makes of Markdown outside of code: tags, links, pictures, mentions, references, tables, mathematics.
func inertMarkdown(t *testing.T, out string) {
	if len(out) >= MarkdownLimit {
		t.Errorf("%d bytes", len(out))
	}
	balanced(t, out)
	for _, line := range strings.Split(out, "\n") {
		bare := outsideOfCode(line)
		for _, tag := range regexp.MustCompile(`</?[a-zA-Z!][^>]*>?`).FindAllString(bare, -1) {
			if !slices.Contains([]string{"<details>", "</details>", "<summary>", "</summary>", "<!-- -->"}, tag) {
				t.Errorf("tag %q in %.200q", tag, line)
			}
		}
		bare = strings.ReplaceAll(bare, "]("+docs, "") // a check's own page
		for name, bad := range map[string]string{"link": `(^|[^\\])\]\(`, "picture": `(^|[^\\])!\[`, "mention": `@\w`, "reference": `(^|[^\w&])#\w`, "address": `https?://|www\.`, "mathematics": `(^|[^\\])\$`} {
			if at := regexp.MustCompile(bad).FindString(bare); at != "" {
				t.Errorf("%s %q in %.300q", name, at, line)
			}
		}
		if strings.HasPrefix(line, "|") && strings.Count(regexp.MustCompile(`\\.`).ReplaceAllString(line, ""), "|") > 13 {
			t.Errorf("more cells than places: %.200q", line)
		}
	}
}

// balanced: every part that is folded is closed, so that what follows is not hidden in it.
func balanced(t *testing.T, out string) {
	open := 0
	for _, line := range strings.Split(out, "\n") {
		open += strings.Count(outsideOfCode(line), "<details>") - strings.Count(outsideOfCode(line), "</details>")
		if open < 0 || open > 1 {
			t.Fatalf("%d parts are open at %.200q", open, line)
		}
	}
	if open != 0 {
		t.Error("a folded part is not closed")
	}
}

func TestMarkdownStaysWholeHoweverLong(t *testing.T) {
	for name, grow := range map[string]func(*Document){
		"folders": func(d *Document) { d.Folders = slices.Repeat(d.Folders, 4000) },
		"a path":  func(d *Document) { d.Folders[0].Path = strings.Repeat("a/`", 90000) },
		"titles": func(d *Document) {
			d.Findings[2].Title, d.Findings[2].Detail = strings.Repeat("<@", 90000), strings.Repeat("_", 90000)
		},
		"fixes":    func(d *Document) { d.Findings[2].Fixes = slices.Repeat(d.Findings[2].Fixes, 3000) },
		"a step":   func(d *Document) { d.Findings[2].Fixes[0].Steps[0].Title = strings.Repeat("`|", 90000) },
		"hence":    func(d *Document) { d.Findings = append(d.Findings, slices.Repeat(d.Findings[3:4], 5000)...) },
		"works":    func(d *Document) { d.Works = slices.Repeat(d.Works, 9000) },
		"reasons":  func(d *Document) { d.Checks = slices.Repeat(d.Checks, 3000) },
		"ladders":  func(d *Document) { d.Ladders = slices.Repeat(d.Ladders, 300) },
		"the tool": func(d *Document) { d.Tool.Version = strings.Repeat("v&", 70000) },
	} {
		t.Run(name, func(t *testing.T) {
			d := sick()
			grow(&d)
			for i := range d.Findings {
				if i > 5 {
					d.Findings[i].ID = fmt.Sprint("many-", i)
				}
			}
			out := Markdown(d)
			if len(out) >= MarkdownLimit {
				t.Errorf("%d bytes", len(out))
			}
			balanced(t, out)
			if !strings.HasPrefix(out, "## ❌ Go does not work here") || !strings.Contains(out, "standard examination of") {
				t.Errorf("the verdict or the end is gone: %.300q … %q", out, out[max(0, len(out)-300):])
			}
		})
	}
}
