package check

import (
	"regexp"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const directoryFilters texts = "directory-filters"

// DirectoryFilters reports filters of gopls that hide the files being edited.
var DirectoryFilters = &Check{
	ID:       health.CheckID(directoryFilters),
	Severity: health.Error,
	Doc: `a filter hides the files you edit

gopls leaves out the directories that build.directoryFilters names. In a file there it answers nothing ("No packages found for open file", "no package metadata"), and references, rename and workspace symbols pass it over.

We apply the filters in force (of the gopls setting; the last that matches wins, ** stands for any depth) to the Go documents that are open, and to the folder as a whole: a filter "-" hides everything that no later "+" brings back. Filters that hide other directories are what they are made for and are never mentioned, whatever they hide.

The fix takes the filter that hides the file out of the setting. It does not explain a file that is kept out by its build constraint: that is build-excluded.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeOpenFiles},
	After: []health.CheckID{"gopls-setting-invalid"},
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool { // another setting's value is another fault
		return sameFolder(cause, own) && strings.HasSuffix(cause.Subject.Text, "directoryFilters")
	},
	Messages: map[string]health.Template{
		"file":   {Title: "The filter {filter} hides {file} from gopls", Detail: "gopls leaves the directory out: it answers nothing in this file, and references, rename and symbols pass it over."},
		"all":    {Title: "The filter {filter} hides the whole folder from gopls", Detail: "gopls leaves out every directory, so no question about the folder is answered."},
		"shown":  {Title: "no filter that hides {file}"},
		"none":   {Title: "filters that leave something"},
		"remove": {Title: "Remove the filter {filter}"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return perFolder(s, func(f health.Folder) []health.Finding { return hidden(s, f) })
	},
}

func hidden(s *health.Snapshot, f health.Folder) []health.Finding {
	set, ok := filterSetting(s, f.Path)
	filters, isList := set.Value.Strings()
	if !ok || !isList {
		return nil
	}
	c := directoryFilters
	judge := func(name string, filter int, file health.Path, expected health.Value) health.Finding {
		args := health.Args{"filter": health.V(health.Text(filters[filter])), "file": health.V(file)}
		rest := append(append([]string{}, filters[:filter]...), filters[filter+1:]...)
		step := changeSetting(set, health.DataOf(rest), health.EffectRestartServer)
		if len(rest) == 0 {
			step = removeSetting(set, health.EffectRestartServer)
		}
		severity := health.Warning
		if pulseIsBad(s, f.Path) {
			severity = health.Error
		}
		return health.Finding{Severity: severity, Subject: health.V(health.Text(filters[filter])), Message: c.say(name, args),
			Evidence: []health.Evidence{settingSeen(set, expected)},
			Fixes:    []health.Fix{oneFix("remove-filter", health.RiskSafe, c.say("remove", args), step)}}
	}
	if i, out := hiddenBy(filters, ""); out && !strings.Contains(strings.Join(filters[i+1:], " "), "+") {
		return []health.Finding{judge("all", i, f.Path, c.value("none"))}
	}
	system := string(s.System.OS)
	for _, o := range openGoFiles(s, f) {
		if !health.Within(system, string(o.File), string(f.Path)) {
			continue
		}
		dir := health.Dir(system, string(o.File))
		if health.Same(system, dir, string(f.Path)) {
			continue
		}
		below := strings.ReplaceAll(strings.Trim(dir[len(health.Clean(system, string(f.Path))):], `/\`), `\`, "/")
		if i, out := hiddenBy(filters, below); out {
			expected := c.say("shown", health.Args{"file": health.V(o.File)})
			finding := judge("file", i, o.File, health.Value{})
			finding.Evidence = append(finding.Evidence, health.Evidence{What: expected, Observed: health.V(o.File),
				Source: health.Source{Kind: health.FromEditor, Name: "open documents", File: o.File}})
			return []health.Finding{finding}
		}
	}
	return nil
}

// filterSetting is the setting that holds the filters, by either of its two names.
func filterSetting(s *health.Snapshot, folder health.Path) (health.Setting, bool) {
	for _, member := range []health.Public{"build.directoryFilters", "directoryFilters"} {
		if set, ok := s.Setting(folder, "gopls", member); ok {
			return set, true
		}
	}
	return health.Setting{}, false
}

// hiddenBy applies filters to a directory below the folder, with slashes; "" is the folder itself. It returns the filter that
// decided. A filter is + or - and a path, of which ** is any number of directories; the last that matches wins (gopls's
// documentation of directoryFilters).
func hiddenBy(filters []string, dir string) (int, bool) {
	last := -1
	for i, filter := range filters {
		if filter == "" || filter[0] != '-' && filter[0] != '+' {
			continue
		}
		if filterPattern(strings.Trim(filter[1:], "/")).MatchString(dir + "/") {
			last = i
		}
	}
	return last, last >= 0 && filters[last][0] == '-'
}

func filterPattern(filter string) *regexp.Regexp {
	if filter == "" {
		return regexp.MustCompile("")
	}
	pattern := "^"
	for segment := range strings.SplitSeq(filter, "/") {
		if segment == "**" {
			pattern += "(?:[^/]+/)*"
			continue
		}
		pattern += regexp.QuoteMeta(segment) + "/"
	}
	return regexp.MustCompile(pattern)
}
