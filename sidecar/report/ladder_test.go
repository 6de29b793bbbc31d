package report

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

const (
	hover, definition = health.AskHover, health.AskDefinition
	own, std          = health.TargetSamePackage, health.TargetStandard
	good, bad         = health.VerdictAnswered, health.VerdictError
)

// sickLadder is what a broken environment does: rung 0 fails in part, 1 and 2 fail, 3 holds.
func sickLadder() Ladder {
	fresh := []Deviation{{Name: "GOPROXY", After: "off", Why: "diagnosing downloads nothing"}}
	return Ladder{Folder: "/home/ada/src/app", Verdict: health.LadderEnvironment,
		Reasoning: "A fresh gopls fails even in a minimal module; without your environment and settings it works there",
		Rungs: []Rung{
			{Rung: 0, Server: "your running gopls", State: health.RungFails, Broke: "a question was not answered right", LoadMs: 40, Packages: 2, Answers: []Answer{
				{Question: hover, Target: std, Symbol: "fmt.Println", Verdict: good, TookMs: 5},
				{Question: definition, Target: std, Symbol: "fmt.Println", Verdict: health.VerdictWrongPlace, Where: "/opt/none/print.go:1", TookMs: 6},
				{Question: definition, Target: own, Symbol: "helper", Verdict: health.VerdictWrongPlace, Where: "/home/ada/src/app/helper.go:3", Exists: true, TookMs: 2},
				{Question: health.AskCompletion, Target: health.TargetSameModule, Symbol: "util.Name", Verdict: health.VerdictEmpty, TookMs: 7},
			}},
			{Rung: 1, Server: "a fresh gopls with your settings", State: health.RungFails, FailedStage: health.StageLoad, Broke: "it could not load the workspace",
				Messages: []string{"Error loading workspace"}, LastWords: "panic: no", LoadMs: 1234, Deviations: fresh},
			{Rung: 2, Server: "the same in a minimal module", State: health.RungFails, FailedStage: health.StageLoad, Broke: "it could not load the workspace", LoadMs: 12,
				Deviations: append([]Deviation{{Name: "GOWORK", Before: "/home/ada/go.work", After: "off", Why: "the minimal module is no part of it"}}, fresh...)},
			{Rung: 3, Server: "a bare gopls in that module", State: health.RungHolds, LoadMs: 310, Packages: 2, Answers: []Answer{
				{Question: hover, Target: own, Symbol: "helper", Verdict: good}, {Question: definition, Target: own, Symbol: "helper", Verdict: good},
				{Question: hover, Target: std, Symbol: "fmt.Println", Verdict: good}, {Question: definition, Target: std, Symbol: "fmt.Println", Verdict: good},
			}},
		}}
}

func healthyLadder() Ladder {
	l := sickLadder()
	return Ladder{Folder: "/srv/well", Verdict: health.LadderHealthy, Reasoning: "A fresh gopls with your settings answers", Rungs: []Rung{
		{Rung: 0, Server: "your running gopls", State: health.RungSkipped, Reason: "the editor's own gopls could not be asked"},
		{Rung: 1, Server: l.Rungs[1].Server, State: health.RungHolds, LoadMs: 310, Answers: l.Rungs[3].Answers},
	}}
}

func sickIsolation() Isolation {
	i := Isolation{Folder: "/home/ada/src/app", State: health.IsolationFound, Confirmed: true, Mended: true, Candidates: 41, Trials: 9, Most: 44,
		Culprits: []Culprit{{Kind: health.CulpritVariable, Name: "GOROOT", Value: "/opt/none", Who: "set in the environment", Group: 1}}}
	i.Summary = i.summary()
	return i
}

