package compare

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
)

var english = func() health.Catalogue {
	words := maps.Clone(Texts)
	words["x.one"] = health.Template{Title: "GOROOT {path} is no Go release"}
	return words
}()

// machine is a healthy report of a person's machine; home is where the project lies.
func machine(home string) health.Report {
	s := &health.Snapshot{Tier: health.TierStandard, System: health.System{OS: "linux", Arch: "amd64", Home: health.Path(home), User: health.User(strings.TrimPrefix(home, "/home/")), Temp: "/tmp"}}
	for _, id := range []health.ProbeID{health.ProbeEnvironment, health.ProbeGOENV, health.ProbeSettings, health.ProbePulse} {
		s.Probes = append(s.Probes, health.ProbeResult{ID: id, State: health.ProbeOK})
	}
	folder := health.Path(home + "/src/app")
	s.Folders = []health.Folder{{Path: folder, State: health.FolderOK, GoFiles: 3,
		Modules: []health.GoMod{{File: folder + "/go.mod", Dir: folder, Path: "example.com/app", Go: "1.26", Requires: []health.Require{{Path: "example.com/lib", Version: "v1.0.0"}}}}}}
	s.Process.Variables = []health.Variable{variable("GOPATH", home+"/go"), {Name: "PATH", Value: health.List(health.Path(home+"/bin"), "/usr/bin")}, variable("SHLVL", "1")}
	s.GoEnvs = []health.GoEnv{{Folder: folder, Go: "/usr/go/bin/go", Values: []health.Variable{variable("GOVERSION", "go1.26.8"), variable("GOROOT", "/usr/go"), variable("GOPROXY", "direct")}}}
	s.Gopls = health.Gopls{Path: health.Path(home + "/go/bin/gopls"), Version: "v0.23.0", BuiltBy: "go1.26.8"}
	s.Settings = []health.Setting{{Key: "gopls", Member: "ui.semanticTokens", Scope: health.ScopeUser, Value: "true"}}
	s.Ladders = []health.Ladder{{Folder: folder, Rungs: []health.Rung{{Rung: 1, Answers: []health.Answer{{}}}}}}
	return health.Report{Tool: health.Tool{Name: "govitals", Version: "1"}, StartedAt: "2026-11-20T10:00:00Z", Tier: health.TierStandard, Badge: health.BadgeHealthy, Snapshot: s,
		Checks: []health.CheckResult{{ID: "goroot-invalid", State: health.StateOK}}}
}

func variable(name health.Public, value string) health.Variable {
	return health.Variable{Name: name, Value: health.V(health.Path(value)), Source: health.Source{Kind: health.FromEnvironment, Name: name}}
}

func broken(r *health.Report) {
	r.Badge = health.BadgeError
	r.Checks = []health.CheckResult{{ID: "goroot-invalid", State: health.StateFinding}}
	r.Findings = []health.Finding{{Check: "goroot-invalid", Severity: health.Error, Subject: health.V(r.Snapshot.Folders[0].Path), Folder: r.Snapshot.Folders[0].Path,
		Message: health.Message{ID: "x.one", Args: health.Args{"path": health.V(r.Snapshot.System.Home + "/old")}}}}
}

func lines(d Document) []string {
	out := []string{}
	for _, c := range d.Changes {
		out = append(out, string(c.Kind)+" "+string(c.How)+": "+c.Words)
	}
	return out
}

