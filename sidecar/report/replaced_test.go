package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// exported is a report of the machine of somebody whose names must not get out.
func exported() health.Report {
	s := patient("linux", "/home/zoraida")
	s.Folders[0].Path = "/home/zoraida/vault"
	s.Process.Variables = append(s.Process.Variables, health.Variable{Name: "GOPROXY", Value: health.V(health.URL("https://goproxy.hush.example/mod"))})
	return health.Report{Snapshot: s}
}

func TestReplacedIsCountedInEveryFace(t *testing.T) {
	d := Build(exported(), Words{}, PrivacyShare)
	want := map[string]string{ // different names of each kind that this face shows
		"markdown": "home 1, host 2, module 1, package 1",
		"html":     "home 1, host 2, module 1, package 1",
		"json":     "home 1, user 1, host 3, module 4, package 1",
		"sarif":    "home 1",
	}
	for format, kinds := range want {
		text, err := Render(d, format)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range d.Replaced(text) {
			got = append(got, fmt.Sprintf("%s %d", r.Kind, r.Names))
			if r.Places < r.Names || strings.Count(text, r.First) == 0 {
				t.Errorf("%s: %+v", format, r)
			}
		}
		if strings.Join(got, ", ") != kinds {
			t.Errorf("%s: %q, want %q", format, got, kinds)
		}
		for _, private := range []string{"zoraida", "difference-engine", "hush.example"} {
			if strings.Contains(text, private) {
				t.Errorf("%s shows %s: %.200s", format, private, text[max(0, strings.Index(text, private)-100):])
			}
		}
	}
}

func TestReplaced(t *testing.T) {
	d := Document{tokens: map[string]bool{"<home>": true, "<home-2>": true, "<user-1>": true, "<host-1>": true, "<host-2>": true, hiddenValue: true}}
	for _, tc := range []struct{ name, text, want string }{
		{"nothing", "all is public", "[]"},
		{"counted by place and by name", "/<home>/a /<home>/b /<home-2>", "[{home 2 3 <home>}]"},
		{"as an entity", "&lt;host-2&gt; <host-2>", "[{host 1 2 &lt;host-2&gt;}]"},
		{"in a URI, and as JSON escapes it", `file:///%3Chome%3E/x \u003cuser-1\u003e`, `[{home 1 1 %3Chome%3E} {user 1 1 \u003cuser-1\u003e}]`},
		{"a value", `"gopls": "(hidden)"`, "[{value 1 1 (hidden)}]"},
		{"what only looks like a token", "<img-1> <user-7> <b>", "[]"},
		{"in the order of kinds", "(hidden) <host-1> <user-1>", "[{user 1 1 <user-1>} {host 1 1 <host-1>} {value 1 1 (hidden)}]"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := fmt.Sprint(d.Replaced(tc.text)); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}

func TestNothingIsReplacedInFull(t *testing.T) {
	r := exported()
	r.Snapshot.Folders[0].Path = "/srv/<home>"
	d := Build(r, Words{}, PrivacyFull)
	text := Markdown(d)
	if got := d.Replaced(text); len(got) > 0 || got == nil || !strings.Contains(text, "<home>") {
		t.Errorf("%v", got)
	}
}
