package check

import (
	"strconv"

	"github.com/govitals/govitals/sidecar/health"
)

const tmpdirUnusable texts = "tmpdir-unusable"

// TmpdirUnusable reports a temporary directory that go cannot write to.
var TmpdirUnusable = &Check{
	ID:       health.CheckID(tmpdirUnusable),
	Severity: health.Error,
	Doc: `the temporary directory cannot be used

go creates a working directory for every package list and build, in GOTMPDIR if that is set, else in the system's temporary directory. If it cannot, gopls loads nothing and says nothing: no message, no progress error, only "No packages found for open file". go list even ends with success.

We look at the directory as the tools of the editor see it: that it exists, is a directory, can be written by this user, and has room. A GOTMPDIR that works makes up for a temporary directory that does not: that is a warning.

The fix removes the value where it was set; where nobody set it, it tells which directory to create or to make room in.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeDirectories},
	Messages: map[string]health.Template{
		"missing":   {Title: "{role} is {path}, which does not exist", Detail: "go cannot create its working directory: gopls loads nothing and gives no reason, and builds stop with \"creating work dir\"."},
		"no-dir":    {Title: "{role} is {path}, which is not a directory", Detail: "go cannot create its working directory: gopls loads nothing and gives no reason, and builds stop with \"creating work dir\"."},
		"write":     {Title: "The temporary directory {path} cannot be written", Detail: "go cannot create its working directory: gopls loads nothing and gives no reason, and builds stop with \"creating work dir\"."},
		"space":     {Title: "No space is left in the temporary directory {path}", Detail: "go cannot write into its working directory: builds stop, and gopls loses packages without a reason."},
		"free":      {Title: "free space in {path}"},
		"room":      {Title: "room for a build"},
		"usable":    {Title: "Make the directory usable"},
		"by-hand":   {Title: "create {path} and give your user the right to write there, then reload the window"},
		"room-hand": {Title: "free space on the disk that holds {path}, or set GOTMPDIR to a directory with room: go env -w GOTMPDIR=…"},
	},
	Applies: hasGoFolders,
	Run:     func(s *health.Snapshot) []health.Finding { return unusableTmp(s) },
}

func unusableTmp(s *health.Snapshot) []health.Finding {
	return eachFolder(s, func(f health.Folder) []verdict {
		system, ok := directory(s, f, "TMPDIR")
		own, set := directory(s, f, "GOTMPDIR")
		set = set && own.Path != ""
		if !ok && !set {
			return open(f, message("no-directories", nil))
		}
		var out []verdict
		if name := tmpFault(own); set && name != "" {
			out = append(out, tmpFinding(s, f, own, name, health.Error)...)
		}
		if name := tmpFault(system); ok && name != "" {
			severity := health.Error
			if set && len(out) == 0 {
				severity = health.Warning
			}
			out = append(out, tmpFinding(s, f, system, name, severity)...)
		}
		return out
	})
}

// directory returns what is known of a directory for a folder.
func directory(s *health.Snapshot, f health.Folder, role health.Public) (health.Directory, bool) {
	for _, d := range s.Directories {
		if d.Role == role && (d.Folder == f.Path || d.Folder == "") {
			return d, true
		}
	}
	return health.Directory{}, false
}

func tmpFault(d health.Directory) string {
	switch {
	case !d.Exists:
		return "missing"
	case !d.Directory:
		return "no-dir"
	case !d.Writable:
		return "write"
	case d.FreeBytes >= 0 && d.FreeBytes < none, d.FreeInodes == 0:
		return "space"
	}
	return ""
}

func tmpFinding(s *health.Snapshot, f health.Folder, d health.Directory, name string, severity health.Severity) []verdict {
	args := health.Args{"role": health.V(d.Role), "path": health.V(d.Path)}
	out := health.Finding{Severity: severity, Subject: health.V(d.Role), Message: tmpdirUnusable.say(name, args)}
	observed := health.V(d.Path)
	out.Evidence = []health.Evidence{{What: message("directory", args), Observed: observed, Expected: saying("writable"), Source: d.Source}}
	hand := "by-hand"
	if name == "space" {
		hand = "room-hand"
		out.Evidence = append(out.Evidence, health.Evidence{What: tmpdirUnusable.say("free", args), Observed: health.V(health.Public(strconv.FormatInt(d.FreeBytes>>20, 10) + " MB")),
			Expected: tmpdirUnusable.value("room"), Source: health.Source{Kind: health.FromSystem, File: d.Path}})
	} else if d.Error != "" {
		out.Evidence = append(out.Evidence, fileSeen(d.Path, 0, health.V(d.Error), saying("writable")))
	}
	if authored(d.Source) {
		name := d.Source.Name
		if d.Source.Kind == health.FromSetting || name == "" {
			name = d.Role
		}
		out.Fixes = clearFixes(s, f.Path, health.Variable{Name: name, Value: health.V(d.Path), Source: d.Source})
	}
	out.Fixes = append(out.Fixes, health.Fix{ID: "make-usable", Title: tmpdirUnusable.say("usable", nil), Risk: health.RiskManual,
		Steps: []health.Step{manual(tmpdirUnusable.say(hand, args), health.EffectReloadWindow)}})
	return found(string(d.Role)+name+string(d.Path), out)
}
