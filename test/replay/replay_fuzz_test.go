package replay

import (
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/govitals/govitals/sidecar/check"
	"github.com/govitals/govitals/sidecar/compare"
	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/report"
)

// FuzzReplay: a report that somebody sends is judged anew, shown in every format and compared with itself, from which it never
// differs. `check --replay`, `check --baseline` and `diff` take such files.
func FuzzReplay(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "reports", "*.json*"))
	if err != nil || len(files) == 0 {
		f.Fatalf("no reports: %v", err)
	}
	smallest := []byte(nil)
	for _, file := range files {
		if text := unpacked(f, file); smallest == nil || len(text) < len(smallest) {
			smallest = text
		}
	}
	f.Add(smallest) // the large ones make every input slow
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(smallest)
	_ = w.Close()
	f.Add(packed.Bytes())
	f.Add([]byte(`{"schema":1,"tool":{"name":"govitals"},"badge":"error","findings":[{"id":"go-missing:x"}],"snapshot":{"schema":1,"folders":[{}],"ladders":[{"rungs":[{}]}]}}`))
	f.Add([]byte("\xff\xfe{\x00"))
	o := doctor.Options{Checks: check.All}
	words := report.Words{Catalogue: o.Catalogue(), Titles: o.Titles()}
	said := maps.Clone(words.Catalogue)
	maps.Copy(said, compare.Texts)
	f.Fuzz(func(t *testing.T, in []byte) {
		d, err := report.Read(bytes.NewReader(in))
		if err != nil || d.Snapshot == nil {
			return
		}
		r := doctor.Replay(d.Snapshot, o)
		for _, privacy := range []report.Privacy{report.PrivacyFull, report.PrivacyShare} {
			document := report.Build(r, words, privacy)
			for _, format := range report.Formats {
				if text, err := report.Render(document, format); err == nil && (text == "" || !utf8.ValidString(text)) {
					t.Errorf("%s, %s: %q", privacy, format, text)
				}
			}
		}
		side := compare.Side{File: "a", Report: r}
		if same := compare.Diff(side, side, said); !same.Same {
			t.Errorf("it differs from itself: %+v", same.Changes)
		}
	})
}

func unpacked(f *testing.F, file string) []byte {
	f.Helper()
	in, err := os.Open(file)
	if err != nil {
		f.Fatal(err)
	}
	defer in.Close()
	text, err := report.Unpack(in)
	if err != nil {
		f.Fatal(err)
	}
	content, err := io.ReadAll(text)
	if err != nil {
		f.Fatal(err)
	}
	return content
}
