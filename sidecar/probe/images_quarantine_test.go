package probe

import (
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

func TestParseQuarantine(t *testing.T) {
	for _, c := range []struct {
		name, value string
		want        health.Quarantine
	}{
		{"usual", "0083;5991b778;Safari.app;9CE7A1", health.Quarantine{Flags: 0x83, At: "2017-08-14T14:45:12Z", Agent: "Safari.app"}},
		{"approved", "01c1;66b1f2a0;Google\\x20Chrome;9CE7", health.Quarantine{Flags: 0x1c1, Approved: true, At: "2024-08-06T09:53:36Z", Agent: "Google Chrome"}},
		{"empty agent", "0081;6ab61995;;UUID", health.Quarantine{Flags: 0x81, At: "2026-09-25T06:49:57Z"}},
		{"flags alone", "0042", health.Quarantine{Flags: 0x42, Approved: true}},
		{"two parts", "0001;", health.Quarantine{Flags: 1}},
		{"a zero byte at the end", "0081;5991b778;curl;\x00", health.Quarantine{Flags: 0x81, At: "2017-08-14T14:45:12Z", Agent: "curl"}},
		{"capitals and a prefix", "0X0081;5991B778;x", health.Quarantine{Flags: 0x81, At: "2017-08-14T14:45:12Z", Agent: "x"}},
		{"semicolons in the last part", "0081;;a;b;c;d", health.Quarantine{Flags: 0x81, Agent: "a"}},
		{"no time", "0081;00000000;brew;", health.Quarantine{Flags: 0x81, Agent: "brew"}},
		{"absurd time", "0081;ffffffffff;x;", health.Quarantine{Flags: 0x81, Agent: "x"}},
		{"absurd flags", "zz;5991b778;x;", health.Quarantine{Flags: -1, At: "2017-08-14T14:45:12Z", Agent: "x"}},
		{"too large flags", "ffffffffffff;;", health.Quarantine{Flags: -1}},
		{"negative flags", "-1;;", health.Quarantine{Flags: -1}},
		{"escape that is none", `0081;;a\xg0\x2;`, health.Quarantine{Flags: 0x81, Agent: `a\xg0\x2`}},
		{"escape that is no text", `0081;;a\xff\x00;`, health.Quarantine{Flags: 0x81, Agent: "a\uFFFD"}},
		{"nothing", "", health.Quarantine{Flags: -1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.want.Raw = health.Text(strings.TrimSpace(strings.ReplaceAll(c.value, "\x00", "")))
			if got := parseQuarantine(c.value); got != c.want {
				t.Errorf("it is %+v, want %+v", got, c.want)
			}
		})
	}
}

// FuzzQuarantine: any value is one.
func FuzzQuarantine(f *testing.F) {
	for _, seed := range []string{"0083;5991b778;Safari.app;9CE7", "01c1;66b1f2a0;Google\\x20Chrome;", "0042", ";;;", "zz;\x00", `1;1;\xff\xff`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		q := parseQuarantine(value)
		if q.Flags < -1 || q.Approved != (q.Flags > 0 && q.Flags&quarantineOpened != 0) || len(q.Agent) > maxQuarantineWord+len("…") {
			t.Errorf("%q is %+v", value, q)
		}
		if q.At != "" {
			if at, err := time.Parse(time.RFC3339, string(q.At)); err != nil || at.Year() < 2001 || at.Year() > 2106 {
				t.Errorf("%q has the time %q", value, q.At)
			}
		}
	})
}
