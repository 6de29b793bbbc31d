package probe

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tailscale/hujson"

	"github.com/govitals/govitals/sidecar/health"
)

// launchesProbe fills Launches: the debug configurations of type go. A file that is no JSON leaves none; the editor shows
// that by itself.
var launchesProbe = &Probe{
	ID:       health.ProbeLaunches,
	Needs:    []health.ProbeID{health.ProbeSettings},
	Tier:     health.TierFast,
	Deadline: 2 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		seen := make([]health.Launch, 0)
		for _, l := range readLaunches(ex) {
			seen = append(seen, l.Launch)
		}
		return func(s *health.Snapshot, _ *Private) { s.Launches = seen }, nil
	},
}

const (
	maxLaunches = 100
	maxFlags    = 50
	maxName     = 200
)

// rawLaunch is a configuration as it stands, with secrets.
type rawLaunch struct {
	health.Launch
	raw   map[string]any
	lines map[string]int
}

// readLaunches reads launch.json of every folder and the section "launch" of the workspace file and of the user's
// settings. Nothing of it is run, so an untrusted folder's is read too.
func readLaunches(ex *Examination) []rawLaunch {
	system := ex.System.OS()
	type place struct{ folder, file, section string }
	var places []place
	for _, folder := range ex.Request.Folders {
		places = append(places, place{folder, health.Join(system, folder, ".vscode", "launch.json"), ""})
	}
	if ex.Request.WorkspaceFile != "" {
		places = append(places, place{"", ex.Request.WorkspaceFile, "launch"})
	}
	for _, f := range ex.Snapshot.SettingsFiles {
		if f.State == health.FileOK && (f.Scope == health.ScopeUser || f.Scope == health.ScopeRemote) {
			places = append(places, place{"", string(f.File), "launch"})
		}
	}
	var out []rawLaunch
	for _, p := range places {
		data, err := ex.System.ReadFile(p.file, maxFile)
		if err != nil {
			continue
		}
		for _, l := range launchesIn(data, p.section) {
			if len(out) == maxLaunches {
				return out
			}
			l.Folder, l.File = health.Path(p.folder), health.Path(p.file)
			out = append(out, l)
		}
	}
	return out
}

// launchesIn parses the configurations of type go of a file; section is the member that holds them, empty for the whole.
func launchesIn(data []byte, section string) []rawLaunch {
	data = append(bytes.Clone(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))), '\n')
	if !utf8.Valid(data) || tooDeep(data) > 0 {
		return nil
	}
	root, err := hujson.Parse(data)
	if err != nil {
		return nil
	}
	text := newText(data)
	value := &root
	if section != "" {
		value = memberOf(value, section)
	}
	list, ok := valueOf(memberOf(value, "configurations")).(*hujson.Array)
	if !ok {
		return nil
	}
	var out []rawLaunch
	for i := range list.Elements[:min(len(list.Elements), 10*maxLaunches)] {
		if l, ok := launchOf(text, &list.Elements[i]); ok {
			out = append(out, l)
		}
	}
	return out
}

func valueOf(v *hujson.Value) hujson.ValueTrimmed {
	if v == nil {
		return nil
	}
	return v.Value
}

// memberOf is a member of an object; nil if there is none. The last of one name counts.
func memberOf(v *hujson.Value, name string) *hujson.Value {
	o, ok := valueOf(v).(*hujson.Object)
	if !ok {
		return nil
	}
	for i := len(o.Members) - 1; i >= 0; i-- {
		if literal, ok := o.Members[i].Name.Value.(hujson.Literal); ok && literal.String() == name {
			return &o.Members[i].Value
		}
	}
	return nil
}

func launchOf(text fileText, v *hujson.Value) (rawLaunch, bool) {
	o, ok := v.Value.(*hujson.Object)
	if !ok {
		return rawLaunch{}, false
	}
	out := rawLaunch{raw: map[string]any{}, lines: map[string]int{}}
	value := v.Clone()
	value.Minimize()
	if json.Unmarshal(value.Pack(), &out.raw) != nil || out.raw["type"] != "go" {
		return rawLaunch{}, false
	}
	for _, m := range o.Members {
		if literal, ok := m.Name.Value.(hujson.Literal); ok {
			out.lines[literal.String()] = text.position(m.Name.StartOffset).line
		}
	}
	out.Name = health.Words(out.text("name"), maxName)
	out.Line = text.position(v.StartOffset).line
	out.Request, out.Mode = health.Public(health.Words(out.text("request"), maxName)), health.Public(health.Words(out.text("mode"), maxName))
	for _, flag := range cleanFlagList(flagsOf(out.raw["buildFlags"])) {
		if len(out.BuildFlags) < maxFlags {
			out.BuildFlags = append(out.BuildFlags, health.Text(cut(flag)))
		}
	}
	env, _ := out.raw["env"].(map[string]any)
	if flags, ok := env["GOFLAGS"].(string); ok {
		out.GOFLAGS = health.Text(cut(health.CleanFlags(flags)))
	}
	for _, name := range []string{"dlvPath", "dlvToolPath"} {
		if _, there := out.raw[name]; there {
			out.Attributes = append(out.Attributes, health.LaunchAttribute{Name: health.Public(name),
				Value: health.Words(out.text(name), maxText), Line: out.lines[name]})
		}
	}
	return out, true
}

func (l rawLaunch) text(name string) string {
	text, _ := l.raw[name].(string)
	return text
}

// flagsOf are the flags of a list, or of a text in which quotes hold them together as they do in a shell.
func flagsOf(raw any) []string {
	switch v := raw.(type) {
	case string:
		return splitQuoted(v)
	case []any:
		var out []string
		for _, item := range v {
			if text, ok := item.(string); ok {
				out = append(out, text)
			}
		}
		return out
	}
	return nil
}

// splitQuoted splits at spaces outside quotes. Quotes may begin inside a word (-ldflags='-s -w') and are taken out.
func splitQuoted(text string) []string {
	var out []string
	var word strings.Builder
	quote, open := rune(0), false
	for _, r := range text {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, open = r, true
		case quote == 0 && slices.Contains([]rune(" \t\n\r"), r):
			if open {
				out = append(out, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
			open = true
		}
	}
	if open {
		out = append(out, word.String())
	}
	return out
}
