package check

import "github.com/govitals/govitals/sidecar/health"

const goplsSettingDuplicate texts = "gopls-setting-duplicate"

// GoplsSettingDuplicate reports settings that gopls gets twice.
var GoplsSettingDuplicate = &Check{
	ID:       health.CheckID(goplsSettingDuplicate),
	Severity: health.Warning,
	Doc: `gopls gets a setting twice

gopls takes one of the two values by chance, at each start anew, and shows an error message each time it reads its settings: "duplicate value for …".

Only the last part of a dotted name counts for gopls, so semanticTokens and ui.semanticTokens are one setting. The Go extension adds some of its own: vulncheck from go.diagnostic.vulncheck, whether you set that or not, and buildFlags from go.buildFlags and go.buildTags. We compare the members of the setting gopls that are in force for each folder, over all scopes as the editor merges them, by the name that gopls sees. One name at two scopes is no duplicate: the higher scope wins.

The fix keeps one spelling, or moves the value to the setting of the Go extension that it makes the second one from.`,
	Needs: []health.ProbeID{health.ProbeSettings, health.ProbeGopls, health.ProbeFolders, health.ProbeEditor},
	Messages: map[string]health.Template{
		"twice":  {Title: "The gopls setting {name} is given twice", Detail: "Only the last part of a dotted name counts for gopls, so it takes one of the values by chance and shows an error message each time it reads its settings."},
		"added":  {Title: "The Go extension gives gopls the setting {name} a second time", Detail: "It makes one from {other}. gopls takes one of the values by chance and shows an error message each time it reads its settings."},
		"once":   {Title: "one spelling"},
		"keep":   {Title: "Keep {member} alone"},
		"move":   {Title: "Move the value to {name}"},
		"remove": {Title: "Remove {member}"},
	},
	Applies: func(s *health.Snapshot) bool { return len(goplsMembers(s)) > 0 },
	Run:     spelledTwice,
}
