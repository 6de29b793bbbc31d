package probe

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/gopls"
	"github.com/govitals/govitals/sidecar/health"
)

const oneView = `[{"Type":"GoMod","Folder":"FOLDER"}]`

// edited lets an editor look at the world, with a server that stands and these documents open.
func (w *world) edited(open ...string) *EditorRunning {
	running := &EditorRunning{
		Asked: true, Views: json.RawMessage(strings.ReplaceAll(oneView, "FOLDER", gopls.FileURI(w.app))),
		Stats: json.RawMessage(`{"Views":[{"GoCommandVersion":"` + realGo["GOVERSION"] + `","WorkspacePackages":{"Packages":2}}]}`),
	}
	w.r.Editor = &EditorFacts{Name: "Visual Studio Code", Running: running, Settings: []EditorSetting{}}
	for _, file := range open {
		w.r.Editor.OpenFiles = append(w.r.Editor.OpenFiles, w.path(file))
	}
	return running
}

func (w *world) targets() []EditorQuestion {
	w.t.Helper()
	w.r.Environment = w.env
	list, err := Targets(w.t.Context(), Options{System: Machine{}, Request: w.r})
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// asked puts the questions to a stand-in for the editor's providers, which knows where things are declared.
func (w *world) asked(list []EditorQuestion, change func(*EditorAnswer)) []EditorAnswer {
	var out []EditorAnswer
	for _, q := range list {
		a := EditorAnswer{EditorQuestion: q, Count: 1, Names: []string{q.Name}, TookMs: 1}
		if q.Question.LeadsSomewhere() {
			a.Places = []EditorPlace{w.declared(q.Name)}
		}
		if change != nil {
			change(&a)
		}
		out = append(out, a)
	}
	return out
}

// declared finds a function in the world, or in the real standard library.
func (w *world) declared(name string) EditorPlace {
	w.t.Helper()
	files := []string{w.path("app/main.go"), w.path("app/helper.go"), w.path("app/internal/util/util.go"), w.path("gopath/pkg/mod/example.org/dep@v1.0.0/dep.go"),
		realGo["GOROOT"] + "/src/fmt/print.go", realGo["GOROOT"] + "/src/builtin/builtin.go"}
	for _, file := range files {
		text, _ := os.ReadFile(file)
		for i, line := range strings.Split(string(text), "\n") {
			if strings.HasPrefix(line, "func "+name+"(") || strings.HasPrefix(line, "type "+name+" ") {
				return EditorPlace{URI: gopls.FileURI(file), Line: i, Character: 5}
			}
		}
	}
	w.t.Fatalf("%s is declared nowhere", name)
	return EditorPlace{}
}

func TestRungZero(t *testing.T) {
	definition := func(a *EditorAnswer) bool {
		return a.Question == health.AskDefinition && a.Target == health.TargetDependency
	}
	cases := map[string]struct {
		change  func(*EditorAnswer)
		running func(*EditorRunning)
		zero    health.RungState
		verdict health.AnswerVerdict // of the definition of the dependency
		one     health.RungState     // in the background
		pulse   health.PulseState
		ladder  health.LadderVerdict
	}{
		"all answered": {nil, nil, health.RungHolds, health.VerdictAnswered, health.RungSkipped, health.PulseGood, health.LadderHealthy},
		"a file is gone": {func(a *EditorAnswer) {
			if definition(a) {
				a.Places[0].URI += ".gone"
			}
		}, nil, health.RungFails, health.VerdictWrongPlace, health.RungHolds, health.PulseBad, health.LadderStale},
		"a stale line": {func(a *EditorAnswer) {
			if definition(a) {
				a.Places[0].Line--
			}
		}, nil, health.RungFails, health.VerdictWrongPlace, health.RungHolds, health.PulseBad, health.LadderStale},
		"no place": {func(a *EditorAnswer) {
			if definition(a) {
				a.Places = nil
			}
		}, nil, health.RungFails, health.VerdictEmpty, health.RungHolds, health.PulseBad, health.LadderStale},
		"a place of no file": {func(a *EditorAnswer) {
			if definition(a) {
				a.Places[0].URI = "git:/a.go?x"
			}
		}, nil, health.RungFails, health.VerdictWrongPlace, health.RungHolds, health.PulseBad, health.LadderStale},
		"an error": {func(a *EditorAnswer) {
			if definition(a) {
				a.Error = "no views"
			}
		}, nil, health.RungFails, health.VerdictError, health.RungHolds, health.PulseBad, health.LadderStale},
		"too late": {func(a *EditorAnswer) {
			if definition(a) {
				a.TimedOut = true
			}
		}, nil, health.RungFails, health.VerdictTimeout, health.RungHolds, health.PulseBad, health.LadderStale},
		"a server that loads is not failing": {func(a *EditorAnswer) { a.TimedOut = true }, func(r *EditorRunning) { r.TimedOut = true },
			health.RungLoading, health.VerdictTimeout, health.RungSkipped, health.PulseLoading, health.LadderUnknown},
		"the views are of another folder": {nil, func(r *EditorRunning) { r.Views = []byte(strings.ReplaceAll(oneView, "FOLDER", "file:///other")) },
			health.RungHolds, health.VerdictAnswered, health.RungSkipped, health.PulseGood, health.LadderHealthy},
		"the commands are not there": {nil, func(r *EditorRunning) { r.Asked, r.Reason = false, "not listed" },
			health.RungHolds, health.VerdictAnswered, health.RungSkipped, health.PulseGood, health.LadderHealthy},
		"the server runs another release": {nil, func(r *EditorRunning) {
			r.Stats = []byte(strings.ReplaceAll(string(r.Stats), realGo["GOVERSION"], "go1.18.1"))
		}, health.RungFails, health.VerdictAnswered, health.RungHolds, health.PulseBad, health.LadderStale},
		"no view could be made": {nil, func(r *EditorRunning) { r.Views = []byte("null") },
			health.RungFails, health.VerdictAnswered, health.RungHolds, health.PulseBad, health.LadderStale},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, appWithDependency)
			w.publish(dependency, "example.org/dep@v1.0.0")
			w.sums(true)
			running := w.edited("app/main.go")
			w.r.Background = true
			running.Answers = w.asked(w.targets(), c.change)
			if c.running != nil {
				c.running(running)
			}
			s := w.examine()
			l := w.ladderOf(s, w.app)
			zero, _ := l.Rung(0)
			if zero.Judge() != c.zero || w.rung(s).Judge() != c.one || l.Pulse() != c.pulse || l.Verdict() != c.ladder {
				t.Errorf("rung 0 %s, rung 1 %s, pulse %s, verdict %s", zero.Judge(), w.rung(s).Judge(), l.Pulse(), l.Verdict())
			}
			if got := verdicts(zero)["definition dependency"]; got != c.verdict {
				t.Errorf("definition %s", got)
			}
			if len(s.Editor.Running.Answers) != 1 || len(s.Editor.Running.Answers[0].Answers) != len(running.Answers) {
				t.Errorf("answers %v", s.Editor.Running.Answers)
			}
		})
	}
}

