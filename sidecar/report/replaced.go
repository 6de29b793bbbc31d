package report

import (
	"slices"
	"strings"
)

// A ReplacedKind is what the names that were replaced are names of.
type ReplacedKind string

const (
	ReplacedHome    ReplacedKind = "home"
	ReplacedUser    ReplacedKind = "user" // and mail addresses
	ReplacedHost    ReplacedKind = "host"
	ReplacedModule  ReplacedKind = "module"
	ReplacedPackage ReplacedKind = "package" // below a private module or host
	ReplacedPath    ReplacedKind = "path"    // behind a private host in a URL
	ReplacedName    ReplacedKind = "name"    // of what belongs to a private module
	ReplacedValue   ReplacedKind = "value"   // a setting that could not be kept in parts
)

var replacedKinds = []ReplacedKind{ReplacedHome, ReplacedUser, ReplacedHost, ReplacedModule, ReplacedPackage, ReplacedPath, ReplacedName, ReplacedValue}

// Replaced says how much of one kind a rendering does not show: never what.
type Replaced struct {
	Kind   ReplacedKind `json:"kind"`
	Names  int          `json:"names"`  // different ones
	Places int          `json:"places"` // where they stood
	First  string       `json:"first"`  // the token at the first of these places, as the text has it
}

// hiddenValue stands for the value of a setting that redaction would have made unreadable.
const hiddenValue = "(hidden)"

// tokenPattern finds tokens as the faces write them: plain, as an entity, in a URI, as an escape of JSON.
var tokenPattern = compiled(`(?i)(?:<|&lt;|%3C|\\u003c)([a-z]+(?:-[0-9]+)?)(?:>|&gt;|%3E|\\u003e)|\(hidden\)`)

// Replaced counts what this document's redaction replaced in a rendering of it, by kind; none under full privacy. A name of
// somebody else's that merely looks like a token is not counted.
func (d Document) Replaced(text string) []Replaced {
	out := []Replaced{}
	if len(d.tokens) == 0 {
		return out
	}
	seen := map[string]bool{}
	for _, m := range tokenPattern().FindAllStringSubmatch(text, -1) {
		token, kind := "<"+m[1]+">", ReplacedValue
		if m[1] == "" {
			token = m[0]
		} else {
			name, _, _ := strings.Cut(m[1], "-")
			kind = ReplacedKind(name)
		}
		if !d.tokens[token] {
			continue
		}
		i := slices.IndexFunc(out, func(r Replaced) bool { return r.Kind == kind })
		if i < 0 {
			i, out = len(out), append(out, Replaced{Kind: kind, First: m[0]})
		}
		out[i].Places++
		if !seen[token] {
			seen[token] = true
			out[i].Names++
		}
	}
	slices.SortFunc(out, func(a, b Replaced) int {
		return slices.Index(replacedKinds, a.Kind) - slices.Index(replacedKinds, b.Kind)
	})
	return out
}

// given are the tokens that stand for something.
func (k *names) given() map[string]bool {
	out := map[string]bool{homeToken: true, otherHomeToken: true, hiddenValue: true}
	for _, token := range k.tokens {
		out[token] = true
	}
	return out
}
