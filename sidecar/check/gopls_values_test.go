package check

import (
	"encoding/json"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// The verdicts are those of gopls v0.23.0 itself, asked with these very settings.
func TestSettingFault(t *testing.T) {
	for _, tc := range []struct {
		name  health.Public
		value health.Data
		text  string // "" is accepted
		right health.Data
	}{
		{"semanticTokens", `true`, "", ""},
		{"semanticTokens", `"on"`, "type", `true`},
		{"semanticTokens", `0`, "type", `false`},
		{"semanticTokens", `[]`, "type", ""},
		{"local", `5`, "type", `"5"`},
		{"local", `true`, "type", `"1"`},
		{"local", `{}`, "type", ""},
		{"buildFlags", `["-race",1]`, "type", ""},
		{"env", `["A=1"]`, "type", ""},
		{"env", `{"CGO_ENABLED":false}`, "member", `{"CGO_ENABLED":"0"}`},
		{"env", `{"A":{}}`, "member", ""},
		{"codelenses", `{"test":"true"}`, "member", `{"test":true}`},
		{"annotations", `{"Bounds":false,"nil":true}`, "", ""},
		{"annotations", `{"x":true}`, "option", ""},
		{"annotations", `{"nil":"maybe"}`, "member", ""},
		{"diagnosticsDelay", `"1h2m"`, "", ""},
		{"completionBudget", `"0"`, "", ""},
		{"completionBudget", `"100"`, "duration", `"100ms"`},
		{"completionBudget", `"soon"`, "duration", ""},
		{"reportAnalysisProgressAfter", `".5s"`, "", ""},
		{"linksInHover", `"gopls"`, "", ""},
		{"linksInHover", `3`, "option", ""},
		{"directoryFilters", `"-node_modules"`, "type", `["-node_modules"]`},
		{"directoryFilters", `[""]`, "filter", ""},
		{"directoryFilters", `["-a?"]`, "wildcard", ""},
		{"subdirWatchPatterns", `"always"`, "option", ""},
		{"allExperiments", `"whatever"`, "", ""},
		{"maxFileCacheBytes", `"big"`, "type", ""},
	} {
		entry, ok := goplsSchema(health.Gopls{Version: "v0.23.0", Schema: schema023}, tc.name)
		if !ok {
			t.Fatalf("%s is not known", tc.name)
		}
		fault, bad := settingFault(entry, tc.value)
		if bad != (tc.text != "") || fault.text != tc.text || fault.right != tc.right {
			t.Errorf("%s: %s is judged %q with %s meant, want %q with %s", tc.name, tc.value, fault.text, fault.right, tc.text, tc.right)
		}
	}
}

// What we propose instead of a refused value is accepted.
func FuzzSettingFault(f *testing.F) {
	for _, e := range schema023 {
		for _, value := range []string{`"100"`, `true`, `["a","-b"]`, `{"a":0,"b":"true"}`, `1.5`, `"fuzy"`} {
			f.Add(string(e.Name), value)
		}
	}
	g := health.Gopls{Version: "v0.23.0", Schema: schema023}
	f.Fuzz(func(t *testing.T, name, value string) {
		var compact health.Data
		if json.Unmarshal([]byte(value), &compact) != nil {
			return
		}
		entry, ok := goplsSchema(g, goplsName(health.Public(name)))
		if !ok {
			return
		}
		fault, bad := settingFault(entry, compact)
		if !bad || fault.right == "" {
			return
		}
		if again, still := settingFault(entry, fault.right); still {
			t.Errorf("%s: %s is refused (%s), and so is %s (%s)", name, value, fault.text, fault.right, again.text)
		}
	})
}

func TestNearest(t *testing.T) {
	names := []health.Public{"semanticTokens", "symbolScope", "symbolStyle", "local", "matcher"}
	for _, tc := range []struct {
		name, want health.Public
	}{
		{"semantictoken", "semanticTokens"}, {"SymbolScope", "symbolScope"}, {"matchr", "matcher"},
		{"nonsense", ""}, {"loc", ""}, {"", ""}, {"semanticTokenTypes", ""},
	} {
		got, ok := nearest(tc.name, names)
		if ok != (tc.want != "") || ok && got != tc.want {
			t.Errorf("%q is near to %q (%v), want %q", tc.name, got, ok, tc.want)
		}
	}
	if got, ok := nearest("symbolSccle", []health.Public{"symbolScope", "symbolScale"}); !ok || got != "symbolScale" {
		t.Errorf("symbolSccle is near to %q (%v)", got, ok)
	}
	if got, ok := nearest("cats", []health.Public{"bats", "hats"}); ok {
		t.Errorf("cats is as near to bats as to hats, and %q was chosen", got)
	}
}
