package fix

import (
	"errors"
	"slices"

	"golang.org/x/mod/modfile"
)

// moduleEditor is go.mod or go.work.
type moduleEditor interface {
	stands(verb string, words []string) bool
	// change makes what stands as the first words stand as the second; no words mean that it is not there.
	change(verb string, before, after []string) error
	text() []byte
}

var (
	errVerb  = errors.New("no directive that can be changed there")
	errWords = errors.New("these are not its words")
)

func standsIn(f *modfile.FileSyntax, verb string, words []string) bool {
	for _, statement := range f.Stmt {
		switch x := statement.(type) {
		case *modfile.Line:
			if d := directive(x, verb); d != nil && slices.Equal(d, words) {
				return true
			}
		case *modfile.LineBlock:
			if len(x.Token) != 1 || x.Token[0] != verb {
				continue
			}
			for _, line := range x.Line {
				if slices.Equal(directive(line, verb), words) {
					return true
				}
			}
		}
	}
	return false
}

// replacement is a replace directive taken apart: "old [version] => new [version]".
func replacement(words []string) (oldPath, oldVersion, newPath, newVersion string, ok bool) {
	arrow := slices.Index(words, "=>")
	if arrow < 1 || arrow > 2 || len(words)-arrow < 2 || len(words)-arrow > 3 {
		return "", "", "", "", false
	}
	at := func(i int) string {
		if i < len(words) {
			return words[i]
		}
		return ""
	}
	if arrow == 2 {
		oldVersion = words[1]
	}
	return words[0], oldVersion, at(arrow + 1), at(arrow + 2), true
}

type modEditor struct{ *modfile.File }

func (m *modEditor) stands(verb string, words []string) bool { return standsIn(m.Syntax, verb, words) }

func (m *modEditor) text() []byte {
	m.Cleanup()
	return modfile.Format(m.Syntax)
}

func (m *modEditor) change(verb string, before, after []string) error {
	switch {
	case verb == "go" && len(after) == 1:
		return m.AddGoStmt(after[0])
	case verb == "go" && len(after) == 0:
		m.DropGoStmt()
		return nil
	case verb == "toolchain" && len(after) == 1:
		return m.AddToolchainStmt(after[0])
	case verb == "toolchain" && len(after) == 0:
		m.DropToolchainStmt()
		return nil
	case verb == "replace":
		return changeReplace(m, before, after)
	case verb == "require" || verb == "exclude":
		return m.changeVersion(verb, before, after)
	}
	return errVerb
}

func (m *modEditor) changeVersion(verb string, before, after []string) error {
	if len(before) > 0 && len(before) != 2 || len(after) > 0 && len(after) != 2 {
		return errWords
	}
	if len(before) == 2 && (len(after) == 0 || before[0] != after[0] || verb == "exclude") {
		drop := func() error { return m.DropRequire(before[0]) }
		if verb == "exclude" {
			drop = func() error { return m.DropExclude(before[0], before[1]) }
		}
		if err := drop(); err != nil {
			return err
		}
	}
	switch {
	case len(after) == 0:
		return nil
	case verb == "exclude":
		return m.AddExclude(after[0], after[1])
	}
	return m.AddRequire(after[0], after[1])
}

type replacer interface {
	DropReplace(oldPath, oldVersion string) error
	AddReplace(oldPath, oldVersion, newPath, newVersion string) error
}

func changeReplace(m replacer, before, after []string) error {
	if len(before) > 0 {
		path, version, _, _, ok := replacement(before)
		if !ok {
			return errWords
		}
		if nextPath, nextVersion, _, _, ok := replacement(after); !ok || nextPath != path || nextVersion != version {
			if err := m.DropReplace(path, version); err != nil {
				return err
			}
		}
	}
	if len(after) == 0 {
		return nil
	}
	path, version, newPath, newVersion, ok := replacement(after)
	if !ok {
		return errWords
	}
	return m.AddReplace(path, version, newPath, newVersion)
}

type workEditor struct{ *modfile.WorkFile }

func (w *workEditor) stands(verb string, words []string) bool {
	return standsIn(w.Syntax, verb, words)
}

func (w *workEditor) text() []byte {
	w.Cleanup()
	return modfile.Format(w.Syntax)
}

func (w *workEditor) change(verb string, before, after []string) error {
	switch {
	case verb == "go" && len(after) == 1:
		return w.AddGoStmt(after[0])
	case verb == "go" && len(after) == 0:
		w.DropGoStmt()
		return nil
	case verb == "toolchain" && len(after) == 1:
		return w.AddToolchainStmt(after[0])
	case verb == "toolchain" && len(after) == 0:
		w.DropToolchainStmt()
		return nil
	case verb == "replace":
		return changeReplace(w, before, after)
	case verb == "use":
		return w.changeUse(before, after)
	}
	return errVerb
}

func (w *workEditor) changeUse(before, after []string) error {
	if len(before) > 1 || len(after) > 1 {
		return errWords
	}
	if len(before) == 1 {
		if err := w.DropUse(before[0]); err != nil {
			return err
		}
	}
	if len(after) == 1 {
		return w.AddUse(after[0], "")
	}
	return nil
}
