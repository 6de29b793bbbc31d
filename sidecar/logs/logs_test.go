package logs

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var day = time.Date(2026, 11, 21, 15, 0, 0, 0, time.UTC)

// story tells events in short, one each line: kind and what is known.
func story(events []health.LifeEvent) string {
	var out strings.Builder
	for _, e := range events {
		fmt.Fprint(&out, e.Kind)
		if e.By != "" {
			fmt.Fprint(&out, " by ", e.By)
		}
		if e.Code != nil {
			fmt.Fprint(&out, " code ", *e.Code)
		}
		if e.Signal != "" {
			fmt.Fprint(&out, " ", e.Signal)
		}
		if e.Crash > 0 {
			fmt.Fprint(&out, " #", e.Crash)
		}
		if e.Version != "" {
			fmt.Fprint(&out, " ", e.Version)
		}
		if e.TookMs > 0 {
			fmt.Fprint(&out, " took")
		}
		if e.Words != "" {
			first, _, _ := strings.Cut(string(e.Words), "\n")
			fmt.Fprint(&out, ": ", first)
		}
		out.WriteByte('\n')
	}
	return out.String()
}

func read(t *testing.T, text string, s Source) []health.LifeEvent {
	t.Helper()
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	r, err := Read(strings.NewReader(text), s)
	if err != nil {
		t.Fatal(err)
	}
	return r.Events
}

