package fix

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// fakeEditor is an editor with settings and documents.
type fakeEditor struct {
	settings map[string]health.Data
	files    *memFiles
	did      []string
	fail     error
}

func (e *fakeEditor) Read(_ context.Context, t health.Target) (health.Data, error) {
	return e.settings[settingName(t)], nil
}

func (e *fakeEditor) Write(_ context.Context, t health.Target, expected, value health.Data) error {
	if e.fail != nil || e.settings[settingName(t)] != expected {
		return errors.Join(e.fail, errors.New("not as expected"))
	}
	e.settings[settingName(t)] = value
	return nil
}

func (e *fakeEditor) Edit(_ context.Context, file, expected, text string) error {
	if string(e.files.nodes[file].data) != expected {
		return errors.New("not as expected")
	}
	return e.files.overwrite(file, text)
}

func (e *fakeEditor) Do(_ context.Context, s health.Step) error {
	e.did = append(e.did, string(s.Target.Key))
	return e.fail
}

func TestStepsOfTheEditor(t *testing.T) {
	f := newMem(module)
	target := health.Target{Scope: health.ScopeUser, Key: "go.toolsEnvVars", Member: "TOKEN", File: "/home/settings.json"}
	editor := &fakeEditor{settings: map[string]health.Data{settingName(target): `"s3cret"`}, files: f}
	e := New(Options{Files: f, Dir: stateDir, System: "linux", Editor: editor})
	facts := memFacts()
	facts.Editor, facts.Dirty = true, []string{"/work/go.mod"}
	fix := health.Fix{ID: "f", Steps: []health.Step{
		{Kind: health.StepSet, Target: target, Before: `"(hidden)"`},
		{Kind: health.StepEdit, Target: health.Target{File: "/work/go.mod"}, Before: `"go 1.26.x"`, After: `"go 1.26"`},
		{Kind: health.StepEditor, Target: health.Target{Key: "go.languageserver.restart"}},
		{Kind: health.StepManual},
	}}
	p, err := Resolve(t.Context(), f, fix, facts)
	if err != nil || p.Steps[0].By != ByEditor || p.Steps[1].By != ByEditor || p.Steps[3].By != ByPerson {
		t.Fatalf("plan %+v, %v", p, err)
	}
	out, err := e.Apply(t.Context(), p, "x", nil)
	if err != nil || editor.settings[settingName(target)] != "" || len(editor.did) != 1 || out.Steps[3].State != StepLeft {
		t.Fatalf("outcome %+v, %v", out, err)
	}
	if !strings.Contains(string(f.nodes["/work/go.mod"].data), "go 1.26 // pinned") {
		t.Error("the document is not edited")
	}
	if _, err := e.Undo(t.Context(), "", AllSteps, nil); err != nil {
		t.Fatal(err)
	}
	if editor.settings[settingName(target)] != `"s3cret"` || string(f.nodes["/work/go.mod"].data) != module["/work/go.mod"] {
		t.Errorf("not undone: %v", editor.settings)
	}
	editor.settings[settingName(target)] = ""
	if _, err := e.Apply(t.Context(), p, "x", nil); CodeOf(err) != Changed {
		t.Errorf("a setting that is not as planned: %v", err)
	}
}

// A change through the editor that was interrupted is settled, and undone on the command line, by the settings file.
func TestEditorDiesWhileSetting(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       StepState
	}{
		{"before", "{\"go.goroot\": \"/old\"}", StepFailed},
		{"after", "{\"go.goroot\": \"/new\"}", StepApplied},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newMem(map[string]string{"/home/settings.json": tc.text})
			target := health.Target{Scope: health.ScopeUser, Key: "go.goroot", File: "/home/settings.json"}
			editor := &fakeEditor{settings: map[string]health.Data{settingName(target): `"/old"`}, files: f}
			p := Plan{Steps: []Step{{By: ByEditor, Intent: health.Step{Kind: health.StepSet, Target: target, Before: `"/old"`, After: `"/new"`}}}}
			e := New(Options{Files: dying{f}, Dir: stateDir, System: "linux", Editor: editor})
			if _, err := e.Apply(t.Context(), p, "x", nil); err == nil {
				t.Fatal("the process did not die")
			}
			f.reboot(false)
			e = New(Options{Files: f, Dir: stateDir, System: "linux"})
			got, err := e.Recover(t.Context())
			if err != nil || len(got) != 1 || got[0].State != tc.want {
				t.Fatalf("recovered %+v, %v", got, err)
			}
			if tc.want == StepFailed {
				return
			}
			if _, err := e.Undo(t.Context(), "", AllSteps, nil); err != nil || string(f.nodes["/home/settings.json"].data) != "{\"go.goroot\": \"/old\"}" {
				t.Errorf("undone to %q, %v", f.nodes["/home/settings.json"].data, err)
			}
		})
	}
}

// dying is a file system of a process that dies when the third record, the end of a step, is written.
type dying struct{ *memFiles }

func (d dying) Append(path string) (Writer, error) {
	if strings.Count(string(d.nodes[path].data), "\n") == 3 {
		d.dead = true
		return nil, errCrashed
	}
	return d.memFiles.Append(path)
}