func TestDiff(t *testing.T) {
	for _, tc := range []struct {
		name    string
		a, b    func(*health.Report)
		summary string
		want    []string
	}{
		{"the same on two people's machines", nil, nil, "Nothing differs", []string{}},
		{"the same fault on two machines", broken, broken, "Nothing differs", []string{}},
		{"a finding and the badge", nil, broken, "Go works in A and does not work in B", []string{
			"badge changed: the badge is healthy in A and error in B",
			"finding new: GOROOT /home/eve/old is no Go release [goroot-invalid:/home/eve/src/app]: only in B"}},
		{"mended", broken, nil, "Go does not work in A and works in B", []string{
			"badge changed: the badge is error in A and healthy in B",
			"finding gone: GOROOT /home/ada/old is no Go release [goroot-invalid:/home/ada/src/app]: only in A"}},
		{"the other could not judge", func(r *health.Report) { r.Checks[0].State = health.StateInconclusive }, func(r *health.Report) {
			broken(r)
			r.Badge = health.BadgeHealthy
		}, "The verdict is the same", []string{"finding new: GOROOT /home/eve/old is no Go release [goroot-invalid:/home/eve/src/app]: only in B, but A could not judge it"}},
		{"another severity", broken, func(r *health.Report) {
			broken(r)
			r.Findings[0].Severity = health.Warning
		}, "Go works in neither", []string{"finding changed: GOROOT /home/eve/old is no Go release [goroot-invalid:/home/eve/src/app]: error in A and warning in B"}},
		{"a consequence now", broken, func(r *health.Report) {
			broken(r)
			r.Findings[0].Because = "go-missing"
		}, "Go works in neither", []string{"finding changed: GOROOT /home/eve/old is no Go release [goroot-invalid:/home/eve/src/app]: by itself in A and a consequence of go-missing in B"}},
		{"another value in it", broken, func(r *health.Report) {
			broken(r)
			r.Findings[0].Message.Args["path"] = health.V(health.Path("/opt/go"))
		}, "Go works in neither", []string{"finding changed: [goroot-invalid:/home/eve/src/app] says in A: GOROOT /home/ada/old is no Go release; in B: GOROOT /opt/go is no Go release"}},
		{"versions", nil, func(r *health.Report) {
			r.Snapshot.GoEnvs[0].Values[0] = variable("GOVERSION", "go1.27.0")
			r.Snapshot.Gopls.BuiltBy = ""
			r.Snapshot.System.Arch = "arm64"
		}, "The verdict is the same", []string{
			"system changed: architecture is amd64 in A and arm64 in B",
			"version changed: go is go1.26.8 in A and go1.27.0 in B",
			"version gone: go that built gopls is go1.26.8 in A and was not seen in B"}},
		{"variables", func(r *health.Report) {
			r.Snapshot.Process.Variables = append(r.Snapshot.Process.Variables, variable("GOFLAGS", "-v"))
		}, func(r *health.Report) {
			r.Snapshot.Process.Variables[1].Value.Items = append(r.Snapshot.Process.Variables[1].Value.Items, "/opt/bin")
			r.Snapshot.Process.Variables = append(r.Snapshot.Process.Variables, variable("GOROOT", ""))
			r.Snapshot.GOENV.Variables = []health.Variable{variable("GOPROXY", "off")}
			r.Snapshot.GoEnvs[0].Values[2] = variable("GOPROXY", "off")
		}, "The verdict is the same", []string{
			"variable changed: PATH has entries in B alone: /opt/bin",
			"variable gone: GOFLAGS is -v in A and not set in B",
			`variable new: GOROOT is "" in B and not set in A`,
			"goenv new: GOPROXY is off in B and not set in A"}},
		{"go's own answer", nil, func(r *health.Report) { r.Snapshot.GoEnvs[0].Values[2] = variable("GOPROXY", "off") }, "The verdict is the same",
			[]string{"go-env changed: GOPROXY is direct in A and off in B"}},
		{"PATH in another order", nil, func(r *health.Report) { slices.Reverse(r.Snapshot.Process.Variables[1].Value.Items) }, "The verdict is the same",
			[]string{"variable changed: PATH has the same entries in another order"}},
		{"what a failed probe did not see", nil, func(r *health.Report) {
			r.Snapshot.Probes[0] = health.ProbeResult{ID: health.ProbeEnvironment, State: health.ProbeLate, Error: "no time"}
			r.Snapshot.Process.Variables = nil
		}, "The verdict is the same", []string{"probe gone: what the probe environment looks at was seen in A and not in B: no time"}},
		{"settings", nil, func(r *health.Report) {
			r.Snapshot.Settings[0].Scope = health.ScopeWorkspace
			r.Snapshot.Settings = append(r.Snapshot.Settings, health.Setting{Key: "go.goroot", Scope: health.ScopeUser, Value: `"/x"`})
		}, "The verdict is the same", []string{
			"setting gone: gopls.ui.semanticTokens (user) is true in A and not set in B",
			"setting new: gopls.ui.semanticTokens (workspace) is true in B and not set in A",
			`setting new: go.goroot (user) is "/x" in B and not set in A`}},
		{"modules", nil, func(r *health.Report) {
			m := &r.Snapshot.Folders[0].Modules[0]
			m.Go, m.Requires = "1.27", []health.Require{{Path: "example.com/lib", Version: "v1.1.0"}}
		}, "The verdict is the same", []string{
			"module changed: go line of /home/ada/src/app/go.mod is 1.26 in A and 1.27 in B",
			"module changed: requirement example.com/lib is v1.0.0 in A and v1.1.0 in B"}},
		{"a folder more", nil, func(r *health.Report) {
			r.Snapshot.Folders = append(r.Snapshot.Folders, health.Folder{Path: "/srv/lib", State: health.FolderOK})
		}, "The verdict is the same", []string{"folder new: the folder /srv/lib is in B alone"}},
		{"the ladder", nil, func(r *health.Report) {
			r.Snapshot.Ladders[0].Rungs = []health.Rung{{Rung: 1, FailedStage: health.StageSpawn}, {Rung: 2, FailedStage: health.StageSpawn}}
		}, "The verdict is the same", []string{"ladder changed: rung 1"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a, b := machine("/home/ada"), machine("/home/eve")
			if tc.a != nil {
				tc.a(&a)
			}
			if tc.b != nil {
				tc.b(&b)
			}
			d := Diff(Side{File: "a.json", Report: a}, Side{File: "b.json", Report: b}, english)
			got := lines(d)
			same := slices.EqualFunc(got, tc.want, func(got, want string) bool {
				return got == want || want == "ladder changed: rung 1" && strings.HasPrefix(got, "ladder changed:")
			})
			if tc.name == "the ladder" {
				same = len(got) > 0 && strings.HasPrefix(got[0], "ladder changed:")
			}
			if !same || !strings.HasPrefix(d.Summary, tc.summary) || d.Same != (len(got) == 0) {
				t.Errorf("%s\n%s\nwant %s\n%s", d.Summary, strings.Join(got, "\n"), tc.summary, strings.Join(tc.want, "\n"))
			}
		})
	}
}

