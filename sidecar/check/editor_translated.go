package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const editorTranslated texts = "editor-translated"

// EditorTranslated reports an editor whose code the system has to translate.
var EditorTranslated = &Check{
	ID:       health.CheckID(editorTranslated),
	Severity: health.Warning,
	Doc: `the editor runs translated

The editor is built for another processor than this machine has, and Rosetta, Windows or qemu translates it: everything is slow, universal programs that it starts take their translated half too, Delve refuses to debug from it ("can not run under Rosetta"), and extensions are installed in their builds for the wrong processor. Rosetta goes away after macOS 27.

The system says of the extension host's process, or of the editor's own, that it is translated (macOS: P_TRANSLATED, Windows: its machine type, Linux: its executable is an emulator). What programs are told about the processor, by uname or by Node's process.arch, describes the one who asks and is not used. On macOS the editor's bundle and the choice "Open using Rosetta" tell why.

The fix takes back that choice, or installs the editor's build for this processor. In a container for another processor it is the image that has to change; if it is meant to be that one, nothing is wrong but the speed.

It does not concern go and gopls: they may be native under such an editor, and then work as they should.`,
	Needs: []health.ProbeID{health.ProbeEditor, health.ProbeProcesses},
	Messages: map[string]health.Template{
		"rosetta":   {Title: "The editor is opened with Rosetta although this Mac has Apple silicon", Detail: translatedDetail},
		"intel":     {Title: "The editor is the build for Intel, and this Mac has Apple silicon", Detail: translatedDetail},
		"priority":  {Title: "The editor asks macOS to run it as a program for Intel, and this Mac has Apple silicon", Detail: translatedDetail},
		"wanted":    {Title: "LSArchitecturePriority of {bundle}"},
		"inherited": {Title: "The editor runs under Rosetta although this Mac has Apple silicon", Detail: translatedDetail},
		"windows":   {Title: "The editor is the build for {built}, and this machine is {machine}", Detail: "Windows translates it: it is slow, and so are its extensions."},
		"emulated":  {Title: "The editor's server runs emulated: it is built for {built}, and this machine is {machine}", Detail: "Everything in here is many times slower, and no debugger works, because the emulator does not let one program trace another."},
		"state":     {Title: "{role} (process {pid})"},
		"native":    {Title: "native"},
		"machine":   {Title: "processor of this machine"},
		"choice":    {Title: "Open using Rosetta"},
		"chosen":    {Title: "chosen"},
		"not":       {Title: "not chosen"},
		"bundle":    {Title: "processors that {bundle} is built for"},
		"uncheck":   {Title: "Open the editor natively"},
		"by-info":   {Title: "quit the editor, select {bundle} in the Finder, choose File, Get Info, clear \"Open using Rosetta\", and open it again"},
		"download":  {Title: "Install the editor's build for this processor"},
		"by-build":  {Title: "quit the editor, download its build for {machine} (called Apple silicon, arm64 or universal) from its own site, put it in the old one's place and open it"},
		"by-start":  {Title: "quit the editor and open it from the Finder or the Dock: started from a terminal or a program that runs under Rosetta it takes its translated half"},
		"image":     {Title: "Use an image for this processor"},
		"by-image":  {Title: "build or pull the container's image for linux/{machine} (docker build --platform, FROM --platform) and open the folder in it anew"},
	},
	Applies: processesSeen,
	Run:     runEditorTranslated,
}

const translatedDetail = "It is slow, universal programs that it starts run translated too, and Delve refuses to debug from it."

// editorProcess is the process that speaks for the editor: the extension host of our window, else the nearest part of the editor
// above us.
func editorProcess(s *health.Snapshot) (health.Process, bool) {
	t := s.Processes
	if p, ok := t.Process(t.Host); ok && t.Host != 0 {
		return p, true
	}
	parts := []health.ProcessRole{health.RoleExtensionHost, health.RolePtyHost, health.RoleEditorServer, health.RoleEditorMain}
	self, ok := t.Process(t.Self)
	for range maxParents {
		if !ok {
			break
		}
		if self, ok = t.Process(self.Parent); ok && slices.Contains(parts, self.Role) {
			return self, true
		}
	}
	return health.Process{}, false
}

// translatedEditor reports an editor that does not run natively.
func translatedEditor(s *health.Snapshot) (health.Process, bool) {
	p, ok := editorProcess(s)
	return p, ok && (p.State == health.ProcessTranslated || p.State == health.ProcessEmulated)
}

func runEditorTranslated(s *health.Snapshot) []health.Finding {
	p, ok := translatedEditor(s)
	if !ok {
		return nil
	}
	c := editorTranslated
	machine, by, _ := hardware(s)
	args := health.Args{"built": health.V(p.Architecture), "machine": health.V(machine), "role": health.V(p.Role), "pid": number(p.PID), "bundle": health.V(s.Startup.Bundle)}
	f := health.Finding{Severity: health.Warning, Evidence: []health.Evidence{processSeen(p, c.say("state", args), health.V(p.State), c.value("native"))}}
	if machine != "" {
		f.Evidence = append(f.Evidence, health.Evidence{What: c.say("machine", nil), Observed: health.V(machine), Source: health.Source{Kind: health.FromSystem, Name: by}})
	}
	name, title, hand := "inherited", "uncheck", "by-start"
	built := editorCode(s, p)
	switch {
	case s.System.OS == "windows":
		name, title, hand = "windows", "download", "by-build"
	case s.System.OS != "darwin":
		name, title, hand = "emulated", "image", "by-image"
	case s.Startup.Rosetta:
		name, hand = "rosetta", "by-info"
		f.Evidence = append(f.Evidence, health.Evidence{What: c.say("choice", nil), Observed: c.value("chosen"), Expected: c.value("not"),
			Source: health.Source{Kind: health.FromSystem, Name: "LaunchServices", File: s.Startup.Bundle}})
	case len(s.Startup.Priority) > 0 && !isNative(s.Startup.Priority[0], "arm64"):
		name, title, hand = "priority", "download", "by-build"
		f.Evidence = append(f.Evidence, health.Evidence{What: c.say("wanted", args), Observed: health.List(s.Startup.Priority...), Expected: health.V(machine),
			Source: health.Source{Kind: health.FromFile, Name: "Info.plist", File: s.Startup.Bundle}})
	case len(built) > 0 && !slices.ContainsFunc(built, func(a health.Public) bool { return isNative(a, "arm64") }):
		name, title, hand = "intel", "download", "by-build"
		f.Evidence = append(f.Evidence, health.Evidence{What: c.say("bundle", args), Observed: health.List(built...), Expected: health.V(machine),
			Source: health.Source{Kind: health.FromBinary, Name: "editor", File: p.Executable}})
	}
	f.Message = c.say(name, args)
	f.Fixes = []health.Fix{oneFix(health.FixID(title), health.RiskManual, c.say(title, nil), manual(c.say(hand, args), health.EffectRestartEditor))}
	return []health.Finding{f}
}

// editorCode are the processors that the editor's own executable is built for.
func editorCode(s *health.Snapshot, p health.Process) []health.Public {
	image, ok := s.Image(p.Executable)
	for _, i := range s.Images {
		if !ok && i.Tool == "editor" && (s.Startup.Bundle == "" || strings.HasPrefix(string(i.Path), string(s.Startup.Bundle))) {
			image, ok = i, true
		}
	}
	var out []health.Public
	for _, slice := range image.Slices {
		out = append(out, slice.Architecture)
	}
	return out
}
