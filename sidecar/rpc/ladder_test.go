package rpc_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// withGo puts the go of this machine on the PATH of a request about a small module.
func withGo(t *testing.T) (request map[string]any, main string) {
	t.Helper()
	goCommand, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go on this machine")
	}
	home := t.TempDir()
	request = goFolder(t, home)
	main = filepath.Join(home, "app", "main.go")
	write(t, main, "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(hello()) }\n\nfunc hello() string { return \"\" }\n")
	request["tier"] = "standard"
	request["environment"] = map[string]string{"PATH": filepath.Dir(goCommand) + string(os.PathListSeparator) + "/usr/bin:/bin", "HOME": home, "GOCACHE": filepath.Join(home, "cache")}
	return request, main
}

func TestTargets(t *testing.T) {
	s := connect(t)
	request, main := withGo(t)
	ask := func(change func(request, editor map[string]any)) (questions []struct{ Question, Target, Name, File string }, raw json.RawMessage) {
		t.Helper()
		own, editor := map[string]any{}, map[string]any{"name": "test", "version": "1", "openFiles": []string{main}}
		for k, v := range request {
			own[k] = v
		}
		change(own, editor)
		if editor["openFiles"] != nil {
			own["editor"] = editor
		}
		var result struct{ Questions json.RawMessage }
		if err := s.call("targets", map[string]any{"request": own}, &result); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(result.Questions, &questions); err != nil {
			t.Fatal(err)
		}
		return questions, result.Questions
	}
	count := func(list []struct{ Question, Target, Name, File string }) map[string]int {
		out := map[string]int{}
		for _, q := range list {
			out[q.Question]++
			if q.File != main || q.Name == "" && q.Question != "document-symbols" {
				t.Errorf("question %+v", q)
			}
		}
		return out
	}
	asked, _ := ask(func(_, _ map[string]any) {})
	if n := count(asked); n["hover"] == 0 || n["definition"] == 0 || n["completion"]+n["workspace-symbol"] == 0 {
		t.Errorf("somebody asked: %v", n)
	}
	quiet, _ := ask(func(request, _ map[string]any) { request["background"] = true })
	if n := count(quiet); n["hover"] == 0 || n["completion"]+n["workspace-symbol"]+n["type-definition"] != 0 {
		t.Errorf("in the background: %v", n)
	}
	for name, change := range map[string]func(request, editor map[string]any){
		"no document is open": func(_, editor map[string]any) { editor["openFiles"] = []string{} },
		"no editor":           func(_, editor map[string]any) { delete(editor, "openFiles") },
		"untrusted":           func(request, _ map[string]any) { request["untrusted"] = true },
	} {
		if _, raw := ask(change); string(raw) != "[]" {
			t.Errorf("%s: %s, want []", name, raw)
		}
	}
}

// Where no gopls is, nothing can be tried; the answer says so and is complete.
func TestIsolateWithoutGopls(t *testing.T) {
	s := connect(t)
	request, _ := withGo(t)
	var d struct {
		Schema    int
		Ladder    *struct{ Verdict, Reasoning string }
		Isolation *struct {
			State, Summary string
			Culprits, Log  []any
		}
		Ladders, Isolations, Findings []any
	}
	if err := s.call("isolate", map[string]any{"request": request, "token": "t"}, &d); err != nil {
		t.Fatal(err)
	}
	if d.Schema != 1 || d.Ladder == nil || d.Ladder.Verdict != "unknown" || d.Ladder.Reasoning == "" || len(d.Ladders) != 1 {
		t.Errorf("ladder %+v", d)
	}
	if i := d.Isolation; i == nil || i.State != "not-tried" || i.Summary == "" || i.Culprits == nil || i.Log == nil || d.Findings == nil {
		t.Errorf("isolation %+v", d.Isolation)
	}
	if err := s.call("snapshot", struct{}{}, nil); codeOf(err) != 1 {
		t.Errorf("an experiment became the last report: %v", err)
	}
}
