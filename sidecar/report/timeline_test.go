package report

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

var lifeWords = Words{Catalogue: health.Catalogue{
	"say.life-asked-by": {Title: "asked by {by}"}, "say.life-started-version-pid": {Title: "gopls {version} starts as {pid}"}, "say.life-started-pid": {Title: "gopls starts as {pid}"},
	"say.life-loaded-took": {Title: "loaded in {took}"}, "say.life-view": {Title: "view"}, "say.life-panic-words": {Title: "panic: {words}"},
	"say.life-crashed-counted-code": {Title: "crash {crash} of 5, status {code}"}, "say.life-gave-up": {Title: "given up"}, "say.life-memory": {Title: "{memory}"},
	"say.life-session": {Title: "session {number}"}, "say.life-session-alive": {Title: "session {number} lives as {pid}"}, "say.life-session-dead": {Title: "session {number} is dead"},
	"say.life-stalled-on": {Title: "{command} for {time} on {on}"}, "say.life-stalled": {Title: "{command} for {time}"}, "say.life-cut": {Title: "{count} before"},
}}

func at(time string, e health.LifeEvent) health.LifeEvent {
	e.At = health.Public("2026-11-21T" + time + ".000Z")
	return e
}

// crashes is a session of five crashes after a good one.
func crashes() health.Life {
	code := 2
	life := health.Life{State: health.LifeWatched, Crashes: 5, GivenUp: true, Events: []health.LifeEvent{
		at("08:59:58", health.LifeEvent{Kind: health.EventAsked, By: "activation"}),
		at("08:59:59", health.LifeEvent{Kind: health.EventStarted, Version: "v0.22.0", PID: 40}),
		at("09:00:03", health.LifeEvent{Kind: health.EventLoaded, TookMs: 3100}),
		at("09:00:03", health.LifeEvent{Kind: health.EventView}), at("09:00:03", health.LifeEvent{Kind: health.EventView}),
		at("12:00:00", health.LifeEvent{Kind: health.EventAsked, By: "manual"}),
	}}
	for i := range 5 {
		life.Events = append(life.Events, at("12:00:01", health.LifeEvent{Kind: health.EventStarted, PID: 50 + i}),
			at("12:00:02", health.LifeEvent{Kind: health.EventPanic, Words: "panic: in <script> of ada"}),
			health.LifeEvent{At: "2026-11-21T12:00:02.500Z", Approximate: true, Kind: health.EventCrashed, Crash: i + 1, Code: &code})
	}
	life.Events = append(life.Events, health.LifeEvent{Kind: health.EventGaveUp})
	return life
}

func TestTimeline(t *testing.T) {
	build := func(life health.Life) Document {
		return Build(health.Report{Snapshot: &health.Snapshot{Life: life}}, lifeWords, PrivacyFull)
	}
	quiet := crashes()
	quiet.Events, quiet.Crashes, quiet.GivenUp, quiet.Alive = quiet.Events[:5], 0, false, 40
	waits := quiet
	waits.Stalls = []health.Stall{{Command: "go list -e", ForMs: 95_000, Waits: health.WaitNetwork, On: health.V(health.Host("192.0.2.7:443"))}}
	cut := crashes()
	cut.Cut = 30
	for _, tc := range []struct {
		name       string
		life       health.Life
		text, lack []string // of the terminal
		markdown   []string
	}{
		{"nothing known", health.Life{}, nil, []string{"What happened"}, nil},
		{"a good session is not worth the room", quiet, nil, []string{"What happened", "loaded"},
			[]string{"**session 1 lives as 40**", "- `2026-11-21 08:59:58` asked by activation", "- `08:59:59` gopls v0.22.0 starts as 40", "loaded in 3.1 s", "- `09:00:03` view (2 times)"}},
		{"five crashes", crashes(), []string{"What happened to gopls", "session 2 is dead", "5 earlier events", "~12:00:02 crash 5 of 5, status 2", "given up"},
			[]string{"session 1", "crash 1 of 5", "<script>\x1b"}, []string{"**session 1**", "**session 2 is dead**", "crash 1 of 5", "panic: in &lt;script&gt; of ada"}},
		{"a command that does not end", waits, []string{"session 1 lives as 40", "go list -e for 95 s on 192.0.2.7:443"}, nil, []string{"go list -e for 95 s"}},
		{"more than is kept", cut, nil, nil, []string{"- 30 before"}},
		{"a stall without events", health.Life{Stalls: []health.Stall{{Command: "go env", ForMs: 40_000}}}, []string{"go env for 40 s"}, nil, []string{"go env for 40 s"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := build(tc.life)
			text, markdown := Text(d, TextOptions{}), Markdown(d)
			for _, want := range tc.text {
				if !strings.Contains(text, want) {
					t.Errorf("the text lacks %q:\n%s", want, text)
				}
			}
			for _, bad := range tc.lack {
				if strings.Contains(text, bad) {
					t.Errorf("the text has %q:\n%s", bad, text)
				}
			}
			for _, want := range tc.markdown {
				if !strings.Contains(markdown, want) {
					t.Errorf("the Markdown lacks %q:\n%s", want, markdown)
				}
			}
			if len(tc.markdown) == 0 && strings.Contains(markdown, "What happened") {
				t.Errorf("a timeline of nothing:\n%s", markdown)
			}
		})
	}
}

// What a report for others says of a panic names nobody.
func TestTimelineIsRedacted(t *testing.T) {
	r := health.Report{Snapshot: &health.Snapshot{System: health.System{OS: "linux", User: "ada", Home: "/home/ada"}, Life: crashes()}}
	r.Snapshot.Life.Events[7].Words = "panic: /home/ada/src/secret.go"
	for name, out := range map[string]string{"text": Text(Build(r, lifeWords, PrivacyShare), TextOptions{}), "markdown": Markdown(Build(r, lifeWords, PrivacyShare))} {
		if strings.Contains(out, "ada") {
			t.Errorf("%s names somebody:\n%s", name, out)
		}
	}
}

// A log of thousands of events fits.
func TestTimelineIsBounded(t *testing.T) {
	life := crashes()
	for range 60 {
		life.Events = append(life.Events, crashes().Events...)
	}
	d := Build(health.Report{Snapshot: &health.Snapshot{Life: life}}, lifeWords, PrivacyFull)
	if n := strings.Count(mdTimeline(d), "\n- "); n > markdownMoments {
		t.Errorf("%d moments", n)
	}
	if len(Markdown(d)) >= MarkdownLimit {
		t.Error("too long")
	}
}
