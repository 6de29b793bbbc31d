package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const packageDirInvalid texts = "package-dir-invalid"

// PackageDirInvalid reports directories with Go files whose names no import path may hold.
var PackageDirInvalid = &Check{
	ID:       health.CheckID(packageDirInvalid),
	Severity: health.Error,
	Doc: `a directory name that Go does not allow

go makes the import path of a package from the names of the directories below go.mod. Spaces, letters outside ASCII, #, %, @ and a few others are not allowed there, nor a dot at the end. gopls answers nothing in such a directory and does not say why ("No packages found for open file"), and go build ./... fails for the whole module.

We apply go's own rule to every directory below a go.mod that holds Go files, and read what the go command says about it. Directories that go leaves out (vendor, testdata, those with a dot or an underscore in front) may be named as you like, and so may all directories above the go.mod. Where the go command listed all packages without a complaint, nothing is said.

The fix is to rename the directory and the imports of it. It does not explain a name that is merely not the package's own.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSources},
	After: []health.CheckID{"go-mod-invalid", "go-work-invalid"},
	Messages: map[string]health.Template{
		"dir":     {Title: "Go does not allow the directory name {dir}", Detail: badDirDetail},
		"allowed": {Title: "ASCII letters, digits and - . _ ~ +"},
		"rename":  {Title: "Rename the directory"},
		"by-hand": {Title: "rename {dir}, and correct the imports of {import}"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return perFolder(s, func(f health.Folder) []health.Finding { return badDirs(s, f) })
	},
}

const badDirDetail = "gopls answers nothing in the files there, and go build ./... fails for the whole module."

func badDirs(s *health.Snapshot, f health.Folder) []health.Finding {
	said, spoken := saidOf(s, f.Path, health.CheckID(packageDirInvalid))
	if l, listed := listOf(s, f.Path); listed && l.Failed == "" && !spoken {
		return nil
	}
	var out []health.Finding
	c := packageDirInvalid
	for _, b := range sourcesOf(s, f.Path).BadNames {
		if m, ok := modOf(f, b.GoMod); !ok || !governs(s, f, m) {
			continue
		}
		args := health.Args{"dir": health.V(b.Dir), "import": health.V(b.Import)}
		finding := health.Finding{Severity: health.Warning, Subject: health.V(b.Dir), Message: c.say("dir", args),
			Evidence: []health.Evidence{{What: message("file", health.Args{"file": health.V(b.Dir)}), Observed: health.V(b.Problem), Expected: c.value("allowed"),
				Source: health.Source{Kind: health.FromFile, File: b.Dir}}},
			Fixes: []health.Fix{oneFix("rename", health.RiskManual, c.say("rename", nil), manual(c.say("by-hand", args), health.EffectRestartServer))}}
		if spoken {
			finding.Evidence = append(finding.Evidence, wordsSeen(said))
		}
		if pulseIsBad(s, f.Path) {
			finding.Severity = health.Error
		}
		out = append(out, finding)
	}
	return out
}

// sourcesOf is what a walk through a folder met.
func sourcesOf(s *health.Snapshot, folder health.Path) health.SourceTree {
	for _, t := range s.Sources {
		if t.Folder == folder {
			return t
		}
	}
	return health.SourceTree{Folder: folder}
}

// modOf is the go.mod of a folder by its file.
func modOf(f health.Folder, file health.Path) (health.GoMod, bool) {
	mods := goMods(f)
	i := slices.IndexFunc(mods, func(m health.GoMod) bool { return m.File == file })
	if i < 0 {
		return health.GoMod{}, false
	}
	return mods[i], true
}
