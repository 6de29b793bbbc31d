package report

import (
	"fmt"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// summary is the outcome of an experiment in one sentence.
func (i Isolation) summary() string {
	switch i.State {
	case health.IsolationFound:
		return i.named() + i.proof()
	case health.IsolationNotNeeded:
		return "Nothing is broken, so there is no culprit to find"
	case health.IsolationNone:
		return joinNonEmpty(": ", "Nothing that can be taken away mends it"+i.counted(), i.Reason)
	case health.IsolationFlaky:
		return joinNonEmpty(": ", "The same trial failed once and worked once, so nothing is blamed"+i.counted(), i.Reason)
	case health.IsolationStopped:
		out := joinNonEmpty(": ", "The search ended early"+i.counted(), i.Reason)
		if len(i.Culprits) > 0 {
			out += "; certain so far: " + i.named()
		}
		return out
	}
	return joinNonEmpty(": ", "It could not be tried", i.Reason)
}

func (i Isolation) named() string {
	word := "Culprit: "
	groups := i.groups()
	if len(groups) > 1 {
		word = "Culprits: "
	}
	return word + strings.Join(each(groups, groupWords), "; and ")
}

// groups are the culprits that break it together, each group by itself.
func (i Isolation) groups() [][]Culprit {
	var out [][]Culprit
	at := map[int]int{}
	for _, c := range i.Culprits {
		n, ok := at[c.Group]
		if !ok {
			n = len(out)
			at[c.Group] = n
			out = append(out, nil)
		}
		out[n] = append(out[n], c)
	}
	return out
}

func groupWords(group []Culprit) string {
	return strings.Join(each(group, Culprit.words), " together with ")
}

// counted says how much was tried; empty if nothing was.
func (i Isolation) counted() string {
	if i.Trials == 0 {
		return ""
	}
	return fmt.Sprintf(" (%s among %s)", plural(i.Trials, "trial", "trials"), plural(i.Candidates, "candidate", "candidates"))
}

func (i Isolation) proof() string {
	if i.Trials == 0 {
		return ""
	}
	out := fmt.Sprintf(", found in %s among %s", plural(i.Trials, "trial", "trials"), plural(i.Candidates, "candidate", "candidates"))
	if i.Confirmed {
		out += ", tried both ways"
	}
	return out
}

var culpritKinds = map[health.CulpritKind]string{
	health.CulpritVariable: "environment variable", health.CulpritGOENV: "go env -w", health.CulpritSetting: "setting",
	health.CulpritFlag: "gopls flag", health.CulpritWorkFile: "go.work", health.CulpritVendor: "vendor directory",
	health.CulpritModule: "module", health.CulpritNested: "nested module",
}

// words name a culprit, with its value and who set it.
func (c Culprit) words() string {
	switch c.Kind {
	case health.CulpritServer:
		return "the running " + c.Name + ", a fresh one works"
	case health.CulpritTool:
		return c.Name + " itself, it fails without any settings"
	}
	out := c.Name
	switch {
	case c.Value == "" || c.Value == c.Name:
	case c.Kind == health.CulpritFlag:
		out += " " + c.Value
	case c.Kind == health.CulpritWorkFile, c.Kind == health.CulpritVendor:
		out = c.Value
	case c.Kind == health.CulpritModule, c.Kind == health.CulpritNested:
		out += " in " + c.Value
	default:
		out += "=" + shorten(c.Value, 200)
	}
	out = culpritKinds[c.Kind] + " " + out
	switch c.Kind { // of files the place says all
	case health.CulpritWorkFile, health.CulpritVendor, health.CulpritModule, health.CulpritNested:
		return out
	}
	if c.Who != "" {
		out += " (" + c.Who + ")"
	}
	return out
}
