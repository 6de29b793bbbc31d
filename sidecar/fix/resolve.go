package fix

import (
	"bytes"
	"context"
	"slices"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// Facts are what a plan needs to know of the machine as it is now.
type Facts struct {
	System string   // a GOOS value
	Roots  []string // the workspace's folders: no link inside may lead out of them
	Env    []string // complete environment of the editor's tools for the finding's folder, as "name=value"
	Home   string
	// Editor says that an editor executes its steps; without one, settings are changed in their files.
	Editor bool
	// Dirty are documents with unsaved changes: only the editor may change them.
	Dirty []string
	// Look finds a program by its name, as the absolute path of the executable; empty if there is none.
	Look func(name string) string
	// Ask runs a command that changes nothing; default [child.Run].
	Ask func(ctx context.Context, c child.Command) (child.Result, error)
}

// Resolve turns a fix into a plan: the text that files will have, the commands that will be run. It changes nothing. The error
// is an *Error, with the code Changed where the intent does not fit what stands there.
func Resolve(ctx context.Context, files Files, f health.Fix, now Facts) (Plan, error) {
	if now.Ask == nil {
		now.Ask = child.Run
	}
	if now.Look == nil {
		now.Look = func(string) string { return "" }
	}
	r := &resolver{ctx: ctx, files: files, Facts: now, planned: map[string]planned{}}
	p := Plan{Fix: f.ID, Title: f.Title, Risk: f.Risk}
	for _, intent := range f.Steps {
		step := Step{Intent: intent, By: ByMachine}
		if err := r.resolve(&step); err != nil {
			return Plan{}, err
		}
		p.Steps = append(p.Steps, step)
	}
	return p, nil
}

type resolver struct {
	Facts
	ctx   context.Context
	files Files
	// planned is what files will be after the steps so far.
	planned map[string]planned
	roots   []string // that commands so far may change
}

type planned struct {
	item Item
	data []byte
}

func (r *resolver) resolve(step *Step) error {
	intent := step.Intent
	switch intent.Kind {
	case health.StepManual:
		step.By = ByPerson
		return nil
	case health.StepEditor:
		step.By = ByEditor
		return nil
	case health.StepSet:
		return r.set(step)
	case health.StepEdit:
		return r.edit(step, func(old []byte) ([]byte, error) {
			if intent.Target.Key != "" && moduleFile(string(intent.Target.File)) {
				return editModule(old, intent)
			}
			return editLines(old, intent)
		})
	case health.StepCreate:
		return r.create(step)
	case health.StepXattr:
		return r.attribute(step)
	case health.StepGoEnv:
		return r.goenv(step)
	case health.StepInstall:
		return r.install(step)
	case health.StepRun:
		return r.command(step)
	}
	return fault(Unsupported, "", "a step of the kind %q is not known", intent.Kind)
}

// set plans a change of a setting. The editor makes it where there is one: only it tells its extensions.
func (r *resolver) set(step *Step) error {
	intent := step.Intent
	t := intent.Target
	if intent.After.Hidden() {
		return fault(Unsupported, string(t.File), "%s holds a secret that was hidden, and cannot be written back", t.Key)
	}
	change := func(old []byte) ([]byte, error) {
		return EditSetting(old, t, intent.Before, intent.After, r.System)
	}
	if r.Editor {
		step.By = ByEditor
		preview := *step
		if t.File != "" && r.file(&preview, string(t.File), change) == nil {
			step.File, step.LinkedFrom, step.Diff = preview.File, preview.LinkedFrom, preview.Diff
			step.old, step.after = preview.old, preview.after
		}
		return nil
	}
	if t.File == "" {
		return fault(NeedsEditor, "", "the file of %s is not known; it can be changed in the editor", settingName(t))
	}
	return r.file(step, string(t.File), change)
}

// edit plans a change of a file that must be there.
func (r *resolver) edit(step *Step, change func([]byte) ([]byte, error)) error {
	path := string(step.Intent.Target.File)
	if err := r.file(step, path, change); err != nil {
		return err
	}
	if step.before.Kind == Absent {
		return fault(Changed, path, "is not there any more")
	}
	return nil
}

func (r *resolver) create(step *Step) error {
	text, ok := step.Intent.After.String()
	path := string(step.Intent.Target.File)
	if !ok {
		return fault(Unsupported, path, "the fix does not say what to write")
	}
	place, err := r.where(path)
	if err != nil {
		return err
	}
	if now, _, err := r.stands(place.real); err != nil {
		return err
	} else if now.Kind != Absent {
		return fault(Changed, path, "is there already")
	}
	step.File, step.LinkedFrom, step.made = place.real, place.link, place.made
	step.before = Item{Path: place.real, Kind: Absent}
	step.after = []byte(text)
	r.plan(step)
	return nil
}

// file plans another content for a file.
func (r *resolver) file(step *Step, path string, change func([]byte) ([]byte, error)) error {
	place, err := r.where(path)
	if err != nil {
		return err
	}
	before, old, err := r.stands(place.real)
	if err != nil {
		return err
	}
	if err := r.fit(place, before); err != nil {
		return err
	}
	after, err := change(old)
	if err != nil {
		return err
	}
	if bytes.Equal(old, after) {
		return fault(Changed, path, "is as it should be already")
	}
	step.File, step.LinkedFrom, step.made = place.real, place.link, place.made
	step.before, step.old, step.after = before, old, after
	if slices.Contains(r.Dirty, path) || slices.Contains(r.Dirty, place.real) {
		if !r.Editor {
			return fault(Changed, path, "has unsaved changes in the editor")
		}
		step.By = ByEditor
	}
	r.plan(step)
	return nil
}

// plan notes what the file will be, and shows the difference.
func (r *resolver) plan(step *Step) {
	step.Diff = unified(step.File, step.old, step.after)
	item := Item{Path: step.File, Kind: Regular, Mode: step.before.Mode, Size: int64(len(step.after)), Sum: sumOf(step.after)}
	if step.before.Kind == Absent {
		item.Mode = newFileMode
	}
	r.planned[step.File] = planned{item, step.after}
}

// stands is what will stand at a path when its turn comes.
func (r *resolver) stands(path string) (Item, []byte, error) {
	if p, ok := r.planned[path]; ok {
		return p.item, p.data, nil
	}
	for _, root := range r.roots {
		if health.Within(r.System, path, root) {
			return Item{}, nil, fault(Unsupported, path, "a command of the same fix may change it first")
		}
	}
	item, err := look(r.files, path)
	if err != nil || item.Kind == Absent {
		return item, nil, err
	}
	if item.Kind != Regular {
		return Item{}, nil, fault(Unsuitable, path, "is no regular file")
	}
	data, err := r.files.ReadFile(path, maxEdited)
	if err != nil {
		return Item{}, nil, broken(path, cannotRead, err)
	}
	if sumOf(data) != item.Sum {
		return Item{}, nil, fault(Changed, path, "is being written at this moment")
	}
	return item, data, nil
}

// attribute plans the removal of an extended attribute of one named file.
func (r *resolver) attribute(step *Step) error {
	t := step.Intent.Target
	place, err := r.where(string(t.File))
	if err != nil {
		return err
	}
	item, err := look(r.files, place.real)
	if err != nil {
		return err
	}
	if item.Kind != Regular {
		return fault(Changed, place.real, "is not there any more")
	}
	value, there, err := r.files.Xattr(place.real, string(t.Key))
	if err != nil {
		return broken(place.real, cannotRead, err)
	}
	seen, _ := step.Intent.Before.String()
	if !there || seen != "" && seen != string(value) {
		return fault(Changed, place.real, "the attribute %s is not what it was", t.Key)
	}
	step.File, step.LinkedFrom, step.before = place.real, place.link, item
	step.xattr = &xattrChange{Name: string(t.Key), Value: value}
	return nil
}
