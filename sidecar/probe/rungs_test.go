package probe

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// ladderOf returns the ladder of a folder, and fails if a process stayed or a private directory is named.
func (w *world) ladderOf(s *health.Snapshot, folder string) health.Ladder {
	w.t.Helper()
	for _, l := range s.Ladders {
		if string(l.Folder) != folder {
			continue
		}
		for _, r := range l.Rungs {
			if r.Unended != 0 {
				w.t.Errorf("rung %d: %d processes stayed", r.Rung, r.Unended)
			}
			if words := fmt.Sprint(r.Answers, r.Load.Messages, r.LastWords); strings.Contains(words, "govitals-") {
				w.t.Errorf("rung %d names a private directory: %s", r.Rung, words)
			}
			for _, a := range r.Answers {
				if a.Where != nil && strings.Contains(string(a.Where.File), "govitals-") {
					w.t.Errorf("rung %d leads into a private directory: %s", r.Rung, a.Where.File)
				}
			}
		}
		return l
	}
	w.t.Fatalf("no ladder of %s", folder)
	return health.Ladder{}
}

// states are those of rungs 1 to 3, in this order.
func states(l health.Ladder) string {
	var out []string
	for n := 1; n <= lowestRung; n++ {
		state := "none"
		if r, ok := l.Rung(n); ok {
			state = string(r.Judge())
		}
		out = append(out, state)
	}
	return strings.Join(out, " ")
}

func TestRungsTellWhere(t *testing.T) {
	wrapped := func(script string) func(*world) {
		return func(w *world) {
			_ = os.Remove(w.path("tools/gopls"))
			w.write("tools/gopls", "#!/bin/sh\n"+strings.ReplaceAll(script, "GOPLS_REAL", realGopls()), 0o755)
		}
	}
	cases := map[string]struct {
		prepare func(*world)
		states  string
		verdict health.LadderVerdict
	}{
		"healthy":                {func(*world) {}, "holds holds holds", health.LadderHealthy},
		"GOROOT is not there":    {func(w *world) { w.env["GOROOT"] = w.path("nowhere") }, "fails fails holds", health.LadderEnvironment},
		"GOROOT is empty":        {func(w *world) { w.mkdir("empty"); w.env["GOROOT"] = w.path("empty") }, "fails fails holds", health.LadderEnvironment},
		"GOENV file":             {func(w *world) { w.write("home/.config/go/env", "GOROOT=/nowhere\n", 0o644) }, "fails fails holds", health.LadderEnvironment},
		"GO111MODULE=off":        {func(w *world) { w.env["GO111MODULE"] = "off" }, "fails fails holds", health.LadderEnvironment},
		"GOFLAGS":                {func(w *world) { w.env["GOFLAGS"] = "-foo" }, "fails fails holds", health.LadderEnvironment},
		"relative GOWORK":        {func(w *world) { w.env["GOWORK"] = "go.work" }, "fails fails holds", health.LadderEnvironment},
		"directory is gone":      {func(w *world) { w.env["TMPDIR"] = w.path("nowhere") }, "fails fails holds", health.LadderEnvironment},
		"unknown flag":           {func(w *world) { w.settings(`{"go.languageServerFlags": ["-nonsense"]}`) }, "fails fails holds", health.LadderEnvironment},
		"setting":                {func(w *world) { w.settings(`{"gopls": {"build.env": {"GOROOT": "/nowhere"}}}`) }, "fails fails holds", health.LadderEnvironment},
		"a shim with a banner":   {func(w *world) { w.standIn("echo Using go 1.26\nexec GO_REAL \"$@\"\n") }, "fails fails holds", health.LadderEnvironment},
		"build cache is a file":  {func(w *world) { w.write("file", "", 0o644); w.env["GOCACHE"] = w.path("file") }, "fails fails holds", health.LadderEnvironment},
		"go.mod":                 {func(w *world) { w.write("app/go.mod", "module example.com/app\n\n<<<<<<< HEAD\n", 0o644) }, "fails holds holds", health.LadderProject},
		"go.work names no place": {func(w *world) { w.write("app/go.work", "go 1.24\n\nuse ./gone\n", 0o644) }, "fails holds holds", health.LadderProject},
		"go.work that GOWORK names": {func(w *world) {
			w.write("go.work", "go 1.24\n\nuse ./gone\n", 0o644)
			w.env["GOWORK"] = w.path("go.work")
		}, "fails holds holds", health.LadderProject},
		"go.mod that GOFLAGS names": {func(w *world) {
			w.write("other.mod", "module example.com/app\n\n<<<<<<< HEAD\n", 0o644)
			w.env["GOFLAGS"] = "-modfile=" + w.path("other.mod")
		}, "fails holds holds", health.LadderProject},
		"go.mod and filters that leave out all others": {func(w *world) {
			w.settings(`{"gopls": {"build.directoryFilters": ["-", "+cmd"], "build.buildFlags": ["-trimpath", "-modfile=go.mod"]}}`)
			w.write("app/go.mod", "module example.com/app\n\n<<<<<<< HEAD\n", 0o644)
		}, "fails holds holds", health.LadderProject},
		"filters that leave out everything": {func(w *world) { w.settings(`{"gopls": {"build.directoryFilters": ["-"]}}`) }, "fails holds holds", health.LadderProject},
		"gopls dies":                        {wrapped("echo boom >&2\nexit 3\n"), "fails fails fails", health.LadderToolchain},
		"gopls answers garbage":             {wrapped("while :; do echo garbage; sleep 0.1; done\n"), "fails fails fails", health.LadderToolchain},
		"gopls needs no variable FOO": {wrapped("[ -n \"$FOO\" ] && exit 3\nexec GOPLS_REAL \"$@\"\n"), "holds holds holds",
			health.LadderHealthy},
		"gopls dies of a variable FOO": {func(w *world) {
			wrapped("[ -n \"$FOO\" ] && exit 3\nexec GOPLS_REAL \"$@\"\n")(w)
			w.env["FOO"] = "1"
		}, "fails fails holds", health.LadderEnvironment},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, appWithDependency)
			w.publish(dependency, "example.org/dep@v1.0.0")
			w.sums(true)
			c.prepare(w)
			w.r.AllRungs = true
			l := w.ladderOf(w.examine(), w.app)
			if got := states(l); got != c.states || l.Verdict() != c.verdict {
				t.Errorf("rungs %s, verdict %s; want %s, %s", got, l.Verdict(), c.states, c.verdict)
			}
		})
	}
}

