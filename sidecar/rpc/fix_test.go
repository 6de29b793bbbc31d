package rpc_test

import (
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/govitals/govitals/sidecar/doctor"
	"github.com/govitals/govitals/sidecar/rpc"
)

// editor is a client that has settings and executes the sidecar's steps.
type editor struct {
	*session
	file string // of the user's settings

	mu       sync.Mutex
	settings map[string]string // as JSON
	steps    []rpc.EditorStepParams
	// answer, if set, stands for the editor's own; ok says whether it does.
	answer func(rpc.EditorStepParams) (rpc.EditorStepResult, bool)
	told   []string // progress
}

func connectEditor(t *testing.T, settings map[string]string) *editor {
	t.Helper()
	e := &editor{session: start(t), settings: settings, file: filepath.Join(t.TempDir(), "settings.json")}
	stream := jsonrpc2.NewBufferedStream(struct {
		io.Reader
		io.WriteCloser
	}{e.out, e.in}, jsonrpc2.VSCodeObjectCodec{})
	e.conn = jsonrpc2.NewConn(context.Background(), stream, jsonrpc2.AsyncHandler(jsonrpc2.HandlerWithError(e.handle)))
	return e
}

func (e *editor) handle(_ context.Context, _ *jsonrpc2.Conn, r *jsonrpc2.Request) (any, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if r.Method == rpc.NotifyProgress {
		var p rpc.ProgressParams
		if err := json.Unmarshal(*r.Params, &p); err != nil {
			return nil, err
		}
		e.told = append(e.told, p.Token+": "+p.Value.Text)
		return nil, nil
	}
	if r.Method != rpc.RequestEditorStep {
		return nil, nil
	}
	var p rpc.EditorStepParams
	if err := json.Unmarshal(*r.Params, &p); err != nil {
		return nil, err
	}
	e.steps = append(e.steps, p)
	if e.answer != nil {
		if out, ok := e.answer(p); ok {
			return out, nil
		}
	}
	now := json.RawMessage("null")
	if text, ok := e.settings[p.Key]; ok {
		now = json.RawMessage(text)
	}
	switch p.Op {
	case rpc.EditorRead:
		return rpc.EditorStepResult{OK: true, Found: now}, nil
	case rpc.EditorWrite:
		if string(now) != string(p.Expected) {
			return rpc.EditorStepResult{Changed: true, Found: now}, nil
		}
		if string(p.Value) == "null" {
			delete(e.settings, p.Key)
		} else {
			e.settings[p.Key] = string(p.Value)
		}
	}
	return rpc.EditorStepResult{OK: true}, nil
}

// request has the facts as they are now.
func (e *editor) request(t *testing.T) map[string]any {
	r := goFolder(t, filepath.Dir(e.file))
	e.mu.Lock()
	defer e.mu.Unlock()
	var settings []map[string]any
	for key, text := range e.settings {
		settings = append(settings, map[string]any{"key": key, "scope": "user", "value": json.RawMessage(text)})
	}
	r["editor"] = map[string]any{"name": "Code", "version": "1.101.0", "settings": settings, "settingsFiles": []map[string]any{{"scope": "user", "file": e.file}},
		"extensions": []map[string]any{{"id": "golang.go", "version": "0.52.2", "active": true}}}
	r["environment"] = map[string]string{"PATH": "/nonexistent", "HOME": filepath.Dir(e.file)}
	return r
}

func (e *editor) must(method string, params, result any) {
	e.t.Helper()
	if err := e.call(method, params, result); err != nil {
		e.t.Fatalf("%s: %v; stderr %s", method, err, e.stderr)
	}
}

const disabled = "language-server-disabled"

// planned diagnoses and plans.
func (e *editor) planned(t *testing.T, params map[string]any) rpc.FixPlanResult {
	t.Helper()
	e.must(rpc.MethodDiagnose, map[string]any{"request": e.request(t)}, nil)
	params["request"] = e.request(t)
	var plan rpc.FixPlanResult
	e.must(rpc.MethodFixPlan, params, &plan)
	return plan
}

func (e *editor) apply(plan rpc.FixPlanResult) doctor.FixOutcome {
	e.t.Helper()
	var applied rpc.FixApplyResult
	e.must(rpc.MethodFixApply, rpc.FixApplyParams{ID: plan.ID, Token: "mine"}, &applied)
	return applied.Outcome
}

