package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// patient is the machine of somebody whose names must not get out.
func patient(system, home string) *health.Snapshot {
	return &health.Snapshot{
		System: health.System{OS: health.Public(system), User: "zoraida", Host: "difference-engine.hush.example", Home: health.Path(home)},
		Process: health.Environment{Variables: []health.Variable{
			{Name: "GOPRIVATE", Value: health.V(health.Module("git.hush.example,github.com/hush-corp/*"))},
		}},
		Folders: []health.Folder{{Modules: []health.GoMod{{Path: "git.hush.example/vault/app",
			Requires: []health.Require{{Path: "rsc.io/quote"}, {Path: "github.com/hush-corp/Secrets"}, {Path: "golang.org/x/text"}}}, {Path: "vaultapp"}}}},
	}
}

func TestText(t *testing.T) {
	linux := learn(health.Report{Snapshot: patient("linux", "/home/zoraida")})
	windows := learn(health.Report{Snapshot: patient("windows", `C:\Users\zoraida`)})
	for _, tc := range []struct {
		name     string
		k        *names
		in, want string
	}{
		{"home", linux, "open /home/zoraida/src/x.go: no such file", "open /<home>/src/x.go: no such file"},
		{"home alone", linux, "/home/zoraida", "/<home>"},
		{"another home that begins alike", linux, "/home/zoraida-old/x", "/home/<user-1>-old/x"},
		{"somebody else's home", linux, "/home/bob.smith/x: denied", "/home/bob.smith/x: denied"}, // learned only from the report
		{"home as URI", linux, "file:///home/zoraida/a%20b.go", "file:///<home>/a%20b.go"},
		{"user beside a letter whose case changes its length", linux, "\u0130: Zoraida", "\u0130: <user-1>"},
		{"user as a word", linux, "user zoraida, not zoraidas, Zoraida's", "user <user-1>, not zoraidas, <user-1>'s"},
		{"host", linux, "on difference-engine: on difference-engine.hush.example.", "on <host-1>: on <host-1>."},
		{"module", linux, `no required module provides package git.hush.example/vault/app/internal/x; to add it:`,
			`no required module provides package <module-1>/<package-1>; to add it:`},
		{"module at a version", linux, "git.hush.example/vault/app@v1.2.3: reading", "<module-1>@v1.2.3: reading"},
		{"module by pattern", linux, "github.com/hush-corp/Secrets: not found", "<module-2>: not found"},
		{"head of a pattern", linux, "GOPRIVATE=github.com/hush-corp/* and github.com/hush-corp.", "GOPRIVATE=<module-4>/* and <module-4>."},
		{"module in the cache", linux, "/home/zoraida/go/pkg/mod/github.com/hush-corp/!secrets@v1.0.0/a.go", "/<home>/go/pkg/mod/<module-2>@v1.0.0/a.go"},
		{"module without a dot", linux, "main module (vaultapp) does not contain", "main module (<module-3>) does not contain"},
		{"unknown module of a known private host", linux, "git.hush.example/other/thing", "<host-2>/<package-2>"},
		{"public modules stay", linux, "rsc.io/quote@v1.5.2, golang.org/x/text/language, github.com/spf13/cobra", "rsc.io/quote@v1.5.2, golang.org/x/text/language, github.com/spf13/cobra"},
		{"private URL", linux, `Get "https://goproxy.internal.hush.example:8443/mod/@v/list": dial tcp`, `Get "https://<host-3>:8443/<path-1>": dial tcp`},
		{"public URL", linux, "https://go.googlesource.com/rsc.io/quote/@v/list", "https://go.googlesource.com/rsc.io/quote/@v/list"},
		{"lookup", linux, "lookup build.hush.example on 10.0.0.53:53: no such host", "lookup <host-4> on <host-5>:53: no such host"},
		{"mail", linux, "zora@hush.example wrote", "<user-2> wrote"},
		{"code and versions stay", linux, "fmt.Println in main.go:12, go1.26.8, v0.0.0-20260101000000-abcdefabcdef, settings.json, install.sh", "fmt.Println in main.go:12, go1.26.8, v0.0.0-20260101000000-abcdefabcdef, settings.json, install.sh"},
		{"windows home", windows, `C:\Users\zoraida\go\bin`, `C:\<home>\go\bin`},
		{"windows home, other case and slashes", windows, `c:/users/Zoraida/go`, `C:/<home>/go`},
		{"windows home in JSON", windows, `{"a":"C:\\Users\\zoraida\\go"}`, `{"a":"C:\\<home>\\go"}`},
		{"windows home in a URI", windows, `file:///c%3A/Users/zoraida/x.go`, `file:///C%3A/<home>/x.go`},
		{"windows share", windows, `\\fileserver\go\bin`, `\\<host-3>\go\bin`},
		{"windows home from WSL", windows, "/mnt/c/Users/zoraida/x", "/mnt/c/Users/<user-1>/x"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.k.text(tc.in); got != tc.want {
				t.Errorf("text(%q)\n got %q\nwant %q", tc.in, got, tc.want)
			}
			if got := tc.k.text(tc.in); got != tc.want {
				t.Errorf("the second time: %q", got)
			}
		})
	}
}

