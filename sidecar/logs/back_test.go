package logs

import (
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// tell writes log lines from "15:00:00 crash"; a day stands before the time where it is another one.
func tell(t *testing.T, form health.LogForm, zone *time.Location, lines ...string) Reading {
	t.Helper()
	words := map[string]string{"crash": "Server process exited with code 2.", "asked": "Try to start language server - manual (enabled: true)",
		"stop": "Request to stop language server - manual (enabled: true)", "view": "Created View (#1)"}
	var text strings.Builder
	for _, line := range lines {
		at, word, _ := strings.Cut(line, " ")
		if !strings.Contains(at, "T") {
			at = "2026-11-21T" + at
		}
		text.WriteString(strings.Replace(at, "T", " ", 1) + ".500 [info] " + words[word] + "\n")
	}
	r, err := Read(strings.NewReader(text.String()), Source{Form: form, Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What a log says is in its order, whatever its times are; between logs the times decide, as far as they can.
func TestClockThatIsSetBack(t *testing.T) {
	tests := []struct {
		name    string
		golang  []string
		server  []string
		want    string
		crashes int
	}{
		{"never", []string{"15:00:00 asked"}, []string{"15:00:09 crash", "15:01:00 crash"}, "asked 15:00:00, crashed 15:00:09, crashed 15:01:00", 2},
		{"less than a minute is no setting", []string{"15:00:30 asked"}, []string{"15:00:40 crash", "15:00:20 crash"}, "asked 15:00:30, crashed 15:00:40, crashed 15:00:20", 2},
		{"the first start stays first", []string{"14:59:00 asked"}, []string{"15:00:00 crash", "14:00:10 crash", "14:10:00 crash", "14:20:00 crash", "14:59:30 crash"},
			"crashed 15:00:00, crashed 14:00:10, crashed 14:10:00, crashed 14:20:00, asked 14:59:00, crashed 14:59:30", 1}, // the log of requests does not know
		{"both logs know of it", []string{"14:55:00 asked", "14:03:00 asked"}, []string{"14:56:00 crash", "14:59:00 crash", "14:02:00 crash", "14:04:00 crash"},
			"asked 14:55:00, crashed 14:56:00, crashed 14:59:00, crashed 14:02:00, asked 14:03:00, crashed 14:04:00", 1},
		{"to 1970", []string{"14:55:00 asked", "1970-01-01T00:00:10 asked"}, []string{"14:59:00 crash", "1970-01-01T00:00:05 crash", "1970-01-01T00:00:15 crash"},
			"asked 14:55:00, crashed 14:59:00, crashed 00:00:05, asked 00:00:10, crashed 00:00:15", 1},
		{"twice", []string{"14:55:00 asked", "13:56:00 asked", "12:59:00 asked"}, []string{"14:57:00 crash", "13:55:00 crash", "13:57:00 crash", "12:58:00 crash", "12:59:30 crash"},
			"asked 14:55:00, crashed 14:57:00, crashed 13:55:00, asked 13:56:00, crashed 13:57:00, crashed 12:58:00, asked 12:59:00, crashed 12:59:30", 1},
		{"forward", []string{"14:55:00 asked"}, []string{"14:57:00 crash", "2026-11-22T14:57:00 crash"}, "asked 14:55:00, crashed 14:57:00, crashed 14:57:00", 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			events, _ := Merge(tell(t, health.LogGo, time.UTC, test.golang...), tell(t, health.LogServer, time.UTC, test.server...))
			var got []string
			for _, e := range events {
				got = append(got, string(e.Kind)+" "+string(e.At[len("2026-11-21T"):len("2026-11-21T15:00:00")]))
			}
			if text := strings.Join(got, ", "); text != test.want {
				t.Errorf("got  %s\nwant %s", text, test.want)
			}
			life := health.Life{Events: events}
			if life.Tally(); life.Crashes != test.crashes {
				t.Errorf("%d crashes, want %d", life.Crashes, test.crashes)
			}
		})
	}
}

// A crash in an hour that the clock was set back to was not asked for by a stop before that.
func TestStopBeforeTheClockWasSetBack(t *testing.T) {
	r := tell(t, health.LogServer, time.UTC, "15:00:00 view", "15:00:10 stop", "15:00:11 view", "14:30:00 crash")
	if got := story(r.Events); got != "view\nstop by manual\nview\ncrashed code 2\n" {
		t.Errorf("got\n%s", got)
	}
}

// The hour in which summer time ends comes twice in a log, whose times are local.
func TestEndOfSummerTime(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here: ", err)
	}
	const day = "2026-10-25T"
	r := tell(t, health.LogServer, zone, day+"01:50:00 view", day+"02:50:00 view", day+"02:05:00 view", day+"02:06:00 view", day+"03:00:00 view")
	want := []health.Public{"23:50:00", "00:50:00", "01:05:00", "01:06:00", "02:00:00"}
	for i, e := range r.Events {
		if !strings.Contains(string(e.At), string(want[i])) {
			t.Errorf("line %d is of %s, want %s", i+1, e.At, want[i])
		}
	}
}
