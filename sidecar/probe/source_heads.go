package probe

import (
	"bytes"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const maxConstraint = 300

// buildConstraint is the expression of the //go:build line at the head of a Go file, with its line from 1. It stands before the
// package clause.
func buildConstraint(head []byte) (expression string, line int) {
	block := false
	for text := range bytes.Lines(head) {
		line++
		trimmed := strings.TrimSpace(string(text))
		switch {
		case block:
			block = !strings.Contains(trimmed, "*/")
		case constraint.IsGoBuild(trimmed):
			return strings.TrimSpace(strings.TrimPrefix(trimmed, "//go:build")), line
		case strings.HasPrefix(trimmed, "/*"):
			block = !strings.Contains(trimmed, "*/")
		case trimmed != "" && !strings.HasPrefix(trimmed, "//"):
			return "", 0
		}
	}
	return "", 0
}

// importsC reports import "C". Only heads that hold the text are parsed.
func importsC(head []byte) bool {
	if !bytes.Contains(head, []byte(`"C"`)) {
		return false
	}
	parsed, _ := parser.ParseFile(token.NewFileSet(), "", head, parser.ImportsOnly)
	if parsed == nil {
		return false
	}
	for _, spec := range parsed.Imports {
		if spec.Path.Value == `"C"` {
			return true
		}
	}
	return false
}

// slashed is a path below a directory, with slashes and none at its ends.
func slashed(system, below string) string {
	if health.Windows(system) {
		below = strings.ReplaceAll(below, `\`, "/")
	}
	return strings.Trim(below, "/")
}
