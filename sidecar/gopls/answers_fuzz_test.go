package gopls

import (
	"encoding/json"
	"testing"
)

// FuzzAnswers reads what a server may answer to questions, whatever it is.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte(`[{"uri":"file:///w/a.go","range":{"start":{"line":1,"character":2},"end":{"line":1,"character":5}}}]`))
	f.Add([]byte(`{"uri":"https://pkg.go.dev/fmt","range":null}`))
	f.Add([]byte(`[{"name":"main","kind":12,"children":[{"name":"x","children":[]}]}]`))
	f.Add([]byte(`[null,{"uri":"file://host/%zz"},{"uri":"file:///C%3A/x"}]`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return // the connection does not let it through
		}
		for name, read := range map[string]func(*Answer, json.RawMessage) error{"symbols": readSymbols, "places": readPlaces} {
			var a Answer
			if err := read(&a, raw); err == nil && a.Count < len(a.Places) {
				t.Errorf("%s of %q: count %d, %d places", name, raw, a.Count, len(a.Places))
			}
			if len(a.Names) > maxNames {
				t.Errorf("%d names", len(a.Names))
			}
		}
	})
}
