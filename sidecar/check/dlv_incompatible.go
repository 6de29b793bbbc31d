package check

import (
	"go/version"
	"slices"
	"strconv"

	"github.com/govitals/govitals/sidecar/health"
	"golang.org/x/mod/semver"
)

const dlvIncompatible texts = "dlv-incompatible"

// DlvIncompatible reports a debugger that cannot debug the Go in use, or cannot run here.
var DlvIncompatible = &Check{
	ID:       health.CheckID(dlvIncompatible),
	Severity: health.Warning,
	Doc: `the debugger does not fit this Go or this machine

Delve refuses a program that a newer Go built than it knows ("Version of Delve is too old for Go version …"), and one of a Go that is too old for it; built with a Go before 1.25 it cannot read what Go 1.25 and later write. On Apple silicon a Delve for Intel refuses to run at all ("can not run under Rosetta"), and elsewhere one for another processor cannot be started.

We read version, Go release and processor from the binary that the Go extension would start, and compare them with the Go that builds in the folder, by Delve's own table of supported releases. It is a warning where a debug configuration wants a debugger here, else a note. A version that is newer than our table, or a development build, is not judged; nor is an Intel Delve on Windows for Arm, which may run.

In tier deep the debugger is tried: a program made for the purpose is built in a private directory, stopped at a breakpoint, one of its variables is read, and nothing is left running. Then what no file tells is found too: a system that does not allow debugging, as in many containers, or a Mac without Apple's debugserver. A program that could not be built, or that GOFLAGS stripped, says nothing about the debugger, and one that took too long is never more than a note.

The fix installs the Delve that fits the Go in use, or says what the system lacks. Outside tier deep it does not say whether the system allows debugging at all.`,
	Needs:       []health.ProbeID{health.ProbeFolders, health.ProbeSettings, health.ProbeToolLookup, health.ProbeBinaries, health.ProbeGoEnv, health.ProbeLaunches},
	After:       []health.CheckID{"editor-translated", "tool-quarantined", "signature-invalid", "tool-foreign-arch", "go-version-old", "libc-mismatch"},
	ExplainedBy: explainsDebugger,
	Messages: map[string]health.Template{
		"dlv-old":    {Title: "Delve {dlv} is too old for {go}", Detail: "It supports {oldest} to {newest} and refuses to debug what this Go builds."},
		"go-old":     {Title: "{go} is too old for Delve {dlv}", Detail: "It supports {oldest} to {newest} and refuses to debug what this Go builds."},
		"built-old":  {Title: "Delve {dlv} was built with {built}, which is too old for what {go} writes", Detail: "Programs of Go 1.25 and later carry DWARF 5, which only a Delve built with Go 1.25 or later reads."},
		"translated": {Title: "Delve is built for Intel, this Mac has Apple silicon", Detail: "It refuses with \"can not run under Rosetta\": no debugging session starts."},
		"foreign":    {Title: "Delve is built for {built}, this machine is {machine}", Detail: "The system cannot start it: no debugging session starts."},
		"version":    {Title: "version of {dlv}"},
		"header":     {Title: "header of {dlv}"},
		"range":      {Title: "a Delve that supports the Go in use"},
		"install":    {Title: "Install the Delve that fits"},
		"runs":       {Title: "Go that builds in the folder"},

		"tried-version":      {Title: "Delve refuses to debug what this Go builds", Detail: triedDetail},
		"tried-foreign":      {Title: "Delve is built for another processor", Detail: triedDetail},
		"tried-no-start":     {Title: "Delve does not start", Detail: triedDetail},
		"tried-ptrace":       {Title: "This system does not allow debugging", Detail: "Delve may not trace the program that it starts: no debugging session works here."},
		"tried-debugserver":  {Title: "Apple's debugserver is not installed", Detail: "Delve needs it on macOS: no debugging session starts."},
		"tried-no-developer": {Title: "This user may not debug on this Mac", Detail: "The developer mode of macOS is off: no debugging session starts."},
		"tried-timeout":      {Title: "Delve took too long over a small program", Detail: "It was ended at its deadline, in the stage that the evidence names."},
		"tried-wrong":        {Title: "Delve does not stop where it should, or reads wrong values", Detail: triedDetail},
		"tried-other":        {Title: "Delve cannot debug a small program", Detail: triedDetail},
		"stage":              {Title: "trial of {dlv}, stage {stage}"},
		"stops":              {Title: "stops at a breakpoint and reads a variable"},
		"allow":              {Title: "Make debugging possible here"},
		"by-ptrace":          {Title: "if this is a container, start it with the capability SYS_PTRACE (docker run --cap-add=SYS_PTRACE; in a dev container \"capAdd\": [\"SYS_PTRACE\"]); else /proc/sys/kernel/yama/ptrace_scope must be 0 or 1"},
		"by-debugserver":     {Title: "run xcode-select --install in a terminal: it installs Apple's command line tools"},
		"by-developer":       {Title: "run sudo DevToolsSecurity -enable in a terminal"},
		"by-trying":          {Title: "start a debugging session from the editor and read the debug console"},
	},
	Applies: func(s *health.Snapshot) bool {
		for _, f := range goFolders(s) {
			if l, ok := s.Lookup(f.Path, "dlv", health.ForEditor); ok && l.Path != "" {
				return true
			}
		}
		return false
	},
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return unfitDebugger(s, f) })
	},
}

