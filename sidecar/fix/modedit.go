package fix

import (
	"bytes"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/govitals/govitals/sidecar/health"
)

// editModule changes one directive of go.mod or go.work, named by the key of the target: go, toolchain, use, replace, require
// or exclude. before and after are the directive's words behind its verb, as in "example.com/m v1.2.3" and
// "example.com/m => ../m"; an empty one means that it is not there.
func editModule(data []byte, intent health.Step) ([]byte, error) {
	file := string(intent.Target.File)
	before, _ := intent.Before.String()
	after, _ := intent.After.String()
	plain := bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	m, err := parseModule(file, plain)
	if err != nil {
		return nil, fault(Unsuitable, file, "cannot be parsed: %v", err)
	}
	verb := string(intent.Target.Key)
	stands := m.stands(verb, words(before))
	switch {
	case before != "" && !stands:
		return nil, fault(Changed, file, "%s %s does not stand there any more", verb, before)
	case before == "" && after != "" && m.stands(verb, words(after)):
		return nil, fault(Changed, file, "%s %s stands there already", verb, after)
	}
	if err := m.change(verb, words(before), words(after)); err != nil {
		return nil, fault(Unsupported, file, "%s: %v", verb, err)
	}
	out := m.text()
	if _, err := parseModule(file, out); err != nil { // modfile writes versions that it does not read
		return nil, fault(Unsupported, file, "%s %s: %v", verb, after, err)
	}
	if !bytes.Equal(plain, data) {
		out = bytes.ReplaceAll(out, []byte("\n"), []byte("\r\n"))
	}
	return out, nil
}

func parseModule(file string, text []byte) (moduleEditor, error) {
	if filepath.Base(file) == "go.work" {
		work, err := modfile.ParseWork(file, text, nil)
		return &workEditor{work}, err
	}
	mod, err := modfile.Parse(file, text, nil)
	return &modEditor{mod}, err
}

// words are the parts of a directive; quotes are those of go.mod.
func words(text string) []string {
	var out []string
	for _, w := range strings.Fields(text) {
		out = append(out, strings.Trim(w, "\"`"))
	}
	return out
}

// directive is the words of a statement without verb, quotes and comment.
func directive(line *modfile.Line, verb string) []string {
	tokens := line.Token
	if !line.InBlock {
		if len(tokens) == 0 || tokens[0] != verb {
			return nil
		}
		tokens = tokens[1:]
	}
	return words(strings.Join(tokens, " "))
}
