package check

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// valueFault is what gopls refuses in the value of a setting.
type valueFault struct {
	text  string // a message of gopls-setting-invalid
	args  health.Args
	want  health.Value
	right health.Data // what was probably meant; "" if nobody can tell
}

// settingFault judges a value as gopls's setOne does. An unknown type, or no value at all, is not judged.
func settingFault(e health.GoplsSetting, value health.Data) (valueFault, bool) {
	if value.Kind() == "null" {
		return valueFault{}, false
	}
	switch {
	case e.Name == "directoryFilters":
		return filterFault(value)
	case e.Name == "annotations":
		return annotationFault(value)
	case e.Type == "bool":
		return kindFault(value, "bool", booleanMeant)
	case e.Type == "string":
		return kindFault(value, "string", textMeant)
	case e.Type == "int64":
		if !strings.Contains(string(value), ".") {
			return kindFault(value, "number", nothingMeant)
		}
		return valueFault{text: "type", want: kindText("integer")}, true
	case e.Type == "[]string":
		return listFault(value)
	case e.Type == "map[string]string":
		return objectFault(value, "string", textMeant)
	case strings.HasPrefix(string(e.Type), "map[") && strings.HasSuffix(string(e.Type), "]bool"):
		return objectFault(value, "bool", booleanMeant)
	case e.Type == "time.Duration":
		return durationFault(value)
	case e.Type == "enum" && len(e.Enum) > 0:
		return enumFault(e, value)
	}
	return valueFault{}, false
}

func kindFault(value health.Data, want health.Public, meant func(health.Data) health.Data) (valueFault, bool) {
	if value.Kind() == want {
		return valueFault{}, false
	}
	return wrongType(value, want, meant)
}

func wrongType(value health.Data, want health.Public, meant func(health.Data) health.Data) (valueFault, bool) {
	return valueFault{text: "type", want: kindText(want), right: meant(value)}, true
}

// kindText is a JSON type in the user's words.
func kindText(kind health.Public) health.Value {
	return goplsSettingInvalid.value("kind-" + string(kind))
}

func nothingMeant(health.Data) health.Data { return "" }

// booleanMeant reads "true" and 1 as people write them.
func booleanMeant(d health.Data) health.Data {
	switch strings.ToLower(strings.Trim(string(d), `"`)) {
	case "true", "on", "1":
		return "true"
	case "false", "off", "0":
		return "false"
	}
	return ""
}

// textMeant puts a number or a truth value in quotes: CGO_ENABLED: 0.
func textMeant(d health.Data) health.Data {
	switch d.Kind() {
	case "number":
		return health.DataOf(string(d))
	case "bool":
		return health.DataOf(map[health.Data]string{"true": "1", "false": "0"}[d])
	}
	return ""
}

func listFault(value health.Data) (valueFault, bool) {
	if _, ok := value.Strings(); ok {
		return valueFault{}, false
	}
	return wrongType(value, "strings", func(d health.Data) health.Data {
		if text, ok := d.String(); ok {
			return health.DataOf(strings.Fields(text))
		}
		return ""
	})
}

// objectFault judges the members one by one: gopls drops the rest of the object at the first that is wrong.
func objectFault(value health.Data, want health.Public, meant func(health.Data) health.Data) (valueFault, bool) {
	var members map[string]health.Data
	if value.Kind() != "object" || json.Unmarshal([]byte(value), &members) != nil {
		return wrongType(value, "object", nothingMeant)
	}
	right, first, complete := value, "", true
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if kind := members[name].Kind(); kind == want {
			continue
		}
		if first == "" {
			first = name
		}
		better := meant(members[name])
		complete = complete && better != ""
		right = right.With(health.Public(name), better)
	}
	if first == "" {
		return valueFault{}, false
	}
	if !complete {
		right = ""
	}
	return valueFault{text: "member", want: kindText(want), right: right, args: health.Args{"inner": health.V(health.Public(first))}}, true
}

var duration = regexp.MustCompile(`^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$`)

