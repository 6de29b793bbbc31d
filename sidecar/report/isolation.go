package report

import (
	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/lang"
)

// IsolationDocument is what `isolate` prints: Ladder and Isolation are the first folder's, Ladders and Isolations those of all.
type IsolationDocument struct {
	Schema     int         `json:"schema"`
	Tool       Tool        `json:"tool"`
	Privacy    Privacy     `json:"privacy"`
	TookMs     int64       `json:"tookMs"`
	Ladder     *Ladder     `json:"ladder"`    // null if there was nothing to ask about
	Isolation  *Isolation  `json:"isolation"` // null if there was nothing to try
	Ladders    []Ladder    `json:"ladders"`
	Isolations []Isolation `json:"isolations"`
	// Findings are those of the check culprit, with what mends it.
	Findings []Finding `json:"findings"`

	say *lang.Printer
}

// Isolation is `isolation` of DESIGN §6 for one folder: what breaks it, found by taking parts away.
type Isolation struct {
	Folder  string                `json:"folder"`
	State   health.IsolationState `json:"state"`
	Summary string                `json:"summary"` // the outcome in words
	Reason  string                `json:"reason"`  // why nothing was found, or why the search ended early
	// Culprits is what breaks it. Those that share a group break it only together.
	Culprits []Culprit `json:"culprits"`
	// Confirmed: with each group alone it failed, without all groups it worked, each tried several times.
	Confirmed bool `json:"confirmed"`
	// Mended: the user's own workspace worked with the culprits, and nothing else, taken away.
	Mended     bool    `json:"mended"`
	Candidates int     `json:"candidates"` // parts that could be taken away
	Trials     int     `json:"trials"`     // servers that were started
	Most       int     `json:"most"`       // that were allowed
	TookMs     int64   `json:"tookMs"`
	Log        []Trial `json:"log"` // in order

	say *lang.Printer
}

// Culprit is a part that breaks it.
type Culprit struct {
	Kind   health.CulpritKind `json:"kind"`
	Name   string             `json:"name"`
	Value  string             `json:"value"`
	Source Source             `json:"source"`
	Who    string             `json:"who"` // set it, in words
	Group  int                `json:"group"`

	say *lang.Printer
}

// Trial is one server that was started without some parts.
type Trial struct {
	Kept    int                 `json:"kept"`
	Outcome health.TrialOutcome `json:"outcome"`
	TookMs  int64               `json:"tookMs"`
}

// BuildIsolations renders the ladders and the experiments alone, as `isolate` prints them.
func BuildIsolations(r health.Report, w Words, privacy Privacy) IsolationDocument {
	d := Build(r, w, privacy)
	out := IsolationDocument{say: w.Say, Schema: Schema, Tool: d.Tool, Privacy: d.Privacy, TookMs: d.TookMs,
		Ladders: d.Ladders, Isolations: d.Isolations, Findings: d.Findings}
	if len(d.Ladders) > 0 {
		out.Ladder = &out.Ladders[0]
	}
	if len(d.Isolations) > 0 {
		out.Isolation = &out.Isolations[0]
	}
	return out
}

func (b builder) isolation(i health.Isolation) Isolation {
	out := Isolation{
		say: b.Say, Folder: string(i.Folder), State: i.State, Reason: b.title(i.Reason), Confirmed: i.Confirmed, Mended: i.Mended,
		Candidates: i.Candidates, Trials: i.Trials, Most: i.Most, TookMs: i.TookMs,
		Culprits: each(i.Culprits, b.culprit),
		Log:      each(i.Log, func(t health.Trial) Trial { return Trial{Kept: t.Kept, Outcome: t.Outcome, TookMs: t.TookMs} }),
	}
	out.Summary = out.summary()
	return out
}

func (b builder) culprit(c health.Culprit) Culprit {
	s := source(c.Source, b.Say)
	return Culprit{say: b.Say, Kind: c.Kind, Name: string(c.Name), Value: b.value(c.Value), Source: s, Who: s.who(), Group: c.Group}
}
