package probe

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/gopls"
	"github.com/govitals/govitals/sidecar/health"
)

// settingParts are the gopls settings in force for a folder, one by one; of the setting env each variable, of the build flags
// each flag.
func settingParts(ex *Examination, folder health.Path) []part {
	in := effectiveFor(ex, folder)
	var out []part
	ownFlags := false
	for _, m := range in.sortedMembers("gopls") {
		key := string(m.Member)
		ownFlags = ownFlags || key == "build.buildFlags"
		values, isObject := m.Raw.(map[string]any)
		list, isList := m.Raw.([]any)
		switch {
		case lastElement(key) == "env" && isObject:
			for _, name := range sortedKeys(values) {
				out = append(out, serverVariable(ex.System.OS(), m, name, values[name]))
			}
		case lastElement(key) == "buildFlags" && isList:
			out = append(out, buildFlagParts("gopls."+key, key, list, m.Source())...)
		default:
			out = append(out, settingPart("gopls."+key, health.Value{Class: health.ClassText, Text: plain(m.Value)}, m.Source(),
				func(s *start) { s.settings[key] = m.Raw }))
		}
	}
	if ownFlags {
		return out
	}
	whole := in.whole["go.buildFlags"]
	list, _ := whole.Raw.([]any)
	out = append(out, buildFlagParts("go.buildFlags", "build.buildFlags", list, whole.Source())...)
	if tags, source := in.text("go.buildTags"); tags != "" && !slices.Contains(list, any("-tags")) {
		out = append(out, settingPart("go.buildTags", health.V(health.Text(health.CleanText(tags))), source, addItems("build.buildFlags", []any{"-tags", tags})))
	}
	return out
}

func settingPart(name string, value health.Value, source health.Source, keep func(*start)) part {
	return part{
		culprit: health.Culprit{Kind: health.CulpritSetting, Name: health.Text(health.CleanText(name)), Value: value, Source: source},
		class:   classSettings, rank: rankGo, keep: keep,
	}
}

// plain is a setting's value as it is read: a string without its quotes.
func plain(d health.Data) string {
	if text, ok := d.String(); ok {
		return text
	}
	return string(d)
}

// serverVariable is a variable of the gopls setting env.
func serverVariable(system string, m RawSetting, name string, raw any) part {
	key := string(m.Member)
	source := m.Source()
	value := health.Value{Class: health.ClassText, Text: hiddenText}
	if text, ok := raw.(string); ok {
		value = cleanedValue(system, name, text)
	}
	if len(value.Items) > 0 { // PATH is one part here: the setting has it whole
		value = health.Value{Class: value.Class, Text: joinList(system, value.Items)}
	}
	p := settingPart("gopls."+key+"."+name, value, source, func(s *start) {
		values, _ := s.settings[key].(map[string]any)
		if values == nil {
			values = map[string]any{}
		}
		values[name] = raw
		s.settings[key] = values
	})
	p.places = slices.Contains(cachePlaces, name)
	return p
}

func buildFlagParts(name, key string, list []any, source health.Source) []part {
	var out []part
	for _, items := range pairs(list, nil) {
		var words []string
		for _, item := range items {
			text, _ := item.(string)
			words = append(words, text)
		}
		value := health.V(health.Text(strings.Join(cleanFlagList(words), " ")))
		out = append(out, settingPart(name, value, source, addItems(key, items)))
	}
	return out
}

func addItems(key string, items []any) func(*start) {
	return func(s *start) {
		list, _ := s.settings[key].([]any)
		s.settings[key] = append(slices.Clone(list), items...)
	}
}

// pairs keeps a flag and its separate value together. Switches take none.
func pairs(list []any, switches []string) [][]any {
	var out [][]any
	for i := 0; i < len(list); i++ {
		flag, _ := list[i].(string)
		end := i + 1
		if strings.HasPrefix(flag, "-") && !strings.Contains(flag, "=") && !slices.Contains(switches, strings.TrimLeft(flag, "-")) && end < len(list) {
			if next, ok := list[end].(string); ok && !strings.HasPrefix(next, "-") {
				end++
			}
		}
		out = append(out, list[i:end])
		i = end - 1
	}
	return out
}

// goplsSwitches are the flags of gopls and gopls serve that take no value.
var goplsSwitches = []string{"v", "vv", "veryverbose", "rpc.trace", "h", "help"}

// flagParts are the flags of go.languageServerFlags that a private server is given.
func flagParts(ex *Examination, folder health.Path) []part {
	kept, _ := gopls.PrivateFlags(serverFlags(ex, folder))
	list := make([]any, len(kept))
	for i, flag := range kept {
		list[i] = flag
	}
	source := effectiveFor(ex, folder).whole["go.languageServerFlags"].Source()
	var out []part
	for _, items := range pairs(list, goplsSwitches) {
		words := make([]string, len(items))
		for i, item := range items {
			words[i], _ = item.(string)
		}
		clean := cleanFlagList(words)
		c := health.Culprit{Kind: health.CulpritFlag, Name: health.Text(clean[0]), Value: health.Value{Class: health.ClassText}, Source: source}
		if len(clean) > 1 {
			c.Value.Text = clean[1]
		}
		out = append(out, part{culprit: c, class: classFlags, rank: rankGo, keep: func(s *start) { s.flags = append(s.flags, words...) }})
	}
	return out
}
