package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// The published schemas must describe what the program really prints, on a healthy machine and on a broken one.
func TestJSONFitsThePublishedSchemas(t *testing.T) {
	for _, tc := range []struct {
		name, schema, command string
		real                  bool
		goflags               string
		code                  int
	}{
		{"broken, fast", "report", "check app --tier fast", false, "", 1},
		{"healthy", "report", "check app", true, "", 0},
		{"deep", "report", "check app --tier deep", true, "-foo", 1},
		{"ladder", "probe", "probe app", true, "", 0},
		{"no ladder", "probe", "probe app", false, "", 3},
		{"no culprit", "isolate", "isolate app", true, "", 0},
		{"a culprit", "isolate", "isolate app", true, "-foo", 1},
		{"too few trials", "isolate", "isolate app --max-trials 1", true, "-foo", 1},
		{"nothing tried", "isolate", "isolate app", false, "", 3},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := newMachine(t)
			if tc.real {
				m.realGo()
			}
			if tc.goflags != "" {
				m.set("GOFLAGS", tc.goflags)
			}
			r := m.run(append(strings.Fields(tc.command), "--format", "json")...)
			if r.code != tc.code {
				t.Errorf("exit code %d, want %d; stderr %s\n%s", r.code, tc.code, r.stderr, r.stdout)
			}
			var value any
			if err := json.Unmarshal([]byte(r.stdout), &value); err != nil {
				t.Fatalf("%v: %s", err, r.stdout)
			}
			s := readSchema(t, tc.schema)
			for _, problem := range s.check(s.root, value, "") {
				t.Error(problem)
			}
		})
	}
}

// A validator that accepts everything would make the test above worthless.
func TestTheValidatorRefuses(t *testing.T) {
	s := readSchema(t, "report")
	m := newMachine(t)
	r := m.run("check", "app", "--tier", "fast", "--format", "json")
	for _, tc := range []struct {
		name   string
		change func(map[string]any)
		want   string
	}{
		{"nothing", func(map[string]any) {}, ""},
		{"a missing field", func(d map[string]any) { delete(d, "badge") }, "/badge is missing"},
		{"a wrong type", func(d map[string]any) { d["tookMs"] = "long" }, "/tookMs"},
		{"a word that is not on the list", func(d map[string]any) { d["badge"] = "purple" }, "/badge"},
		{"null for an array", func(d map[string]any) { d["findings"] = nil }, "/findings"},
		{"deep inside", func(d map[string]any) { d["findings"].([]any)[0].(map[string]any)["severity"] = 1.0 }, "/findings/0/severity"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var d map[string]any
			if err := json.Unmarshal([]byte(r.stdout), &d); err != nil {
				t.Fatal(err)
			}
			tc.change(d)
			got := strings.Join(s.check(s.root, d, ""), "\n")
			if (tc.want == "") != (got == "") || !strings.Contains(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// schema is the part of JSON Schema that scripts/generate writes.
type schema struct {
	root map[string]any
	defs map[string]any
}

func readSchema(t *testing.T, name string) schema {
	t.Helper()
	content, err := os.ReadFile("../../docs/" + name + ".schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal(content, &root); err != nil {
		t.Fatal(err)
	}
	return schema{root, root["$defs"].(map[string]any)}
}

func (s schema) check(rule map[string]any, value any, at string) []string {
	if ref, ok := rule["$ref"].(string); ok {
		target, ok := s.defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
		if !ok {
			return []string{at + ": no definition " + ref}
		}
		return s.check(target, value, at)
	}
	if options, ok := rule["anyOf"].([]any); ok {
		for _, o := range options {
			if len(s.check(o.(map[string]any), value, at)) == 0 {
				return nil
			}
		}
		return []string{fmt.Sprintf("%s: %v fits no alternative", at, value)}
	}
	if problem := ofType(rule["type"], value); problem != "" {
		return []string{at + ": " + problem}
	}
	if words, ok := rule["enum"].([]any); ok && !slices.Contains(words, value) {
		return []string{fmt.Sprintf("%s: %v is none of %v", at, value, words)}
	}
	var out []string
	switch value := value.(type) {
	case []any:
		for i, item := range value {
			out = append(out, s.check(rule["items"].(map[string]any), item, fmt.Sprintf("%s/%d", at, i))...)
		}
	case map[string]any:
		out = s.members(rule, value, at)
	}
	return out
}

func (s schema) members(rule, value map[string]any, at string) []string {
	var out []string
	required, _ := rule["required"].([]any)
	for _, name := range required {
		if _, ok := value[name.(string)]; !ok {
			out = append(out, fmt.Sprintf("%s/%s is missing", at, name))
		}
	}
	properties, _ := rule["properties"].(map[string]any)
	others, _ := rule["additionalProperties"].(map[string]any)
	for name, member := range value {
		if p, ok := properties[name].(map[string]any); ok {
			out = append(out, s.check(p, member, at+"/"+name)...)
		} else if others != nil {
			out = append(out, s.check(others, member, at+"/"+name)...)
		} else if properties != nil {
			out = append(out, fmt.Sprintf("%s/%s is not in the schema", at, name))
		}
	}
	return out
}

func ofType(want, value any) string {
	if want == nil {
		return ""
	}
	kinds, ok := want.([]any)
	if !ok {
		kinds = []any{want}
	}
	got := "object"
	switch v := value.(type) {
	case nil:
		got = "null"
	case bool:
		got = "boolean"
	case string:
		got = "string"
	case []any:
		got = "array"
	case float64:
		got = "number"
		if v == float64(int64(v)) && !slices.Contains(kinds, any("number")) {
			got = "integer"
		}
	}
	if slices.Contains(kinds, any(got)) {
		return ""
	}
	return fmt.Sprintf("is %s, want %v", got, want)
}
