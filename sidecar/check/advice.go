package check

import (
	"slices"
	"strconv"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// advice is what well-known articles tell people to set and what never was, or is no more, as they say. Where somebody
// followed it, the finding says so kindly: nobody is to blame for a setting that a guide told them to copy. Each text is
// what is true; sources: reference popular-advice and go-editor-facts §3.
type advice struct {
	text health.Template
	// to is the setting that does what was meant; convert makes its value, nil keeps it.
	to      health.Public
	member  health.Public
	convert func(health.Data) (health.Data, bool)
}

// goSettingAdvice is by the key of a go.* setting.
var goSettingAdvice = map[health.Public]advice{
	"go.goplsArgs": {text: health.Template{Title: "Guides name it for the flags of gopls, but no Go extension ever read it. Flags stand in go.languageServerFlags; most setups need none."},
		to: "go.languageServerFlags", convert: harmlessFlags},
	"go.goplsFlags": {text: health.Template{Title: "No Go extension ever read it. Flags of gopls stand in go.languageServerFlags; most setups need none."},
		to: "go.languageServerFlags", convert: harmlessFlags},
	"go.toolsManagement.mode": {text: health.Template{Title: "Guides say that its default is \"modules\", but there never was such a setting: tools are always installed as modules."}},
	"go.dlvPath": {text: health.Template{Title: "There never was such a setting. The debugger's path stands in go.alternateTools, under dlv, and is only needed where the Go extension finds none."},
		to: "go.alternateTools", member: "dlv"},
	"go.goplsPath": {text: health.Template{Title: "There never was such a setting. A path for gopls stands in go.alternateTools, under gopls, and is only needed where the Go extension finds none."},
		to: "go.alternateTools", member: "gopls"},
	"go.languageServerExperimentalFeatures": {text: health.Template{Title: "It chose which features came from gopls. All of them do now; single ones are switched in the setting gopls."}},
	"go.overwriteGoplsMiddleware":           {text: health.Template{Title: "It was an experiment of the Go extension and is gone since 0.25."}},
	"go.useGoProxyToCheckForToolUpdates": {text: health.Template{Title: "go.toolsManagement.checkForUpdates took its place."},
		to: "go.toolsManagement.checkForUpdates", convert: either("proxy", "local")},
	"go.autocompleteUnimportedPackages":              {text: gocodeGone},
	"go.gocodeAutoBuild":                             {text: gocodeGone},
	"go.gocodeFlags":                                 {text: gocodeGone},
	"go.gocodePackageLookupMode":                     {text: gocodeGone},
	"go.useCodeSnippetsOnFunctionSuggest":            {text: health.Template{Title: "gopls completes calls now; its setting usePlaceholders fills in the parameters."}},
	"go.useCodeSnippetsOnFunctionSuggestWithoutType": {text: health.Template{Title: "gopls completes calls now; its setting usePlaceholders fills in the parameters."}},
	"go.docsTool":                                    {text: health.Template{Title: "It chose the program behind hover and Go to Definition. gopls answers both now."}},
	"go.liveErrors":                                  {text: health.Template{Title: "gopls shows errors while you type, without a setting."}},
	"go.gotoSymbol.includeImports":                   {text: symbolsGone},
	"go.gotoSymbol.includeGoroot":                    {text: symbolsGone},
	"go.gotoSymbol.ignoreFolders":                    {text: symbolsGone},
}

var (
	gocodeGone  = health.Template{Title: "It belonged to gocode, the completion before gopls, which is gone since 0.40."}
	symbolsGone = health.Template{Title: "Symbols come from gopls now; its setting symbolScope says where it looks for them."}
)

// variableAdvice is by the name of an environment variable.
var variableAdvice = map[health.Public]advice{
	"GOLSP_CPU_AFFINITY": {text: health.Template{Title: "Guides set it against crashes of gopls on many-core Macs, but neither gopls nor the Go extension reads it."}},
	"GO_SDK_OVERRIDE":    {text: health.Template{Title: "Guides say that the Go extension finds a Go with it, but nothing reads it. go.alternateTools names a go."}},
	"GO_SDK_AUTO_DETECT": {text: health.Template{Title: "Guides say that the Go extension finds a Go with it, but nothing reads it. go.alternateTools names a go."}},
}

// goplsAdvice is by the last part of the name of a member of the setting gopls.
var goplsAdvice = map[health.Public]health.Template{
	"experimentalWorkspaceModule": {Title: "Guides recommend it for folders with several modules. gopls does that by itself since 0.15; the setting does nothing since 0.12."},
	"memoryMode":                  {Title: "Guides recommend DegradeClosed against high memory use. gopls gave its modes up in 0.15; directoryFilters helps where it needs too much."},
	"allowImplicitNetworkAccess":  {Title: "It let gopls use the network while it loaded, and has no effect since 0.17."},
	"chattyDiagnostics":           {Title: "It is gone since 0.15: diagnosticsTrigger says now when gopls sends diagnostics."},
	"tempModfile":                 {Title: "It is long gone: gopls does without a temporary go.mod."},
	"watchFileChanges":            {Title: "The editor watches the files for gopls; since 0.22 there is fileWatcher where it loses changes."},
	"cachesize":                   {Title: "Guides name it, but gopls never had it. Its memory follows the workspace; directoryFilters makes that smaller."},
}

// goplsPathAdvice is by a whole path inside the setting gopls, for names that are right elsewhere.
var goplsPathAdvice = map[string]health.Template{
	"semanticTokens.enabled": {Title: "Guides spell it so; the setting is ui.semanticTokens, true or false."},
	"cache.directory":        {Title: "Guides name it, but gopls takes the place of its cache from the variable GOPLSCACHE."},
}

// flagAdvice is by the name of a flag in go.languageServerFlags.
var flagAdvice = map[string]health.Template{
	"cachesize":  {Title: "Guides recommend it against high memory use, but gopls never had such a flag and ends at once. directoryFilters makes the workspace smaller."},
	"mod":        {Title: "It is a flag of go build and not of gopls, which ends at once. go decides about vendor directories by itself."},
	"cpuprofile": {Title: "gopls writes a profile with -profile.cpu; it ends at once when it reads this one."},
	"memprofile": {Title: "gopls writes a profile with -profile.mem; it ends at once when it reads this one."},
}

// adviceTexts are the messages of all advice, for the catalogue.
func adviceTexts() map[string]health.Template {
	out := map[string]health.Template{
		"advice":        {Title: "why it may be there"},
		"advice-nobody": {Title: "needed by nobody"},
	}
	for name, a := range goSettingAdvice {
		out["advice-"+string(name)] = a.text
	}
	for name, a := range variableAdvice {
		out["advice-"+string(name)] = a.text
	}
	for name, text := range goplsAdvice {
		out["advice-gopls."+string(name)] = text
	}
	for name, text := range goplsPathAdvice {
		out["advice-gopls."+name] = text
	}
	for name, text := range flagAdvice {
		out["advice-flag."+name] = text
	}
	return out
}

// explained is evidence that says what is true about a piece of advice that somebody followed.
func explained(name string, source health.Source) health.Evidence {
	return health.Evidence{What: message("advice", nil), Observed: saying("advice-" + name), Expected: saying("advice-nobody"), Source: source}
}

// goplsExplained is that evidence for a member of the setting gopls, if there is such advice.
func goplsExplained(set health.Setting) []health.Evidence {
	if _, ok := goplsAdvice[goplsName(set.Member)]; ok {
		return []health.Evidence{explained("gopls."+string(goplsName(set.Member)), set.Source())}
	}
	for path := range goplsPathAdvice {
		first, last, _ := strings.Cut(path, ".")
		inner := set.Value.Kind() == "object" && strings.HasSuffix(string(set.Member), first) && strings.Contains(string(set.Value), strconv.Quote(last))
		if inner || strings.HasSuffix(string(set.Member), path) {
			return []health.Evidence{explained("gopls."+path, set.Source())}
		}
	}
	return nil
}

// flagsExplained is that evidence for the flags of gopls.
func flagsExplained(set health.Setting) []health.Evidence {
	flags, _ := set.Value.Strings()
	var out []health.Evidence
	for _, flag := range flags {
		name, _, _ := strings.Cut(strings.TrimLeft(flag, "-"), "=")
		if _, ok := flagAdvice[name]; ok && strings.HasPrefix(flag, "-") {
			out = append(out, explained("flag."+name, set.Source()))
		}
	}
	return out
}

// goplsFlagNames are flags that every gopls of the last years takes and that do no harm.
var goplsFlagNames = []string{"rpc.trace", "logfile", "v", "vv", "verbose", "mode", "remote", "debug", "remote.debug", "remote.logfile", "remote.listen.timeout"}

// harmlessFlags keeps a list of flags if gopls knows them all: one that it does not know ends it at once.
func harmlessFlags(d health.Data) (health.Data, bool) {
	flags, ok := d.Strings()
	if text, isText := d.String(); isText {
		flags, ok = strings.Fields(text), true
	}
	for _, flag := range flags {
		name, _, _ := strings.Cut(strings.TrimLeft(flag, "-"), "=")
		if !strings.HasPrefix(flag, "-") || !slices.Contains(goplsFlagNames, name) {
			return "", false
		}
	}
	return health.DataOf(flags), ok && len(flags) > 0
}
