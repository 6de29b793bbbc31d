package policy

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/govitals/govitals/sidecar/health"
)

// reader validates a decoded policy with the lines of its text.
type reader struct {
	file  string
	root  *yaml.Node
	known func(health.CheckID) bool
}

// wanted is a version that may be required.
var wanted = regexp.MustCompile(`^(>=)?\d+\.\d+(\.\d+)?(rc\d+|-[0-9A-Za-z.]+)?$`)

func (r reader) validate(p Policy) error {
	if p.Version != 1 {
		return r.fault(r.at("version"), "version must be 1, not %d", p.Version)
	}
	for name, version := range map[string]string{"go": p.Require.Go, "gopls": p.Require.Gopls} {
		if version != "" && !wanted.MatchString(version) {
			return r.fault(r.at("require", name), `%q is no version: write "1.26", "1.26.8" or ">=1.26"`, version)
		}
	}
	for id, level := range p.Checks {
		line := r.at("checks", string(id))
		if !r.known(id) {
			return r.fault(line, "there is no check %q; 'govitals explain' lists all", id)
		}
		switch level {
		case Off, Info, Warning, Error:
		default:
			return r.fault(line, "%q is off, info, warning or error, not %q", id, level)
		}
	}
	for i, a := range p.Accept {
		if err := r.accepted(r.item("accept", i), a); err != nil {
			return err
		}
	}
	return nil
}

// lines looks up where things stand.
func (r reader) lines(p Policy) Lines {
	out := Lines{}
	if p.Require.Go != "" {
		out.Go = r.at("require", "go")
	}
	if p.Require.Gopls != "" {
		out.Gopls = r.at("require", "gopls")
	}
	for i := range p.Accept {
		out.Accept = append(out.Accept, r.item("accept", i))
	}
	return out
}

func (r reader) accepted(line int, a Accepted) error {
	check, _, _ := strings.Cut(a.Finding, ":")
	switch {
	case a.Finding == "":
		return r.fault(line, "an accepted finding needs its id under \"finding\"")
	case !r.known(health.CheckID(check)):
		return r.fault(line, "there is no check %q; 'govitals explain' lists all", check)
	case strings.TrimSpace(a.Reason) == "":
		return r.fault(line, "%s is accepted without a reason", a.Finding)
	case a.Until == "":
		return nil
	}
	if _, err := time.Parse(time.DateOnly, a.Until); err != nil {
		return r.fault(line, "until: %q is no day such as 2027-01-31", a.Until)
	}
	return nil
}

func (r reader) fault(line int, format string, args ...any) error {
	return Fault{r.file, line, fmt.Sprintf(format, args...)}
}

// at is the line of the value below these keys, or of the nearest thing that is there.
func (r reader) at(keys ...string) int {
	n, line := r.root, 1
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	for _, key := range keys {
		next := member(n, key)
		if next == nil {
			return line
		}
		n, line = next, next.Line
	}
	return line
}

func (r reader) item(key string, i int) int {
	n := r.root
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		n = n.Content[0]
	}
	if n = member(n, key); n != nil && i < len(n.Content) {
		return n.Content[i].Line
	}
	return 1
}

func member(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
