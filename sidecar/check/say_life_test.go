package check

import (
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// Whatever is known of an event, there are words for it, and each of their arguments is given.
func TestEveryLifeEventHasWords(t *testing.T) {
	catalogue, code := Catalogue(nil), 2
	kinds := []health.EventKind{health.EventStarted, health.EventAsked, health.EventStop, health.EventLoading, health.EventLoaded, health.EventView,
		health.EventPanic, health.EventError, health.EventExited, health.EventCrashed, health.EventMemory, health.EventWatching, health.EventGaveUp,
		health.EventSuspended, "of-a-later-version"}
	for _, kind := range kinds {
		for _, e := range []health.LifeEvent{
			{}, {PID: 7}, {Version: "v0.23.0"}, {PID: 7, Version: "v0.23.0"}, {By: "manual"}, {TookMs: 900}, {Words: "panic: no"},
			{Code: &code}, {Signal: "SIGKILL"}, {Crash: 3, Code: &code}, {Crash: 3, Signal: "SIGKILL"}, {Crash: 3}, {Bytes: 1 << 31},
		} {
			e.Kind = kind
			m := e.Message()
			template, ok := catalogue[m.ID]
			if !ok {
				t.Errorf("no words for %s: %+v", m.ID, e)
			}
			for _, name := range template.Placeholders() {
				if v, ok := m.Args[name]; !ok || v.Empty() {
					t.Errorf("%s wants %s: %+v", m.ID, name, e)
				}
			}
		}
	}
}