func TestClasses(t *testing.T) {
	s := patient("linux", "/home/zoraida")
	s.GOENV.Error = "open /home/bob/x"
	k := learn(health.Report{Snapshot: s})
	for _, tc := range []struct {
		name  string
		class health.Class
		in    string
		want  string
	}{
		{"public", health.ClassPublic, "zoraida", "zoraida"},
		{"user", health.ClassUser, "zoraida", "<user-1>"},
		{"other user, learned from words", health.ClassText, "bob did it", "<user-2> did it"},
		{"hosts", health.ClassHost, "localhost,127.0.0.1,.hush.example", "localhost,127.0.0.1,.<host-3>"},
		{"proxies", health.ClassURL, "https://go.googlesource.com,https://goproxy.hush.example|direct", "https://go.googlesource.com,https://<host-4>|direct"},
		{"proxy without scheme", health.ClassURL, "squid:3128", "<host-5>:3128"},
		{"symbol of std", health.ClassModule, "fmt.Println", "fmt.Println"},
		{"std", health.ClassModule, "go/ast", "go/ast"},
		{"symbol of a private module", health.ClassModule, "git.hush.example/vault/app.Open", "<module-1>.<package-1>"},
		{"pattern", health.ClassModule, "*.hush.example", "*.<host-3>"},
		{"unknown class", "new", "zoraida", "<user-1>"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := k.replace(tc.class, tc.in); got != tc.want {
				t.Errorf("%s %q: got %q, want %q", tc.class, tc.in, got, tc.want)
			}
		})
	}
}

func TestRedactKeepsCausesAndOriginal(t *testing.T) {
	r := health.Report{Snapshot: patient("linux", "/home/zoraida")}
	r.Findings = []health.Finding{
		{Check: "workspace-alias", Subject: health.V(health.Path("/home/zoraida/src"))},
		{Check: "definition-broken", Because: "workspace-alias:/home/zoraida/src"},
	}
	before, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	out := Redact(r)
	if got, want := out.Findings[1].Because, health.FindingID("workspace-alias:/<home>/src"); got != want || out.Findings[0].ID() != want {
		t.Errorf("because %q, cause %q, want %q", got, out.Findings[0].ID(), want)
	}
	if after, _ := json.Marshal(r); string(after) != string(before) {
		t.Error("the original was changed")
	}
}

func TestDataStaysJSON(t *testing.T) {
	k := learn(health.Report{Snapshot: patient("windows", `C:\Users\zoraida`)})
	for _, in := range []health.Data{`{"PATH":"C:\\Users\\zoraida\\go","x":["\\\\fileserver\\share"]}`, `"zoraida"`, `12`, `null`, ``} {
		out := k.data(in)
		if in != "" && !json.Valid([]byte(out)) {
			t.Errorf("%s became %s", in, out)
		}
	}
}

func FuzzText(f *testing.F) {
	linux, windows := learn(health.Report{Snapshot: patient("linux", "/home/zoraida")}), learn(health.Report{Snapshot: patient("windows", `C:\Users\zoraida`)})
	f.Add("open /home/Zoraida/x \u0130 https://zoraida@git.hush.example:80/vault/app/ C:\\\\Users\\\\zoraida @ \\\\\\\\x")
	f.Fuzz(func(t *testing.T, s string) {
		for _, k := range []*names{linux, windows} {
			k.text(s)
			if d := k.data(health.DataOf(s)); !json.Valid([]byte(d)) {
				t.Errorf("%q became %s", s, d)
			}
		}
		if out := linux.text(s + " zoraida " + s); strings.Contains(out, " zoraida ") {
			t.Errorf("the name stayed in %q", out)
		}
	})
}