// Rungs 2 and 3 are tried when somebody asked and rung 1 fails, and otherwise say why not.
func TestRungsWhenTheyRun(t *testing.T) {
	broken := func(w *world) { w.env["GOFLAGS"] = "-foo" }
	cases := map[string]struct {
		prepare func(*world)
		states  string
		reason  health.MessageID // of rung 2
	}{
		"asked, and rung 1 holds":      {func(*world) {}, "holds skipped skipped", "say.rung-not-needed"},
		"asked, and rung 1 fails":      {broken, "fails fails holds", ""},
		"background, and rung 1 fails": {func(w *world) { broken(w); w.r.Background = true }, "fails skipped skipped", "say.rung-unasked"},
		"untrusted":                    {func(w *world) { w.r.Untrusted, w.r.AllRungs = true, true }, "skipped skipped skipped", "say.rung-untrusted"},
		"no gopls":                     {func(w *world) { _ = os.Remove(w.path("tools/gopls")); w.r.AllRungs = true }, "skipped skipped skipped", "say.rung-no-gopls"},
		"go hangs":                     {func(w *world) { w.standIn("sleep 60\n"); w.r.AllRungs = true }, "skipped skipped skipped", "say.rung-no-go"},
		"no Go file":                   {func(w *world) { _ = os.Remove(w.path("app/a.go")); w.r.AllRungs = true }, "skipped holds holds", ""},
		"all, in the background":       {func(w *world) { w.r.Background, w.r.AllRungs = true, true }, "holds holds holds", ""},
		"tier deep":                    {func(w *world) { w.r.Tier = health.TierDeep }, "holds holds holds", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "-- app/go.mod --\nmodule example.com/app\n-- app/a.go --\npackage a\n\nfunc A() {}\n")
			c.prepare(w)
			l := w.ladderOf(w.examine(), w.app)
			two, _ := l.Rung(2)
			if got := states(l); got != c.states || two.Reason.ID != c.reason {
				t.Errorf("rungs %s because of %s; want %s because of %s", got, two.Reason.ID, c.states, c.reason)
			}
		})
	}
}

// counting puts a script before gopls that notes each start.
func (w *world) counting() (starts func() int) {
	_ = os.Remove(w.path("tools/gopls"))
	w.write("tools/gopls", "#!/bin/sh\n[ \"$1\" = version ] || [ \"$1\" = api-json ] || echo x >>"+w.path("tmp/starts")+"\nexec "+realGopls()+" \"$@\"\n", 0o755)
	return func() int {
		b, _ := os.ReadFile(w.path("tmp/starts"))
		return strings.Count(string(b), "x")
	}
}

