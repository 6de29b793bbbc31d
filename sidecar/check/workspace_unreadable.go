package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const workspaceUnreadable texts = "workspace-unreadable"

// WorkspaceUnreadable reports parts of a folder that the editor's user may not read, or that only the network has.
var WorkspaceUnreadable = &Check{
	ID:       health.CheckID(workspaceUnreadable),
	Severity: health.Error,
	Doc: `parts of the workspace cannot be read

gopls leaves out what it cannot read and does not say so: imports of packages there look like missing modules, and go build ./... stops with "permission denied".

We open each directory and each Go file of the folder, as this user. "Permission denied" (EACCES) comes of owners, modes and access lists; "operation not permitted" (EPERM) on macOS comes of the privacy protection of Desktop, Documents, Downloads, iCloud and external disks, which counts for the editor and all that it starts, however the modes look. A folder that cannot be read at all is an error, and so are parts where a server fails, or that hold a package which another one imports: what it declares is unknown then and nothing builds. Where every question is answered it is a warning if go complains of it, and else information: a database keeps such a directory in many projects. Directories that go leaves out are not looked into. Files that only iCloud has are information.

The fix says what to change; nobody but you may give rights away. It does not explain a cache that cannot be read: that is cache-unusable.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSources},
	Messages: map[string]health.Template{
		"folder":     {Title: "The folder {path} cannot be read", Detail: "Nothing in it can be examined, and gopls can load nothing of it."},
		"part":       {Title: "{path} cannot be read", Detail: unreadDetail},
		"parts":      {Title: "{count} files and directories of the folder cannot be read, {path} among them", Detail: unreadDetail},
		"privacy":    {Title: "macOS does not let the editor read {path}", Detail: "The privacy protection forbids it to the editor and to all programs that it starts, so gopls cannot load what lies there."},
		"dataless":   {Title: "{count} Go files of the folder are in iCloud and not on this machine", Detail: "Each is fetched when it is first read, so gopls loads slowly, and not at all without a network."},
		"readable":   {Title: "readable by this user"},
		"local":      {Title: "on this machine"},
		"in-cloud":   {Title: "Go files without content here"},
		"allow":      {Title: "Allow this user to read it"},
		"mode":       {Title: "give this user the right to read {path} and to enter its directories (ls -ld shows the owner; chown or chmod u+rX as the owner or root), or take it out of the workspace"},
		"acl":        {Title: "give this user the right to read {path} (Properties, Security), or take it out of the workspace"},
		"protect":    {Title: "Allow the editor to read it"},
		"settings":   {Title: "in System Settings, Privacy & Security, Files and Folders (or Full Disk Access), allow the editor, quit it and start it anew; or move the project to a directory that is not protected, such as ~/src"},
		"download":   {Title: "Keep the project on this machine"},
		"move-cloud": {Title: "move the project out of iCloud, or choose Keep Downloaded for its folder in the Finder"},
	},
	Applies: func(s *health.Snapshot) bool { return len(s.Folders) > 0 },
	Run:     runWorkspaceUnreadable,
}

const unreadDetail = "gopls leaves out what it cannot read without a word, so imports of packages there look like missing modules."

func runWorkspaceUnreadable(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	for _, f := range s.Folders {
		for _, finding := range unreadable(s, f) {
			finding.Folder = f.Path
			if len(s.Folders) > 1 && finding.Subject.Empty() {
				finding.Subject = health.V(f.Path)
			}
			out = append(out, finding)
		}
	}
	return out
}

func unreadable(s *health.Snapshot, f health.Folder) []health.Finding {
	c, tree := workspaceUnreadable, sourcesOf(s, f.Path)
	if f.State == health.FolderUnreadable {
		first := health.Refusal{Path: f.Path, Directory: true, Why: health.RefusedByMode, Error: f.Error}
		if s.System.OS == "darwin" && strings.Contains(string(f.Error), "operation not permitted") {
			first.Why = health.RefusedByPrivacy
		}
		return []health.Finding{refusedPart(s, "folder", health.Error, first, 1)}
	}
	if !f.HasGo() {
		return nil
	}
	var out []health.Finding
	if len(tree.Unreadable) > 0 {
		severity, name := health.Warning, "part"
		_, spoken := saidOf(s, f.Path, health.CheckID(workspaceUnreadable))
		switch {
		case pulseIsBad(s, f.Path), lacksUnreadable(s, f):
			severity = health.Error
		case !spoken && pulseOf(s, f.Path) == health.PulseGood: // a database's directory, which nobody builds
			severity = health.Info
		}
		count := len(tree.Unreadable) + tree.UnreadableCut
		if count > 1 {
			name = "parts"
		}
		finding := refusedPart(s, name, severity, tree.Unreadable[0], count)
		for _, r := range tree.Unreadable[1:min(len(tree.Unreadable), mostContradictions)] {
			finding.Evidence = append(finding.Evidence, fileSeen(r.Path, 0, health.V(r.Error), c.value("readable")))
		}
		if said, ok := saidOf(s, f.Path, health.CheckID(workspaceUnreadable)); ok {
			finding.Evidence = append(finding.Evidence, wordsSeen(said))
		}
		out = append(out, finding)
	}
	if tree.Dataless > 0 {
		args := health.Args{"count": number(tree.Dataless)}
		out = append(out, health.Finding{Severity: health.Info, Subject: health.V(health.Public("dataless")), Message: c.say("dataless", args),
			Evidence: []health.Evidence{{What: c.say("in-cloud", nil), Observed: number(tree.Dataless), Expected: c.value("local"),
				Source: health.Source{Kind: health.FromSystem, File: f.Path}}},
			Fixes: []health.Fix{oneFix("keep-local", health.RiskManual, c.say("download", nil), manual(c.say("move-cloud", nil), health.EffectRestartServer))}})
	}
	return out
}

// lacksUnreadable reports that go misses a package which it may not read, and not only met the directory on its way through the
// folder: then it complains of the pattern.
func lacksUnreadable(s *health.Snapshot, f health.Folder) bool {
	return slices.ContainsFunc(missedPackages(s, f.Path, health.CheckID(workspaceUnreadable)), func(m missed) bool {
		return m.pkg != "" && !strings.HasPrefix(string(m.pkg), ".")
	})
}

func refusedPart(s *health.Snapshot, name string, severity health.Severity, r health.Refusal, count int) health.Finding {
	c := workspaceUnreadable
	args := health.Args{"path": health.V(r.Path), "count": number(count)}
	fix := oneFix("allow", health.RiskManual, c.say("allow", nil), manual(c.say("mode", args), health.EffectRestartServer))
	switch {
	case r.Why == health.RefusedByPrivacy && s.System.OS == "darwin":
		name = "privacy"
		fix = oneFix("privacy", health.RiskManual, c.say("protect", nil), manual(c.say("settings", nil), health.EffectRestartEditor))
	case s.System.OS == "windows":
		fix = oneFix("allow", health.RiskManual, c.say("allow", nil), manual(c.say("acl", args), health.EffectRestartServer))
	}
	return health.Finding{Severity: severity, Message: c.say(name, args), Fixes: []health.Fix{fix},
		Evidence: []health.Evidence{fileSeen(r.Path, 0, health.V(r.Error), c.value("readable"))}}
}