// isolations are all outcomes that an experiment can have.
func isolations() IsolationDocument {
	d := IsolationDocument{Tool: Tool{Name: "govitals"}, Ladders: []Ladder{sickLadder()}}
	goroot := sickIsolation()
	flag := Culprit{Kind: health.CulpritFlag, Name: "-logfile", Value: "/gone/x", Who: "set by the user setting go.languageServerFlags", Group: 2}
	foo := Culprit{Kind: health.CulpritVariable, Name: "FOO", Value: "(hidden)", Who: "set in the environment", Group: 1}
	bar := foo
	bar.Name = "BAR"
	for _, i := range []Isolation{
		goroot,
		{State: health.IsolationFound, Confirmed: true, Culprits: []Culprit{goroot.Culprits[0], flag}, Trials: 20, Candidates: 41},
		{State: health.IsolationFound, Confirmed: true, Mended: true, Culprits: []Culprit{foo, bar}, Trials: 30, Candidates: 1},
		{State: health.IsolationFound, Confirmed: true, Mended: true, Trials: 1, Candidates: 9, Culprits: []Culprit{{Kind: health.CulpritModule, Name: "rsc.io/quote", Value: "/home/ada/go/pkg/mod/rsc.io/quote@v1.5.2", Group: 1}}},
		{State: health.IsolationFound, Confirmed: true, Culprits: []Culprit{{Kind: health.CulpritServer, Name: "gopls", Group: 1}}},
		{State: health.IsolationFound, Culprits: []Culprit{{Kind: health.CulpritTool, Name: "gopls", Group: 1}}},
		{State: health.IsolationNotNeeded},
		{State: health.IsolationNone, Reason: "the cause is in the project's own files", Trials: 4, Candidates: 3},
		{State: health.IsolationFlaky, Trials: 6, Candidates: 41},
		{State: health.IsolationStopped, Reason: "time was up", Trials: 6, Candidates: 41},
		{State: health.IsolationStopped, Confirmed: true, Reason: "time was up", Trials: 12, Candidates: 41, Culprits: goroot.Culprits},
		{State: health.IsolationNotTried, Reason: "the folder is not trusted"},
	} {
		if i.Folder == "" {
			i.Folder = "/srv/" + string(i.State)
		}
		i.Summary = i.summary()
		d.Isolations = append(d.Isolations, i)
	}
	d.Findings = []Finding{{ID: "culprit:GOROOT", Check: "culprit", Folder: "/home/ada/src/app", Fixes: []Fix{{ID: "hide", Title: "Hide GOROOT from the Go tools of the editor",
		Steps: []Step{{Kind: health.StepSet, Title: "set go.toolsEnvVars.GOROOT to \"\" (user)", Effect: health.EffectReloadWindow}}}}}}
	return d
}

// Whatever the width, no line is longer than the screen unless one word is, and nothing is lost.
func TestLadderFitsTheScreen(t *testing.T) {
	d := LadderDocument{Ladders: []Ladder{sickLadder(), healthyLadder()}}
	for _, width := range []int{40, 60, 80, 100, 120} {
		text := LadderText(d, TextOptions{Width: width})
		for _, line := range strings.Split(text, "\n") {
			if printed(line) > width {
				t.Errorf("width %d: %q takes %d columns", width, line, printed(line))
			}
		}
		for _, want := range []string{"hover", "definition", "fmt.Println", "1.2 s", "310 ms"} {
			if !strings.Contains(text, want) {
				t.Errorf("width %d lacks %q", width, want)
			}
		}
	}
	if text := LadderText(d, TextOptions{}); strings.Contains(text, "\x1b") {
		t.Error("colours without being asked for")
	}
}

// The marks of all rungs stand in the same order, and the worst answer of a kind is shown.
func TestMarks(t *testing.T) {
	l := sickLadder()
	table := tableOf(l)
	if got := strings.Join(table.heads(), " "); got != " server state load hover definition completion" {
		t.Errorf("heads %q", got)
	}
	for i, want := range []string{"·✓ ✗✗ ✗", "·· ·· ·", "·· ·· ·", "✓✓ ✓✓ ·"} {
		if got := strings.Join(table.row(l.Rungs[i], plainMark)[4:], " "); got != want {
			t.Errorf("rung %d: %q, want %q", i, got, want)
		}
	}
	twice := Rung{Answers: []Answer{{Question: hover, Target: own, Verdict: good}, {Question: hover, Target: own, Verdict: bad}, {Question: hover, Target: own, Verdict: good}}}
	if got := verdictOn(twice, hover, own); got != bad {
		t.Errorf("the worst of three is %s", got)
	}
}

