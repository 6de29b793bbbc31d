package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

const vendorInconsistent texts = "vendor-inconsistent"

// VendorInconsistent reports a vendor directory in use that does not fit go.mod, is incomplete, or is not there.
var VendorInconsistent = &Check{
	ID:       health.CheckID(vendorInconsistent),
	Severity: health.Error,
	Doc: `the vendor directory does not fit go.mod

Where go uses a vendor directory it first compares vendor/modules.txt with go.mod, and refuses everything if they differ: gopls loads nothing then. A vendored package whose directory is gone breaks what imports it. The message of gopls speaks of an inconsistent directory even where -mod=vendor is set and there is none at all.

We compare as the go command does: every requirement is marked explicit, every replacement is marked, and nothing else is (from go 1.14 on; for a go.work with go work vendor, Go 1.22). A vendor directory that go does not use, because of -mod=mod or -mod=readonly or an old go line, is left in peace.

The fix runs go mod vendor (go work vendor for a workspace), which writes the directory anew from go.mod, or takes -mod=vendor away where it was set. Where go.sum lacks what go.mod was changed to, go mod vendor refuses, and go mod tidy has to run first: that is the second way. It does not tell whether vendored files were edited.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolEnv, health.ProbeGoEnv},
	After: []health.CheckID{"go-mod-invalid", "go-work-dangling", "go-work-version"},
	Messages: map[string]health.Template{
		"differs":           {Title: "The vendor directory of {dir} does not fit go.mod", Detail: "The go command refuses to work with it, so gopls loads nothing: no hover, no completion, no Go to Definition."},
		"forced":            {Title: "-mod=vendor is set, but {dir} has no vendor directory", Detail: "The go command calls it an inconsistent vendor directory and refuses everything, so gopls loads nothing."},
		"no-list":           {Title: "The vendor directory of {dir} has no modules.txt", Detail: "The go command takes it for inconsistent and refuses everything, so gopls loads nothing."},
		"incomplete":        {Title: "The vendor directory of {dir} lacks the package {package}", Detail: "vendor/modules.txt lists it, but its files are not there: what imports it cannot be resolved, in the editor and in builds."},
		"said":              {Title: "The vendor directory does not fit go.mod", Detail: "The go command refuses to work with it, so gopls loads nothing: no hover, no completion, no Go to Definition."},
		"not-explicit":      {Title: "not marked as explicit in vendor/modules.txt"},
		"other-version":     {Title: "another version in vendor/modules.txt"},
		"not-required":      {Title: "not required in go.mod"},
		"not-replaced":      {Title: "replaced, but not marked so in vendor/modules.txt"},
		"other-replacement": {Title: "replaced by something else in vendor/modules.txt"},
		"only-listed":       {Title: "marked as replaced, but not replaced in go.mod"},
		"requirement":       {Title: "{module} {version}"},
		"agrees":            {Title: "go.mod and vendor/modules.txt agree"},
		"a-list":            {Title: "vendor/modules.txt"},
		"package":           {Title: "vendored package {package}"},
		"no-force":          {Title: "no -mod=vendor without a vendor directory"},
		"vendor":            {Title: "Write the vendor directory anew"},
		"tidy-vendor":       {Title: "Bring go.mod and go.sum in order, then write the vendor directory anew"},
		"unforce":           {Title: "Take -mod=vendor away"},
	},
	Applies: hasGoFolders,
	Run:     runVendorInconsistent,
}

func runVendorInconsistent(s *health.Snapshot) []health.Finding {
	var out []health.Finding
	folders := goFolders(s)
	for _, f := range folders {
		before := len(out)
		for _, v := range vendorings(s, f) {
			finding, ok := badVendor(s, f, v)
			if !ok || slices.ContainsFunc(out, func(o health.Finding) bool { return o.Subject.Text == string(v.dir) }) {
				continue
			}
			finding.Folder, finding.Subject = f.Path, health.V(v.dir)
			out = append(out, finding)
		}
		if said, ok := saidOf(s, f.Path, health.CheckID(vendorInconsistent)); ok && len(out) == before {
			out = append(out, health.Finding{Severity: health.Error, Folder: f.Path, Subject: health.V(f.Path), Message: vendorInconsistent.say("said", nil),
				Evidence: []health.Evidence{wordsSeen(said)}, Fixes: []health.Fix{vendorAnew(s, f, vendoring{dir: f.Path})}})
		}
	}
	if len(out) == 1 && len(folders) == 1 && health.Within(string(s.System.OS), string(folders[0].Path), out[0].Subject.Text) {
		out[0].Subject = health.Value{} // the folder's own
	}
	return out
}

func badVendor(s *health.Snapshot, f health.Folder, v vendoring) (health.Finding, bool) {
	c, args := vendorInconsistent, health.Args{"dir": health.V(v.dir)}
	finding := health.Finding{Severity: v.severity(s, f)}
	wanted := slices.ContainsFunc(v.modules, func(m health.GoMod) bool { return len(m.Requires)+len(m.Replaces) > 0 })
	lenient := v.work == nil && len(v.modules) > 0 && !atLeastGo(v.modules[0].Go, "1.14")
	switch {
	case len(v.modules) == 0:
		return finding, false
	case v.vendor == nil || v.vendor.State == health.FileMissing:
		if !wanted || lenient {
			return finding, false
		}
		finding.Message = c.say("no-list", args)
		if v.vendor == nil {
			finding.Message = c.say("forced", args)
		}
		list := health.Path(health.Join(v.system, string(v.dir), "vendor", "modules.txt"))
		finding.Evidence = []health.Evidence{fileSeen(list, 0, saying("absent"), c.value("a-list"))}
	case v.vendor.State != health.FileOK:
		return Open(f.Path, message("unreadable-file", health.Args{"file": health.V(v.list())})), true
	default:
		all := v.contradictions()
		if len(all) == 0 {
			return lackingPackage(s, f, v)
		}
		finding.Message = c.say("differs", args)
		finding.Evidence = contradictionsSeen(all)
	}
	if said, ok := saidOf(s, f.Path, health.CheckID(c)); ok {
		finding.Evidence = append(finding.Evidence, wordsSeen(said))
	}
	if v.forced {
		finding.Evidence = append(finding.Evidence, v.force.seen(c.value("no-force")))
		if v.vendor == nil {
			finding.Fixes = append(finding.Fixes, v.force.drop(s, f.Path, c.say("unforce", nil))...)
		}
	}
	finding.Fixes = append(finding.Fixes, vendorAnew(s, f, v))
	if v.work == nil && !v.forced {
		finding.Fixes = append(finding.Fixes, tidyAndVendor(s, f, v))
	}
	return finding, true
}

// mostContradictions bounds the evidence: a forgotten go mod vendor contradicts in every line.
const mostContradictions = 8

func contradictionsSeen(all []contradiction) []health.Evidence {
	var out []health.Evidence
	for _, one := range all[:min(len(all), mostContradictions)] {
		out = append(out, health.Evidence{
			What:     vendorInconsistent.say("requirement", health.Args{"module": health.V(one.module), "version": health.V(one.version)}),
			Observed: vendorInconsistent.value(one.text), Expected: vendorInconsistent.value("agrees"),
			Source: health.Source{Kind: health.FromFile, File: one.file, Line: one.line}})
	}
	return out
}

// lackingPackage speaks of a consistent list whose packages are not all there.
func lackingPackage(s *health.Snapshot, f health.Folder, v vendoring) (health.Finding, bool) {
	if len(v.vendor.Missing) == 0 {
		return health.Finding{}, false
	}
	c := vendorInconsistent
	finding := health.Finding{Severity: v.severity(s, f),
		Message: c.say("incomplete", health.Args{"dir": health.V(v.dir), "package": health.V(v.vendor.Missing[0])})}
	for _, p := range v.vendor.Missing[:min(len(v.vendor.Missing), mostContradictions)] {
		finding.Evidence = append(finding.Evidence, health.Evidence{What: c.say("package", health.Args{"package": health.V(p)}),
			Observed: saying("absent"), Expected: saying("present"), Source: health.Source{Kind: health.FromFile, File: v.list()}})
	}
	if said, ok := saidOf(s, f.Path, health.CheckID(c)); ok {
		finding.Evidence = append(finding.Evidence, wordsSeen(said))
	}
	finding.Fixes = []health.Fix{vendorAnew(s, f, v)}
	return finding, true
}

func (v vendoring) severity(s *health.Snapshot, f health.Folder) health.Severity {
	if v.work != nil || len(v.modules) == 0 {
		return health.Error
	}
	return faultIn(s, f, v.modules[0])
}

func vendorAnew(s *health.Snapshot, f health.Folder, v vendoring) health.Fix {
	what := health.Public("mod")
	if v.work != nil {
		what = "work"
	}
	return oneFix("vendor", health.RiskConfirm, vendorInconsistent.say("vendor", nil), runGo(s, f.Path, v.dir, what, "vendor"))
}

// tidyAndVendor is for a go.mod that was changed by hand, so that go.sum lacks an entry: go mod vendor refuses it then.
func tidyAndVendor(s *health.Snapshot, f health.Folder, v vendoring) health.Fix {
	return oneFix("tidy-vendor", health.RiskConfirm, vendorInconsistent.say("tidy-vendor", nil),
		runGo(s, f.Path, v.dir, "mod", "tidy"), runGo(s, f.Path, v.dir, "mod", "vendor"))
}
