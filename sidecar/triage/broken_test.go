package triage

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Broken reports are counted and named, each by itself, and swallow nothing of those beside them.
func TestBrokenReportsAreNamed(t *testing.T) {
	good := made("error", "go-missing")
	indented := strings.ReplaceAll(good, ",", ",\n  ")
	for _, tc := range []struct {
		name, content string
		good          int
		broken        []string
	}{
		{"empty", "", 0, []string{"empty"}},
		{"cut off", good[:len(good)/2], 0, []string{"cut off"}},
		{"cut off inside a string", good[:40], 0, []string{"cut off"}},
		{"a line cut off among lines", good + "\n" + good[:len(good)/2] + "\n" + good + "\n", 2, []string{"cut off"}},
		{"a line cut off inside a string", good[:40] + "\n" + good + "\n", 1, []string{"cut off"}},
		{"one cut off before an indented one", good[:200] + "\n" + indented, 1, []string{"cut off"}},
		{"indented ones", indented + "\n" + indented, 2, nil},
		{"an array", "[\n  " + indented + ",\n  " + good + "\n]\n", 2, nil},
		{"words between lines", good + "\nretrying\nretrying again\n" + good, 2, []string{"no JSON"}},
		{"Markdown", "## Report\n\n- item\n", 0, []string{"no JSON"}},
		{"another program's", `{"results":[]}`, 0, []string{"no report of"}},
		{"another document of ours", `{"schema":1,"tool":{"name":"govitals","version":"1"},"ladders":[]}`, 0, []string{"another document"}},
		{"a newer schema", `{"schema":2,"tool":{"name":"govitals"},"badge":{"is":"new"}}`, 0, []string{"newer govitals"}},
		{"a wrong type", strings.Replace(good, `"badge":"error"`, `"badge":["error"]`, 1), 0, []string{"it is no report"}},
		{"brackets that do not fit", `{"schema":1,"x":}`, 0, []string{"no JSON"}},
		{"deep", `{"schema":1,"tool":` + strings.Repeat(`{"tool":`, 5000) + `1` + strings.Repeat(`}`, 5001), 0, []string{"no report"}},
		{"damaged gzip", zipped(t, good)[:100] + "damage" + zipped(t, good)[106:], 0, []string{""}},
		{"cut gzip", zipped(t, good+"\n"+good)[:200], 0, []string{"cut off"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := write(t, t.TempDir(), "x.json", tc.content)
			rows, sum := readAll(t, "", file)
			if len(rows) != tc.good || sum.Broken.Count != len(tc.broken) {
				t.Fatalf("%d rows, broken %+v", len(rows), sum.Broken)
			}
			for i, want := range tc.broken {
				if b := sum.Broken.Files[i]; b.File != file || !strings.Contains(b.Reason, want) {
					t.Errorf("%+v, want %q", b, want)
				}
			}
		})
	}
}

func TestLinesAreNamed(t *testing.T) {
	good := made("error")
	file := write(t, t.TempDir(), "x.jsonl", good+"\n\n"+good[:50]+"\n"+good)
	rows, sum := readAll(t, "", file)
	if len(rows) != 2 || rows[0].Line != 1 || rows[1].Line != 4 || sum.Broken.Files[0].Line != 3 {
		t.Errorf("%+v %+v", rows, sum.Broken)
	}
}

func TestAHugeReportIsPassed(t *testing.T) {
	large := strings.Replace(made("error"), `"junk":[`, `"junk":["`+strings.Repeat("x", 33<<20)+`",`, 1)
	rows, sum := readAll(t, large+"\n"+made("healthy"), "-")
	if len(rows) != 1 || rows[0].Badge != "healthy" || sum.Broken.Count != 1 || !strings.Contains(sum.Broken.Files[0].Reason, "larger than 32 MB") {
		t.Errorf("%d rows, %+v", len(rows), sum.Broken)
	}
}

func TestUnreadableFilesAreNamed(t *testing.T) {
	dir := t.TempDir()
	// A link that leads nowhere: modes do not bind root, who runs this test in containers.
	if err := os.Symlink(filepath.Join(dir, "gone"), filepath.Join(dir, "a.json")); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "b.json", made("error"))
	if rows, sum := readAll(t, "", dir); len(rows) != 1 || sum.Broken.Count != 1 {
		t.Errorf("%d rows, %+v", len(rows), sum.Broken)
	}
}

func FuzzSplitAndPick(f *testing.F) {
	good := made("error", "go-missing")
	for _, seed := range []string{good, good + "\n" + good, good[:90] + "\n" + good, "[" + good + "]", `{"a":"\\"}`, `{"`, "\x1f\x8b", "{\"\\u", "\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		s, err := newSplitter(strings.NewReader(string(in)))
		if err != nil {
			return
		}
		for n := 0; ; n++ {
			p, err := s.next()
			if err != nil {
				return
			}
			if n > len(in)+1 {
				t.Fatal("more pieces than bytes")
			}
			if p.err == nil {
				if _, err := decode(*p.content); err == nil && !json.Valid(mustPick(t, *p.content)) {
					t.Fatalf("taken for a report: %q", *p.content)
				}
			}
		}
	})
}

func mustPick(t *testing.T, content []byte) []byte {
	picked, err := pick(content, wanted)
	if err != nil {
		t.Fatal(err)
	}
	return picked
}
