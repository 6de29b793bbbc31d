package probe

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// Caps on one setting's value, so that a list of ten thousand exclusions does not fill the snapshot.
const (
	maxText  = 2000
	maxItems = 200
)

// hiddenText stands where a value may be a secret.
const hiddenText = "(hidden)"

// cleanSetting makes the value of a setting fit for a snapshot. Environment variables keep their values only if they are
// on the allow-list, flags only where their values cannot be secrets, URLs lose their user information. Types stay: a
// number that is hidden becomes 0, because checks of types need it to be a number.
func cleanSetting(system, key, member string, raw any) health.Data {
	if raw == nil {
		return ""
	}
	name := key
	if member != "" {
		name = key + "." + member
	}
	switch {
	case key == "go.toolsEnvVars" && member != "":
		return health.DataOf(cleanVariable(system, member, raw))
	case key == "http.proxy":
		if text, ok := raw.(string); ok {
			return health.DataOf(health.CleanURLs(text))
		}
	}
	return health.DataOf(cleanNamed(system, name, raw))
}

// secretName matches names of settings whose text is nobody's business. No setting of the Go extension or of gopls is called like
// that, but what people put beside them may be.
var secretName = regexp.MustCompile(`token|passwo?r?d|passphrase|secret|credential|(api|access|private|auth)_?-?key`)

// cleanNamed cleans a value by the last part of its name.
func cleanNamed(system, name string, raw any) any {
	last := strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
	switch {
	case last == "env" || last == "extraenv" || strings.HasSuffix(last, "envvars"):
		return cleanEnvironment(system, raw)
	case strings.HasSuffix(last, "flags") || strings.HasSuffix(last, "args"):
		return cleanFlagValue(raw)
	}
	switch v := raw.(type) {
	case string:
		if secretName.MatchString(last) && !strings.HasPrefix(last, "semantictoken") {
			return hiddenText
		}
		return cut(health.CleanText(v))
	case []any:
		out := []any{}
		for _, item := range v[:min(len(v), maxItems)] {
			out = append(out, cleanNamed(system, name, item))
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for _, inner := range sortedKeys(v) {
			if len(out) < maxItems {
				out[cut(health.CleanText(inner))] = cleanNamed(system, inner, v[inner])
			}
		}
		return out
	}
	return raw
}

// cleanEnvironment cleans an object of environment variables; what is no object keeps its type alone.
func cleanEnvironment(system string, raw any) any {
	variables, ok := raw.(map[string]any)
	if !ok {
		return hide(raw)
	}
	out := map[string]any{}
	for _, name := range sortedKeys(variables) {
		if len(out) < maxItems {
			out[cut(health.CleanText(name))] = cleanVariable(system, name, variables[name])
		}
	}
	return out
}

func cleanVariable(system, name string, raw any) any {
	name = listedName(system, name)
	class, listed := health.Variables[health.Public(name)]
	text, isText := raw.(string)
	switch {
	case !listed:
		return hide(raw)
	case !isText:
		return cleanNamed(system, "", raw)
	}
	if name == "PATH" {
		return cut(health.CleanText(text)) // whole, with the quotes and references it was written with
	}
	return cut(health.CleanValue(system, name, class, text).Text)
}

// hide replaces a value by one of its type.
func hide(raw any) any {
	switch raw.(type) {
	case string:
		return hiddenText
	case json.Number, float64:
		return 0
	case []any:
		return []any{}
	case map[string]any:
		return map[string]any{}
	}
	return raw // true, false, null
}

func cleanFlagValue(raw any) any {
	switch v := raw.(type) {
	case string:
		return cut(strings.Join(cleanFlagList(strings.Fields(v)), " "))
	case []any:
		out := []any{}
		var flags []string
		for _, item := range v[:min(len(v), maxItems)] {
			text, ok := item.(string)
			if !ok {
				return append(out, hide(item)) // of the wrong type: that it is there is enough
			}
			flags = append(flags, text)
		}
		for _, flag := range cleanFlagList(flags) {
			out = append(out, cut(flag))
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for _, name := range sortedKeys(v) {
			if len(out) < maxItems {
				out[cut(health.CleanText(name))] = cleanFlagValue(v[name])
			}
		}
		return out
	}
	return raw
}

// cleanFlagList cleans flags that stand in a list. The value of a flag may be the next item, and behind a flag that may
// hold a secret nothing is kept until the next flag.
func cleanFlagList(flags []string) []string {
	out := make([]string, 0, len(flags))
	secret := false
	for _, flag := range flags {
		switch {
		case strings.HasPrefix(strings.TrimLeft(flag, `"'`), "-") && valueBehindSpace.MatchString(flag):
			out = append(out, strings.Join(cleanFlagList(strings.Fields(flag)), " "))
		case strings.HasPrefix(strings.TrimLeft(flag, `"'`), "-"):
			secret = mayHoldSecret(flag)
			out = append(out, health.CleanFlag(flag))
		case secret:
			out = append(out, hiddenText)
		default:
			out = append(out, health.CleanText(flag))
		}
	}
	return out
}

// valueBehindSpace matches an item that holds a flag and its value, as in "-X name=value".
var valueBehindSpace = regexp.MustCompile(`^[^=\s]+\s+\S`)

// mayHoldSecret asks the vocabulary by giving the flag a value.
func mayHoldSecret(flag string) bool {
	name, _, _ := strings.Cut(flag, "=")
	return health.CleanFlag(name+"=v") != name+"=v"
}

func cut(text string) string {
	if len(text) <= maxText {
		return text
	}
	return strings.ToValidUTF8(text[:maxText], "") + "…"
}
