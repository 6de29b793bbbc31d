package main

import (
	"encoding/json"
	"fmt"
)

// rung is what the contract's ladder tells of a server; see docs/probe.schema.json.
type rung struct {
	Rung   int    `json:"rung"`
	State  string `json:"state"`
	TookMs int64  `json:"tookMs"`
}

type ladderDocument struct {
	Rungs []rung `json:"rungs"`
}

// of finds a rung that ended in a state. Another state is an error: what did not work has no speed.
func (l ladderDocument) of(n int, state string) (seconds float64, err error) {
	for _, r := range l.Rungs {
		if r.Rung != n {
			continue
		}
		if r.State != state {
			return 0, fmt.Errorf("rung %d is %q instead of %q, so that its time means nothing", n, r.State, state)
		}
		return float64(r.TookMs) / 1000, nil
	}
	return 0, fmt.Errorf("no rung %d was reported", n)
}

// rungOne reads the time of rung 1 from a report: without the time in which the sidecar finds out how to start it.
func rungOne(report []byte) (seconds float64, err error) {
	var document struct {
		Ladders []ladderDocument `json:"ladders"`
	}
	if err := json.Unmarshal(report, &document); err != nil {
		return 0, err
	}
	if len(document.Ladders) == 0 {
		return 0, fmt.Errorf("no ladder was reported")
	}
	return document.Ladders[0].of(1, "holds")
}
