package child

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Kind says why a program could not be started.
type Kind string

// The kinds of [StartError].
const (
	NotFound      Kind = "not-found"      // nothing at that path
	NotExecutable Kind = "not-executable" // a directory, a device, or a file without the execute bit
	NotAbsolute   Kind = "not-absolute"   // refused: see Command.Path
	BadDirectory  Kind = "bad-directory"  // the working directory is missing or none
	ExecFormat    Kind = "exec-format"    // built for another system or processor, or no program at all
	NoInterpreter Kind = "no-interpreter" // the file is there, but the interpreter or loader that it names is not
	Permission    Kind = "permission"     // refused by the system: rights, mount options, security software
	TextBusy      Kind = "text-busy"      // being written at this moment, as by an installation
	StartHangs    Kind = "start-hangs"    // the system did not finish starting it in time: dead network drive, unanswered dialog
	OtherKind     Kind = "other"
)

// A StartError means that the program did not begin to run.
type StartError struct {
	Path string
	Kind Kind
	Err  error // never nil
}

func (e *StartError) Error() string {
	return fmt.Sprintf("start %s: %s: %v", e.Path, e.Kind, e.Err)
}

func (e *StartError) Unwrap() error { return e.Err }

// preflight finds what the system reports ambiguously: execve answers "permission denied" for a directory, a missing execute
// bit and a forbidden file alike, and "no such file" also for a missing working directory.
func preflight(c Command) *StartError {
	if !filepath.IsAbs(c.Path) {
		return &StartError{c.Path, NotAbsolute, errors.New("path is not absolute")}
	}
	if err := refuseScript(c); err != nil {
		return &StartError{c.Path, NotExecutable, err}
	}
	if c.Dir != "" {
		switch info, err := os.Stat(c.Dir); {
		case err != nil:
			return &StartError{c.Path, BadDirectory, err}
		case !info.IsDir():
			return &StartError{c.Path, BadDirectory, fmt.Errorf("%s is not a directory", c.Dir)}
		}
	}
	info, err := os.Stat(c.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return &StartError{c.Path, NotFound, err}
	case errors.Is(err, fs.ErrPermission):
		return &StartError{c.Path, Permission, err}
	case err != nil:
		return nil // let the start itself speak
	case info.IsDir():
		return &StartError{c.Path, NotExecutable, errors.New("is a directory")}
	case !info.Mode().IsRegular():
		return &StartError{c.Path, NotExecutable, errors.New("is not a regular file")}
	case !mayExecute(info.Mode()):
		return &StartError{c.Path, NotExecutable, errors.New("has no execute permission")}
	}
	return nil
}

// classify gives the error of a failed start its kind.
func classify(path string, err error) *StartError {
	kind := OtherKind
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		kind = StartHangs
	case errors.Is(err, fs.ErrNotExist):
		kind = NotFound
		if _, e := os.Stat(path); e == nil {
			kind = NoInterpreter
		}
	case isExecFormat(err):
		kind = ExecFormat
	case isTextBusy(err):
		kind = TextBusy
	case errors.Is(err, fs.ErrPermission):
		kind = Permission
	}
	return &StartError{path, kind, err}
}