func TestRungsAreShared(t *testing.T) {
	cases := map[string]struct {
		settings string // of the second folder
		starts   int
	}{
		"all alike":       {"", 5},
		"other setting":   {`{"gopls": {"build.buildFlags": ["-tags=a"]}}`, 6},
		"other variables": {`{"go.toolsEnvVars": {"GOFLAGS": "-tags=b"}}`, 6},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "")
			for _, folder := range []string{"app", "b", "c"} {
				w.unpack("-- " + folder + "/go.mod --\nmodule example.com/" + folder + "\n-- " + folder + "/a.go --\npackage a\n\nfunc A() {}\n")
			}
			if c.settings != "" {
				w.write("b/.vscode/settings.json", c.settings, 0o644)
			}
			starts := w.counting()
			w.r.AllRungs, w.r.Folders = true, []string{w.app, w.path("b"), w.path("c")}
			s := w.examine()
			for _, folder := range w.r.Folders {
				if l := w.ladderOf(s, folder); l.Verdict() != health.LadderHealthy {
					t.Errorf("%s: rungs %s, verdict %s", folder, states(l), l.Verdict())
				}
			}
			if got := starts(); got != c.starts {
				t.Errorf("%d servers were started, want %d", got, c.starts)
			}
		})
	}
}

// A proxy that takes connections and never answers must not be noticed at all.
func TestRungsAskNoProxy(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	var connections atomic.Int32
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			connections.Add(1)
			defer c.Close()
		}
	}()
	w := newWorld(t, appWithDependency)
	w.write("app/go.sum", "example.org/dep v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nexample.org/dep v1.0.0/go.mod h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 0o644)
	w.env["GOPROXY"], w.env["GOPRIVATE"], w.env["GONOSUMDB"] = "http://"+listener.Addr().String(), "example.org", ""
	w.r.AllRungs = true
	l := w.ladderOf(w.examine(), w.app)
	if got := states(l); got != "fails holds holds" || l.Verdict() != health.LadderProject {
		t.Errorf("rungs %s, verdict %s", got, l.Verdict())
	}
	if n := connections.Load(); n > 0 {
		t.Errorf("%d connections to the proxy", n)
	}
}

func TestRungsOfACrowdedFolder(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: makes 100 000 files")
	}
	w := newWorld(t, appWithDependency)
	w.publish(dependency, "example.org/dep@v1.0.0")
	w.sums(true)
	for d := range 100 {
		dir := w.path(fmt.Sprintf("app/data/d%02d", d))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		for i := range 1000 {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("f%03d.txt", i)), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.r.AllRungs, w.r.Timeout = true, 60*time.Second
	w.r.Environment = w.env
	begun := time.Now()
	s := Collect(t.Context(), Options{System: Machine{}, Request: w.r, Probes: offlineProbes()})
	if took := time.Since(begun); took > w.r.Timeout+graceAfterDeadline {
		t.Errorf("took %s", took)
	}
	if l := w.ladderOf(s, w.app); l.Verdict() != health.LadderHealthy {
		t.Errorf("rungs %s, verdict %s", states(l), l.Verdict())
	}
}

// However late rung 1 fails, there is time left for those below it.
func TestLeaving(t *testing.T) {
	for left, want := range map[time.Duration]time.Duration{60 * time.Second: 45 * time.Second, 12 * time.Second: 8 * time.Second, 45 * time.Second: 30 * time.Second} {
		deadline := time.Now().Add(left)
		ctx, cancel := context.WithDeadline(t.Context(), deadline)
		first, end := leaving(ctx)
		got, ok := first.Deadline()
		if reserve := deadline.Sub(got); !ok || reserve > left-want || reserve < left-want-time.Second {
			t.Errorf("of %s %s are left", left, reserve)
		}
		end()
		cancel()
	}
	if _, ok := func() (time.Time, bool) { ctx, end := leaving(t.Context()); defer end(); return ctx.Deadline() }(); ok {
		t.Error("a deadline came from nowhere")
	}
}

func TestRungsEndInTime(t *testing.T) {
	cases := map[string]string{
		"never answers":       "exec sleep 100\n",
		"takes no terminates": "trap '' TERM\nwhile :; do sleep 1; done\n",
		"floods":              "exec yes\n",
	}
	for name, script := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "-- app/go.mod --\nmodule example.com/app\n-- app/a.go --\npackage a\n\nfunc A() {}\n")
			_ = os.Remove(w.path("tools/gopls"))
			w.write("tools/gopls", "#!/bin/sh\n[ \"$1\" = version ] && exit 0\n"+script, 0o755)
			w.r.AllRungs, w.r.Timeout = true, 12*time.Second
			begun := time.Now()
			l := w.ladderOf(w.examine(), w.app)
			if took := time.Since(begun); took > w.r.Timeout+graceAfterDeadline+goDeadline {
				t.Errorf("took %s", took)
			}
			for n := 1; n <= lowestRung; n++ {
				if r, ok := l.Rung(n); !ok || r.Judge() == health.RungHolds {
					t.Errorf("rung %d: there %v, %s", n, ok, r.Judge())
				}
			}
		})
	}
}
