package probe

import (
	"github.com/govitals/govitals/sidecar/health"
)

// The reasons of deviations; the texts stand in the catalogue of package check.
const (
	whyUntrusted      health.MessageID = "say.why-untrusted"
	whyNoDownload     health.MessageID = "say.why-no-download"
	whyReadOnly       health.MessageID = "say.why-read-only"
	whyReleaseMissing health.MessageID = "say.why-release-missing"
	whyModulesMissing health.MessageID = "say.why-modules-missing"
	whyNoTidy         health.MessageID = "say.why-no-tidy"
	whyPrivateTemp    health.MessageID = "say.why-private-temp"
	whyWorkSum        health.MessageID = "say.why-work-sum"
	whyMinimal        health.MessageID = "say.why-minimal"
	whyBareCache      health.MessageID = "say.why-bare-cache"
)

// offlineValues keep a go command from fetching anything. GOPROXY=off alone does not: modules that GONOPROXY or GOPRIVATE
// name would still be fetched by version control (reference go-editor-facts §4.9).
var offlineValues = []struct{ name, value string }{{"GOPROXY", "off"}, {"GONOPROXY", "none"}, {"GOVCS", "*:off"}}

// offline returns an environment in which go fetches nothing, and what was changed for that. values are go's answers, for what
// stood there before; nil if go did not answer.
func offline(ex *Examination, values map[string]string, env []string) ([]string, []health.Deviation) {
	var deviations []health.Deviation
	for _, v := range offlineValues {
		before := ownValue(ex, env, v.name)
		if before == "" {
			before = values[v.name]
		}
		if before == v.value {
			continue
		}
		env = setenv(ex.System.OS(), env, v.name, v.value)
		deviations = append(deviations, deviation(v.name, before, v.value, whyNoDownload))
	}
	return env, deviations
}

// deviation records a changed value, without secrets.
func deviation(name, before, after string, why health.MessageID) health.Deviation {
	class := health.Variables[health.Public(name)]
	clean := func(value string) health.Value { return health.CleanValue("", name, class, value) }
	return health.Deviation{Name: health.Public(name), Before: clean(before), After: clean(after), Why: health.Message{ID: why}}
}

// ownValue is the value that go would use of a variable if the user set it: in the environment, else in the GOENV file. The
// GOENV file's variables in the snapshot lack what may be a secret, so it is used only for names whose values cannot be.
func ownValue(ex *Examination, env []string, name string) string {
	if v, _ := getenv(ex.System.OS(), env, name); v != "" {
		return v
	}
	if ex.Snapshot.GOENV.State != health.FileOK {
		return ""
	}
	v, _ := health.Find(ex.Snapshot.GOENV.Variables, health.Public(name))
	return v.Value.Text
}
