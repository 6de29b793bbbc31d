package rpc

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/govitals/govitals/sidecar/fix"
	"github.com/govitals/govitals/sidecar/health"
)

// remoteEditor is the client as an executor of steps.
type remoteEditor struct {
	call  func(ctx context.Context, method string, params, result any) error
	token string
	words func(health.Message) string
}

// Patience with a client that does not answer; a question to the user is none of these steps. A command may download an extension.
const (
	editorPatience  = 60 * time.Second
	commandPatience = 5 * time.Minute
)

func (e *remoteEditor) ask(ctx context.Context, p EditorStepParams) (EditorStepResult, error) {
	patience := editorPatience
	if p.Op == EditorCommand {
		patience = commandPatience
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	p.Token = e.token
	for _, raw := range []*json.RawMessage{&p.Expected, &p.Value} {
		if len(*raw) == 0 {
			*raw = json.RawMessage("null")
		}
	}
	var out EditorStepResult
	if err := e.call(ctx, RequestEditorStep, p, &out); err != nil {
		return out, &fix.Error{Code: fix.Failed, Path: p.File, Text: "the editor did not do its step", Err: err}
	}
	switch {
	case out.OK:
		return out, nil
	case out.Changed:
		text := "was changed meanwhile"
		if p.File == "" || p.Op == EditorWrite {
			text = p.Key + " was changed meanwhile"
		}
		return out, &fix.Error{Code: fix.Changed, Path: p.File, Text: text}
	}
	return out, &fix.Error{Code: fix.Failed, Path: p.File, Text: "the editor could not do its step: " + health.CleanText(out.Error)}
}

func settingStep(op EditorOp, t health.Target) EditorStepParams {
	return EditorStepParams{Op: op, Scope: t.Scope, Folder: string(t.Folder), File: string(t.File), Key: string(t.Key), Member: string(t.Member)}
}

// Read implements fix.Editor.
func (e *remoteEditor) Read(ctx context.Context, t health.Target) (health.Data, error) {
	out, err := e.ask(ctx, settingStep(EditorRead, t))
	found := bytes.TrimSpace(out.Found)
	if err != nil || len(found) == 0 || string(found) == "null" {
		return "", err
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, found); err != nil {
		return "", &fix.Error{Code: fix.Failed, Text: "the editor's answer is no JSON", Err: err}
	}
	return health.Data(compact.String()), nil
}

// Write implements fix.Editor.
func (e *remoteEditor) Write(ctx context.Context, t health.Target, expected, value health.Data) error {
	p := settingStep(EditorWrite, t)
	p.Expected, p.Value = json.RawMessage(expected), json.RawMessage(value)
	_, err := e.ask(ctx, p)
	return err
}

// Edit implements fix.Editor.
func (e *remoteEditor) Edit(ctx context.Context, file, expected, text string) error {
	_, err := e.ask(ctx, EditorStepParams{Op: EditorEdit, File: file, Expected: json.RawMessage(health.DataOf(expected)), Value: json.RawMessage(health.DataOf(text))})
	return err
}

// Do implements fix.Editor.
func (e *remoteEditor) Do(ctx context.Context, step health.Step) error {
	t := step.Target
	_, err := e.ask(ctx, EditorStepParams{Op: EditorCommand, Folder: string(t.Folder), File: string(t.File), Key: string(t.Key), Member: string(t.Member), Title: e.words(step.Title)})
	return err
}