func TestRungZeroOfUnopenedFolder(t *testing.T) {
	w := newWorld(t, "-- app/go.mod --\nmodule example.com/app\n-- app/a.go --\npackage a\n\nfunc A() {}\n")
	w.edited().Unasked = "no Go document is open"
	w.r.Background = true
	s := w.examine()
	zero, _ := w.ladderOf(s, w.app).Rung(0)
	if !zero.Standing() || zero.NoTarget.ID != "say.rung-no-open" || zero.NoTarget.Args["reason"].Text != "no Go document is open" || s.Pulse() != health.PulseGood {
		t.Errorf("standing %v, %v, pulse %s", zero.Standing(), zero.NoTarget, s.Pulse())
	}
}

func TestAnswersAreBoundedAndClean(t *testing.T) {
	f := newFake(t, "linux", "")
	hover := EditorAnswer{EditorQuestion: EditorQuestion{Folder: "/w", Question: health.AskHover, Target: health.TargetBuiltin, Symbol: "len", Name: "len", File: "/w/a.go"}, Count: 1}
	with := func(change func(*EditorAnswer)) EditorAnswer {
		a := hover
		change(&a)
		return a
	}
	named := func(q health.Question, names ...string) EditorAnswer {
		return with(func(a *EditorAnswer) { a.Question, a.Names, a.Count = q, names, len(names) })
	}
	cases := map[string]struct {
		raw  []EditorAnswer
		want string // verdicts
	}{
		"hover":                      {[]EditorAnswer{hover}, "answered"},
		"no hover":                   {[]EditorAnswer{with(func(a *EditorAnswer) { a.Count = 0 })}, "empty"},
		"a negative count":           {[]EditorAnswer{with(func(a *EditorAnswer) { a.Count = -1 })}, "empty"},
		"completion offers it":       {[]EditorAnswer{named(health.AskCompletion, "cap", "len")}, "answered"},
		"completion offers others":   {[]EditorAnswer{named(health.AskCompletion, "cap", "length")}, "empty"},
		"workspace symbol, found":    {[]EditorAnswer{named(health.AskWorkspaceSymbol, "a.len")}, "answered"},
		"workspace symbol, others":   {[]EditorAnswer{named(health.AskWorkspaceSymbol, "a.lens")}, "empty"},
		"of another folder":          {[]EditorAnswer{with(func(a *EditorAnswer) { a.Folder = "/other" })}, ""},
		"a question that nobody put": {[]EditorAnswer{with(func(a *EditorAnswer) { a.Question = "rename" })}, ""},
		"a target that nobody knows": {[]EditorAnswer{with(func(a *EditorAnswer) { a.Target = "<b>" })}, ""},
		"too many":                   {slices.Repeat([]EditorAnswer{hover}, 500), strings.TrimSpace(strings.Repeat("answered ", maxAnswers))},
		"wild positions":             {[]EditorAnswer{with(func(a *EditorAnswer) { a.Line, a.Character, a.TookMs = -7, -7, -7 })}, "answered"},
		"wild places": {[]EditorAnswer{with(func(a *EditorAnswer) {
			a.Question = health.AskDefinition
			a.Places = slices.Repeat([]EditorPlace{{URI: "file:///" + strings.Repeat("x", 1<<16), Line: -1, Character: 1 << 40}}, 1000)
		})}, "wrong-place"},
		"a secret in an error": {[]EditorAnswer{with(func(a *EditorAnswer) { a.Error = "\x1b[31mGet https://u:canary1@p/x" + strings.Repeat("x", 1<<16) })}, "error"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			ex := &Examination{System: f, Request: Request{Editor: &EditorFacts{Running: &EditorRunning{Asked: true, Answers: c.raw}}}}
			ex.Snapshot.Folders = []health.Folder{{Path: "/w", State: health.FolderOK}}
			ex.Snapshot.Editor = health.Editor{Present: true, Running: &health.Running{Asked: true}}
			var got []string
			for _, of := range runningAnswers(ex) {
				for _, a := range of.Answers {
					got = append(got, string(a.Judge()))
					if a.Line < 1 || a.Column < 1 || a.TookMs < 0 || a.Verdict != a.Judge() {
						t.Errorf("%+v", a)
					}
				}
				if text := fmt.Sprintf("%+v", of); strings.Contains(text, "canary") || strings.Contains(text, "\x1b") || len(of.Answers) == 1 && len(text) > 4*maxAnswerText {
					t.Errorf("%d bytes: %.300s", len(text), text)
				}
			}
			if text := strings.Join(got, " "); text != c.want {
				t.Errorf("got %s", text)
			}
		})
	}
}
