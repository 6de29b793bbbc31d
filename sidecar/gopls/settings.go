package gopls

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// DiagnosticsDelay is the setting that PrivateSettings adds.
const DiagnosticsDelay = "ui.diagnostic.diagnosticsDelay"

// PrivateSettings returns a copy of the user's gopls settings with diagnosticsDelay "0s", without which shutdown and end of
// input each take a second longer, and with vulncheck off, which would ask the network. The second result names each
// deviation as "setting: was → is", sorted. Whatever else is wrong with the settings stays wrong: it is what is examined.
func PrivateSettings(settings map[string]any) (private map[string]any, deviations []string) {
	private = make(map[string]any, len(settings)+1)
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		value := settings[key]
		switch key[strings.LastIndexByte(key, '.')+1:] { // gopls heeds only the last element of a dotted name
		case "diagnosticsDelay":
			deviations = append(deviations, fmt.Sprintf("%s: %v → 0s", key, value))
			continue // a second spelling of one setting is an error of its own ("duplicate value")
		case "vulncheck":
			if value != "Off" {
				deviations = append(deviations, fmt.Sprintf("%s: %v → Off", key, value))
				value = "Off"
			}
		}
		private[key] = value
	}
	if len(private) == len(settings) {
		deviations = append(deviations, DiagnosticsDelay+": default → 0s")
	}
	private[DiagnosticsDelay] = "0s"
	slices.Sort(deviations)
	return private, deviations
}
