package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"golang.org/x/mod/semver"
)

// retiredSetting is a setting that gopls knows only to complain about it. Source: the cases of setOne in gopls's
// internal/settings, and go-editor-facts §3.2.
type retiredSetting struct {
	since string // the first gopls that complains; earlier ones obey
	to    health.Public
	// convert is the value under the new name; nil keeps it. ok is false where none says the same.
	convert func(health.Data) (health.Data, bool)
	works   bool // gopls still obeys it
}

var retiredSettings = map[health.Public]retiredSetting{
	"experimentalDisabledAnalyses": {to: "analyses", convert: allOff},
	"disableDeepCompletion":        {to: "deepCompletion", convert: inverted},
	"disableFuzzyMatching":         {to: "matcher", convert: either("CaseInsensitive", "Fuzzy")},
	"fuzzyMatching":                {to: "matcher", convert: either("Fuzzy", "CaseInsensitive")},
	"caseSensitiveCompletion":      {to: "matcher", convert: either("CaseSensitive", "CaseInsensitive")},
	"wantCompletionDocumentation":  {to: "completionDocumentation"},
	"wantUnimportedCompletions":    {to: "completeUnimported"},
	"experimentalDiagnosticsDelay": {to: "diagnosticsDelay"},
	"codelens":                     {to: "codelenses", works: true},

	"allowImplicitNetworkAccess":     {since: "v0.17.0"},
	"memoryMode":                     {since: "v0.15.0"},
	"tempModFile":                    {},
	"experimentalWorkspaceModule":    {since: "v0.12.0"},
	"experimentalTemplateSupport":    {},
	"experimentalWatchedFileDelay":   {},
	"experimentalPackageCacheKey":    {},
	"allowModfileModifications":      {},
	"experimentalUseInvalidMetadata": {},
	"newDiff":                        {},
	"wantSuggestedFixes":             {},
	"noIncrementalSync":              {},
	"watchFileChanges":               {},
	"go-diff":                        {},
}

// internalSettings are accepted by gopls although its own list does not show them.
var internalSettings = map[health.Public]struct {
	since string
	kind  health.Public // "" accepts anything
	enum  []health.Public
}{
	"completionDocumentation":     {kind: "bool"},
	"deepCompletion":              {kind: "bool"},
	"completeUnimported":          {kind: "bool"},
	"verboseWorkDoneProgress":     {kind: "bool"},
	"showBugReports":              {kind: "bool"},
	"reportAnalysisProgressAfter": {kind: "time.Duration"},
	"subdirWatchPatterns":         {kind: "enum", enum: []health.Public{"on", "off", "auto"}},
	"telemetryPrompt":             {since: "v0.14.0", kind: "bool"},
	"linkifyShowMessage":          {since: "v0.14.0", kind: "bool"},
	"includeReplaceInWorkspace":   {since: "v0.15.0", kind: "bool"},
	"zeroConfig":                  {since: "v0.15.0", kind: "bool"},
	"pullDiagnostics":             {since: "v0.17.0", kind: "bool"},
	"importsSource":               {since: "v0.18.0", kind: "enum", enum: []health.Public{"off", "gopls", "goimports"}},
	"mcpTools":                    {since: "v0.20.0", kind: "map[string]bool"},
	"allExperiments":              {},
}

// firstVersions are the first gopls to know a setting: an unknown name may only be too new for this one. §3.3.
var firstVersions = map[health.Public]string{
	"symbolScope": "v0.12.0", "analysisProgressReporting": "v0.13.0", "completeFunctionCalls": "v0.14.0", "diagnosticsTrigger": "v0.15.0",
	"workspaceFiles": "v0.18.0", "semanticTokenTypes": "v0.18.0", "semanticTokenModifiers": "v0.18.0", "newGoFileHeader": "v0.21.0",
	"renameMovesSubpackages": "v0.21.0", "fileWatcher": "v0.22.0", "maxFileCacheBytes": "v0.22.0", "moveType": "v0.23.0",
	"moveDeclaration": "v0.24.0", "memoryLimit": "v0.24.0", "linkifyShowMessage": "v0.14.0", "telemetryPrompt": "v0.14.0", "zeroConfig": "v0.15.0",
	"includeReplaceInWorkspace": "v0.15.0", "pullDiagnostics": "v0.17.0", "importsSource": "v0.18.0", "mcpTools": "v0.20.0",
}

// atLeast compares gopls versions; one that is no release (devel) counts as the newest.
func atLeast(have health.Public, want string) bool {
	return !semver.IsValid(string(have)) || want == "" || semver.Compare(string(have), want) >= 0
}

// goplsName is what gopls makes of a member: only the last segment counts, whatever stands before it (§3.2).
func goplsName(member health.Public) health.Public {
	return member[strings.LastIndexByte(string(member), '.')+1:]
}

// goplsSchema returns this gopls's own entry for a setting, or ours for one that it keeps to itself.
func goplsSchema(g health.Gopls, name health.Public) (health.GoplsSetting, bool) {
	if name == "staticcheckProvided" { // listed, and refused when set
		return health.GoplsSetting{}, false
	}
	for _, e := range g.Schema {
		if e.Name == name {
			return e, true
		}
	}
	in, ok := internalSettings[name]
	return health.GoplsSetting{Name: name, Type: in.kind, Enum: in.enum}, ok && atLeast(g.Version, in.since)
}

// retired returns the row of a setting that this gopls complains about as deprecated.
func retired(g health.Gopls, name health.Public) (retiredSetting, bool) {
	r, ok := retiredSettings[name]
	return r, ok && atLeast(g.Version, r.since)
}

// canonical is the spelling that the editor's own settings page uses: the hierarchy, then the name.
func canonical(g health.Gopls, name health.Public) health.Public {
	if e, ok := goplsSchema(g, name); ok && e.Hierarchy != "" {
		return e.Hierarchy + "." + name
	}
	return name
}

// goplsMembers are all members of the object setting gopls, at every scope, grouped by their spelling.
func goplsMembers(s *health.Snapshot) [][]health.Setting {
	var order []health.Public
	groups := map[health.Public][]health.Setting{}
	for _, set := range s.Settings {
		if set.Key != "gopls" || set.Member == "" || set.Scope == health.ScopeLanguage || set.Scope == health.ScopeDefault {
			continue
		}
		if groups[set.Member] == nil {
			order = append(order, set.Member)
		}
		groups[set.Member] = append(groups[set.Member], set)
	}
	out := make([][]health.Setting, 0, len(order))
	for _, member := range order {
		out = append(out, groups[member])
	}
	return out
}

func hasGoplsSettings(s *health.Snapshot) bool {
	return slices.ContainsFunc(s.Settings, func(set health.Setting) bool { return set.Key == "gopls" && set.Scope != health.ScopeDefault })
}

func either(yes, no string) func(health.Data) (health.Data, bool) {
	return func(d health.Data) (health.Data, bool) {
		value, ok := d.Bool()
		if value {
			return health.DataOf(yes), ok
		}
		return health.DataOf(no), ok
	}
}

func inverted(d health.Data) (health.Data, bool) {
	value, ok := d.Bool()
	return health.DataOf(!value), ok
}

func allOff(d health.Data) (health.Data, bool) {
	names, ok := d.Strings()
	off := map[string]bool{}
	for _, n := range names {
		off[n] = false
	}
	return health.DataOf(off), ok
}
