package fix

import (
	"bytes"
	"context"
	"errors"

	"github.com/govitals/govitals/sidecar/health"
)

func settingName(t health.Target) string {
	name := string(t.Key)
	if t.Member != "" {
		name += "." + string(t.Member)
	}
	return name + " (" + string(t.Scope) + " " + string(t.Folder) + ")"
}

// sameSetting compares what the editor says now with what a snapshot showed.
func (s *session) sameSetting(ctx context.Context, t health.Target, before health.Data) error {
	now, err := s.editor.Read(ctx, t)
	if err != nil {
		return err
	}
	return expectedSetting(s.system, t, now, before)
}

func expectedSetting(system string, t health.Target, now, before health.Data) error {
	var found any
	if now != "" {
		found = decoded([]byte(now))
	}
	if !seenAs(system, string(t.Member), found, before) {
		return fault(Changed, "", "%s %s", settingName(t), differs(found, before))
	}
	return nil
}

// setting changes a setting through the editor. The editor's own value is kept for undo: the snapshot's has no secrets.
func (a *application) setting(ctx context.Context, i int, step *Step) error {
	t := step.Intent.Target
	now, err := a.editor.Read(ctx, t)
	if err != nil {
		return err
	}
	if err := expectedSetting(a.system, t, now, step.Intent.Before); err != nil {
		return err
	}
	value := &valueChange{Target: t, Before: now, After: step.Intent.After}
	if err := a.append(record{Kind: recIntent, Entry: a.number, Step: i, Intent: &intent{Value: value}}); err != nil {
		return err
	}
	if err := a.editor.Write(ctx, t, now, step.Intent.After); err != nil {
		return errors.Join(err, a.append(record{Kind: recFailed, Entry: a.number, Step: i, Text: err.Error()}))
	}
	return a.append(record{Kind: recDone, Entry: a.number, Step: i})
}

// command executes an editor command. There is nothing to take back of it.
func (a *application) command(ctx context.Context, i int, step *Step) error {
	if err := a.append(record{Kind: recIntent, Entry: a.number, Step: i, Intent: &intent{}}); err != nil {
		return err
	}
	if err := a.editor.Do(ctx, step.Intent); err != nil {
		return errors.Join(err, a.append(record{Kind: recFailed, Entry: a.number, Step: i, Text: err.Error()}))
	}
	return a.append(record{Kind: recDone, Entry: a.number, Step: i})
}

// attribute removes an extended attribute of a file that is still the one that was planned.
func (a *application) attribute(i int, step *Step) error {
	value, there, err := a.files.Xattr(step.File, step.xattr.Name)
	switch {
	case err != nil:
		return broken(step.File, cannotRead, err)
	case !there || !bytes.Equal(value, step.xattr.Value):
		return fault(Changed, step.File, "the attribute %s is not what it was", step.xattr.Name)
	}
	now, err := look(a.files, step.File)
	if err == nil {
		err = expected(now, step.before)
	}
	if err != nil {
		return err
	}
	it := &intent{Before: saved{Items: []Item{now}}, Xattr: step.xattr}
	if err := a.append(record{Kind: recIntent, Entry: a.number, Step: i, Intent: it}); err != nil {
		return err
	}
	err = a.files.RemoveXattr(step.File, step.xattr.Name)
	if err != nil {
		err = broken(step.File, cannotWrite, err)
	}
	return errors.Join(err, a.settle(a.number, i))
}
