package check

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const fdLimit texts = "fd-limit"

// FdLimit reports limits of open files that gopls or its watcher runs into.
var FdLimit = &Check{
	ID:       health.CheckID(fdLimit),
	Severity: health.Error,
	Doc: `too few files may be open at once

gopls and go open many files at once. Where the system allows too few, packages fail to load with "too many open files", often only now and then, and a watcher of gopls's own misses changes.

go and gopls raise their own limit to the hard one when they start, so the soft limit that ulimit -n shows says nothing; gopls loads a module of several hundred packages with 32. We report a limit where go or gopls said here that it was hit, where the hard limit is below 32, where gopls watches by itself on macOS (its experimental setting fileWatcher: fsnotify takes a descriptor for each directory and file) and the folders hold more than it may open, and where the whole system has used up nearly all. Without that setting nobody's watcher takes descriptors by the file, neither on macOS nor on Linux, and nothing is said.

The fix turns gopls's watcher off, or says how to raise the limit.

It does not explain a program that forgets to close its files: that one runs into any limit. Limits of Linux's inotify have a check of their own.`,
	Needs:     []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeDescriptors},
	Platforms: []health.Public{"linux", "darwin"},
	Messages: map[string]health.Template{
		"hit":     {Title: "go or gopls ran into the limit of open files", Detail: "Packages fail to load for no reason of their own, perhaps other ones each time: red imports, no Go to Definition."},
		"few":     {Title: "gopls may open only {limit} files at once", Detail: "Packages fail to load with \"too many open files\"."},
		"watcher": {Title: "gopls watches at least {count} files and directories itself, and may open {limit}", Detail: "Its watcher takes a descriptor for each of them. Changes of files go unnoticed, or packages fail to load with \"too many open files\"."},
		"system":  {Title: "This system has {used} of {limit} possible files open", Detail: "No program can open another file soon, gopls and go included."},
		"hard":    {Title: "hard limit of open files"},
		"per":     {Title: "kern.maxfilesperproc"},
		"all":     {Title: "open files of the whole system"},
		"plenty":  {Title: "some thousand"},
		"most":    {Title: "some room below the limit"},
		"off":     {Title: "Let the editor watch the files"},
		"raise":   {Title: "Raise the limit"},
		"hand":    {Title: "raise the hard limit of open files (ulimit -Hn) where the session that starts the editor sets it: /etc/security/limits.conf, LimitNOFILE of a systemd unit, --ulimit of a container, launchctl limit maxfiles on macOS; then start the editor anew"},
		"close":   {Title: "Find who holds them"},
		"lsof":    {Title: "count the open files by program (lsof, or Activity Monitor), end the one that holds most of them, then restart the language server"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		out := eachFolder(s, func(f health.Folder) []verdict { return hitLimit(s, f) })
		if len(out) == 0 {
			out = append(out, fewDescriptors(s)...)
		}
		if len(out) == 0 {
			out = append(out, eachFolder(s, func(f health.Folder) []verdict { return watcherLimit(s, f) })...)
		}
		return append(out, systemLimit(s)...)
	},
}

// fewest is the hard limit with which gopls 0.23 still loads golang.org/x/tools, measured; with 20 it loads nothing.
const fewest = 32

// nearly is the part of a system's files, in hundredths, from which on there is no room left.
const nearly = 95

const tooMany = "too many open files"

func hitLimit(s *health.Snapshot, f health.Folder) []verdict {
	words := spoken(s, f)
	for _, l := range s.Lists {
		for _, e := range l.Errors {
			if l.Folder == f.Path {
				words += "\n" + string(e.Message)
			}
		}
	}
	for line := range strings.Lines(words) {
		if !strings.Contains(line, tooMany) {
			continue
		}
		e := answerSeen("go list", health.Text(strings.TrimSpace(line)), saying("no-complaint"))
		out := descriptorFinding(s, "hit", health.Error, nil, e)
		if pulseOf(s, f.Path) == health.PulseGood {
			out.Severity = health.Warning
		}
		return found("hit", out)
	}
	return nil
}

