package check

import "github.com/govitals/govitals/sidecar/health"

// fold marks findings that another one explains: one root, one lamp.
func fold(s *health.Snapshot, findings []health.Finding, checks []*Check) {
	for i := range findings {
		own := &findings[i]
		c, ok := ByID(checks, own.Check)
		if !ok {
			continue
		}
		own.Because = cause(s, c, *own, findings)
	}
}

func cause(s *health.Snapshot, c *Check, own health.Finding, findings []health.Finding) health.FindingID {
	for _, after := range c.After {
		for _, candidate := range findings {
			if candidate.Check != after {
				continue
			}
			if c.ExplainedBy != nil && !c.ExplainedBy(s, candidate, own) {
				continue
			}
			if c.ExplainedBy == nil && !sameFolder(candidate, own) {
				continue
			}
			return candidate.ID()
		}
	}
	return ""
}

func sameFolder(a, b health.Finding) bool {
	return a.Folder == "" || b.Folder == "" || a.Folder == b.Folder
}
