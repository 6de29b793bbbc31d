package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// replaceOf is a replace line with the file it stands in.
type replaceOf struct {
	health.Replace
	file health.Path
}

// replaces are the replace lines that count: those of go.work overrule those of its modules, and a module of the
// workspace itself is never replaced.
func (v vendoring) replaces() []replaceOf {
	var out []replaceOf
	add := func(file health.Path, list []health.Replace) {
		for _, r := range list {
			own := v.work != nil && slices.ContainsFunc(v.work.Uses, func(u health.Use) bool { return u.Module == r.Old })
			overruled := slices.ContainsFunc(out, func(o replaceOf) bool { return o.Old == r.Old && (o.OldVersion == "" || o.OldVersion == r.OldVersion) })
			if !own && !overruled {
				out = append(out, replaceOf{r, file})
			}
		}
	}
	if v.work != nil {
		add(v.work.File, v.work.Replaces)
	}
	for _, m := range v.modules {
		add(m.File, m.Replaces)
	}
	return out
}

func (v vendoring) replaceContradictions(before114 bool) []contradiction {
	var out []contradiction
	all := v.replaces()
	for _, r := range all {
		listed, ok := v.listed(r.Old, r.OldVersion)
		switch {
		case v.vendor.Cut:
		case ok && listed.Replaced:
			if !v.sameReplacement(r.Replace, listed) {
				out = append(out, contradiction{"other-replacement", r.file, r.Line, r.Old, r.OldVersion})
			}
		case before114: // such a list left out wildcard replacements
		default:
			out = append(out, contradiction{"not-replaced", r.file, r.Line, r.Old, r.OldVersion})
		}
	}
	for _, listed := range v.vendor.Modules {
		known := slices.ContainsFunc(all, func(r replaceOf) bool {
			return r.Old == listed.Path && (r.OldVersion == "" || r.OldVersion == listed.Version)
		})
		if listed.Replaced && !known && !v.partial {
			out = append(out, contradiction{"only-listed", v.list(), listed.Line, listed.Path, listed.Version})
		}
	}
	return out
}

// sameReplacement compares a replace line with what modules.txt says behind "=>". Directories are compared by where they
// are, because ./x and x/../x only differ in writing.
func (v vendoring) sameReplacement(r health.Replace, listed health.VendorModule) bool {
	fields := strings.Fields(string(listed.ReplacedBy))
	switch {
	case len(fields) == 0:
		return true // not recorded: nothing to compare
	case r.Local == "":
		return fields[0] == string(r.New) && (len(fields) < 2 || fields[1] == string(r.NewVersion))
	}
	written := string(listed.ReplacedBy)
	if !health.IsAbs(v.system, written) {
		written = health.Join(v.system, string(v.dir), written)
	}
	return health.Same(v.system, written, string(r.Local))
}
