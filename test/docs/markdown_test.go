package docs

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

// page is a Markdown file, cut into what the tests look at.
type page struct {
	name  string   // slash-separated, from the root of the checkout
	prose string   // without code
	spans []string // code within a line
	lines []string // lines of code blocks that hold commands
}

// example is the check that CONTRIBUTING.md adds to show how; its files are not there.
const example = "sleepy"

var (
	span    = regexp.MustCompile("`([^`\n]+)`")
	heading = regexp.MustCompile(`(?m)^#+ +(.+)$`)
)

// pages are all pages that people read, but for those of single checks, which are written from the checks themselves.
func pages(t *testing.T) []page {
	t.Helper()
	var out []page
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/checks/README.md", "test/lab/README.md"} {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil || len(files) == 0 {
			t.Fatalf("no file %s: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			name, err := filepath.Rel(root, file)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, cut(filepath.ToSlash(name), string(text)))
		}
	}
	return out
}

// cut takes a page apart. A block that is called text holds a program's own words.
func cut(name, text string) page {
	p := page{name: name}
	var prose []string
	inside, skipped := false, false
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(trimmed, "```"):
			inside = !inside
			skipped = inside && trimmed == "```text"
		case inside && !skipped:
			p.lines = append(p.lines, trimmed)
		case !inside:
			prose = append(prose, strings.TrimRight(line, "\r\n"))
		}
	}
	p.prose = strings.Join(prose, "\n")
	for _, found := range span.FindAllStringSubmatch(p.prose, -1) {
		p.spans = append(p.spans, found[1])
	}
	return p
}

// anchors are the names by which links reach the headings of a page.
func anchors(text string) map[string]bool {
	out := map[string]bool{}
	for _, found := range heading.FindAllStringSubmatch(text, -1) {
		var name strings.Builder
		for _, r := range strings.ToLower(strings.NewReplacer("`", "", "*", "").Replace(strings.TrimSpace(found[1]))) {
			switch {
			case r == ' ':
				name.WriteByte('-')
			case r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r > 0x7f:
				name.WriteRune(r)
			}
		}
		out[name.String()] = true
	}
	return out
}

func TestPagesAreCut(t *testing.T) {
	p := cut("x.md", "# A *b*: `c-d`\n\nsee `govitals check` and [x](y.md)\n\n```sh\ngovitals tree\n```\n\n```text\ngovitals nothing\n```\n")
	if strings.Join(p.spans, " ") != "c-d govitals check" || strings.Join(p.lines, " ") != "govitals tree" || !anchors(p.prose)["a-b-c-d"] {
		t.Errorf("%+v, %v", p, anchors(p.prose))
	}
}