func TestBuildLadderAndIsolation(t *testing.T) {
	place := &health.Place{File: "/opt/go/src/fmt/print.go", Line: 3, Exists: true, Matches: true, Tree: health.TreeStandard, GoVersion: "go1.24.1", InUse: "go1.26.8"}
	s := &health.Snapshot{
		Ladders: []health.Ladder{{Folder: "/a", Rungs: []health.Rung{
			{Rung: 1, Answers: []health.Answer{{Question: definition, Target: std, Symbol: "fmt.Println", Where: place}}},
			{Rung: 2, State: health.RungSkipped, Reason: health.Message{ID: "why"}}}}},
		Isolations: []health.Isolation{{Folder: "/a", State: health.IsolationFound, Trials: 3, Candidates: 4, Confirmed: true,
			Culprits: []health.Culprit{{Kind: health.CulpritGOENV, Name: "GOROOT", Value: health.V(health.Path("/x")), Group: 1,
				Source: health.Source{Kind: health.FromGOENV, File: "/home/ada/.config/go/env", Line: 2}}},
			Log: []health.Trial{{Kept: 4, Outcome: health.TrialFails, TookMs: 9}}}},
	}
	words := Words{Catalogue: health.Catalogue{"say.ladder-rung-1": {Title: "a fresh gopls"}, "say.ladder-broke-question": {Title: "a question failed"},
		"say.ladder-unknown-fresh": {Title: "nobody knows"}, "why": {Title: "because"}}}
	d := BuildIsolations(health.Report{Snapshot: s}, words, PrivacyFull)
	one := d.Ladder.Rungs[0]
	if d.Ladder.Reasoning != "nobody knows" || one.Server != "a fresh gopls" || d.Ladder.Rungs[1].Reason != "because" {
		t.Errorf("ladder %+v", d.Ladder)
	}
	if want := "a question failed: definition of fmt.Println (standard library): wrong place"; one.Broke != want {
		t.Errorf("broke %q, want %q", one.Broke, want)
	}
	if a := one.Answers[0]; a.GoVersion != "go1.24.1" || !a.Matches || a.Tree != health.TreeStandard {
		t.Errorf("answer %+v", a)
	}
	i := d.Isolation
	if want := "Culprit: go env -w GOROOT=/x (set by go env -w in /home/ada/.config/go/env:2), found in 3 trials among 4 candidates, tried both ways"; i.Summary != want {
		t.Errorf("summary %q, want %q", i.Summary, want)
	}
	if len(i.Log) != 1 || i.Log[0].Outcome != health.TrialFails || i.Culprits[0].Source.Line != 2 {
		t.Errorf("isolation %+v", i)
	}
	if empty := BuildIsolations(health.Report{}, words, PrivacyFull); empty.Ladder != nil || empty.Isolation != nil || empty.Findings == nil || empty.Isolations == nil {
		t.Errorf("nothing to try: %+v", empty)
	}
}

// A shared report shows neither whose home a culprit lies in nor a private module's name.
func TestCulpritsAreRedacted(t *testing.T) {
	s := patient("linux", "/home/zoraida")
	s.Isolations = []health.Isolation{{Folder: "/home/zoraida/app", State: health.IsolationFound, Culprits: []health.Culprit{
		{Kind: health.CulpritVariable, Name: "GOROOT", Value: health.V(health.Path("/home/zoraida/go1.24")), Source: health.Source{Kind: health.FromEnvironment, Name: "GOROOT"}, Group: 1},
		{Kind: health.CulpritVariable, Name: "PATH", Value: health.List(health.Path("/home/zoraida/bin")), Source: health.Source{Kind: health.FromEnvironment, Name: "PATH"}, Group: 2},
		{Kind: health.CulpritModule, Name: "git.hush.example/vault/app", Value: health.V(health.Path("/home/zoraida/go/pkg/mod/git.hush.example/vault/app@v1.0.0")), Group: 3},
		{Kind: health.CulpritGOENV, Name: "GOFLAGS", Value: health.V(health.Text("-modfile=/home/zoraida/x.mod")), Source: health.Source{Kind: health.FromGOENV, File: "/home/zoraida/.config/go/env", Line: 1}, Group: 4},
	}}}
	d := BuildIsolations(health.Report{Snapshot: s}, Words{}, PrivacyShare)
	text := must(JSON(d)) + IsolationText(d, TextOptions{})
	for _, private := range []string{"zoraida", "hush.example", "vault"} {
		if strings.Contains(text, private) {
			t.Errorf("%s is still in it: %s", private, text)
		}
	}
	for _, want := range []string{"/<home>/go1.24", "GOROOT", "GOFLAGS"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is lost: %s", want, text)
		}
	}
}
