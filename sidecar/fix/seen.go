package fix

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// seenAs reports whether a value is the one that a snapshot shows. Snapshots hide secrets, cut long texts and put variables
// into their listed form, so a text is the same if any of these makes it so.
func seenAs(system, name string, found any, seen health.Data) bool {
	if seen == "" || found == nil {
		return seen == "" && found == nil
	}
	return sameSeen(system, name, found, decoded(json.RawMessage(seen)))
}

func sameSeen(system, name string, found, seen any) bool {
	switch s := seen.(type) {
	case string:
		f, ok := found.(string)
		return ok && sameText(system, name, f, s)
	case []any:
		f, ok := found.([]any)
		if !ok || len(f) != len(s) {
			return false
		}
		for i := range s {
			if !sameSeen(system, name, f[i], s[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		f, ok := found.(map[string]any)
		if !ok || len(f) != len(s) {
			return false
		}
		for key := range s {
			value, there := f[key]
			if !there || !sameSeen(system, key, value, s[key]) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(found, seen)
}

func sameText(system, name, found, seen string) bool {
	class := health.Variables[health.Public(name)]
	for _, clean := range []string{found, health.CleanText(found), health.CleanURLs(found), health.CleanFlags(found),
		health.CleanValue(system, name, class, found).Text} {
		if clean == seen {
			return true
		}
		if begin, ok := strings.CutSuffix(seen, "…"); ok && strings.HasPrefix(clean, begin) {
			return true
		}
	}
	return health.DataOf(seen).Hidden()
}

// differs says what was found instead of what was expected, without secrets.
func differs(found any, expected health.Data) string {
	want := "nothing was there"
	if expected != "" {
		want = "it was " + health.CleanText(string(expected))
	}
	if found == nil {
		return "is not set any more; " + want
	}
	return "is now " + health.CleanText(string(health.DataOf(found))) + "; " + want
}
