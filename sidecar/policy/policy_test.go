package policy

import (
	"errors"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

func known(id health.CheckID) bool { return id == "goroot-pinned" || id == "cross-target" }

const whole = `# What our team agreed on.
version: 1
require:
  go: ">=1.26"
  gopls: 0.23
checks:
  goroot-pinned: off
  cross-target: error
accept:
  - finding: cross-target:GOOS
    reason: we build for the board
    until: 2027-01-31
  - finding: goroot-pinned
    reason: the image pins it
`

func TestParse(t *testing.T) {
	p, lines, err := Parse(FileName, []byte(whole), known)
	if err != nil {
		t.Fatal(err)
	}
	if lines.Go != 4 || lines.Gopls != 5 || len(lines.Accept) != 2 || lines.Accept[1] != 13 {
		t.Errorf("lines %+v", lines)
	}
	if p.Require != (Require{">=1.26", "0.23"}) || p.Checks["goroot-pinned"] != Off || p.Checks["cross-target"] != Error || len(p.Accept) != 2 {
		t.Errorf("%+v", p)
	}
}

func TestFaultsNameTheirLine(t *testing.T) {
	for name, c := range map[string]struct {
		text, want string
	}{
		"empty":           {"", ".govitals.yaml:1: the file is empty"},
		"only a comment":  {"# nothing\n", ".govitals.yaml:1: the file is empty"},
		"no version":      {"checks: {}\n", ".govitals.yaml:1: version must be 1, not 0"},
		"other version":   {"\nversion: 2\n", ".govitals.yaml:2: version must be 1, not 2"},
		"unknown field":   {"version: 1\nchekcs: {}\n", ".govitals.yaml:2: field chekcs is not known here"},
		"unknown inside":  {"version: 1\naccept:\n  - finding: cross-target\n    reason: x\n    untill: 2027-01-01\n", ".govitals.yaml:5: field untill"},
		"twice":           {"version: 1\nversion: 1\n", `.govitals.yaml:2: mapping key "version" already defined`},
		"unknown check":   {"version: 1\nchecks:\n  goroot-pined: off\n", `.govitals.yaml:3: there is no check "goroot-pined"`},
		"unknown level":   {"version: 1\nchecks:\n  cross-target: loud\n", `.govitals.yaml:3: "cross-target" is off, info, warning or error, not "loud"`},
		"no reason":       {"version: 1\naccept:\n  - finding: cross-target\n", ".govitals.yaml:3: cross-target is accepted without a reason"},
		"no finding":      {"version: 1\naccept:\n  - reason: x\n", ".govitals.yaml:3: an accepted finding needs its id"},
		"no day":          {"version: 1\naccept:\n  - finding: cross-target\n    reason: x\n    until: soon\n", `.govitals.yaml:3: until: "soon" is no day`},
		"no version word": {"version: 1\nrequire:\n  go: newest\n", `.govitals.yaml:3: "newest" is no version`},
		"two documents":   {"version: 1\n---\nversion: 1\n", "there must be one document"},
		"not a mapping":   {"- version\n", ".govitals.yaml:1: cannot unmarshal"},
		"no YAML":         {"version: 1\n  x: [\n", ".govitals.yaml:2:"},
		"an alias bomb":   {"version: &a [1]\nchecks: *a\n", ".govitals.yaml:"},
		"too large":       {strings.Repeat("# long\n", Limit), "larger than 256 kB"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := Parse(FileName, []byte(c.text), known)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
			if !errors.As(err, new(Fault)) {
				t.Errorf("%T names no line", err)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("version: 1\naccept: [{finding: a, reason: b}]"))
	f.Add([]byte("a: &a [*a]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		_, _, err := Parse(FileName, text, known)
		var fault Fault
		if err != nil && (!errors.As(err, &fault) || fault.Line < 1) {
			t.Errorf("%q: %v", text, err)
		}
	})
}