func durationFault(value health.Data) (valueFault, bool) {
	text, ok := value.String()
	if ok && duration.MatchString(text) {
		return valueFault{}, false
	}
	f := valueFault{text: "duration", want: health.V(health.Public(`a string such as "100ms"`))}
	if !ok {
		text = string(value)
	}
	if bare := text + "ms"; duration.MatchString(bare) { // settings of other servers count in milliseconds
		f.right = health.DataOf(bare)
	}
	return f, true
}

// enumFault compares as gopls does: without regard to case. linksInHover alone takes truth values beside a word.
func enumFault(e health.GoplsSetting, value health.Data) (valueFault, bool) {
	text, isText := value.String()
	for _, option := range e.Enum {
		truth := option == "true" || option == "false"
		if truth && string(option) == string(value) || !truth && isText && strings.EqualFold(text, string(option)) {
			return valueFault{}, false
		}
	}
	f := valueFault{text: "option", want: health.List(e.Enum...)}
	if isText {
		if near, ok := nearest(health.Public(text), e.Enum); ok {
			f.right = health.DataOf(string(near))
			if near == "true" || near == "false" {
				f.right = health.Data(near)
			}
		}
	}
	return f, true
}

// filterFault: each filter begins with + or -, and of the wildcards only ** is known.
func filterFault(value health.Data) (valueFault, bool) {
	filters, ok := value.Strings()
	if !ok {
		fault, bad := listFault(value)
		if fault.right != "" { // the text may be a list and still no filter
			if again, still := filterFault(fault.right); still {
				fault.right = again.right
			}
		}
		return fault, bad
	}
	f := valueFault{want: health.Say(filterRule)}
	right := slices.Clone(filters)
	for i, filter := range filters {
		if filter != "" && (filter[0] == '+' || filter[0] == '-') {
			continue
		}
		if f.text == "" {
			f.text, f.args = "filter", health.Args{"filter": health.V(health.Text(filter))}
		}
		right[i] = "-" + filter // hiding a directory is what the setting is nearly always for
	}
	wild, found := wildFilter(right)
	switch {
	case found && f.text == "":
		f.text, f.args = "wildcard", health.Args{"filter": health.V(health.Text(wild))}
	case !found && f.text != "" && !slices.Contains(filters, ""): // a mere "-" would hide everything
		f.right = health.DataOf(right)
	}
	return f, f.text != ""
}

// wildFilter is the first filter with a wildcard other than **.
func wildFilter(filters []string) (string, bool) {
	for _, filter := range filters {
		for segment := range strings.SplitSeq(filter[1:], "/") {
			if segment != "**" && strings.ContainsAny(segment, "*?") {
				return filter, true
			}
		}
	}
	return "", false
}

const filterRule health.MessageID = "gopls-setting-invalid.filter-rule"

var annotationNames = []health.Public{"bounds", "escape", "inline", "nil"}

func annotationFault(value health.Data) (valueFault, bool) {
	if f, bad := objectFault(value, "bool", booleanMeant); bad {
		if f.right != "" {
			if _, still := annotationFault(f.right); still {
				f.right = ""
			}
		}
		return f, true
	}
	var members map[string]bool
	_ = json.Unmarshal([]byte(value), &members) // objectFault has seen that it is one of booleans
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if !slices.ContainsFunc(annotationNames, func(a health.Public) bool { return strings.EqualFold(name, string(a)) }) {
			return valueFault{text: "option", want: health.List(annotationNames...)}, true
		}
	}
	return valueFault{}, false
}

// nearest is the only name within two changes of a letter, or the same in another case.
func nearest(name health.Public, names []health.Public) (best health.Public, ok bool) {
	least := 3
	for _, n := range names {
		d := distance(strings.ToLower(string(name)), strings.ToLower(string(n)))
		switch {
		case d < least:
			best, least, ok = n, d, true
		case d == least:
			ok = false // two are as near: a guess would be wrong half the time
		}
	}
	return best, ok && least < 3 && len(name) > 3
}

// distance is the number of changed letters between two words (Levenshtein).
func distance(a, b string) int {
	if max(len(a), len(b)) > 64 {
		return 64
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := diagonal
			if a[i-1] != b[j-1] {
				change++
			}
			diagonal, row[j] = row[j], min(change, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(b)]
}
