package docs

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// manifest is what of package.json the documentation names.
type manifest struct {
	Publisher, Name string
	Contributes     struct {
		Commands      []struct{ Command, Title string }
		Configuration struct{ Properties map[string]struct{} }
	}
}

var (
	ours  = regexp.MustCompile(`^govitals\.[a-zA-Z]+$`)
	title = regexp.MustCompile(`\*Go Vitals: ([^*\n]+)\*`)
	// written are endings of files that are called like the program.
	written = regexp.MustCompile(`\.(json|yaml|sarif|xml|exe|html)$`)
)

func read(t *testing.T) (m manifest, titles map[string]bool) {
	t.Helper()
	texts := map[string]string{}
	for name, into := range map[string]any{"package.json": &m, "package.nls.json": &texts} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err == nil {
			err = json.Unmarshal(text, into)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	titles = map[string]bool{}
	for i, c := range m.Contributes.Commands {
		m.Contributes.Commands[i].Title = texts[strings.Trim(c.Title, "%")]
		titles[m.Contributes.Commands[i].Title] = true
	}
	return m, titles
}

func TestNamedCommandsAndSettingsExist(t *testing.T) {
	m, titles := read(t)
	known := map[string]bool{m.Publisher + "." + m.Name: true}
	for _, c := range m.Contributes.Commands {
		known[c.Command] = true
	}
	for name := range m.Contributes.Configuration.Properties {
		known[name] = true
	}
	count := 0
	for _, p := range pages(t) {
		for _, code := range p.spans {
			if ours.MatchString(code) && !written.MatchString(code) {
				count++
				if !known[code] {
					t.Errorf("%s: there is no command and no setting %s", p.name, code)
				}
			}
		}
		for _, found := range title.FindAllStringSubmatch(p.prose, -1) {
			count++
			if !titles[found[1]] {
				t.Errorf("%s: there is no command %q", p.name, found[1])
			}
		}
	}
	if count < 30 {
		t.Errorf("%d names: they are not found", count)
	}
}

// What can be run and set is for something, and the guide says what.
func TestGuideNamesEveryCommandAndSetting(t *testing.T) {
	m, _ := read(t)
	text, err := os.ReadFile(filepath.Join(root, "docs", "guide.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range m.Contributes.Commands {
		if !strings.Contains(string(text), "*Go Vitals: "+c.Title+"*") {
			t.Errorf("docs/guide.md does not say what *Go Vitals: %s* is for", c.Title)
		}
	}
	for name := range m.Contributes.Configuration.Properties {
		if !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("docs/guide.md does not say what the setting `%s` is for", name)
		}
	}
}
