package docs

import (
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	link = regexp.MustCompile(`(!?)\[([^\]\n]*)\]\(([^)\s]+)\)`)
	file = regexp.MustCompile(`^(sidecar|extension|test|scripts|docs|l10n|\.ci)/[\w./*-]*\w$`)
)

// largest is what a picture may weigh, in bytes; scripts/screenshots holds to it as well.
const largest = 150_000

func TestLinksLeadSomewhere(t *testing.T) {
	count := 0
	for _, p := range pages(t) {
		prose := span.ReplaceAllString(p.prose, "code") // a link's words may be code, and code may look like a link
		for _, found := range link.FindAllStringSubmatch(prose, -1) {
			count++
			if fault := linkFault(p.name, found[3]); fault != "" {
				t.Errorf("%s: %s: %s", p.name, found[3], fault)
			}
			if found[1] == "!" && strings.TrimSpace(found[2]) == "" {
				t.Errorf("%s: the picture %s says nothing to who cannot see it", p.name, found[3])
			}
		}
	}
	if count < 150 {
		t.Errorf("%d links: they are not found", count)
	}
}

func linkFault(from, target string) string {
	u, err := url.Parse(target)
	if err != nil {
		return err.Error()
	}
	if u.Scheme != "" {
		if u.Scheme != "https" {
			return "only https leads out of the documentation"
		}
		return ""
	}
	at := from
	if u.Path != "" {
		at = path.Join(path.Dir(from), u.Path)
	}
	info, err := os.Stat(filepath.Join(root, filepath.FromSlash(at)))
	switch {
	case err != nil:
		return "there is no such file"
	case u.Fragment == "" || info.IsDir():
		return ""
	}
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(at)))
	if err != nil {
		return err.Error()
	}
	if !anchors(cut(at, string(text)).prose)[u.Fragment] {
		return "there is no such heading"
	}
	return ""
}

func TestPicturesAreUsedAndSmall(t *testing.T) {
	all := ""
	for _, p := range pages(t) {
		all += p.prose
	}
	entries, err := os.ReadDir(filepath.Join(root, "docs", "images"))
	if err != nil || len(entries) == 0 {
		t.Fatalf("no pictures: %v", err)
	}
	for _, e := range entries {
		if !strings.Contains(all, "images/"+e.Name()) {
			t.Errorf("%s is shown nowhere", e.Name())
		}
		if info, err := e.Info(); err != nil || info.Size() > largest {
			t.Errorf("%s: %v, or more than %d bytes", e.Name(), err, largest)
		}
	}
}

// Every file that is named in code is there; a pattern names at least one.
func TestNamedFilesExist(t *testing.T) {
	count := 0
	for _, p := range pages(t) {
		for _, code := range p.spans {
			name, _, _ := strings.Cut(code, " ")
			if !file.MatchString(name) || strings.Contains(name, example) {
				continue
			}
			count++
			if found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(name))); err != nil || len(found) == 0 {
				t.Errorf("%s names %s, which is not there", p.name, name)
			}
		}
	}
	if count < 50 {
		t.Errorf("%d files: they are not found", count)
	}
}

func TestLinkFaultsAreFound(t *testing.T) {
	for target, faulty := range map[string]bool{
		"guide.md": false, "guide.md#the-badge": false, "../README.md": false, "checks": false, "https://go.dev/": false, "#install": false,
		"nowhere.md": true, "guide.md#nothing": true, "http://go.dev/": true, "#nothing": true,
	} {
		if fault := linkFault("docs/guide.md", target); (fault != "") != faulty {
			t.Errorf("%s: %q", target, fault)
		}
	}
}
