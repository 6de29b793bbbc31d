package check

import (
	"slices"

	"github.com/govitals/govitals/sidecar/health"
)

// ownServer puts the user's own server beside the private one: it answers as that did, but for the change.
func ownServer(change func(*health.Rung)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		inEditor(s)
		for i := range s.Ladders {
			own := goodRung(string(s.System.OS), placeOf(string(s.System.OS)))
			own.Rung = 0
			change(&own)
			s.Ladders[i].Rungs = append(slices.Clone(s.Ladders[i].Rungs), own)
		}
	}
}

// answeredBy changes a server's answers about a kind of target to a question; "" is every one.
func answeredBy(kind health.TargetKind, question health.Question, change func(*health.Answer)) func(*health.Rung) {
	return func(r *health.Rung) {
		for i := range r.Answers {
			if a := &r.Answers[i]; (kind == "" || a.Target == kind) && (question == "" || a.Question == question) {
				change(a)
			}
		}
	}
}

// allRungs makes the private servers of the first folder, from rung 1 on, what they are to be.
func allRungs(states ...health.RungState) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		system := string(s.System.OS)
		s.Ladders[0].Rungs = nil
		for n, state := range states {
			r := goodRung(system, placeOf(system))
			r.Rung = n + 1
			switch state {
			case health.RungFails:
				r.State, r.Load, r.Answers = state, health.Load{State: health.LoadFailed, Views: 1}, nil
			case health.RungSkipped:
				r = health.Rung{Rung: n + 1, State: state}
			}
			s.Ladders[0].Rungs = append(s.Ladders[0].Rungs, r)
		}
	}
}

// moreRungs adds rungs 2 and 3 to the first folder.
func moreRungs(two, three health.RungState) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		rungs := s.Ladders[0].Rungs
		allRungs(health.RungHolds, two, three)(s)
		s.Ladders[0].Rungs = append(slices.Clone(rungs), s.Ladders[0].Rungs[1:]...)
	}
}

// isolated is an experiment in the first folder that named these culprits, each by itself unless it has a group.
func isolated(culprits ...health.Culprit) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		for i := range culprits {
			if culprits[i].Group == 0 {
				culprits[i].Group = i + 1
			}
		}
		s.Isolations = append(s.Isolations, health.Isolation{Folder: s.Folders[0].Path, State: health.IsolationFound, Confirmed: true, Mended: true,
			Trials: 9, Candidates: 41, Most: 44, Culprits: culprits})
	}
}

func named1(kind health.CulpritKind, name, value string, source health.Source) health.Culprit {
	return health.Culprit{Kind: kind, Name: health.Text(name), Value: health.V(health.Text(value)), Source: source}
}

func env(name health.Public) health.Source {
	return health.Source{Kind: health.FromEnvironment, Name: name}
}

// asked adds a question to the first server.
func asked(question health.Question, target health.TargetKind, symbol health.Module, change func(*health.Answer)) func(*health.Snapshot) {
	return func(s *health.Snapshot) {
		r := &s.Ladders[0].Rungs[0]
		a := health.Answer{Question: question, Target: target, Symbol: symbol, File: inFolder(s, "main.go"), Line: 9, Column: 2}
		if question.LeadsSomewhere() {
			a.Where = &health.Place{File: inFolder(s, "types.go"), Line: 4, Column: 6, Exists: true, Tree: health.TreeWorkspace, Matches: true}
		}
		if change != nil {
			change(&a)
		}
		r.Answers = append(slices.Clone(r.Answers), a)
	}
}
