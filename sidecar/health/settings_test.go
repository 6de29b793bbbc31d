package health

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestSettingInForce(t *testing.T) {
	s := &Snapshot{Settings: []Setting{
		{Key: "go.goroot", Scope: ScopeFolder, Folder: "/b", Value: `"/folder-b"`},
		{Key: "go.goroot", Scope: ScopeUser, Value: `"/user"`},
		{Key: "go.goroot", Scope: ScopeLanguage, Value: `"/never"`},
		{Key: "go.goroot", Scope: ScopeDefault, Value: "null"},
		{Key: "gopls", Member: "ui.semanticTokens", Scope: ScopeWorkspace, Value: "true"},
		{Key: "gopls", Member: "build.env", Scope: ScopeUser, Value: "{}"},
		{Key: "gopls", Member: "ui.semanticTokens", Scope: ScopeUser, Value: "false"},
		{Key: "gopls", Scope: ScopeUser, Value: "7"},
		{Key: "gopls", Member: "build.env", Scope: ScopeFolder, Folder: "/b", Value: `{"A":"1"}`},
	}}
	for _, tc := range []struct {
		folder, key, member string
		want                Data
		ok                  bool
	}{
		{"/a", "go.goroot", "", `"/user"`, true},
		{"/b", "go.goroot", "", `"/folder-b"`, true},
		{"/a", "gopls", "ui.semanticTokens", "true", true},
		{"/a", "gopls", "", "7", true},
		{"/a", "go.gopath", "", "", false},
	} {
		got, ok := s.Setting(Path(tc.folder), Public(tc.key), Public(tc.member))
		if ok != tc.ok || got.Value != tc.want {
			t.Errorf("%s %s in %s is %s %v, want %s %v", tc.key, tc.member, tc.folder, got.Value, ok, tc.want, tc.ok)
		}
	}
	var members []string
	for _, m := range s.Members("/b", "gopls") {
		members = append(members, string(m.Member)+"="+string(m.Value))
	}
	if want := []string{"ui.semanticTokens=true", `build.env={"A":"1"}`}; !slices.Equal(members, want) {
		t.Errorf("members %q, want %q", members, want)
	}
}

func TestData(t *testing.T) {
	for _, tc := range []struct {
		data Data
		kind Public
	}{
		{"", "null"}, {"null", "null"}, {"true", "bool"}, {"false", "bool"}, {"-3", "number"}, {`"x"`, "string"}, {"[1]", "array"}, {`{"a":1}`, "object"},
	} {
		if got := tc.data.Kind(); got != tc.kind {
			t.Errorf("%q is a %s, want %s", tc.data, got, tc.kind)
		}
		b, err := json.Marshal(tc.data)
		var back Data
		if err != nil || json.Unmarshal(b, &back) != nil || back != tc.data && tc.data != "null" {
			t.Errorf("%q goes through JSON as %s and comes back as %q (%v)", tc.data, b, back, err)
		}
	}
	if s, ok := Data(`"x"`).String(); s != "x" || !ok {
		t.Error("a string is not read")
	}
	if _, ok := Data("7").String(); ok {
		t.Error("a number is read as a string")
	}
	if b, ok := Data("true").Bool(); !b || !ok {
		t.Error("true is not read")
	}
	if _, ok := Data("").Bool(); ok {
		t.Error("an absent value is read as a boolean")
	}
	if list, ok := Data(`["a","b"]`).Strings(); !ok || len(list) != 2 {
		t.Error("a list is not read")
	}
	if _, ok := Data(`["a",1]`).Strings(); ok {
		t.Error("a mixed list is read as strings")
	}
	if DataOf(map[string]int{"b": 1}) != `{"b":1}` || DataOf(func() {}) != "" {
		t.Error("DataOf does not make JSON")
	}
}

func TestObjectMembers(t *testing.T) {
	for _, tc := range []struct {
		name          string
		in            Data
		member        Public
		value         Data
		with, without Data
	}{
		{"first", `{"GOROOT":"/x","A":{"b":[1, 2]}}`, "GOROOT", `"/y"`, `{"GOROOT":"/y","A":{"b":[1, 2]}}`, `{"A":{"b":[1, 2]}}`},
		{"order is kept", `{"z":1,"a":2,"m":3}`, "a", "9", `{"z":1,"a":9,"m":3}`, `{"z":1,"m":3}`},
		{"absent", `{"z":1}`, "a", "9", `{"z":1,"a":9}`, `{"z":1}`},
		{"only one", `{"a":1}`, "a", "2", `{"a":2}`, `{}`},
		{"empty", `{}`, "a", "2", `{"a":2}`, `{}`},
		{"twice in the text", `{"a":1,"a":2}`, "a", "3", `{"a":3}`, `{}`},
		{"no object", `[1]`, "a", "3", `[1]`, `[1]`},
		{"absent value", "", "a", "3", "", ""},
		{"broken", `{"a":`, "a", "3", `{"a":`, `{"a":`},
	} {
		if got := tc.in.With(tc.member, tc.value); got != tc.with {
			t.Errorf("%s: with it is %s, want %s", tc.name, got, tc.with)
		}
		if got := tc.in.Without(tc.member); got != tc.without {
			t.Errorf("%s: without it is %s, want %s", tc.name, got, tc.without)
		}
	}
	if !Data(`{"TOKEN":"(hidden)"}`).Redacted() || Data(`{"A":"b"}`).Redacted() {
		t.Error("a redacted object is not recognized")
	}
}
