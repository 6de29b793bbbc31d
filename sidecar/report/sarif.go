package report

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

var sarifLevels = map[health.Severity]string{health.Error: "error", health.Warning: "warning", health.Info: "note"}

// home is where people learn about the tool.
const home = "https://github.com/govitals/govitals"

// semantic matches what SARIF takes as a semantic version; a build from a checkout has none.
var semantic = regexp.MustCompile(`^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$`)

// fingerprint is the name of the partial fingerprint: a finding's id is the same in every run until it is mended.
const fingerprint = "govitals/finding/v1"

// sarifBase is what paths below the first folder are relative to: a service shows only files of its checkout.
const sarifBase = "FOLDER"

// SARIF renders roots as results in the Static Analysis Results Interchange Format, version 2.1.0. A finding that no line of
// a file caused is put on the folder itself, because services refuse a result without a place; one that stood in the
// baseline is suppressed. Checks that could not judge are notifications of the run.
func SARIF(d Document) (string, error) {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "Go Vitals", URI: home, Version: strings.TrimPrefix(d.Tool.Version, "v"), Rules: []sarifRule{}}},
		Results:    []sarifResult{},
		Automation: &sarifAutomation{ID: d.Tool.Name + "/"},
		Properties: map[string]health.Tier{"tier": d.Tier},
	}
	if !semantic.MatchString(run.Tool.Driver.Version) {
		run.Tool.Driver.Version = ""
	}
	index := map[string]int{}
	for _, c := range d.Checks {
		index[c.ID] = len(run.Tool.Driver.Rules)
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{
			ID: c.ID, Short: sarifText{cmp.Or(clean(c.Title), c.ID)}, HelpURI: DocURL(health.CheckID(c.ID)),
			Default: sarifConfig{cmp.Or(sarifLevels[c.Severity], "none")},
		})
	}
	root := d.firstFolder()
	if root != "" {
		run.Bases = map[string]sarifPlace{sarifBase: {URI: fileURI(root) + "/"}}
	}
	for _, f := range d.roots() {
		i, ok := index[f.Check]
		if !ok {
			i = -1
		}
		run.Results = append(run.Results, sarifFinding(f, i, root))
	}
	run.Invocations = []sarifInvocation{d.sarifInvocation()}
	return JSON(sarifLog{Schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", Version: "2.1.0", Runs: []sarifRun{run}})
}

func (d Document) firstFolder() string {
	if len(d.Folders) == 0 {
		return ""
	}
	return withSlashes(d.Folders[0].Path)
}

// withSlashes is a path of any system as the services that collect findings write it.
func withSlashes(path string) string {
	return strings.TrimRight(strings.ReplaceAll(path, `\`, "/"), "/")
}

// belowFolder is a path with slashes as it stands below a folder; no folder has anything below it.
func belowFolder(path, folder string) (string, bool) {
	below, ok := strings.CutPrefix(path, folder+"/")
	return below, ok && folder != ""
}

func (d Document) sarifInvocation() sarifInvocation {
	out := sarifInvocation{Successful: true, Start: d.StartedAt}
	for _, c := range d.Checks {
		if c.State == health.StateInconclusive {
			out.Notifications = append(out.Notifications, sarifNotification{
				Level: "warning", Message: sarifText{d.say.Say("could not judge: %s", clean(c.Reason))}, Rule: sarifRef{c.ID},
			})
		}
	}
	return out
}

func sarifFinding(f Finding, rule int, root string) sarifResult {
	out := sarifResult{
		RuleID: f.Check, RuleIndex: rule, Level: sarifLevels[f.Severity], Fingerprints: map[string]string{fingerprint: f.ID},
		Message: sarifText{clean(joinNonEmpty(". ", f.Title, f.Detail))},
	}
	at := slices.IndexFunc(f.Evidence, func(e Evidence) bool { return e.Source.File != "" && e.Source.Line > 0 })
	if at >= 0 {
		s := f.Evidence[at].Source
		out.Locations = []sarifLocation{{sarifPhysical{sarifPath(s.File, root), &sarifRegion{s.Line, s.Column}}}}
	} else {
		out.Locations = []sarifLocation{{sarifPhysical{Artifact: sarifPath(cmp.Or(f.Folder, root, "."), root)}}}
	}
	if f.Known {
		out.Suppressions = []sarifSuppression{{Kind: "external", Justification: cmp.Or(clean(f.Accepted), f.say.Say("it stood in the baseline"))}}
	}
	return out
}

// sarifPath is a path relative to the folder where it lies below it, else a file URI.
func sarifPath(path, root string) sarifPlace {
	slashed := withSlashes(path)
	if slashed == root || slashed == "." {
		return sarifPlace{URI: ".", Base: sarifBase}
	}
	if below, ok := belowFolder(slashed, root); ok {
		return sarifPlace{URI: (&url.URL{Path: below}).EscapedPath(), Base: sarifBase}
	}
	return sarifPlace{URI: fileURI(slashed)}
}

// fileURI takes a path of any system with slashes.
func fileURI(path string) string {
	u := url.URL{Scheme: "file", Path: path}
	switch {
	case strings.HasPrefix(path, "//"): // a share: its server is the host
		host, rest, _ := strings.Cut(path[2:], "/")
		u.Host, u.Path = host, "/"+rest
	case !strings.HasPrefix(path, "/"):
		u.Path = "/" + path
	}
	return u.String()
}
