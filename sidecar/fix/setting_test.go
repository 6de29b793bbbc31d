package fix

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func TestEditSetting(t *testing.T) {
	gopls := func(member health.Public) health.Target { return health.Target{Key: "gopls", Member: member} }
	tool := func(member health.Public) health.Target { return health.Target{Key: "go.toolsEnvVars", Member: member} }
	key := func(key health.Public) health.Target { return health.Target{Key: key} }
	for _, tc := range []struct {
		name          string
		target        health.Target
		before, after health.Data
		old, want     string
	}{
		{"empty file", tool("GOROOT"), "", `""`, "", "{\n    \"go.toolsEnvVars\": {\n        \"GOROOT\": \"\"\n    }\n}\n"},
		{"nothing but a comment", key("go.goroot"), "", `"/x"`, "// mine", "// mine\n{\n    \"go.goroot\": \"/x\"\n}\n"},
		{"empty object", key("go.goroot"), "", `"/x"`, "{}", "{\n    \"go.goroot\": \"/x\"\n}"},
		{"empty object over lines", key("a"), "", `1`, "{\n}\n", "{\n    \"a\": 1\n}\n"},
		{"empty object with a blank", gopls("a"), "", `1`, "{\n  \"gopls\": { }\n}\n", "{\n  \"gopls\": {\n    \"a\": 1\n  }\n}\n"},
		{"object of a comment", key("a"), "", `1`, "{\n\t// why\n}\n", "{\n\t// why\n    \"a\": 1\n}\n"},
		{"replaced in place", key("a"), `1`, `2`, "{\n  // one\n  \"a\": 1, // two\n  \"b\": 3\n}", "{\n  // one\n  \"a\": 2, // two\n  \"b\": 3\n}"},
		{"added behind a comment", key("c"), "", `true`, "{\n  \"a\": 1 // two\n}", "{\n  \"a\": 1, // two\n  \"c\": true\n}"},
		{"added behind a trailing comma", key("c"), "", `true`, "{\n\t\"a\": 1, // two\n\t// last\n}\n", "{\n\t\"a\": 1, // two\n\t// last\n\t\"c\": true,\n}\n"},
		{"added on one line", key("c"), "", `{"d":[1,2]}`, `{"a": 1}`, `{"a": 1, "c": { "d": [1, 2] }}`},
		{"member added", gopls("analyses"), "", `{"unusedparams":true}`, "{\n  \"gopls\": {\n    \"x\": 1\n  }\n}", "{\n  \"gopls\": {\n    \"x\": 1,\n    \"analyses\": {\n      \"unusedparams\": true\n    }\n  }\n}"},
		{"carriage returns and mark", key("b"), "", `1`, "\ufeff{\r\n  \"a\": 1\r\n}\r\n", "\ufeff{\r\n  \"a\": 1,\r\n  \"b\": 1\r\n}\r\n"},
		{"null on the way", gopls("x"), "", `1`, `{"gopls": null}`, "{\"gopls\": {\n    \"x\": 1\n}}"},
		{"removed first", key("a"), `1`, "", "{\n  \"a\": 1,\n  \"b\": 2\n}", "{\n  \"b\": 2\n}"},
		{"removed last", key("b"), `2`, "", "{\n  \"a\": 1, // one\n  \"b\": 2 // two\n}", "{\n  \"a\": 1 // one\n  // two\n}"},
		{"removed last with trailing comma", key("b"), `2`, "", "{\n  \"a\": 1,\n  \"b\": 2,\n}", "{\n  \"a\": 1,\n}"},
		{"removed only", key("a"), `1`, "", "{\r\n  \"a\": 1\r\n}\r\n", "{\r\n}\r\n"},
		{"removed of one line", key("a"), `1`, "", `{"a": 1, "b": 2}`, `{"b": 2}`},
		{"removed last of one line", key("b"), `2`, "", `{"a": 1, "b": 2}`, `{"a": 1}`},
		{"removed with comments inside", key("a"), `1`, "", `{"a" /*x*/: /*y*/ 1 /*z*/, "b": 2}`, `{ /*x*/ /*y*/  /*z*/ "b": 2}`},
		{"removed over lines", gopls("build.env"), `{"A":"b"}`, "", "{\n  \"gopls\": {\n    \"build.env\": {\n      \"A\": \"b\"\n    },\n    \"x\": 1\n  }\n}", "{\n  \"gopls\": {\n    \"x\": 1\n  }\n}"},
		{"all of one name removed", key("a"), `2`, "", "{\n  \"a\": 1,\n  \"b\": 0,\n  \"a\": 2\n}", "{\n  \"b\": 0\n}"},
		{"the last of one name counts", key("a"), `2`, `3`, `{"a": 1, "a": 2}`, `{"a": 1, "a": 3}`},
		{"name that reaches inside", gopls("build"), `{"env":{"X":"1"}}`, "", "{\n  \"gopls.build.env\": {\"X\": \"1\"},\n  \"b\": 0\n}", "{\n  \"b\": 0\n}"},
		{"flat name changed in place", tool("GOROOT"), `"/x"`, `"/y"`, `{"go.toolsEnvVars.GOROOT": "/x"}`, `{"go.toolsEnvVars.GOROOT": "/y"}`},
		{"workspace file", health.Target{Key: "go.goroot", File: "/w/x.code-workspace"}, "", `"/x"`, "{\n\t\"folders\": [],\n}", "{\n\t\"folders\": [],\n\t\"settings\": {\n\t\t\"go.goroot\": \"/x\"\n\t},\n}"},
		{"language block", health.Target{Key: "go.x", Scope: health.ScopeLanguage}, `1`, "", `{"[go][go.mod]": {"go.x": 1, "y": 2}}`, `{"[go][go.mod]": {"y": 2}}`},
		{"hidden value removed", tool("MY"), `"(hidden)"`, "", `{"go.toolsEnvVars": {"MY": "s3cret"}}`, `{"go.toolsEnvVars": {}}`},
		{"proxy without its user", tool("GOPROXY"), `"https://proxy.example"`, `"off"`, `{"go.toolsEnvVars": {"GOPROXY": "https://me:pw@proxy.example"}}`, `{"go.toolsEnvVars": {"GOPROXY": "off"}}`},
		{"less than stays itself", key("a"), "", `"\u003c"`, "{}", "{\n    \"a\": \"<\"\n}"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := EditSetting([]byte(tc.old), tc.target, tc.before, tc.after, "linux")
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}

func TestEditSettingRefuses(t *testing.T) {
	for _, tc := range []struct {
		name          string
		before, after health.Data
		old           string
		code          Code
		text          string
	}{
		{"not JSON", "", `1`, "{\"a\": }", Unsuitable, "not JSON"},
		{"list", "", `1`, "[]", Unsuitable, "not an object"},
		{"not UTF-8", "", `1`, "{\"\xff\": 1}", Unsuitable, "UTF-8"},
		{"too deep", "", `1`, strings.Repeat("[", 100000), Unsuitable, "deeper"},
		{"changed", `1`, `2`, `{"gopls": {"x": 3}}`, Changed, "is now 3; it was 1"},
		{"gone", `1`, ``, `{"gopls": {}}`, Changed, "not set any more"},
		{"there already", ``, `1`, `{"gopls": {"x": 1}}`, Changed, "nothing was there"},
		{"in the way", ``, `1`, `{"gopls": 5}`, Unsuitable, "no object"},
		{"secret of another value", `"https://a.example"`, ``, `{"gopls": {"x": "https://me:hunter2@b.example"}}`, Changed, "is now"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := EditSetting([]byte(tc.old), health.Target{Key: "gopls", Member: "x", File: "/s.json"}, tc.before, tc.after, "linux")
			if CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.text) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("error %v (%s), want %s with %q", err, CodeOf(err), tc.code, tc.text)
			}
		})
	}
}