func (e *editor) verify(t *testing.T, entry string) doctor.FixProof {
	t.Helper()
	var verified rpc.FixVerifyResult
	e.must(rpc.MethodFixVerify, map[string]any{"request": e.request(t), "entry": entry}, &verified)
	return verified.Proof
}

func TestAFixInTheEditorAndItsUndo(t *testing.T) {
	e := connectEditor(t, map[string]string{"go.useLanguageServer": "false", "editor.fontSize": "12"})
	write(t, e.file, "{\n\t// mine\n\t\"go.useLanguageServer\": false,\n}\n")
	plan := e.planned(t, map[string]any{"findings": []string{disabled}})
	if plan.Error != nil || len(plan.Plan.Steps) == 0 {
		t.Fatalf("the plan is %s", marshal(t, plan))
	}
	step := plan.Plan.Steps[0]
	if step.By != "editor" || !strings.Contains(step.Diff, "-\t\"go.useLanguageServer\": false,") || !strings.Contains(step.Before, "// mine") || strings.Contains(step.After, "useLanguageServer") || !plan.Plan.Automatic {
		t.Errorf("the step is %s", marshal(t, step))
	}
	outcome := e.apply(plan)
	if outcome.Error != nil || outcome.Entry == "" || len(outcome.Effects) != 1 {
		t.Fatalf("the outcome is %s", marshal(t, outcome))
	}
	if _, there := e.settings["go.useLanguageServer"]; there || e.steps[len(e.steps)-1].Token != "mine" {
		t.Errorf("the settings are %v, the steps %s", e.settings, marshal(t, e.steps))
	}
	if proof := e.verify(t, outcome.Entry); proof.Verdict != doctor.Fixed {
		t.Errorf("the proof is %s", marshal(t, proof))
	}
	var journal rpc.FixJournalResult
	e.must(rpc.MethodFixJournal, map[string]any{}, &journal)
	if len(journal.Entries) != 1 || journal.Entries[0].Verdict != "fixed" || !journal.Entries[0].Undoable || journal.Entries[0].Findings[0] != disabled {
		t.Errorf("the journal is %s", marshal(t, journal))
	}
	var undone rpc.UndoResult
	e.must(rpc.MethodUndo, map[string]any{}, &undone)
	if undone.Error != nil || e.settings["go.useLanguageServer"] != "false" {
		t.Errorf("undone: %s; settings %v", marshal(t, undone), e.settings)
	}
	e.must(rpc.MethodUndo, map[string]any{}, &undone)
	if undone.Error == nil || undone.Error.Code != "no-entry" {
		t.Errorf("undone twice: %s", marshal(t, undone))
	}
	if err := e.call(rpc.MethodFixApply, rpc.FixApplyParams{ID: plan.ID}, nil); codeOf(err) != rpc.CodeNoPlan {
		t.Errorf("a plan was applied twice: %v", err)
	}
}

func TestAFixThatDoesNotHelpSaysSo(t *testing.T) {
	e := connectEditor(t, map[string]string{"go.useLanguageServer": "false"})
	e.answer = func(p rpc.EditorStepParams) (rpc.EditorStepResult, bool) { // an editor that forgets
		return rpc.EditorStepResult{OK: true}, p.Op == rpc.EditorWrite
	}
	outcome := e.apply(e.planned(t, map[string]any{"findings": []string{disabled}}))
	if outcome.Error != nil {
		t.Fatalf("the outcome is %s", marshal(t, outcome))
	}
	proof := e.verify(t, outcome.Entry)
	if proof.Verdict != doctor.StillBroken || len(proof.Left) != 1 || proof.Left[0].ID != disabled {
		t.Errorf("the proof is %s", marshal(t, proof))
	}
}

