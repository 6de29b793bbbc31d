// Package fix changes what is broken: it turns the intents of a check into a plan that shows itself, applies the plan with
// compare-and-swap, writes everything to a journal before it happens, and takes it back.
//
// A [Plan] is data: what stands there now, what will stand there, what will be run. [Engine.Apply] compares again what stands
// there, step by step, and stops at the first thing that is not as planned. Each step is in the journal, with all that is
// needed to undo it, before anything changes; so whatever ends the process leaves every step before or after, once
// [Engine.Recover] ran. Files are never written in place: a complete new file takes the old one's name.
//
// Steps that only the editor can do go through [Editor]; words for a person are only shown.
package fix

import (
	"errors"
	"fmt"
	"io/fs"
)

// Code says what kept the engine from its work, for those who translate or decide.
type Code string

const (
	Changed     Code = "changed"      // not what was expected: somebody changed it since
	Unsuitable  Code = "unsuitable"   // not JSON, not text, no regular file: it cannot be edited
	Unreadable  Code = "unreadable"   //
	ReadOnly    Code = "read-only"    // a file, directory or file system that may not be written
	NoSpace     Code = "no-space"     // disk or quota full
	Outside     Code = "outside"      // a link leads out of the workspace
	TooLarge    Code = "too-large"    //
	Unsupported Code = "unsupported"  // by this system, or by the engine
	Failed      Code = "failed"       // a command, or a write that none of the others describes
	Busy        Code = "busy"         // another process is applying a fix
	Damaged     Code = "damaged"      // the journal
	Newer       Code = "newer"        // the journal was written by a newer version
	Unwritable  Code = "unwritable"   // the journal
	NoEntry     Code = "no-entry"     // nothing of that name was applied
	Undone      Code = "undone"       // already taken back
	NeedsEditor Code = "needs-editor" // only the editor can do it
)

// Error is a failure of planning, applying or undoing. Text says what was found, without the path.
type Error struct {
	Code Code
	Path string // the file or directory it is about; may be empty
	Text string
	// Kept is the file of the journal that holds the former version, where undoing was refused.
	Kept string
	Err  error
}

func (e *Error) Error() string {
	text := e.Text
	if e.Path != "" {
		text = e.Path + ": " + text
	}
	if e.Kept != "" {
		text += "; the former version is kept in " + e.Kept
	}
	if e.Err != nil {
		text += ": " + reason(e.Err)
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// CodeOf is the code of an error; Failed if it has none, empty for nil.
func CodeOf(err error) Code {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Code
	}
	return Failed
}

func fault(code Code, path, format string, args ...any) *Error {
	return &Error{Code: code, Path: path, Text: fmt.Sprintf(format, args...)}
}

// broken classes an error of the file system. doing is what was tried, as "cannot be written".
func broken(path, doing string, err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	code := Failed
	switch {
	case isNoSpace(err):
		code = NoSpace
	case isReadOnly(err) || errors.Is(err, fs.ErrPermission):
		code = ReadOnly
		if doing == cannotRead {
			code = Unreadable
		}
	case errors.Is(err, ErrTooLarge):
		code = TooLarge
	case doing == cannotRead:
		code = Unreadable
	}
	return &Error{Code: code, Path: path, Text: doing, Err: err}
}

const (
	cannotRead  = "cannot be read"
	cannotWrite = "cannot be written"
)

// reason is an error without the operation and the path, which our own message names.
func reason(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