// delveGo are the minor releases of Go 1 that each Delve supports, from that Delve on. Source: pkg/goversion/compat.go at
// its tags.
var delveGo = []struct {
	delve          string
	oldest, newest int
}{
	{"v1.27.0", 25, 27}, {"v1.26.0", 24, 26}, {"v1.25.1", 22, 25}, {"v1.24.0", 21, 24}, {"v1.23.0", 21, 23}, {"v1.22.0", 19, 22},
	{"v1.21.1", 19, 21}, {"v1.21.0", 18, 21}, {"v1.20.0", 18, 20}, {"v1.9.0", 17, 19}, {"v1.8.0", 16, 18}, {"v1.7.3", 15, 17},
}

// delveUpTo is the first version whose support is not known here.
const delveUpTo = "v1.28.0"

// dlvFor is the Delve to install for a Go release: the newest, or the last that supports an older one.
func dlvFor(goVersion string) string {
	minor, ok := minorOf(goVersion)
	last := map[int]string{24: "v1.26.3", 23: "v1.25.2", 22: "v1.25.2", 21: "v1.24.2", 20: "v1.22.1", 19: "v1.22.1", 18: "v1.21.0"}
	if v := last[minor]; ok && v != "" {
		return v
	}
	return "latest"
}

// minorOf is the 26 of go1.26.8.
func minorOf(goVersion string) (int, bool) {
	lang := version.Lang(goVersion)
	if len(lang) < len("go1.2") {
		return 0, false
	}
	minor, err := strconv.Atoi(lang[len("go1."):])
	return minor, err == nil
}

func unfitDebugger(s *health.Snapshot, f health.Folder) []verdict {
	l, ok := s.Lookup(f.Path, "dlv", health.ForEditor)
	b, known := s.Binary(l.Path)
	if !ok || l.Path == "" || !known {
		return nil
	}
	c := dlvIncompatible
	machine := s.System.OS + "/" + s.System.Arch
	args := health.Args{"machine": health.V(machine), "built": health.V(builtFor(b)), "dlv": health.V(l.Path)}
	name := ""
	switch {
	case s.System.OS == "darwin":
		// Our own program may be the translated one, so its own processor says nothing.
		if machine, _, known := hardware(s); known && machine == "arm64" && !slices.ContainsFunc(b.Architectures, func(a health.Public) bool { return isNative(a, machine) }) {
			name = "translated"
		}
	case s.System.OS == "windows":
	case foreign(s, b):
		name = "foreign"
	}
	if name != "" {
		return debuggerFinding(s, f, l, c.say(name, args), []health.Evidence{{What: c.say("header", args), Observed: health.V(builtFor(b)),
			Expected: health.V(machine), Source: health.Source{Kind: health.FromBinary, Name: "dlv", File: l.Path}}})
	}
	if b.Build == nil || !semver.IsValid(string(b.Build.Version)) || semver.Compare(string(b.Build.Version), delveUpTo) >= 0 {
		return triedDebugger(s, f, l)
	}
	g := s.GoEnv(f.Path)
	if g.Failure != "" {
		return open(f, goSilent(g))
	}
	if unfit := unfitVersion(s, f, l, b, runningVersion(s, g)); len(unfit) > 0 {
		return unfit
	}
	return triedDebugger(s, f, l)
}

func unfitVersion(s *health.Snapshot, f health.Folder, l health.Lookup, b health.Binary, running string) []verdict {
	minor, ok := minorOf(running)
	if !ok {
		return nil
	}
	oldest, newest := 0, 0
	for _, row := range delveGo {
		if semver.Compare(string(b.Build.Version), row.delve) >= 0 {
			oldest, newest = row.oldest, row.newest
			break
		}
	}
	c, name := dlvIncompatible, ""
	builtMinor, told := minorOf(string(b.Build.GoVersion))
	switch {
	case newest == 0:
		return nil
	case minor > newest:
		name = "dlv-old"
	case minor < oldest:
		name = "go-old"
	case minor >= 25 && told && builtMinor < 25 && s.System.OS != "darwin": // there the linker still writes DWARF 4 for many programs
		name = "built-old"
	default:
		return nil
	}
	release := func(minor int) health.Value { return health.V(health.Public("go1." + strconv.Itoa(minor))) }
	args := health.Args{"dlv": health.V(b.Build.Version), "go": health.V(health.Public(running)), "oldest": release(oldest), "newest": release(newest),
		"built": health.V(b.Build.GoVersion)}
	return debuggerFinding(s, f, l, c.say(name, args), []health.Evidence{
		{What: c.say("version", health.Args{"dlv": health.V(l.Path)}), Observed: health.V(b.Build.Version), Expected: c.value("range"),
			Source: health.Source{Kind: health.FromBinary, Name: "dlv", File: l.Path}},
		{What: c.say("runs", nil), Observed: health.V(health.Public(running)), Source: health.Source{Kind: health.FromCommand, Name: "go env GOVERSION"}}})
}

func debuggerFinding(s *health.Snapshot, f health.Folder, l health.Lookup, title health.Message, evidence []health.Evidence) []verdict {
	severity, _ := debugs(s, f.Path)
	out := health.Finding{Severity: severity, Message: title, Evidence: evidence,
		Fixes: []health.Fix{oneFix("install-dlv", health.RiskConfirm, dlvIncompatible.say("install", nil), installDlv(s, f.Path))}}
	if severity == health.Warning {
		first := launchesOf(s, f.Path)[0]
		out.Evidence = append(out.Evidence, launchSeen(first, health.V(first.Request), health.Value{}))
	}
	return found(string(title.ID)+" "+string(l.Path)+" "+string(severity), out)
}
