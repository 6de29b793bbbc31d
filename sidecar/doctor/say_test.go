package doctor

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/health"
)

// A message of a probe or of the ladder without a text would reach people as "say.rung-spared".
func TestEveryMessageOfProbesHasAText(t *testing.T) {
	catalogue := Catalogue(check.All)
	used := regexp.MustCompile(`"say\.([a-z-]+)"|\bsay\("([a-z-]+)"|\bmessage\("([a-z-]+)"`)
	found := 0
	for _, dir := range []string{"../probe", "../ladder", "."} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no source in %s: %v", dir, err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range used.FindAllStringSubmatch(string(source), -1) {
				id := health.MessageID("say." + m[1] + m[2] + m[3])
				found++
				if _, ok := catalogue[id]; !ok {
					t.Errorf("%s: no text for %s", file, id)
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d messages were found: the pattern no longer fits the source", found)
	}
}

func TestTextsOfWorksFillTheirArguments(t *testing.T) {
	for _, folders := range []int{1, 2} {
		s := workingSnapshot(folders)
		for _, m := range works(s) {
			if text := string(Catalogue(nil).Title(m)); strings.ContainsAny(text, "{}") || strings.HasPrefix(text, "say.") {
				t.Errorf("%s renders as %q", m.ID, text)
			}
		}
	}
}
