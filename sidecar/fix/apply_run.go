package fix

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/govitals/govitals/sidecar/child"
)

// tokenVariable is in the environment of a command and of all that it starts, so that recovery finds what outlived us.
const tokenVariable = "GOVITALS_FIX"

// shownOutput is how much of the end of a command's words goes into an error.
const shownOutput = 2000

// runCommand saves what a command may change, runs it, and puts everything back if it fails.
func (a *application) runCommand(ctx context.Context, i int, step *Step) error {
	before, items, err := a.save(a.label(i), step.roots...)
	if err != nil {
		return err
	}
	if err := a.unchanged(i, step, items); err != nil {
		return err
	}
	token := fmt.Sprintf("%s-%s-%s", a.id, a.label(i), rand.Text()[:8])
	it := &intent{Roots: step.roots, Before: before, Made: step.made, Command: step.Command.Argv, Token: token, Lasting: step.Lasting}
	if err := a.append(record{Kind: recIntent, Entry: a.number, Step: i, Intent: it}); err != nil {
		return err
	}
	if step.clears != "" {
		if err := a.files.Remove(step.clears); err != nil {
			return errors.Join(broken(step.clears, "cannot be removed", err), a.settle(a.number, i))
		}
	}
	command := child.Command{Path: step.Command.Argv[0], Args: step.Command.Argv[1:], Dir: step.Command.Dir, Deadline: a.deadline,
		Env: append(append([]string{}, step.Command.environ...), tokenVariable+"="+token)}
	result, err := a.run(ctx, command,
		func(pid int, at uint64) error {
			return a.append(record{Kind: recStarted, Entry: a.number, Step: i, PID: pid, Started: at})
		},
		func(stream string, text []byte) { a.tell(Progress{Step: i, Stream: stream, Text: text}) })
	a.out.Output = lastWords(result)
	failure := a.judge(step.Command, result, err)
	if failure == nil {
		var after saved
		var left []Item
		if left, err = scan(a.files, nil, step.roots...); err == nil {
			err = syncAll(a.files, changes(items, left))
		}
		if err == nil {
			after, err = a.list(a.label(i)+"-after-"+rand.Text()[:8], left)
		}
		if err == nil {
			return a.append(record{Kind: recDone, Entry: a.number, Step: i, After: &after})
		}
		failure = err
	}
	if err := a.settle(a.number, i); err != nil {
		return errors.Join(failure, err)
	}
	return failure
}

// unchanged compares the files that a command is meant for with those that were shown, unless an earlier step changed them.
func (a *application) unchanged(i int, step *Step, items []Item) error {
	now := byPath(items)
	for _, want := range step.expect {
		if err := expected(now[want.Path], want); err != nil && !a.touchedBefore(i, want.Path) {
			return err
		}
	}
	return nil
}

// touchedBefore reports that an earlier step of this entry may have changed a path.
func (a *application) touchedBefore(i int, path string) bool {
	for _, s := range a.entries[a.number-1].Steps[:i] {
		for _, p := range s.Paths {
			if p == path {
				return true
			}
		}
	}
	return false
}

// judge says why a command failed; nil if it did not.
func (a *application) judge(c *Command, r child.Result, err error) error {
	shown := strings.Join(c.Argv, " ")
	switch {
	case err != nil:
		return &Error{Code: Failed, Text: shown + " could not be run, and what it may have changed was put back", Err: err}
	case r.Unended > 0:
		return fault(Failed, "", "%s could not be ended: %d processes of it still run", shown, r.Unended)
	case r.Err() != nil:
		text := fmt.Sprintf("%s: %v; the files that it changed were put back", shown, r.Err())
		if words := lastWords(r); words != "" {
			text += "\n" + words
		}
		return fault(Failed, "", "%s", text)
	}
	return nil
}

func lastWords(r child.Result) string {
	text := strings.TrimSpace(string(r.Stderr))
	if text == "" {
		text = strings.TrimSpace(string(r.Stdout))
	}
	if len(text) > shownOutput {
		text = "…" + strings.ToValidUTF8(text[len(text)-shownOutput:], "")
	}
	return text
}

// syncAll makes durable what a command changed: the journal is about to say that it stands, and a loss of power must not make
// that a lie.
func syncAll(files Files, made []change) error {
	dirs := map[string]bool{}
	for _, c := range made {
		if c.to.Kind == Regular {
			if err := files.SyncFile(c.to.Path); err != nil {
				return broken(c.to.Path, cannotWrite, err)
			}
		}
		dirs[filepath.Dir(c.to.Path)] = true
	}
	for dir := range dirs {
		if err := files.SyncDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return broken(dir, cannotWrite, err)
		}
	}
	return nil
}
