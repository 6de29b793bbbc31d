package triage

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzRow: what a row keeps of a foreign report is a few short words of one line, that no spreadsheet takes for a formula.
func FuzzRow(f *testing.F) {
	f.Add([]byte(made("error", "go-missing")))
	f.Add([]byte(`{"schema":1,"tool":{"name":"govitals","version":"\u202e=cmd"},"badge":"\u0000\n","startedAt":"=2026-01-02","findings":[{"check":"@SUM(A1)","evidence":[{"source":{"kind":"environment","name":"\t=1"}}]}]}`))
	f.Add([]byte(`{"schema":1,"tool":{"name":"govitals"},"badge":"x","isolations":[{"culprits":[{"kind":"variable","name":"GOFLAGS"},{"kind":"path","name":"/home/me"}]}],"ladders":[{"verdict":"project"}]}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		r, err := decode(in)
		if err != nil {
			return
		}
		if len(r.Faults) > most || len(r.Culprits) > most {
			t.Errorf("%d faults, %d culprits", len(r.Faults), len(r.Culprits))
		}
		all := []string{r.Started, r.Day, r.Tool, r.Tier, r.Badge, r.OS, r.Arch, r.Release, r.Editor, r.Go, r.Gopls, r.GoplsBuiltBy, r.GoExtension, r.Verdict}
		for _, fault := range r.Faults {
			all = append(all, fault.Check, fault.Severity, fault.Set)
		}
		for _, c := range r.Culprits {
			all = append(all, c.Kind, c.Name)
		}
		for _, s := range all {
			if utf8.RuneCountInString(s) > longestWord || strings.HasPrefix(s, "=") || strings.HasPrefix(s, "@") || strings.ContainsFunc(s, unicode.IsControl) {
				t.Errorf("%q became the word %q", in, s)
			}
		}
	})
}
