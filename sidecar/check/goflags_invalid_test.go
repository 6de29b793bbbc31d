package check

import (
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// listed adds what go list said in the first folder.
func listed(exit int, words health.Text) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		s.Lists = append(s.Lists, health.GoList{Folder: s.Folders[0].Path, Exit: exit, Stderr: words})
	}
}

func TestGoflagsInvalid(t *testing.T) {
	want := []health.FindingID{"goflags-invalid"}
	bad, unasked := pulse(health.PulseBad), pulse(health.PulseNotTaken)
	runCases(t, GoflagsInvalid, []testCase{
		{name: "healthy"},
		{name: "buildvcs", change: do(unasked, exported("GOFLAGS", "-buildvcs=false"))},
		{name: "quoted-ldflags", change: do(unasked, written("GOFLAGS", `'-ldflags=-s -w' -trimpath -mod=mod -count=1 -test.v`))},
		{name: "s60g-unknown", want: want, change: do(inEditor, written("GOFLAGS", "-foo -buildvcs=false"),
			pulse(health.PulseBad, "err: exit status 1: stderr: go: parsing $GOFLAGS: unknown flag -foo"))},
		{name: "s60g-unknown-fast-tier", want: want, change: do(unasked, exported("GOFLAGS", "-foo"))},
		{name: "s60g-windows", system: "windows", want: want, change: do(bad, exported("GOFLAGS", "-foo"), listed(1, "go: parsing $GOFLAGS: unknown flag -foo"))},
		{name: "s60h-non-flag", want: want, change: do(inEditor, bad, toolVar(health.ScopeWorkspace, "GOFLAGS", "mod=mod"))},
		{name: "s60i-json-from-the-file", want: want, change: do(bad, written("GOFLAGS", "-json"))},
		{name: "s60i-json-in-the-environment-is-stripped", change: do(unasked, exported("GOFLAGS", "-json"))},
		{name: "json-for-gopls", want: want, change: do(inEditor, bad, goplsVar(health.ScopeUser, "GOFLAGS", "-json"))},
		{name: "unquoted-ldflags", want: want, change: do(inEditor, exported("GOFLAGS", "-ldflags=-s -w"), goFails(health.GoExit, 1, "go: cannot use -json with -w"), bad)},
		{name: "unclosed-quote", want: want, change: do(bad, exported("GOFLAGS", "'-tags=a b"))},
		{name: "value-missing", want: want, change: do(inEditor, bad, exported("GOFLAGS", "-tags integration"))},
		{name: "switch-with-odd-value", want: want, change: do(bad, exported("GOFLAGS", "-race=maybe"))},
		{name: "mod-misspelt", want: want, change: do(bad, exported("GOFLAGS", "-mod=vendored -trimpath"))},
		{name: "cover-blurs", want: want, change: do(bad, exported("GOFLAGS", "-cover"))},
		{name: "go-refuses-what-we-do-not-understand", want: want, change: do(bad, exported("GOFLAGS", "-p=x"),
			listed(2, "go: invalid value \"x\" for flag -p (from $GOFLAGS): parse error\nusage: go list"))},
		{name: "secret-cannot-be-written-back", want: want, change: do(inEditor, bad, written("GOFLAGS", "'-ldflags=-X main.token=canary' oops"))},
		{name: "it-works-all-the-same", change: exported("GOFLAGS", "-json -cover -foo")},
		{name: "newer-go-may-know-it", state: health.StateInconclusive, change: do(unasked, answers("GOVERSION", "go1.99.0"), exported("GOFLAGS", "-brandnew"))},
		{name: "newer-go-took-it", change: do(bad, answers("GOVERSION", "go1.99.0"), exported("GOFLAGS", "-brandnew"), listed(1, "go: updates to go.mod needed"))},
		{name: "unset-in-a-broken-folder", change: bad},
		{name: "both-folders-one-fault", want: want, change: do(secondFolder, bad, exported("GOFLAGS", "-foo"))},
	})
}

func TestSplitGoflags(t *testing.T) {
	for _, tc := range []struct {
		in, want, quote string
	}{
		{"", "", ""},
		{" -a\t-b\n", "-a|-b", ""},
		{`'-ldflags=-s -w' -v`, "-ldflags=-s -w|-v", ""},
		{`"-tags=a b"-v`, "-tags=a b|-v", ""},
		{`-ldflags='-s -w'`, "-ldflags='-s|-w'", ""},
		{`-a '-b`, "-a", "'"},
		{`"`, "", `"`},
	} {
		fields, quote := splitGoflags(tc.in)
		if got := strings.Join(fields, "|"); got != tc.want || quote != tc.quote {
			t.Errorf("%q splits into %q and the quote %q, want %q and %q", tc.in, got, quote, tc.want, tc.quote)
		}
	}
}

// What is taken apart and put together again is the same for go.
func FuzzGoflags(f *testing.F) {
	for _, seed := range []string{"", "-mod=mod", `'-ldflags=-s -w' -v`, `-x "a'b c" 'd`, "\t-a  --b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		fields, quote := splitGoflags(in)
		for _, field := range fields {
			faultOf(field, true)
		}
		joined, ok := joinGoflags(fields)
		if quote != "" || !ok || slices.Contains(fields, "") {
			return
		}
		if again, _ := splitGoflags(joined); !slices.Equal(again, fields) {
			t.Errorf("%q became %q, which splits into %q and not into %q", in, joined, again, fields)
		}
	})
}
