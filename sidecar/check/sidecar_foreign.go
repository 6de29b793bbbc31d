package check

import "github.com/govitals/govitals/sidecar/health"

const sidecarForeign texts = "sidecar-foreign"

// SidecarForeign reports that our own program is translated.
var SidecarForeign = &Check{
	ID:       health.CheckID(sidecarForeign),
	Severity: health.Warning,
	Doc: `Go Vitals itself is built for another processor

Go Vitals works, several times slower than it could, and what it starts by itself may take its translated half. An editor that runs translated installs extensions in their builds for the wrong processor, so this is mostly a consequence.

The system says of our own process that it is translated or emulated, or its GOARCH is another one than the processor's. What uname says is not used: it tells a translated program what it wants to hear.

The fix installs the extension in its build for this processor, once the editor runs natively; on the command line, the program for it.

It does not change any other verdict: the processor is asked for, and not our own build.`,
	Needs: []health.ProbeID{health.ProbeMachine, health.ProbeProcesses},
	After: []health.CheckID{"editor-translated"},
	// The editor chooses the build that is like itself. One that we run with by ourselves is another matter.
	ExplainedBy: func(s *health.Snapshot, _, _ health.Finding) bool {
		p, ok := translatedEditor(s)
		return ok && (p.Architecture == "" || p.Architecture == s.System.Arch)
	},
	Messages: map[string]health.Template{
		"foreign":    {Title: "Go Vitals is built for {built}, and this machine is {machine}", Detail: "It runs translated and is slow."},
		"build":      {Title: "processor that Go Vitals is built for"},
		"process":    {Title: "our own process"},
		"native":     {Title: "native"},
		"install":    {Title: "Install the build for this processor"},
		"by-editor":  {Title: "once the editor itself runs natively, uninstall the extension Go Vitals and install it again: the editor then takes the build for {machine}"},
		"by-command": {Title: "install govitals for {machine}"},
	},
	Applies: processesSeen,
	Run: func(s *health.Snapshot) []health.Finding {
		machine, by, known := hardware(s)
		self, seen := s.Processes.Process(s.Processes.Self)
		translated := seen && (self.State == health.ProcessTranslated || self.State == health.ProcessEmulated)
		if !translated && (!known || s.System.Arch == "" || isNative(s.System.Arch, machine)) {
			return nil
		}
		c := sidecarForeign
		args := health.Args{"built": health.V(s.System.Arch), "machine": health.V(machine)}
		f := health.Finding{Severity: health.Warning, Message: c.say("foreign", args), Evidence: []health.Evidence{
			{What: c.say("build", nil), Observed: health.V(s.System.Arch), Expected: health.V(machine), Source: health.Source{Kind: health.FromSystem, Name: by}}}}
		if translated {
			f.Evidence = append(f.Evidence, processSeen(self, c.say("process", nil), health.V(self.State), c.value("native")))
		}
		hand := "by-command"
		if s.Editor.Present {
			hand = "by-editor"
		}
		f.Fixes = []health.Fix{oneFix("install", health.RiskManual, c.say("install", nil), manual(c.say(hand, args), health.EffectReloadWindow))}
		return []health.Finding{f}
	},
}
