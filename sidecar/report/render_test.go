package report

import (
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// sick is a document with everything that a face has to show.
func sick() Document {
	seen := Evidence{What: "environment variable GOROOT", Observed: "/opt/none", Expected: "a complete Go release",
		Source: Source{Kind: health.FromGOENV, Name: "GOROOT", File: "/home/ada/.config/go/env", Line: 3}}
	remove := Fix{ID: "go-env-unset", Title: "Remove GOROOT", Risk: health.RiskConfirm,
		Steps: []Step{{Kind: health.StepGoEnv, Title: "go env -u GOROOT", Effect: health.EffectReloadWindow}}}
	set := Fix{ID: "set", Title: "Correct GOROOT", Risk: health.RiskManual, Steps: []Step{
		{Kind: health.StepRun, Title: "look where Go is", Argv: []string{"go", "env", "a b"}, Cwd: "/home/ada"},
		{Kind: health.StepManual, Title: "set GOROOT to it and restart the editor", Effect: health.EffectRestartEditor}}}
	return Document{
		Schema: Schema, Tool: Tool{"govitals", "0.1.0"}, StartedAt: "2026-01-02T03:04:05Z", TookMs: 4321, Tier: health.TierStandard,
		Privacy: PrivacyFull, Badge: health.BadgeError,
		Folders: []Folder{{Path: "/home/ada/src/app", State: health.FolderOK, HasGo: true, Pulse: health.PulseBad},
			{Path: "/gone", State: health.FolderMissing, Error: "no such file or directory"}, {Path: "/texts", State: health.FolderOK}},
		Works: []string{"go 1.26.8 answers in /home/ada/src/app"},
		Findings: []Finding{
			{ID: "cross-target", Check: "cross-target", Severity: health.Warning, Title: "Go builds for windows", Detail: "Files for linux are grey.", DocURL: DocURL("cross-target"), Known: true},
			{ID: "goroot-pinned", Check: "goroot-pinned", Severity: health.Info, Title: "GOROOT is pinned", DocURL: DocURL("goroot-pinned")},
			{ID: "goroot-invalid", Check: "goroot-invalid", Severity: health.Error, Title: "GOROOT is /opt/none, which does not exist", Folder: "/home/ada/src/app",
				Detail:   "Every go command stops before it starts, so the Go extension has nothing to work with and stays silent about it.",
				Evidence: []Evidence{seen, {What: "answer to go env", Observed: "go: cannot find GOROOT directory\ngo: bye", Source: Source{Kind: health.FromCommand, Name: "go env"}}},
				Fixes:    []Fix{remove, set}, DocURL: DocURL("goroot-invalid")},
			{ID: "definition-broken", Check: "definition-broken", Severity: health.Error, Title: "Go to Definition does nothing", Because: "gopls-load-failed", DocURL: DocURL("definition-broken")},
			{ID: "gopls-load-failed", Check: "gopls-load-failed", Severity: health.Error, Title: "gopls cannot load the workspace", Because: "goroot-invalid", DocURL: DocURL("gopls-load-failed")},
		},
		Checks: []Check{
			{ID: "goroot-invalid", State: health.StateFinding, Severity: health.Error}, {ID: "cross-target", State: health.StateFinding, Severity: health.Warning},
			{ID: "goroot-pinned", State: health.StateFinding, Severity: health.Warning}, {ID: "go-missing", State: health.StateOK}, {ID: "go-hangs", State: health.StateOK},
			{ID: "gosum-incomplete", State: health.StateInconclusive, Severity: health.Error, Reason: "could not look (go-list): passed its deadline"},
			{ID: "dependency-missing", State: health.StateInconclusive, Severity: health.Warning, Reason: "could not look (go-list): passed its deadline"},
			{ID: "go-work-omits", State: health.StateNotApplicable, Reason: "nothing here that this check speaks of"},
			{ID: "vendor-edited", State: health.StateSkipped, Reason: "skipped on request"}},
		Probes:  []Probe{{ID: "folders", OK: true, State: health.ProbeOK, TookMs: 1.5}, {ID: "go-list", State: health.ProbeLate, Error: "passed its deadline", TookMs: 30000}},
		Ladders: []Ladder{sickLadder()}, Isolations: []Isolation{sickIsolation()},
	}
}

// A runner's home, in which the checkout lies, is a token in a shared report, and GitHub finds no file with a token in its path.
func TestGitHubFindsTheFile(t *testing.T) {
	source := Source{File: `C:\<home>\app\.vscode\settings.json`, Line: 4}
	d := Document{Folders: []Folder{{Path: `C:\<home>\app`}}, Findings: []Finding{{ID: "x", Severity: health.Error, Title: "x", Evidence: []Evidence{{Source: source}}}}}
	for privacy, want := range map[Privacy]string{PrivacyShare: "file=.vscode/settings.json,line=4", PrivacyFull: `file=C%3A\<home>\app\.vscode\settings.json,line=4`} {
		d.Privacy = privacy
		if got := GitHub(d); !strings.Contains(got, want) {
			t.Errorf("%s: %s", privacy, got)
		}
	}
}

func TestGolden(t *testing.T) {
	d := sick()
	healthy := Document{Tool: d.Tool, Tier: d.Tier, Badge: health.BadgeHealthy, Folders: d.Folders[:1], Works: d.Works, Checks: d.Checks[3:5], TookMs: 900}
	for name, got := range map[string]string{
		"sick.txt": Text(d, TextOptions{}), "sick-narrow.txt": Text(d, TextOptions{Width: 40}), "sick-colours.txt": Text(d, TextOptions{Colour: true}),
		"healthy.txt": Text(healthy, TextOptions{}), "sick.md": Markdown(d), "sick.github": GitHub(d), "sick.xml": must(JUnit(d)),
		"ladder.txt":         LadderText(LadderDocument{Ladders: append(d.Ladders, healthyLadder())}, TextOptions{}),
		"ladder-narrow.txt":  LadderText(LadderDocument{Ladders: d.Ladders}, TextOptions{Width: 60}),
		"ladder-colours.txt": LadderText(LadderDocument{Ladders: d.Ladders}, TextOptions{Colour: true}),
		"ladder-empty.txt":   LadderText(LadderDocument{}, TextOptions{}),
		"isolation.txt":      IsolationText(isolations(), TextOptions{}),
		"isolation-none.txt": IsolationText(IsolationDocument{}, TextOptions{}),
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", name)
			if *update {
				if err := os.MkdirAll("testdata", 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v (go test -update writes it)", err)
			}
			if got != string(want) {
				t.Errorf("differs (go test -update rewrites it):\n%s", got)
			}
		})
	}
}

