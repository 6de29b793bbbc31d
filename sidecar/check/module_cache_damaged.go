package check

import (
	"github.com/govitals/govitals/sidecar/health"
)

const moduleCacheDamaged texts = "module-cache-damaged"

// ModuleCacheDamaged reports modules in the module cache that lost files or were changed.
var ModuleCacheDamaged = &Check{
	ID:       health.CheckID(moduleCacheDamaged),
	Severity: health.Error,
	Doc: `a downloaded module is damaged

A file of a module is gone from the module cache or was changed: by a cleaner, a virus scanner, a full disk, or by somebody who edited it there while debugging. go trusts its cache and does not look again. If a file is gone, every request in files that import the module fails, and gopls shows neither a message nor a diagnostic; if one was changed, you see and build what nobody published.

We compute the checksum of the extracted files, as go mod verify does, and hold it against the one that go recorded when it downloaded the module; the zip, where it is still there, names the files. In tier standard that is done for the modules that failed questions and go's words lead to, in tier deep for all that the folder needs. A module without a recorded checksum is left in peace, and so is one that go extracts again by itself because its whole directory is gone.

The fix marks the module as half extracted, which makes go extract it again from its zip, or download it; your own edits there are lost. It does not explain a module that never was what go.sum says: that is checksum-mismatch.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeModuleFiles},
	Messages: map[string]health.Template{
		"missing":   {Title: "Files of {module} {version} are missing from the module cache", Detail: "Every request in files that import it fails, without a message, and builds fail."},
		"altered":   {Title: "{module} {version} was changed in the module cache", Detail: "What you read and build is not what was published; go mod verify fails."},
		"recorded":  {Title: "the file as it was downloaded"},
		"files":     {Title: "checksum of {dir}"},
		"differs":   {Title: "another than the recorded one"},
		"matches":   {Title: "the recorded checksum"},
		"file":      {Title: "{file}"},
		"gone":      {Title: "not there"},
		"edited":    {Title: "changed"},
		"added":     {Title: "there, although the module has no such file"},
		"again":     {Title: "Extract the module again"},
		"again-net": {Title: "Download the module again"},
		"mark":      {Title: "mark {module} as half extracted: create {mark}"},
	},
	Run: runModuleCacheDamaged,
}

func runModuleCacheDamaged(s *health.Snapshot) []health.Finding {
	c := moduleCacheDamaged
	var out []health.Finding
	for _, m := range s.ModuleFiles {
		if m.State != health.ModuleDamaged {
			continue
		}
		args := health.Args{"module": health.V(m.Path), "version": health.V(m.Version), "dir": health.V(m.Dir), "mark": health.V(m.Mark)}
		finding := health.Finding{Severity: health.Warning, Subject: health.V(m.Path), Message: c.say("altered", args), Folder: damagedFolder(s, m),
			Evidence: []health.Evidence{{What: c.say("files", args), Observed: c.value("differs"), Expected: c.value("matches"),
				Source: health.Source{Kind: health.FromFile, File: m.Dir}}}}
		for _, f := range m.Changed {
			observed := map[health.FileChange]string{health.FileGone: "gone", health.FileAltered: "edited", health.FileAdded: "added"}[f.How]
			finding.Evidence = append(finding.Evidence, health.Evidence{What: c.say("file", health.Args{"file": health.V(f.File)}), Observed: c.value(observed),
				Expected: c.value("recorded"), Source: health.Source{Kind: health.FromFile, File: health.Path(health.Join(string(s.System.OS), string(m.Dir), string(f.File)))}})
			if f.How == health.FileGone {
				finding.Severity, finding.Message = health.Error, c.say("missing", args)
			}
		}
		for _, f := range goFolders(s) {
			if said, ok := saidOf(s, f.Path, health.CheckID(moduleCacheDamaged)); ok && health.Within(string(s.System.OS), string(m.Dir), s.GoEnv(f.Path).Get("GOMODCACHE")) {
				finding.Severity = health.Error
				finding.Evidence = append(finding.Evidence, wordsSeen(said))
				break
			}
		}
		finding.Fixes = restoreModule(s, m, args)
		out = append(out, finding)
	}
	return out
}

// restoreModule plans what go itself does after an extraction that was interrupted: cmd/go's modfetch takes a .partial mark for
// a reason to remove the directory and to extract the zip anew.
func restoreModule(s *health.Snapshot, m health.ModuleFiles, args health.Args) []health.Fix {
	c, folder, title := moduleCacheDamaged, health.Path(""), "again-net"
	if m.HasZip {
		title = "again"
	}
	for _, f := range goFolders(s) {
		folder = f.Path
		break
	}
	mark := health.Step{Kind: health.StepCreate, Title: c.say("mark", args), Target: health.Target{File: m.Mark}, After: health.DataOf("")}
	fetch := withArguments(runGo(s, folder, folder, "mod", "download"), health.V(health.Module(string(m.Path)+"@"+string(m.Version))))
	return []health.Fix{oneFix("extract-again", health.RiskConfirm, c.say(title, nil), mark, fetch)}
}

// damagedFolder is the only folder that requires a module, if there is only one.
func damagedFolder(s *health.Snapshot, m health.ModuleFiles) health.Path {
	var users []health.Path
	for _, f := range goFolders(s) {
		for _, mod := range goMods(f) {
			uses := false
			for _, r := range mod.Requires {
				uses = uses || r.Path == m.Path
			}
			if uses {
				users = append(users, f.Path)
				break
			}
		}
	}
	if len(users) == 1 {
		return users[0]
	}
	return ""
}
