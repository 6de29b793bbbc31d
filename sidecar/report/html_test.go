package report

import (
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

func page1(t *testing.T, d Document, o HTMLOptions) string {
	t.Helper()
	out, err := HTML(d, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestHTMLShowsTheVerdictFirst(t *testing.T) {
	out := page1(t, sick(), HTMLOptions{})
	last := 0
	for _, want := range []string{
		"<h1>Go does not work here: 1 error, 1 note, 1 finding known from the baseline</h1>", "<code>/gone</code>: is not there: no such file or directory",
		">The problems</h2>", "GOROOT is /opt/none, which does not exist", "<strong>Do:</strong> Remove GOROOT", "<strong>Or:</strong> Correct GOROOT",
		`<pre class="copy"><code>go env &#39;a b&#39;</code></pre>`, "Go to Definition does nothing", "<summary>What proves it</summary>",
		"set by go env -w in /home/ada/.config/go/env:3", "known warning", ">Could not judge</h2>", "passed its deadline", ">What works</h2>", ">The control ladder</h2>",
		"Rung 0, your running gopls, fails: a question was not answered right.", ">All checks</h2>", ">Probes and how long they took</h2>",
	} {
		at := strings.Index(out[last:], want)
		if at < 0 {
			t.Errorf("lacks %q, or it stands too early", want)
			continue
		}
		last += at
	}
	if strings.Contains(out, "data-fix") {
		t.Error("a button on a page where nothing can be pressed")
	}
}

// The policy must allow the style that is there, byte by byte, and nothing else.
func TestHTMLPolicy(t *testing.T) {
	nonce := "abcdefghijklmnop0123"
	for _, o := range []HTMLOptions{{}, {Nonce: nonce}} {
		out := page1(t, sick(), o)
		style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(out)
		if len(style) != 2 {
			t.Fatal("no style")
		}
		sum := sha256.Sum256([]byte(style[1]))
		policy := strings.NewReplacer("&#39;", "'", "&#43;", "+").Replace(regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(out)[1])
		if !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
			t.Errorf("policy %s", policy)
		}
		if strings.Contains(policy, "script-src") != (o.Nonce != "") || strings.Contains(policy, "unsafe") {
			t.Errorf("policy %s", policy)
		}
		if scripts := regexp.MustCompile(`<script[^>]*>`).FindAllString(out, -1); o.Nonce == "" && scripts != nil ||
			o.Nonce != "" && !slices.Equal(scripts, []string{`<script nonce="` + nonce + `">`}) {
			t.Errorf("scripts %q", scripts)
		}
		if regexp.MustCompile(`\s(on\w+|style)="`).MatchString(out) {
			t.Error("a handler or a style in an attribute")
		}
	}
}

func TestHTMLForThePanel(t *testing.T) {
	out := page1(t, sick(), HTMLOptions{Nonce: "abcdefghijklmnop0123"})
	if !strings.Contains(out, `<button type="button" data-finding="goroot-invalid" data-fix="go-env-unset">Remove GOROOT</button>`) {
		t.Error("no button for the fix")
	}
	if strings.Contains(out, `data-fix="set"`) {
		t.Error("a button for what only a person can do")
	}
	for _, bad := range []string{"short", "abcdefghijklmnop'; script-src *", "abcdefghijklmnop\n01234", strings.Repeat("a", 200)} {
		if _, err := HTML(sick(), HTMLOptions{Nonce: bad}); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

func TestHTMLOfNothing(t *testing.T) {
	for name, d := range map[string]Document{"empty": {}, "built from nothing": Build(health.Report{}, Words{}, PrivacyShare),
		"built from an empty snapshot": Build(health.Report{Snapshot: &health.Snapshot{}}, Words{}, PrivacyShare)} {
		out := page1(t, d, HTMLOptions{})
		if !strings.Contains(out, "<h1>") || strings.Contains(out, "<h2") {
			t.Errorf("%s: %s", name, out[strings.Index(out, "<body>"):])
		}
	}
}

func event(at string, kind health.EventKind, pid int) health.LifeEvent {
	e := health.LifeEvent{Kind: kind, PID: pid}
	if at != "" {
		e.At = health.Public("2026-01-02T" + at + "Z")
	}
	return e
}

func TestLifetimes(t *testing.T) {
	now := time.Date(2026, 1, 2, 10, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		name   string
		events []health.LifeEvent
		alive  int
		want   []string
	}{
		{"nothing", nil, 0, nil},
		{"without times", []health.LifeEvent{event("", health.EventStarted, 1)}, 1, nil},
		{"an end without a start", []health.LifeEvent{event("09:00:00", health.EventCrashed, 7)}, 0, nil},
		{"alive until now", []health.LifeEvent{event("09:00:00", health.EventStarted, 7)}, 7, []string{"gopls ran from 09:00:00 to 10:00:00 and lives."}},
		{"two, the first of which crashed", []health.LifeEvent{event("09:00:00", health.EventStarted, 7), event("09:01:00", health.EventLoading, 7),
			event("09:02:00", health.EventLoaded, 7), event("09:03:00", health.EventCrashed, 7), event("09:30:00", health.EventAsked, 0),
			event("09:31:00", health.EventStarted, 8)}, 8,
			[]string{"gopls ran from 09:00:00 to 09:03:00 and crashed.", "gopls ran from 09:31:00 to 10:00:00 and lives."}},
		{"logs know no process", []health.LifeEvent{event("09:00:00", health.EventStarted, 0), event("09:03:00", health.EventExited, 0),
			event("09:04:00", health.EventStarted, 0)}, 0, []string{"gopls ran from 09:00:00 to 09:03:00 and ended.", "gopls ran from 09:04:00 to 09:04:00 and was not seen to end."}},
		{"told twice", []health.LifeEvent{event("09:00:00", health.EventStarted, 0), event("09:00:01", health.EventStarted, 0)}, 0,
			[]string{"gopls ran from 09:00:00 to 09:00:01 and was not seen to end."}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, l := range lifetimes(health.Life{Events: tc.events, Alive: tc.alive}, now) {
				got = append(got, l.words("gopls", nil))
			}
			if strings.Join(got, "|") != strings.Join(tc.want, "|") {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// Whatever the times are, bars stay within the drawing and in their lanes.
func TestTimelineStaysInItsFrame(t *testing.T) {
	var life health.Life
	for i := range 40 {
		at := time.Date(2026, 1, 2, 3, 0, 0, 0, time.UTC).Add(time.Duration(i*i) * time.Minute)
		if i%7 == 3 {
			at = at.Add(-24 * time.Hour) // a clock that was set back
		}
		stamp := func(t time.Time, kind health.EventKind) health.LifeEvent {
			return health.LifeEvent{At: health.Public(t.Format(time.RFC3339)), Kind: kind, PID: 100 + i}
		}
		life.Events = append(life.Events, stamp(at, health.EventStarted), stamp(at.Add(time.Second), health.EventLoading), stamp(at.Add(-time.Hour), health.EventLoaded),
			stamp(at.Add(time.Minute), health.EventCrashed))
	}
	d := newHTMLTimeline(life, time.Time{}, nil)
	if d == nil || len(d.Lanes) != mostLanes || d.Spare != "28 earlier servers are not drawn." {
		t.Fatalf("%+v", d)
	}
	for _, lane := range d.Lanes {
		if lane.X < timeLeft || lane.Width < 1 || lane.X+lane.Width > timeRight+3 || lane.Y+18 > d.Bottom {
			t.Errorf("lane %+v", lane)
		}
		for _, load := range lane.Loads {
			if load.Width < 1 || load.X < lane.X || load.X+load.Width > timeRight+3 {
				t.Errorf("load %+v", load)
			}
		}
	}
}

func TestWrapped(t *testing.T) {
	for _, tc := range []struct {
		in          string
		width, most int
		want        string
	}{
		{"", 10, 2, ""}, {"a b c", 10, 2, "a b c"}, {"aaaa bbbb cccc", 9, 2, "aaaa bbbb|cccc"}, {"aaaa bbbb cccc dddd eeee", 9, 2, "aaaa bbbb|cccc dddd …"},
		{strings.Repeat("x", 30), 10, 2, "xxxxxxxxxx…"}, {"日本語 日本語", 6, 2, "日本語|日本語"},
	} {
		if got := strings.Join(wrapped(tc.in, tc.width, tc.most), "|"); got != tc.want {
			t.Errorf("%q: got %q, want %q", tc.in, got, tc.want)
		}
	}
}

func TestTreeNests(t *testing.T) {
	p := func(pid, parent int, role health.ProcessRole, state health.ProcessState) TreeProcess {
		return TreeProcess{PID: pid, Parent: parent, Role: role, State: state, Architecture: "amd64", Window: health.WindowOurs}
	}
	d := Document{host: 2, tree: []TreeProcess{p(1, 0, health.RoleEditorMain, health.ProcessNative), p(2, 1, health.RoleExtensionHost, health.ProcessNative),
		p(3, 2, health.RoleGopls, health.ProcessTranslated), p(4, 3, health.RoleGo, health.ProcessUnknown), p(5, 2, health.RoleSidecar, health.ProcessNative), p(9, 9, health.RoleGopls, health.ProcessEmulated)}}
	var walk func(list []*htmlProcess) string
	walk = func(list []*htmlProcess) string {
		var out []string
		for _, one := range list {
			words := one.PID + " " + one.Architecture.Word
			if one.Bad {
				words += "!"
			}
			if len(one.Children) > 0 {
				words += "(" + walk(one.Children) + ")"
			}
			out = append(out, words)
		}
		return strings.Join(out, ", ")
	}
	want := "1 amd64 native(2 amd64 native(3 amd64 translated!(4 amd64 cannot be told), 5 amd64 native)), 9 amd64 emulated!"
	if got := walk(htmlProcesses(d)); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestSettingsSayWhatIsInForce(t *testing.T) {
	s := &health.Snapshot{Settings: []health.Setting{
		{Key: "gopls", Member: "env", Scope: health.ScopeUser, File: "/u", Line: 3, Value: `{"a":1}`}, {Key: "gopls", Member: "env", Scope: health.ScopeWorkspace, File: "/w", Value: "{}"},
		{Key: "go.goroot", Scope: health.ScopeLanguage, Value: `"x"`}}, SettingsFiles: []health.SettingsFile{{File: "/u", State: health.FileInvalid, Error: "line 3"}}}
	got := newHTMLSettings(s, nil)
	for i, want := range []htmlSetting{{"gopls.env", `{"a":1}`, "user", "/u:3", "no: overruled by scope workspace", false}, {"gopls.env", "{}", "workspace", "/w", "yes", true},
		{"go.goroot", `"x"`, "language", "", "no: settings of Go tools are not heeded in a language's block", false}} {
		if got.Rows[i] != want {
			t.Errorf("got %+v, want %+v", got.Rows[i], want)
		}
	}
	if got.Files[0].Words != "not valid: line 3" {
		t.Errorf("%+v", got.Files)
	}
}
