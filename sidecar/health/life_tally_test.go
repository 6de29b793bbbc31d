package health

import (
	"fmt"
	"slices"
	"testing"
)

func TestTally(t *testing.T) {
	type kinds = []EventKind
	crash, asked, began := EventCrashed, EventAsked, EventStarted
	tests := []struct {
		name    string
		events  kinds
		crashes int
		givenUp bool
		numbers []int // of the crashes
	}{
		{"nothing", nil, 0, false, nil},
		{"four are mended by restarts", kinds{asked, began, crash, began, crash, began, crash, began, crash, began}, 4, false, []int{1, 2, 3, 4}},
		{"the fifth is the last", kinds{asked, crash, crash, crash, crash, crash}, 5, true, []int{1, 2, 3, 4, 5}},
		{"a restart counts anew", kinds{asked, crash, crash, EventStop, EventExited, asked, began, crash}, 1, false, []int{1, 2, 1}},
		{"an end as asked is no crash", kinds{asked, began, EventStop, EventExited}, 0, false, nil},
		{"after giving up a start proves that somebody asked", kinds{crash, crash, crash, crash, crash, began, crash}, 1, false, []int{1, 2, 3, 4, 5, 1}},
		{"a failed start is not tried again", kinds{asked, crash, EventError}, 1, true, []int{1}},
		{"a failed start, then another", kinds{asked, EventError, asked, began}, 0, false, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var l Life
			for _, k := range test.events {
				l.Events = append(l.Events, LifeEvent{Kind: k})
			}
			for range 2 { // the second time nothing changes
				l.Tally()
				var numbers []int
				gaveUp := 0
				for _, e := range l.Events {
					if e.Kind == EventCrashed {
						numbers = append(numbers, e.Crash)
					}
					if e.Kind == EventGaveUp {
						gaveUp++
					}
				}
				if l.Crashes != test.crashes || l.GivenUp != test.givenUp || !slices.Equal(numbers, test.numbers) {
					t.Errorf("%d crashes %v, given up %v", l.Crashes, numbers, l.GivenUp)
				}
				if l.GivenUp && gaveUp == 0 {
					t.Error("no event says that golang.go gave up")
				}
			}
		})
	}
}

func TestTallyIsBounded(t *testing.T) {
	var l Life
	for i := range 1000 {
		l.Events = append(l.Events, LifeEvent{Kind: EventView, At: Public(fmt.Sprint(i))})
	}
	l.Tally()
	if len(l.Events) != maxLifeEvents || l.Cut != 1000-maxLifeEvents || l.Events[maxLifeEvents-1].At != "999" {
		t.Errorf("%d events, %d cut, the last %q", len(l.Events), l.Cut, l.Events[len(l.Events)-1].At)
	}
}
