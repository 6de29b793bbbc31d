package gopls

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The settings that PrivateSettings adds.
const (
	DiagnosticsDelay   = "ui.diagnostic.diagnosticsDelay"
	CompleteUnimported = "ui.completion.completeUnimported"
)

// added are the values of private servers, by the last element of the name: that is all of a dotted name that gopls heeds.
var added = map[string]struct {
	name  string
	value any
}{
	"diagnosticsDelay":   {DiagnosticsDelay, "0s"},
	"completeUnimported": {CompleteUnimported, false},
}

// PrivateSettings returns a copy of the user's gopls settings with these deviations: diagnosticsDelay "0s", without which
// shutdown and end of input each take a second longer; completeUnimported off, without which a completion on a package that
// cannot be found lists modules with go commands, which lock missing ones in the module cache; vulncheck off, which would ask
// the network. The second result names each deviation as "setting: was → is", sorted. Whatever else is wrong with the settings
// stays wrong: it is what is examined.
func PrivateSettings(settings map[string]any) (private map[string]any, deviations []string) {
	private = make(map[string]any, len(settings)+len(added))
	set := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		value, last := settings[key], key[strings.LastIndexByte(key, '.')+1:]
		if a, ours := added[last]; ours {
			set[last] = true
			if was := fmt.Sprint(value); was != fmt.Sprint(a.value) {
				deviations = append(deviations, fmt.Sprintf("%s: %s → %v", key, was, a.value))
			}
			continue // a second spelling of one setting is an error of its own ("duplicate value")
		}
		if last == "vulncheck" && value != "Off" {
			deviations = append(deviations, fmt.Sprintf("%s: %v → Off", key, value))
			value = "Off"
		}
		private[key] = value
	}
	for last, a := range added {
		private[a.name] = a.value
		if !set[last] {
			deviations = append(deviations, fmt.Sprintf("%s: default → %v", a.name, a.value))
		}
	}
	slices.Sort(deviations)
	return private, deviations
}
