package check

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// Probes and the ladder may not import this package, so that their references to its texts are found here.
func TestProbesReferToTextsThatExist(t *testing.T) {
	reference := regexp.MustCompile(`"say\.([a-z-]+)"|\bsay\("([a-z-]+)"`)
	catalogue := Catalogue(nil)
	found := 0
	for _, dir := range []string{"../probe", "../ladder"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range reference.FindAllStringSubmatch(string(text), -1) {
				found++
				if _, ok := catalogue[health.MessageID("say."+m[1]+m[2])]; !ok {
					t.Errorf("%s refers to say.%s, which does not exist", file, m[1]+m[2])
				}
			}
		}
	}
	if found < len(pulseTexts) {
		t.Errorf("only %d references were found", found)
	}
}
