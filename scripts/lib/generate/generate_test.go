package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/health"
)

const root = "../../.."

func TestGeneratedFilesAreUpToDate(t *testing.T) {
	stale, err := run(root, false)
	if err != nil {
		t.Fatal(err)
	}
	if len(stale) > 0 {
		t.Errorf("not up to date (run scripts/generate): %s", strings.Join(stale, ", "))
	}
}

// A checkout with what generate reads, in a place where it may write.
func scratch(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"sidecar", "package.json", "package.nls.json"} {
		abs, err := filepath.Abs(filepath.Join(root, name))
		if err == nil {
			err = os.Symlink(abs, filepath.Join(dir, name))
		}
		if err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	return dir
}

func TestRunWritesOnceAndCleansUp(t *testing.T) {
	dir := scratch(t)
	gone := filepath.Join(dir, checkPages, "no-such-check.md")
	if err := save(gone, []byte("old")); err != nil {
		t.Fatal(err)
	}
	first, err := run(dir, true)
	if err != nil || len(first) != len(check.All)+16 { // README twice, eleven schemas, protocol.ts, the reference, and the page that goes
		t.Errorf("%d files, %v: %v", len(first), err, first)
	}
	if _, err := os.Stat(gone); !os.IsNotExist(err) {
		t.Errorf("the page of a check that is gone: %v", err)
	}
	if second, err := run(dir, false); err != nil || len(second) > 0 {
		t.Errorf("not stable: %v, %v", second, err)
	}
	if err := save(filepath.Join(dir, "docs", "report.schema.json"), []byte("{}")); err != nil {
		t.Fatal(err)
	}
	if third, err := run(dir, false); err != nil || strings.Join(third, " ") != "docs/report.schema.json" {
		t.Errorf("an edited file: %v, %v", third, err)
	}
}

// What stands in the reference is what can be run and set: nothing is missing, and what is hidden stays so.
func TestReferenceIsComplete(t *testing.T) {
	text, err := reference(root, map[string][]byte{"docs/x.schema.json": nil, "README.md": nil})
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	m, err := readManifest(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range m.Contributes.Commands {
		if title := m.say(c.Title); title == "" || !strings.Contains(page, "| *Go Vitals: "+title+"* | `"+c.Command+"` |") {
			t.Errorf("%s (%s) is not in it", c.Command, title)
		}
	}
	for name, s := range m.Contributes.Configuration.Properties {
		if scopes[s.Scope] == "" || !strings.Contains(page, "#### `"+name+"`\n\n"+m.say(s.MarkdownDescription)) {
			t.Errorf("%s (scope %q) is not in it", name, s.Scope)
		}
	}
	for _, want := range []string{"### govitals check\n", "### govitals version\n", "| `-y, --yes` |  | apply without asking |", "| `--top int` | `10` |", "  130  interrupted",
		"| `--no-color` |", "Withheld from a folder that is not trusted", "described by [x.schema.json](x.schema.json).\n"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q in it", want)
		}
	}
	if _, fix, _ := strings.Cut(page, "### govitals fix\n"); strings.Contains(fix[:strings.Index(fix, "\n### ")], "--privacy string") {
		t.Error("a hidden flag is in it")
	}
}

func TestReadmeNeedsItsMarkers(t *testing.T) {
	out, err := between([]byte("before "+begin+"old"+end+" after"), "table\n")
	if err != nil || string(out) != "before "+begin+"\ntable\n"+end+" after" {
		t.Errorf("%q, %v", out, err)
	}
	if _, err := between([]byte("no markers"), "table"); err == nil {
		t.Error("a README without markers is taken")
	}
}

func TestEveryCheckHasAPageThatSaysSomething(t *testing.T) {
	files := map[string][]byte{}
	pages(check.All, files)
	for _, c := range check.All {
		page := string(files[checkPages+"/"+string(c.ID)+".md"])
		if !strings.Contains(page, "# "+string(c.ID)+": ") || len(page) < 400 || !strings.Contains(string(files[checkPages+"/README.md"]), "("+string(c.ID)+".md)") {
			t.Errorf("%s: %q", c.ID, page)
		}
	}
}

func TestSchemasAreJSONWithoutDanglingReferences(t *testing.T) {
	w, err := readSources(filepath.Join(root, "sidecar"), "health", "report")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	if err := schemas(w, files); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		var s struct {
			Ref  string                    `json:"$ref"`
			Defs map[string]map[string]any `json:"$defs"`
		}
		if err := json.Unmarshal(text, &s); err != nil || len(s.Defs) < 3 {
			t.Fatalf("%s: %v", name, err)
		}
		for _, part := range strings.Split(string(text), `"$ref": "#/$defs/`)[1:] {
			if def, _, _ := strings.Cut(part, `"`); s.Defs[def] == nil {
				t.Errorf("%s: no definition of %s", name, def)
			}
		}
	}
}

func TestEnumerations(t *testing.T) {
	w, err := readSources(filepath.Join(root, "sidecar"), "health")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		of   reflect.Type
		want string
	}{
		{reflect.TypeFor[health.Risk](), "safe confirm manual"},
		{reflect.TypeFor[health.Effect](), " restart-server reload-window restart-editor"},
		{reflect.TypeFor[health.Tree](), "workspace goroot module-cache vendor build-cache elsewhere "},
		{reflect.TypeFor[health.Path](), ""},
	} {
		got, _ := w.enumeration(tc.of)
		if strings.Join(got, " ") != tc.want {
			t.Errorf("%s: %q", tc.of, got)
		}
	}
}
