package compare

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// findings matches by check and by what it is about. Where one side alone has a finding, it is said whether the other could have had it.
func (d *differ) findings() {
	left := slices.Clone(d.b.Report.Findings)
	for _, f := range d.a.Report.Findings {
		i := slices.IndexFunc(left, func(g health.Finding) bool {
			return f.Check == g.Check && d.inA.text(string(f.ID())) == d.inB.text(string(g.ID())) && d.sameFolder(f.Folder, g.Folder)
		})
		if i < 0 {
			d.alone(f, Gone)
			continue
		}
		d.finding(f, left[i])
		left = slices.Delete(left, i, i+1)
	}
	for _, g := range left {
		d.alone(g, New)
	}
}

// sameFolder reports that two folders play the same part.
func (d *differ) sameFolder(a, b health.Path) bool {
	return d.inA.text(string(a)) == d.inB.text(string(b))
}

// folderOfA is A's name of a folder of B.
func (d *differ) folderOfA(b health.Path) string {
	for a, other := range d.folders {
		if other == b {
			return string(a)
		}
	}
	return string(b)
}

func (d *differ) args(f health.Finding) health.Args {
	return health.Args{"title": health.V(d.words.Title(f.Message)), "id": health.V(f.ID())}
}

func (d *differ) alone(f health.Finding, how How) {
	c := Change{Kind: KindFinding, How: how, Name: string(f.ID()), Folder: string(f.Folder), Before: string(f.Severity)}
	other, here, there, name := d.b, "A", "B", "finding-gone"
	if how == New {
		c.Folder, c.Before, c.After = d.folderOfA(f.Folder), "", string(f.Severity)
		other, here, there, name = d.a, "B", "A", "finding-new"
	}
	args := d.args(f)
	if !other.judged(f.Check) {
		name, args["here"], args["there"] = "finding-unasked", health.V(health.Public(here)), health.V(health.Public(there))
	}
	d.add(c, say(name, args))
}

// judged reports that a check came to an answer, so that the lack of a finding means something.
func (s Side) judged(id health.CheckID) bool {
	for _, c := range s.Report.Checks {
		if c.ID == id {
			return c.State != health.StateInconclusive && c.State != health.StateSkipped
		}
	}
	return false
}

func (d *differ) finding(f, g health.Finding) {
	c := Change{Kind: KindFinding, How: Changed, Name: string(g.ID()), Folder: string(f.Folder), Before: string(f.Severity), After: string(g.Severity)}
	args := d.args(g)
	titleA, titleB := string(d.words.Title(f.Message)), string(d.words.Title(g.Message))
	switch {
	case f.Severity != g.Severity:
		args["before"], args["after"] = health.V(f.Severity), health.V(g.Severity)
		d.add(c, say("finding-severity", args))
	case f.Because == "" && g.Because != "":
		c.Before, c.After = "", string(g.Because)
		args["cause"] = health.V(g.Because)
		d.add(c, say("finding-folded", args))
	case f.Because != "" && g.Because == "":
		c.Before, c.After = string(f.Because), ""
		args["cause"] = health.V(f.Because)
		d.add(c, say("finding-root", args))
	case d.inA.text(titleA) != d.inB.text(titleB):
		c.Before, c.After = titleA, titleB
		args["before"], args["after"] = short(titleA), short(titleB)
		d.add(c, say("finding-title", args))
	}
}
