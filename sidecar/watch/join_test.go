package watch

import (
	"fmt"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// at makes an event of a few words: time, kind, process id.
func at(clock string, kind health.EventKind, pid int) health.LifeEvent {
	return health.LifeEvent{At: health.Public("2026-11-21T15:" + clock + "Z"), Kind: kind, PID: pid}
}

func TestJoin(t *testing.T) {
	stop, began, crash, asked := health.EventStop, health.EventStarted, health.EventCrashed, health.EventAsked
	tests := []struct {
		name      string
		own, told []health.LifeEvent
		want      string
	}{
		// Recorded with a real golang.go: the new server's start is told 2 ms before the request that led to it.
		{"a start that is told too early", []health.LifeEvent{at("10.000", began, 1), at("15.803", began, 2), at("16.054", crash, 1), at("21.783", crash, 2)},
			[]health.LifeEvent{at("15.805", asked, 0), at("15.806", stop, 0)}, "started 1, asked, stop, started 2, exited 1, crashed 2"},
		{"a request of whole seconds", []health.LifeEvent{at("10.100", began, 1), at("17.715", crash, 1), at("17.716", began, 2), at("23.513", crash, 2)},
			[]health.LifeEvent{at("17.654", asked, 0), at("17.000", stop, 0)}, "started 1, asked, stop, exited 1, started 2, crashed 2"},
		{"a crash before the request", []health.LifeEvent{at("10.100", began, 1), at("12.100", crash, 1)}, []health.LifeEvent{at("15.805", asked, 0)},
			"started 1, crashed 1, asked"},
		{"an old request", []health.LifeEvent{at("10.100", began, 1), at("40.100", crash, 1)}, []health.LifeEvent{at("20.100", stop, 0)},
			"started 1, stop, crashed 1"},
		{"an end that no list showed", []health.LifeEvent{at("10.100", began, 1)}, []health.LifeEvent{at("30.100", crash, 0)}, "started 1, crashed"},
		{"an end at an unknown time", []health.LifeEvent{at("10.100", began, 1)},
			[]health.LifeEvent{{At: "2026-11-21T15:30.000Z", Kind: crash, Approximate: true}}, "started 1"},
		{"an end from before the watch", []health.LifeEvent{at("10.100", began, 1)}, []health.LifeEvent{at("01.100", crash, 0)}, "crashed, started 1"},
		{"five ends within a second", []health.LifeEvent{at("10.100", crash, 1), at("10.200", crash, 2), at("10.300", crash, 3)},
			[]health.LifeEvent{at("10.150", crash, 0), at("10.250", crash, 0), at("10.350", crash, 0)}, "crashed 1, crashed 2, crashed 3"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for i := range test.own { // 15:10 is ten seconds past three here
				test.own[i].At = minute(test.own[i].At)
			}
			for i := range test.told {
				test.told[i].At = minute(test.told[i].At)
			}
			var got []string
			for _, e := range join(test.own, test.told, "2026-11-21T15:00:05Z") {
				word := string(e.Kind)
				if e.PID != 0 {
					word += fmt.Sprint(" ", e.PID)
				}
				got = append(got, word)
			}
			if text := strings.Join(got, ", "); text != test.want {
				t.Errorf("got  %s\nwant %s", text, test.want)
			}
		})
	}
}

func minute(at health.Public) health.Public {
	return health.Public(strings.Replace(string(at), "T15:", "T15:00:", 1))
}
