// Package policy reads a team's .govitals.yaml: which versions of Go and gopls the team wants, which checks count for it and how
// much, and which findings it has accepted, why and until when. It reads and judges nothing else; package doctor applies it.
package policy

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/govitals/govitals/sidecar/health"
)

// FileName is the policy's name at the root of a folder.
const FileName = ".govitals.yaml"

// Limit bounds a policy, in bytes: one of a large team has a few kilobytes.
const Limit = 256 << 10

// Policy is a whole file.
type Policy struct {
	// Version of the format, 1.
	Version int `yaml:"version"`
	// Require are the versions that the team works with.
	Require Require `yaml:"require"`
	// Checks changes what checks count, by id: off, or the severity of all that they find.
	Checks map[health.CheckID]Level `yaml:"checks"`
	// Accept are findings that the team knows and lives with.
	Accept []Accepted `yaml:"accept"`
}

// Require names versions as "1.26.8" (exactly), ">=1.26" or "1.26" (that line of releases).
type Require struct {
	Go    string `yaml:"go"`
	Gopls string `yaml:"gopls"`
}

// Level is how much a check counts.
type Level string

// The levels. A check that is off is not asked; the others replace the severity of what it finds.
const (
	Off     Level = "off"
	Info    Level = "info"
	Warning Level = "warning"
	Error   Level = "error"
)

// Accepted is a finding that is still shown but no longer counted.
type Accepted struct {
	// Finding is a finding's id, or a check's id for all its findings.
	Finding string `yaml:"finding"`
	Reason  string `yaml:"reason"`
	// Until is the last day on which it is accepted, as 2006-01-02; empty is for ever.
	Until string `yaml:"until"`
}

// Lines says where things stand in the file, from 1; 0 is nowhere.
type Lines struct {
	Go, Gopls int
	Accept    []int // one for each of Policy.Accept
}

// Fault is a mistake in a policy, with its line from 1.
type Fault struct {
	File string
	Line int
	What string
}

func (f Fault) Error() string { return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.What) }

// Parse reads a policy strictly: a field that nobody knows, a check that does not exist or a date that is none is an error
// that names the line, because a policy that is silently not applied is worse than none.
func Parse(file string, text []byte, known func(health.CheckID) bool) (Policy, Lines, error) {
	var p Policy
	fail := func(err error) (Policy, Lines, error) { return Policy{}, Lines{}, err }
	if len(text) > Limit {
		return fail(Fault{file, 1, fmt.Sprintf("larger than %d kB", Limit>>10)})
	}
	var root yaml.Node
	d := yaml.NewDecoder(bytes.NewReader(text))
	if err := d.Decode(&root); err != nil {
		if errors.Is(err, io.EOF) {
			return fail(Fault{file, 1, `the file is empty; it needs at least "version: 1"`})
		}
		return fail(located(file, err))
	}
	if err := d.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return fail(Fault{file, root.Line, "there must be one document, and no more"})
	}
	strict := yaml.NewDecoder(bytes.NewReader(text))
	strict.KnownFields(true)
	if err := strict.Decode(&p); err != nil {
		return fail(located(file, err))
	}
	r := reader{file, &root, known}
	if err := r.validate(p); err != nil {
		return fail(err)
	}
	return p, r.lines(p), nil
}

// located turns "yaml: line 3: words", and the list that a strict decoder gives, into a Fault.
func located(file string, err error) error {
	words := err.Error()
	var several *yaml.TypeError
	if errors.As(err, &several) && len(several.Errors) > 0 {
		words = several.Errors[0]
	}
	words = strings.TrimPrefix(words, "yaml: ")
	line := 1
	if rest, ok := strings.CutPrefix(words, "line "); ok {
		if n, what, ok := strings.Cut(rest, ": "); ok {
			if _, scanned := fmt.Sscan(n, &line); scanned == nil {
				words = what
			}
		}
	}
	return Fault{file, line, strings.NewReplacer("policy.", "", " in type Policy", "", " not found", " is not known here").Replace(words)}
}
