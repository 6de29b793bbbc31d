package main

import (
	"io"
	"strings"
	"testing"
	"time"
)

// quiet lets nobody else use the processors.
func quiet(t *testing.T) {
	t.Helper()
	old := meter
	meter = func() (time.Duration, bool) { return 0, true }
	t.Cleanup(func() { meter = old })
}

func TestSeriesLeavesOutWhatWasDisturbed(t *testing.T) {
	quiet(t)
	var used time.Duration
	calls := 0
	meter = func() (time.Duration, bool) { // every other pair has a busy neighbour
		calls++
		if calls%4 == 0 {
			used += time.Hour
		}
		return used, true
	}
	var s series
	if err := s.grow(t.Context(), contestOf("fast", 1, 2), 3, io.Discard); err != nil || len(s.pairs) != 3 || len(s.disturbed) != 2 {
		t.Errorf("%d pairs, %d disturbed: %v", len(s.pairs), len(s.disturbed), err)
	}
}

// On a busy machine the search for quiet pairs ends, and what was found acquits or says nothing.
func TestSeriesOnABusyMachine(t *testing.T) {
	for ratio, want := range map[float64]outcome{0.5: kept, 2: noisy} {
		quiet(t)
		var used time.Duration
		meter = func() (time.Duration, bool) { used += time.Hour; return used, true }
		var s series
		if err := s.grow(t.Context(), contestOf("fast", ratio), fewestPairs, io.Discard); err != nil || len(s.pairs) != 0 || len(s.disturbed) != fewestPairs*mostAttempts {
			t.Errorf("%d pairs, %d disturbed: %v", len(s.pairs), len(s.disturbed), err)
		}
		if got, _ := s.judge(1, nil); got != want {
			t.Errorf("%v: judged %s", ratio, got)
		}
		if r := contestRows("fast", &s)[0]; r.interval != nil || !strings.Contains(r.value, "busy machine: 18 of 18") {
			t.Errorf("%+v", r)
		}
	}
}

// Where nothing is known of others, every pair counts.
func TestSeriesWithoutAMeter(t *testing.T) {
	quiet(t)
	meter = func() (time.Duration, bool) { return 0, false }
	var s series
	if err := s.grow(t.Context(), contestOf("fast", 1), 3, io.Discard); err != nil || len(s.pairs) != 3 {
		t.Errorf("%d pairs: %v", len(s.pairs), err)
	}
}

func TestOthersDoesNotCountOurselves(t *testing.T) {
	before, known := others()
	if !known {
		t.Skip("this system does not tell")
	}
	if after, _ := others(); before <= 0 || after < before-time.Minute {
		t.Errorf("%s, then %s", before, after)
	}
}