func must(s string, err error) string {
	if err != nil {
		panic(err)
	}
	return s
}

func TestHeadline(t *testing.T) {
	goFolder := []Folder{{HasGo: true, Pulse: health.PulseGood}}
	one := func(s health.Severity) []Finding { return []Finding{{ID: "x", Severity: s}} }
	open := []Check{{State: health.StateInconclusive}, {State: health.StateInconclusive}}
	for _, tc := range []struct {
		name string
		d    Document
		want string
	}{
		{"error", Document{Badge: health.BadgeError, Findings: one(health.Error)}, "Go does not work here: 1 error"},
		{"warning, works", Document{Badge: health.BadgeWarning, Findings: one(health.Warning), Folders: goFolder}, "Go works here, but not everything is right: 1 warning"},
		{"warning, unknown", Document{Badge: health.BadgeWarning, Findings: one(health.Warning)}, "Not everything is right here: 1 warning"},
		{"advice", Document{Badge: health.BadgeAdvice, Findings: one(health.Info)}, "Go works here: 1 note"},
		{"healthy", Document{Badge: health.BadgeHealthy, Ladders: []Ladder{{Rungs: []Rung{{Rung: 1, Answers: []Answer{{}}}}}}},
			"Go works here: every question was answered and nothing is wrong"},
		{"healthy by the running server's word", Document{Badge: health.BadgeHealthy, Ladders: []Ladder{{Rungs: []Rung{{Rung: 0}, {Rung: 1}}}}},
			"Go works here: the running gopls has loaded the workspace and nothing is wrong"},
		{"open", Document{Badge: health.BadgeInconclusive, Checks: open}, "Nothing wrong was found, but this is no clean bill of health: 2 checks could not judge"},
		{"fast", Document{Badge: health.BadgeInconclusive, Tier: health.TierFast, Folders: goFolder}, "Nothing wrong was found, but this is no clean bill of health: a fast examination does not ask gopls"},
		{"no Go", Document{Badge: health.BadgeInconclusive, Folders: []Folder{{Path: "/x"}}}, "There is no Go here; only the machine was examined, and nothing is wrong with it"},
		{"loading", Document{Badge: health.BadgeInconclusive, Folders: []Folder{{HasGo: true, Pulse: health.PulseLoading}}}, "Nothing wrong was found, but this is no clean bill of health: gopls had not finished loading when time was up"},
		{"a consequence does not count", Document{Badge: health.BadgeError, Findings: append(one(health.Error), Finding{ID: "y", Because: "x", Severity: health.Error})}, "Go does not work here: 1 error"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := tc.d.headline(); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

// A file of the project must not be able to paint on the screen or to put markup into an issue.
func TestHostileWordsStayWords(t *testing.T) {
	hostile := "a\x1b[2Jb\x07\u202ec\r\n\x9bd [x](command:evil) <script>alert(1)</script> @everyone #1 `code` **bold** | https://evil.example"
	d := sick()
	d.Findings[2].Title, d.Findings[2].Detail = hostile, hostile
	d.Findings[2].Evidence[0].Observed = hostile
	d.Works = []string{hostile}
	for name, out := range map[string]string{"text": Text(d, TextOptions{}), "markdown": Markdown(d), "github": GitHub(d), "junit": must(JUnit(d))} {
		for _, bad := range []string{"\x1b", "\x07", "\u202e", "\x9b", "\r"} {
			if strings.Contains(out, bad) {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
	outside := withoutCode(Markdown(d))
	for _, bad := range []string{"](command:", "<script>", "@everyone", "https://evil", " **bold**"} {
		if strings.Contains(outside, bad) {
			t.Errorf("markdown outside of code holds %q", bad)
		}
	}
	for _, line := range strings.Split(GitHub(d), "\n") {
		if line != "" && !strings.HasPrefix(line, "::") && line != d.headline() {
			t.Errorf("a line of its own: %q", line)
		}
	}
}

// withoutCode drops what stands between fences.
func withoutCode(markdown string) string {
	var out strings.Builder
	for _, line := range strings.Split(markdown, "\n") {
		for i, part := range strings.Split(strings.NewReplacer("\\`", "", "\\]", "").Replace(line), "``") {
			if i%2 == 0 {
				out.WriteString(part + "\n")
			}
		}
	}
	return out.String()
}

func TestMarkdownFitsIntoAnIssue(t *testing.T) {
	d := sick()
	for i := range 400 {
		f := d.Findings[2]
		f.ID = fmt.Sprintf("goroot-invalid:%d", i)
		f.Detail = strings.Repeat("words ", 100)
		f.Evidence = append(f.Evidence, Evidence{What: "x", Observed: strings.Repeat("y", 5000)})
		d.Findings = append(d.Findings, f)
	}
	out := Markdown(d)
	if len(out) >= MarkdownLimit {
		t.Fatalf("%d bytes", len(out))
	}
	for _, want := range []string{"## ❌ Go does not work here: 401 errors", "### error: GOROOT is /opt/none", "Left out because the report was too long", "more"} {
		if !strings.Contains(out, want) {
			t.Errorf("lacks %q", want)
		}
	}
	if strings.Contains(out, "probes</summary>") {
		t.Error("probes were kept although findings were dropped")
	}
}

func TestMachineFacesParse(t *testing.T) {
	d := sick()
	text := must(JSON(d))
	var back Document
	if err := json.Unmarshal([]byte(text), &back); err != nil || back.Badge != d.Badge || len(back.Findings) != len(d.Findings) {
		t.Errorf("JSON: %v, %v", err, back.Badge)
	}
	var suite junitSuite
	if err := xml.Unmarshal([]byte(must(JUnit(d))), &suite); err != nil {
		t.Fatal(err)
	}
	if suite.Tests != 9 || suite.Failures != 1 || suite.Errors != 1 || suite.Skipped != 3 {
		t.Errorf("%d tests, %d failures, %d errors, %d skipped", suite.Tests, suite.Failures, suite.Errors, suite.Skipped)
	}
	if _, err := Render(d, "pdf"); err == nil || !strings.Contains(err.Error(), "text, json, markdown, html") {
		t.Errorf("pdf: %v", err)
	}
}

func TestBuildNeverSaysNull(t *testing.T) {
	for _, r := range []health.Report{{}, planted("linux", "/home/zoraida/")} {
		d := Build(r, Words{}, PrivacyFull)
		d.Snapshot = nil // its arrays may be null
		for _, f := range d.Findings {
			for i := range f.Fixes {
				for j := range f.Fixes[i].Steps {
					f.Fixes[i].Steps[j].Before, f.Fixes[i].Steps[j].After = `0`, `0`
				}
			}
		}
		if text := must(JSON(d)); strings.Contains(text, "null") {
			t.Errorf("null in %s", text)
		}
	}
}

func TestPrinted(t *testing.T) {
	for s, want := range map[string]int{"abc": 3, "\x1b[1mabc\x1b[0m": 3, "日本": 4, "e\u0301": 1, "✓ x": 3} {
		if got := printed(s); got != want {
			t.Errorf("%q takes %d columns, want %d", s, got, want)
		}
	}
}