// Tokens of two shared reports count from one in each: the same number is not the same name, and another is not another one.
func TestSharedReportsAreComparedByStructure(t *testing.T) {
	a, b := report.Redact(machine("/home/ada")), report.Redact(machine("/home/eve"))
	b.Snapshot.Folders[0].Modules[0].Path = "<module-7>"
	b.Snapshot.Settings[0].Value = `"<host-3>"`
	a.Snapshot.Settings[0].Value = `"<host-1>"`
	a.Snapshot.Folders[0].Modules[0].Requires[0] = health.Require{Path: "<module-2>", Version: "v1.0.0"}
	b.Snapshot.Folders[0].Modules[0].Requires[0] = health.Require{Path: "<module-2>", Version: "v9.0.0"}
	d := Diff(Side{Report: a, Tokens: true}, Side{Report: b, Tokens: true}, english)
	if !d.Same || len(d.Notes) != 1 || !strings.Contains(d.Notes[0], "compared by their kind") {
		t.Errorf("%q, notes %q", lines(d), d.Notes)
	}
	if d := Diff(Side{Report: a}, Side{Report: b}, english); d.Same || len(d.Notes) > 0 {
		t.Errorf("names that are known differ: %q, notes %q", lines(d), d.Notes)
	}
}

func TestWindowsAgainstLinux(t *testing.T) {
	a, b := machine("/home/ada"), machine("/home/ada")
	b.Snapshot.System = health.System{OS: "windows", Arch: "amd64", Home: `C:\Users\Ada`}
	b.Snapshot.Folders[0].Path = `C:\Users\Ada\src\app`
	b.Snapshot.Process.Variables[0] = variable("GOPATH", `C:\Users\Ada\go`)
	d := Diff(Side{Report: a}, Side{Report: b}, english)
	for _, c := range d.Changes {
		if c.Kind == KindFolder || c.Name == "GOPATH" {
			t.Errorf("%+v", c)
		}
	}
	if len(d.Notes) != 1 || !strings.Contains(d.Notes[0], "different systems") {
		t.Errorf("notes %q", d.Notes)
	}
}

func TestWithoutASnapshot(t *testing.T) {
	a, b := machine("/home/ada"), machine("/home/ada")
	broken(&b)
	a.Snapshot, b.Snapshot = nil, nil
	d := Diff(Side{File: "a.json", Report: a}, Side{File: "b.json", Report: b}, english)
	if len(d.Notes) != 2 || len(d.Changes) != 2 || !strings.Contains(d.Notes[0], "a.json holds no snapshot") {
		t.Errorf("%q, notes %q", lines(d), d.Notes)
	}
}

func TestRender(t *testing.T) {
	a, b := machine("/home/ada"), machine("/home/eve")
	broken(&b)
	b.Findings[0].Message.Args["path"] = health.V(health.Text("`<img onerror>` | \x1b[31m @golang"))
	d := Diff(Side{File: "monday.json", Report: a}, Side{File: "today.json", Report: b}, english)
	for format, want := range map[string][]string{
		"text":     {"A  monday.json, 2026-11-20 10:00 UTC, linux/amd64, tier standard, badge healthy, govitals 1\n", "\nFindings\n  + GOROOT `<img onerror>`"},
		"markdown": {"## Go works in A and does not work in B\n", "### Findings\n\n- GOROOT \\`&lt;img onerror&gt;\\` \\|"},
		"json":     {`"kind": "finding"`, `"how": "new"`},
	} {
		text, err := Render(d, format, english, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: nowhere %q in\n%s", format, w, text)
			}
		}
		if strings.Contains(text, "\x1b") {
			t.Errorf("%s: an escape sequence", format)
		}
	}
	if _, err := Render(d, "yaml", english, nil); err == nil {
		t.Error("yaml is taken")
	}
}

// Every message has a text, and every text's arguments are filled.
func TestNoTextIsMissing(t *testing.T) {
	for id, text := range Texts {
		if text.Title == "" || strings.HasSuffix(string(text.Title), ".") {
			t.Errorf("%s: %q", id, text.Title)
		}
	}
	for _, h := range headings {
		if _, ok := Texts[h.title]; !ok {
			t.Errorf("%s has no text", h.title)
		}
	}
}
