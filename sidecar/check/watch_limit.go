package check

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const watchLimit texts = "watch-limit"

// WatchLimit reports that changes of files do not reach gopls.
var WatchLimit = &Check{
	ID:       health.CheckID(watchLimit),
	Severity: health.Warning,
	Doc: `changes of files may not reach gopls

gopls does not watch files; the editor does it and tells. Where the editor cannot watch, or is told not to, gopls works with files as they were: symbols of a branch that you left, errors that you mended, Go to Definition to lines that have moved.

On Linux each directory takes a watch, and a user has only so many: we compare the limit with the directories of the folders and with what is in use, and say something only where it cannot suffice. On all systems we apply files.watcherExclude to the go.mod files and to the Go documents that are open. Excluding other directories is what the setting is made for and is never mentioned. On the command line nobody watches, so nothing is said.

The fix removes the pattern, or says how to raise the limit. It does not explain changes that another machine makes on a network's file system: those are seen by nobody.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSources, health.ProbeSettings, health.ProbeWatchLimits},
	Messages: map[string]health.Template{
		"too-few":   {Title: "{count} directories are to be watched, and Linux allows {limit} watches", Detail: unseen},
		"used-up":   {Title: "The file watches of this user are used up: {used} of {limit}", Detail: unseen},
		"instances": {Title: "The file watchers of this user are used up: {used} of {limit}", Detail: unseen},
		"excluded":  {Title: "The editor does not watch {file}", Detail: "The pattern {pattern} of files.watcherExclude takes it out. " + unseen},
		"limit":     {Title: "{name}"},
		"without":   {Title: "patterns that leave {file}"},
		"raise":     {Title: "Raise the limit"},
		"sysctl":    {Title: "exclude directories that nobody edits with files.watcherExclude (node_modules, build output), or raise the limit as root: write {name}=524288 into a file of /etc/sysctl.d and run sysctl --system"},
		"remove":    {Title: "Watch the file again"},
	},
	Applies: func(s *health.Snapshot) bool { return s.Editor.Present && hasGoFolders(s) },
	Run: func(s *health.Snapshot) []health.Finding {
		return append(watches(s), eachFolder(s, func(f health.Folder) []verdict { return notWatched(s, f) })...)
	},
}

const unseen = "Changes from outside the editor (git, generators, a terminal) do not reach gopls, which then answers from files as they were."

func watches(s *health.Snapshot) []health.Finding {
	if s.System.OS != "linux" {
		return nil
	}
	directories := 0
	for _, f := range goFolders(s) {
		directories += sourcesOf(s, f.Path).Directories
	}
	w, c := s.Watch, watchLimit
	say := func(text, name string, used, limit int) []health.Finding {
		args := health.Args{"count": number(directories), "used": number(used), "limit": number(limit), "name": health.V(health.Public(name))}
		return []health.Finding{{Severity: health.Warning, Subject: health.V(health.Public(name)), Message: c.say(text, args),
			Evidence: []health.Evidence{{What: c.say("limit", args), Observed: number(limit), Expected: health.V(health.Public("> " + number(max(directories, used)).Text)),
				Source: health.Source{Kind: health.FromSystem, File: health.Path("/proc/sys/" + strings.ReplaceAll(name, ".", "/"))}}},
			Fixes: []health.Fix{oneFix("raise-limit", health.RiskManual, c.say("raise", nil), manual(c.say("sysctl", args), health.EffectRestartEditor))}}}
	}
	switch {
	case w.Watches > 0 && directories > w.Watches:
		return say("too-few", "fs.inotify.max_user_watches", w.UsedWatches, w.Watches)
	case w.Watches > 0 && w.UsedWatches >= w.Watches:
		return say("used-up", "fs.inotify.max_user_watches", w.UsedWatches, w.Watches)
	case w.Instances > 0 && w.UsedInstances >= w.Instances:
		return say("instances", "fs.inotify.max_user_instances", w.UsedInstances, w.Instances)
	}
	return nil
}

// notWatched applies files.watcherExclude to what gopls must hear of.
func notWatched(s *health.Snapshot, f health.Folder) []verdict {
	set, ok := s.Setting(f.Path, "files.watcherExclude", "")
	patterns := map[string]any{}
	if !ok || json.Unmarshal([]byte(set.Value), &patterns) != nil {
		return nil
	}
	var names []string
	for name, on := range patterns {
		if on == true {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	system, c := string(s.System.OS), watchLimit
	for _, file := range heeded(s, f) {
		below := strings.ReplaceAll(strings.Trim(string(file)[len(health.Clean(system, string(f.Path))):], `/\`), `\`, "/")
		for _, name := range names {
			if !globMatches(name, below, strings.ReplaceAll(string(file), `\`, "/")) {
				continue
			}
			args := health.Args{"file": health.V(file), "pattern": health.V(health.Text(name))}
			step := changeSetting(set, set.Value.Without(health.Public(name)), health.EffectReloadWindow)
			if step.After == "{}" {
				step = removeSetting(set, health.EffectReloadWindow)
			}
			finding := health.Finding{Severity: health.Warning, Subject: health.V(health.Public("files.watcherExclude")), Message: c.say("excluded", args),
				Evidence: []health.Evidence{settingSeen(set, health.Value{}),
					{What: c.say("without", args), Observed: health.V(health.Text(name)), Source: set.Source()}},
				Fixes: []health.Fix{oneFix("remove-pattern", health.RiskSafe, c.say("remove", nil), step)}}
			return found(name+sourceKey(set.Source()), finding)
		}
	}
	return nil
}

// heeded are files of a folder whose changes gopls must hear of: the go.mod files that the folder is about and what is open.
func heeded(s *health.Snapshot, f health.Folder) []health.Path {
	system := string(s.System.OS)
	var out []health.Path
	for _, m := range f.Modules {
		if governs(s, f, m) && health.Within(system, string(m.File), string(f.Path)) {
			out = append(out, m.File)
		}
	}
	for _, o := range openGoFiles(s, f) {
		if health.Within(system, string(o.File), string(f.Path)) {
			out = append(out, o.File)
		}
	}
	return out
}

// globMatches matches a pattern of the editor against a file's path below the folder, or its whole path for a pattern that is
// absolute: ** is any number of directories, * and ? stay within a name, {a,b} is a choice. A pattern that names a directory
// takes all below it.
func globMatches(pattern, below, whole string) bool {
	path := below
	if strings.HasPrefix(pattern, "/") || len(pattern) > 1 && pattern[1] == ':' {
		path = whole
	}
	var re strings.Builder
	braces := 0
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case strings.HasPrefix(pattern[i:], "**/"):
			re.WriteString("(?:[^/]*/)*")
			i += 2
		case strings.HasPrefix(pattern[i:], "**"):
			re.WriteString(".*")
			i++
		case c == '*':
			re.WriteString("[^/]*")
		case c == '?':
			re.WriteString("[^/]")
		case c == '{':
			braces++
			re.WriteString("(?:")
		case c == '}' && braces > 0:
			braces--
			re.WriteString(")")
		case c == ',' && braces > 0:
			re.WriteString("|")
		default:
			re.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
		}
	}
	compiled, err := regexp.Compile("^" + re.String() + "(?:/.*)?$")
	return err == nil && compiled.MatchString(path)
}
