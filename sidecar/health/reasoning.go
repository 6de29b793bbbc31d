package health

// Reasoning says in words how the pattern of rungs leads to the verdict: messages of the catalogue, a sentence each.
func (l Ladder) Reasoning() []Message {
	states := map[int]RungState{}
	for n := range 4 {
		states[n] = RungSkipped
		if r, ok := l.Rung(n); ok {
			states[n] = r.Judge()
		}
	}
	tried := func(n int) bool { return states[n] == RungHolds || states[n] == RungFails }
	name := string(l.Verdict())
	switch LadderVerdict(name) {
	case LadderHealthy:
		if !tried(1) {
			name = "healthy-running"
		}
	case LadderUnknown:
		switch {
		case states[1] == RungFails && states[2] == RungFails:
			name = "unknown-everywhere"
		case states[1] == RungFails:
			name = "unknown-fresh"
		case states[0] == RungFails:
			name = "unknown-running"
		case states[1] == RungLoading, !tried(1) && states[0] == RungLoading:
			name = "unknown-loading"
		}
	}
	out := []Message{{ID: MessageID("say.ladder-" + name)}}
	if states[0] == RungHolds && states[1] == RungFails {
		out = append(out, Message{ID: "say.ladder-yet"})
	}
	return out
}

// Server names what a rung asks, in words.
func (r Rung) Server() Message {
	names := []MessageID{"say.ladder-rung-0", "say.ladder-rung-1", "say.ladder-rung-2", "say.ladder-rung-3"}
	return Message{ID: names[min(max(r.Rung, 0), 3)]}
}

// BrokeAt says how far a failing rung came, in words.
func (r Rung) BrokeAt() Message {
	stage := r.FailedStage
	switch {
	case stage != "":
	case r.Load.State == LoadDied, r.Load.State == LoadFailed:
		stage = StageLoad
	default:
		stage = StageQuestion
	}
	if r.Load.State == LoadDied {
		return Message{ID: "say.ladder-broke-died"}
	}
	return Message{ID: MessageID("say.ladder-broke-" + string(stage))}
}
