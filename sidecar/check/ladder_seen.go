package check

import "github.com/govitals/govitals/sidecar/health"

// ladderSeen is evidence of the control ladder: the verdict with its reasoning, then each rung that was tried. A single server
// proves nothing by comparison, and is not mentioned.
func ladderSeen(s *health.Snapshot, folder health.Path) []health.Evidence {
	gopls := health.Source{Kind: health.FromServer}
	for _, l := range s.Ladders {
		if l.Folder != folder {
			continue
		}
		var out, rungs []health.Evidence
		for _, m := range l.Reasoning() {
			out = append(out, health.Evidence{What: message("ladder", nil), Observed: health.Say(m.ID), Source: gopls})
		}
		for _, r := range l.Rungs {
			e := health.Evidence{What: message("ladder-rung", health.Args{"rung": number(r.Rung), "server": health.Say(r.Server().ID)}),
				Observed: saying("ladder-works"), Source: gopls}
			switch r.Judge() {
			case health.RungFails:
				e.Observed, e.Expected = health.Say(r.BrokeAt().ID), saying("ladder-works")
			case health.RungHolds:
			default:
				continue
			}
			rungs = append(rungs, e)
		}
		if len(rungs) > 1 {
			return append(out, rungs...)
		}
	}
	return nil
}