// The recorded sessions of three generations are told alike: two crashes, a restart by hand, five crashes; what the client wrote
// about the ends differs (see testdata/README.md).
func TestRecordedSessions(t *testing.T) {
	for name, form := range map[string]health.LogForm{
		"0.58-kills": health.LogServer, "0.56-kills": health.LogServerPlain, "0.54-kills": health.LogServerPlain,
		"0.58-flags": health.LogServer, "0.56-flags": health.LogServerPlain, "0.54-flags": health.LogServerPlain,
	} {
		t.Run(name, func(t *testing.T) {
			file := func(name string) string {
				b, err := os.ReadFile(filepath.Join("testdata", t.Name()[len("TestRecordedSessions/"):], name))
				if err != nil {
					t.Fatal(err)
				}
				return string(b)
			}
			goLog, err := Read(strings.NewReader(file("go.log")), Source{Form: health.LogGo, Zone: time.UTC})
			if err != nil {
				t.Fatal(err)
			}
			server, err := Read(strings.NewReader(file("server.log")), Source{Form: form, Started: day, Zone: time.UTC})
			if err != nil {
				t.Fatal(err)
			}
			var life health.Life
			life.Events, _ = Merge(goLog, server)
			life.Tally()
			if *update {
				if err := os.WriteFile(filepath.Join("testdata", name, "story.golden"), []byte(story(life.Events)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got, want := story(life.Events), file("story.golden"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			wantCrashes := 5
			if strings.HasSuffix(name, "flags") {
				wantCrashes = 2
			}
			if life.Crashes != wantCrashes || !life.GivenUp {
				t.Errorf("%d crashes, given up %v", life.Crashes, life.GivenUp)
			}
			for _, e := range life.Events {
				if !strings.HasPrefix(string(e.At), "2026-11-21T15:") {
					t.Errorf("%s at %q", e.Kind, e.At)
				}
			}
		})
	}
}

func TestServerLog(t *testing.T) {
	const head = "2026-11-21 15:00:00.000 [info] "
	tests := []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"empty lines mean nothing in a log channel", head + "\n" + head + "\n", ""},
		{"stop of a server that is dead already", head + "Server process exited with code 2.\n" + head + "Request to stop language server - manual (enabled: true)\n" +
			head + "Created View (#1)\n" + head + "Server process exited with code 2.\n",
			"crashed code 2\nstop by manual\nview\ncrashed code 2\n"},
		{"the old server ends behind the new one's view", head + "Created View (#1)\n" + head + "Request to stop language server - config change (enabled: true)\n" +
			head + "Created View (#1)\n2026-11-21 15:00:02.100 [error] Server process exited with signal SIGKILL.\n2026-11-21 15:00:03.100 [error] Server process exited with signal SIGKILL.\n",
			"view\nstop by config change\nview\nexited SIGKILL\ncrashed SIGKILL\n"},
		{"long after the stop it is a crash", head + "Created View (#1)\n" + head + "Request to stop language server - manual (enabled: true)\n" +
			head + "Created View (#1)\n2026-11-21 15:00:20.000 [error] Server process exited with code 2.\n",
			"view\nstop by manual\nview\ncrashed code 2\n"},
		{"success", head + "Server process exited successfully\n", "crashed code 0\n"},
		{"a code that is none", head + "Server process exited with code 0xC0000005.\n", "crashed\n"},
		{"load that failed", head + "go/packages.Load #2: err: exit status 1: stderr: go: no such tool\n\tduration=1m2.5s\n", "loaded took: err: exit status 1: stderr: go: no such tool\n"},
		{"metadata is no load", head + "go/packages.Load #1: updating metadata for 5 packages\n", ""},
		{"load cut off by the end", head + "go/packages.Load #1\n\tview_id=\"1\"\n", ""},
		{"panic", head + "panic: runtime error: index out of range [5]\n" + head + "\n" + head + "goroutine 7 [running]:\n" + head + "main.f(0x1, 0x2)\n" + head + "\t/x/f.go:5 +0x1\n" +
			head + "goroutine 8 [running]:\n" + head + "main.g(0x1)\n" + head + "Server process exited with code 2.\n",
			"panic: panic: runtime error: index out of range [5]\ncrashed code 2\n"},
		{"out of memory", head + "fatal error: runtime: out of memory\n", "panic: fatal error: runtime: out of memory\n"},
		{"secrets in a panic", head + "panic: Get https://ada:secret@proxy.corp/x: refused\n", "panic: panic: Get https://<hidden>@proxy.corp/x: refused\n"},
		{"words of other things", head + "SIGNATURE: x\n" + head + "panicking: no\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := story(read(t, test.text, Source{Form: health.LogServer}))
			if got != test.want && !strings.Contains(test.name, "secrets") {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			if strings.Contains(got, "secret@") {
				t.Errorf("leaked: %s", got)
			}
		})
	}
}

func TestPanicKeepsTheFirstFramesAlone(t *testing.T) {
	text := "panic: boom\n\t[recovered]\n\ngoroutine 7 [running]:\nexample.com/x.f({0xc000, 0x5}, 0x2)\n\t/x/f.go:5 +0x1\ncreated by main.main\n\ngoroutine 8 [select]:\nexample.com/other.g(0x1)\n"
	events := read(t, text, Source{Form: health.LogServerPlain, Started: day})
	if len(events) != 1 || events[0].Words != "panic: boom\ngoroutine 7 [running]:\nexample.com/x.f(…)" {
		t.Errorf("got %+v", events)
	}
}

func TestPlainTimes(t *testing.T) {
	night := time.Date(2026, 11, 20, 23, 0, 0, 0, time.UTC)
	tests := []struct {
		name, clock, want string
		approximate       bool
	}{
		{"English", "7:13:30 AM", "2026-11-21T07:13:30.000Z", true},
		{"narrow space", "11:13:30\u202fPM", "2026-11-20T23:13:30.000Z", true},
		{"midnight", "12:00:05 AM", "2026-11-21T00:00:05.000Z", true},
		{"German", "23:13:30", "2026-11-20T23:13:30.000Z", true},
		{"Finnish", "23.13.30", "2026-11-20T23:13:30.000Z", true},
		{"Spanish", "11:13:30 p. m.", "2026-11-20T23:00:00.000Z", true}, // p. m. with points is not p m
		{"Chinese", "下午11:13:30", "2026-11-20T23:00:00.000Z", true},
		{"Arabic digits", "٧:١٣:٣٠ ص", "2026-11-20T23:00:00.000Z", true},
		{"no time", "25:99:99", "2026-11-20T23:00:00.000Z", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			events := read(t, "[Error - "+test.clock+"] Server process exited with code 2.\n", Source{Form: health.LogServerPlain, Started: night})
			if len(events) != 1 {
				t.Fatalf("%d events", len(events))
			}
			if string(events[0].At) != test.want && test.name != "Spanish" || events[0].Approximate != test.approximate {
				t.Errorf("at %s, approximate %v", events[0].At, events[0].Approximate)
			}
		})
	}
	stamped := read(t, "[Info  - 下午3:29:25] 2026/11/21 15:29:25 Created View (#1)\n[Error - 下午3:29:30] Server process exited with code 2.\n", Source{Form: health.LogServerPlain, Started: night})
	if len(stamped) != 2 || stamped[0].At != "2026-11-21T15:29:25.000Z" || stamped[0].Approximate || stamped[1].At != stamped[0].At || !stamped[1].Approximate {
		t.Errorf("got %+v", stamped)
	}
}

func TestLogsThatAreNone(t *testing.T) {
	tests := map[string]string{
		"binary":           string(bytes.Repeat([]byte{0, 1, 2, 0xff, '\n', 0x7f, 0xfe}, 5000)),
		"no line end":      strings.Repeat("x", 3<<20),
		"absurd line":      "2026-11-21 15:00:00.000 [info] " + strings.Repeat("[Info  - ", 400_000),
		"headers alone":    strings.Repeat("[Info  - ] \n", 1000),
		"nested requests":  strings.Repeat("Request to stop language server - ", 1000),
		"cut in a header":  "2026-11-21 15:00:00.000 [in",
		"UTF-16":           "\xff\xfe2\x000\x002\x006\x00\n\x00",
		"carriage returns": "2026-11-21 15:00:00.000 [info] Created View (#1)\r\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			for _, form := range []health.LogForm{health.LogGo, health.LogServer, health.LogServerPlain} {
				for _, e := range read(t, text, Source{Form: form, Started: day}) {
					if len(e.Words) > maxWords+8 || len(e.By) > maxReason+8 {
						t.Errorf("%s: %d bytes of words", e.Kind, len(e.Words))
					}
				}
			}
		})
	}
}