func TestAnEditorThatDoesNotDoItsStep(t *testing.T) {
	for _, tc := range []struct {
		name   string
		answer func(rpc.EditorStepParams) (rpc.EditorStepResult, bool)
		code   string
	}{
		{"changed since the diagnosis", func(p rpc.EditorStepParams) (rpc.EditorStepResult, bool) {
			return rpc.EditorStepResult{OK: true, Found: json.RawMessage(`"later"`)}, p.Op == rpc.EditorRead
		}, "changed"},
		{"changed at the last moment", func(p rpc.EditorStepParams) (rpc.EditorStepResult, bool) {
			return rpc.EditorStepResult{Changed: true}, p.Op == rpc.EditorWrite
		}, "changed"},
		{"refuses", func(p rpc.EditorStepParams) (rpc.EditorStepResult, bool) {
			return rpc.EditorStepResult{Error: "the file is read-only"}, p.Op == rpc.EditorWrite
		}, "failed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			e := connectEditor(t, map[string]string{"go.useLanguageServer": "false"})
			plan := e.planned(t, map[string]any{"findings": []string{disabled}})
			e.answer = tc.answer
			outcome := e.apply(plan)
			if outcome.Error == nil || outcome.Error.Code != tc.code {
				t.Errorf("the outcome is %s", marshal(t, outcome))
			}
			if e.settings["go.useLanguageServer"] != "false" {
				t.Error("the setting was changed")
			}
			var undone rpc.UndoResult
			e.must(rpc.MethodUndo, map[string]any{}, &undone)
			if undone.Error == nil {
				t.Errorf("something was taken back: %s", marshal(t, undone))
			}
		})
	}
}

// A step that is never answered ends when its request is cancelled, and is settled by then.
func TestACancelledFix(t *testing.T) {
	e := connectEditor(t, map[string]string{"go.useLanguageServer": "false"})
	plan := e.planned(t, map[string]any{"findings": []string{disabled}})
	asked, release := make(chan struct{}), make(chan struct{})
	e.answer = func(p rpc.EditorStepParams) (rpc.EditorStepResult, bool) {
		if p.Op == rpc.EditorWrite {
			close(asked)
			e.mu.Unlock()
			<-release
			e.mu.Lock()
		}
		return rpc.EditorStepResult{}, false
	}
	t.Cleanup(func() { close(release) })
	id := jsonrpc2.ID{Str: "the-fix", IsString: true}
	call, err := e.conn.DispatchCall(context.Background(), rpc.MethodFixApply, rpc.FixApplyParams{ID: plan.ID}, jsonrpc2.PickID(id))
	if err != nil {
		t.Fatal(err)
	}
	<-asked
	if err := e.conn.Notify(context.Background(), rpc.NotifyCancel, map[string]any{"id": id}); err != nil {
		t.Fatal(err)
	}
	var applied rpc.FixApplyResult
	if err := call.Wait(context.Background(), &applied); err != nil {
		t.Fatal(err)
	}
	if applied.Outcome.Error == nil || applied.Outcome.Steps[0].State == "applied" {
		t.Errorf("the outcome is %s", marshal(t, applied))
	}
}

func TestPlansThatCannotBe(t *testing.T) {
	e := connectEditor(t, map[string]string{"go.useLanguageServer": "false"})
	if err := e.call(rpc.MethodFixPlan, map[string]any{"request": e.request(t), "findings": []string{disabled}}, nil); codeOf(err) != rpc.CodeNoReport {
		t.Errorf("planned before a diagnosis: %v", err)
	}
	for _, tc := range []struct {
		name   string
		params map[string]any
		code   string
	}{
		{"a finding that is not there", map[string]any{"findings": []string{"goroot-invalid"}}, "no-finding"},
		{"no name", map[string]any{}, "no-finding"},
		{"a fix that the finding has not", map[string]any{"findings": []string{disabled}, "fix": "reinstall"}, "no-finding"},
	} {
		plan := e.planned(t, tc.params)
		if plan.Error == nil || plan.Error.Code != tc.code || plan.ID != "" {
			t.Errorf("%s: %s", tc.name, marshal(t, plan))
		}
	}
	untrusted := e.request(t)
	untrusted["untrusted"] = true
	if err := e.call(rpc.MethodFixPlan, map[string]any{"request": untrusted, "allSafe": true}, nil); codeOf(err) != -32602 {
		t.Errorf("an untrusted folder was to be mended: %v", err)
	}
	if plan := e.planned(t, map[string]any{"allSafe": true}); plan.Error != nil || len(plan.Plan.Mends) == 0 {
		t.Errorf("all safe fixes: %s", marshal(t, plan))
	}
}
