package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// explainsCulprit: a check that knows what is wrong with the culprit explains it. It must be an error, as everywhere, and
// name the same variable, setting, flag, file or module.
func explainsCulprit(s *health.Snapshot, cause, own health.Finding) bool {
	if !sameFolder(cause, own) || cause.Severity != health.Error {
		return false
	}
	for _, group := range groupsOf(s, own) {
		if slices.ContainsFunc(group, func(c health.Culprit) bool { return sameThing(cause, c) }) {
			return true
		}
	}
	return false
}

// groupsOf are the groups that a finding of this check speaks of.
func groupsOf(s *health.Snapshot, own health.Finding) [][]health.Culprit {
	var out [][]health.Culprit
	for _, i := range s.Isolations {
		if !concerns(own, i.Folder) {
			continue
		}
		for _, group := range blames(i) {
			if speaksOf(own, group) {
				out = append(out, group)
			}
		}
	}
	return out
}

func speaksOf(own health.Finding, group []health.Culprit) bool {
	names := make([]string, len(group))
	for i, c := range group {
		names[i] = string(c.Name)
	}
	subject := strings.Join(names, " + ")
	return own.Subject.Text == subject || strings.HasPrefix(own.Subject.Text, subject+" in ")
}

// blamed reports that the experiment in a folder where the pulse is bad named this culprit.
func blamed(s *health.Snapshot, cause, own health.Finding) bool {
	return slices.ContainsFunc(s.Isolations, func(i health.Isolation) bool {
		return concerns(own, i.Folder) && concerns(cause, i.Folder) &&
			slices.ContainsFunc(blames(i), func(group []health.Culprit) bool { return speaksOf(cause, group) })
	})
}

// sameThing reports that a finding of another check speaks of a culprit.
func sameThing(cause health.Finding, c health.Culprit) bool {
	switch c.Kind {
	case health.CulpritWorkFile:
		return strings.HasPrefix(string(cause.Check), "go-work-")
	case health.CulpritVendor:
		return cause.Check == health.CheckID(vendorInconsistent)
	case health.CulpritFlag:
		flag, named := cause.Message.Args["flag"]
		name, _, _ := strings.Cut(string(c.Name), "=")
		return cause.Check == health.CheckID(goplsFlagsInvalid) && (!named || sameFlag(name, flag.Text))
	case health.CulpritModule:
		return slices.Contains([]health.CheckID{"module-cache-damaged", "checksum-mismatch"}, cause.Check)
	case health.CulpritNested:
		return cause.Check == health.CheckID(moduleStray) &&
			slices.ContainsFunc(cause.Evidence, func(e health.Evidence) bool { return e.Source.File == c.Source.File })
	}
	field, named := cause.Message.Args["field"]
	if named && isEntry(c) && cause.Check == health.CheckID(goflagsInvalid) && !strings.Contains(c.Value.Text, field.Text) {
		return false
	}
	return slices.ContainsFunc(cause.Evidence, func(e health.Evidence) bool { return sameOrigin(e.Source, c) })
}

// sameOrigin reports a source that is where a culprit was set. A whole variable may be named by its name alone.
func sameOrigin(source health.Source, c health.Culprit) bool {
	if source.Kind != c.Source.Kind || source.Scope != c.Source.Scope {
		return false
	}
	switch source.Kind {
	case health.FromEnvironment, health.FromGOENV:
		return source.Name == c.Source.Name || string(source.Name) == string(c.Name)
	case health.FromSetting:
		return source.Name == c.Source.Name
	}
	return false
}
