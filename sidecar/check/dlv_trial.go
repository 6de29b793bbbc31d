package check

import "github.com/govitals/govitals/sidecar/health"

const triedDetail = "A program made for the purpose could not be debugged: no debugging session works."

// triedDebugger judges a debugging session that was tried. Failures that say nothing about the debugger are left out: a program
// that could not be built is other checks' business, and one that GOFLAGS stripped is debug-stripped's.
func triedDebugger(s *health.Snapshot, f health.Folder, l health.Lookup) []verdict {
	t, ok := s.DebugTrial(f.Path)
	if !ok || t.Dlv != l.Path {
		return nil
	}
	switch t.Fault {
	case "", health.DebugNoDlv, health.DebugNoBuild, health.DebugNotTried, health.DebugStripped:
		return nil
	}
	c := dlvIncompatible
	verdicts := debuggerFinding(s, f, l, c.say("tried-"+string(t.Fault), nil), []health.Evidence{{
		What:     c.say("stage", health.Args{"dlv": health.V(l.Path), "stage": health.V(t.Stage)}),
		Observed: health.V(t.Words), Expected: c.value("stops"), Source: health.Source{Kind: health.FromCommand, Name: "dlv exec"}}})
	out := &verdicts[0].finding
	if t.Fault == health.DebugTimeout {
		out.Severity = health.Info
	}
	by := map[health.DebugFault]string{health.DebugPtrace: "by-ptrace", health.DebugNoServer: "by-debugserver", health.DebugNoDeveloper: "by-developer",
		health.DebugTimeout: "by-trying", health.DebugWrong: "by-trying", health.DebugOther: "by-trying"}[t.Fault]
	if by != "" {
		look := oneFix("allow-debugging", health.RiskManual, c.say("allow", nil), manual(c.say(by, nil), health.EffectRestartServer))
		out.Fixes = append([]health.Fix{look}, out.Fixes...)
	}
	if lacksOfSystem(t.Fault) {
		out.Fixes = out.Fixes[:1] // another Delve changes nothing
	}
	return verdicts
}

func lacksOfSystem(fault health.DebugFault) bool {
	return fault == health.DebugPtrace || fault == health.DebugNoServer || fault == health.DebugNoDeveloper
}
