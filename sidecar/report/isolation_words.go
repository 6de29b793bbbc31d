package report

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// summary is the outcome of an experiment in one sentence.
func (i Isolation) summary() string {
	switch i.State {
	case health.IsolationFound:
		if i.Trials == 0 {
			return i.named()
		}
		return i.say.Say("%s, %s", i.named(), i.proof())
	case health.IsolationNotNeeded:
		return i.say.Say("Nothing is broken, so there is no culprit to find")
	case health.IsolationNone:
		return joinNonEmpty(": ", i.say.Say("Nothing that can be taken away mends it")+i.counted(), i.Reason)
	case health.IsolationFlaky:
		return joinNonEmpty(": ", i.say.Say("The same trial failed once and worked once, so nothing is blamed")+i.counted(), i.Reason)
	case health.IsolationStopped:
		out := joinNonEmpty(": ", i.say.Say("The search ended early")+i.counted(), i.Reason)
		if len(i.Culprits) > 0 {
			out = i.say.Say("%s; certain so far: %s", out, i.named())
		}
		return out
	}
	return joinNonEmpty(": ", i.say.Say("It could not be tried"), i.Reason)
}

func (i Isolation) named() string {
	groups := i.groups()
	return i.say.Say(word(len(groups)), strings.Join(each(groups, i.groupWords), i.say.Say("; and ")))
}

func word(groups int) string {
	if groups > 1 {
		return lang.Mark("Culprits: %s")
	}
	return lang.Mark("Culprit: %s")
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

func (i Isolation) groupWords(group []Culprit) string {
	return strings.Join(each(group, Culprit.words), i.say.Say(" together with "))
}

// counted says how much was tried; empty if nothing was.
func (i Isolation) counted() string {
	if i.Trials == 0 {
		return ""
	}
	return i.say.Say(" (%s among %s)", i.trials(), i.candidates())
}

func (i Isolation) trials() string { return i.say.Count(i.Trials, "%d trial", "%d trials") }
func (i Isolation) candidates() string {
	return i.say.Count(i.Candidates, "%d candidate", "%d candidates")
}

func (i Isolation) proof() string {
	if i.Confirmed {
		return i.say.Say("found in %s among %s, tried both ways", i.trials(), i.candidates())
	}
	return i.say.Say("found in %s among %s", i.trials(), i.candidates())
}

var culpritKinds = map[health.CulpritKind]string{
	health.CulpritVariable: lang.Mark("environment variable"), health.CulpritGOENV: lang.Mark("go env -w"), health.CulpritSetting: lang.Mark("setting"),
	health.CulpritFlag: lang.Mark("gopls flag"), health.CulpritWorkFile: lang.Mark("go.work"), health.CulpritVendor: lang.Mark("vendor directory"),
	health.CulpritModule: lang.Mark("module"), health.CulpritNested: lang.Mark("nested module"),
}

// words name a culprit, with its value and who set it.
func (c Culprit) words() string {
	switch c.Kind {
	case health.CulpritServer:
		return c.say.Say("the running %s, a fresh one works", c.Name)
	case health.CulpritTool:
		return c.say.Say("%s itself, it fails without any settings", c.Name)
	}
	out := c.Name
	switch {
	case c.Value == "" || c.Value == c.Name:
	case c.Kind == health.CulpritFlag:
		out += " " + c.Value
	case c.Kind == health.CulpritWorkFile, c.Kind == health.CulpritVendor:
		out = c.Value
	case c.Kind == health.CulpritModule, c.Kind == health.CulpritNested:
		out = c.say.Say("%s in %s", out, c.Value)
	default:
		out += "=" + shorten(c.Value, 200)
	}
	out = c.say.Say(culpritKinds[c.Kind]) + " " + out
	switch c.Kind { // of files the place says all
	case health.CulpritWorkFile, health.CulpritVendor, health.CulpritModule, health.CulpritNested:
		return out
	}
	if c.Who != "" {
		out += " (" + c.Who + ")"
	}
	return out
}