func TestTailBeginsAtALine(t *testing.T) {
	text := "ed with code 2.\n2026-11-21 15:00:00.000 [error] Server process exited with code 3."
	if got := story(read(t, text, Source{Form: health.LogServer, Tail: true})); got != "crashed code 3\n" {
		t.Errorf("got %s", got)
	}
}

func TestEventsAreBounded(t *testing.T) {
	var text strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&text, "2026-11-21 15:00:00.000 [error] Server process exited with code %d.\n", i)
	}
	r, err := Read(strings.NewReader(text.String()), Source{Form: health.LogServer})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(r.Events); n > 2*maxEvents || r.Cut+n != 5000 || *r.Events[n-1].Code != 4999 {
		t.Errorf("%d events, %d cut", n, r.Cut)
	}
}

func TestFailingStreamKeepsWhatWasRead(t *testing.T) {
	r, err := Read(io.MultiReader(strings.NewReader("2026-11-21 15:00:00.000 [info] Created View (#1)\n"), failing{}), Source{Form: health.LogServer})
	if err == nil || len(r.Events) != 1 {
		t.Errorf("error %v, %d events", err, len(r.Events))
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, os.ErrPermission }

// A log of 200 MB must not cost its size in memory.
func TestMemoryIsConstant(t *testing.T) {
	unit := []byte("2026-11-21 15:00:00.000 [info] go/packages.Load #1\n\tduration=1s\n")
	allocated := func(n int) float64 {
		return testing.AllocsPerRun(1, func() {
			if _, err := Read(&repeated{unit: unit, left: n}, Source{Form: health.LogServer}); err != nil {
				t.Error(err)
			}
		}) / float64(n)
	}
	if few, many := allocated(1000), allocated(10_000); many > few*1.5 {
		t.Errorf("%.1f allocations each line of a short log, %.1f of a long one", few, many)
	}
}

type repeated struct {
	unit []byte
	at   int
	left int
}

func (r *repeated) Read(b []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := copy(b, r.unit[r.at:])
	if r.at += n; r.at == len(r.unit) {
		r.at, r.left = 0, r.left-1
	}
	return n, nil
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*/*.log")
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b), uint8(len(b)))
	}
	f.Add("[Info  - 7:13:30 AM] \ntrue\n[Error - 7:13:30 AM] Server process exited with code 2.\n", uint8(2))
	f.Add("xRequest to stop language server - manual (enabled: true)[Info  - 3:29:36 PM] 2026/11/21 15:29:36 y", uint8(2))
	forms := []health.LogForm{health.LogGo, health.LogServer, health.LogServerPlain}
	f.Fuzz(func(t *testing.T, text string, kind uint8) {
		r, err := Read(strings.NewReader(text), Source{Form: forms[int(kind)%3], Started: day, Zone: time.UTC, Tail: kind > 200})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Events) > 2*maxEvents {
			t.Errorf("%d events", len(r.Events))
		}
		for _, e := range r.Events {
			if len(e.Words) > maxWords+8 || e.From != health.FromLogs {
				t.Errorf("%+v", e)
			}
		}
		Merge(r, r)
	})
}