func descriptorFinding(s *health.Snapshot, name string, severity health.Severity, args health.Args, seen ...health.Evidence) health.Finding {
	c, d := fdLimit, s.Descriptors
	if d.Hard > 0 {
		seen = append(seen, health.Evidence{What: c.say("hard", nil), Observed: number(d.Hard), Expected: c.value("plenty"), Source: d.Source})
	}
	return health.Finding{Severity: severity, Message: c.say(name, args), Evidence: seen,
		Fixes: []health.Fix{oneFix("raise-limit", health.RiskManual, c.say("raise", nil), manual(c.say("hand", nil), health.EffectRestartEditor))}}
}

func fewDescriptors(s *health.Snapshot) []health.Finding {
	if d := s.Descriptors; d.Hard > 0 && d.Hard < fewest {
		return []health.Finding{descriptorFinding(s, "few", health.Warning, health.Args{"limit": number(d.Hard)})}
	}
	return nil
}

// watcherLimit compares what gopls's own watcher opens on macOS with what it may open. The count is of Go files and directories
// alone, and so too small rather than too large.
func watcherLimit(s *health.Snapshot, f health.Folder) []verdict {
	set, ok := goplsSetting(s, f.Path, "fileWatcher")
	value, _ := set.Value.String()
	d, limit := s.Descriptors, s.Descriptors.PerProcess
	if d.Hard > 0 && (limit == 0 || d.Hard < limit) {
		limit = d.Hard
	}
	if s.System.OS != "darwin" || !ok || value != "fsnotify" || limit == 0 {
		return nil
	}
	count := 0
	for _, each := range goFolders(s) {
		count += sourcesOf(s, each.Path).Directories + each.GoFiles
	}
	if count <= limit {
		return nil
	}
	c, args := fdLimit, health.Args{"count": number(count), "limit": number(limit)}
	out := descriptorFinding(s, "watcher", health.Warning, args, settingSeen(set, saying("absent")))
	if d.PerProcess > 0 {
		out.Evidence = append(out.Evidence, health.Evidence{What: c.say("per", nil), Observed: number(d.PerProcess),
			Expected: health.V(health.Public("> " + number(count).Text)), Source: health.Source{Kind: health.FromSystem, Name: "kern.maxfilesperproc"}})
	}
	out.Fixes = append([]health.Fix{oneFix("watcher-off", health.RiskSafe, c.say("off", nil), removeSetting(set, health.EffectRestartServer))}, out.Fixes...)
	return found("watcher"+sourceKey(set.Source()), out)
}

// goplsSetting is a setting of gopls by its last name, in whatever group it is written.
func goplsSetting(s *health.Snapshot, folder health.Path, name string) (health.Setting, bool) {
	for _, set := range s.Members(folder, "gopls") {
		if written := string(set.Member); written[strings.LastIndexByte(written, '.')+1:] == name {
			return set, true
		}
	}
	return health.Setting{}, false
}

func systemLimit(s *health.Snapshot) []health.Finding {
	d, c := s.Descriptors, fdLimit
	if d.System <= 0 || d.Used <= 0 || d.Used/nearly < d.System/100 {
		return nil
	}
	args := health.Args{"used": number(d.Used), "limit": number(d.System)}
	source := health.Source{Kind: health.FromSystem, Name: "kern.num_files"}
	if s.System.OS == "linux" {
		source = health.Source{Kind: health.FromSystem, File: "/proc/sys/fs/file-nr"}
	}
	return []health.Finding{{Severity: health.Warning, Subject: health.V(health.Public("system")), Message: c.say("system", args),
		Evidence: []health.Evidence{{What: c.say("all", nil), Observed: number(d.Used), Expected: c.value("most"), Source: source}},
		Fixes:    []health.Fix{oneFix("find-holder", health.RiskManual, c.say("close", nil), manual(c.say("lsof", nil), health.EffectRestartServer))}}}
}
