package check

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// allProbes are the probes of a complete examination.
var allProbes = []health.ProbeID{
	health.ProbeMachine, health.ProbeEditor, health.ProbeEnvironment, health.ProbeGOENV, health.ProbeSettings,
	health.ProbeFolders, health.ProbeToolEnv, health.ProbeGoLookup, health.ProbeGoEnv, health.ProbeToolLookup,
	health.ProbeBinaries, health.ProbeGoTrees, health.ProbeModuleCache, health.ProbeDirectories, health.ProbeGopls,
	health.ProbePulse, health.ProbeGoList, health.ProbeIsolation, health.ProbeSources, health.ProbeOpenFiles, health.ProbeFileSystems,
	health.ProbeWatchLimits, health.ProbeModuleFiles, health.ProbeVendorFiles, health.ProbeCompilers, health.ProbeGoExtension,
	health.ProbeLaunches, health.ProbeOtherTools, health.ProbeGoOverlay, health.ProbeSettingPaths, health.ProbePolicy,
}

// place is where things stand on the healthy machine of a system.
type place struct{ home, folder, goroot, gobin, gopath, exe string }

func placeOf(system string) place {
	if system == "windows" {
		return place{home: `C:\Users\ada`, folder: `C:\Users\ada\src\app`, goroot: `C:\Program Files\Go`,
			gobin: `C:\Program Files\Go\bin`, gopath: `C:\Users\ada\go`, exe: ".exe"}
	}
	home := "/home/ada"
	if system == "darwin" {
		home = "/Users/ada"
	}
	return place{home: home, folder: home + "/src/app", goroot: "/usr/local/go", gobin: "/usr/local/go/bin", gopath: home + "/go"}
}

// healthy is the snapshot of a machine on which everything works; tests change one thing and look.
func healthy(system string) *health.Snapshot {
	p := placeOf(system)
	j := func(parts ...string) health.Path { return health.Path(health.Join(system, parts...)) }
	folder, gopls, goPath := health.Path(p.folder), j(p.gopath, "bin", "gopls"+p.exe), j(p.gobin, "go"+p.exe)
	path, _ := health.MakeVariable(system, "PATH", p.gobin+health.ListSeparator(system)+p.home, health.Source{Kind: health.FromEnvironment, Name: "PATH"})
	homeVariable, _ := health.MakeVariable(system, "HOME", p.home, health.Source{Kind: health.FromEnvironment, Name: "HOME"})
	s := &health.Snapshot{
		Schema: health.SnapshotSchema, Tier: health.TierStandard,
		System: health.System{OS: health.Public(system), Arch: "amd64", User: "ada", UID: 1000, Host: "difference-engine",
			Home: health.Path(p.home), Temp: j(p.home, "tmp"), Config: j(p.home, ".config"), Cache: j(p.home, ".cache"), GoSuffix: health.Public(p.exe)},
		Editor:   health.Editor{Trusted: true},
		Process:  health.Environment{Variables: []health.Variable{path, homeVariable}},
		GOENV:    health.GOENVFile{Path: j(p.home, ".config", "go", "env"), State: health.FileMissing, Source: health.Source{Kind: health.FromDefault}},
		ToolEnvs: []health.ToolEnv{{Folder: folder, Variables: []health.Variable{path, homeVariable}}},
		Folders: []health.Folder{{Path: folder, Real: folder, State: health.FolderOK, GoFiles: 3, Modules: []health.GoMod{{
			File: j(p.folder, "go.mod"), Dir: folder, State: health.FileOK, Path: "example.com/app", Go: "1.26.0", GoLine: 3, Sum: health.FileOK, GoFiles: 3,
			Requires: []health.Require{{Path: "rsc.io/quote", Version: "v1.5.2", Line: 5}}}}}},
		GoTrees: []health.GoTree{{Path: health.Path(p.goroot), Exists: true, Version: "go1.26.8", GoBinary: true, Runtime: true, Unsafe: true,
			Builtin: true, Include: true, Compile: true}},
		Gopls: health.Gopls{Path: gopls, Version: "v0.23.0", BuiltBy: "go1.26.8"},
	}
	for _, purpose := range []health.Purpose{health.ForEditor, health.ForServer, health.ForTerminal} {
		s.Lookups = append(s.Lookups, health.Lookup{Tool: "go", Purpose: purpose, Folder: folder, Path: goPath, Why: "path",
			Source: health.Source{Kind: health.FromEnvironment, Name: "PATH"}})
	}
	s.Lookups = append(s.Lookups, health.Lookup{Tool: "gopls", Purpose: health.ForEditor, Folder: folder, Path: gopls, Why: "gopath",
		Source: health.Source{Kind: health.FromDefault}})
	s.Binaries = []health.Binary{nativeBinary(system, goPath, "go1.26.8", "cmd/go"), nativeBinary(system, gopls, "go1.26.8", "golang.org/x/tools/gopls")}
	s.GoEnvs = []health.GoEnv{goAnswers(system, p, folder, goPath)}
	for _, role := range []health.Public{"GOCACHE", "GOMODCACHE", "GOPLSCACHE", "TMPDIR"} {
		s.Directories = append(s.Directories, health.Directory{Role: role, Folder: folder, Path: j(p.home, ".cache", string(role)), Exists: true,
			Directory: true, Writable: true, Owner: 1000, FreeBytes: 50 << 30, FreeInodes: 1 << 20, Source: health.Source{Kind: health.FromDefault}})
	}
	s.Ladders = []health.Ladder{{Folder: folder, Rungs: []health.Rung{goodRung(system, p)}}}
	for _, id := range allProbes {
		s.Probes = append(s.Probes, health.ProbeResult{ID: id, State: health.ProbeOK})
	}
	return s
}

func nativeBinary(system string, path health.Path, version, pkg string) health.Binary {
	kind := map[string]health.BinaryKind{"linux": health.BinaryELF, "darwin": health.BinaryMachO, "windows": health.BinaryPE}[system]
	return health.Binary{Path: path, Real: path, Kind: kind, Size: 12 << 20, Architectures: []health.Public{"amd64"}, SystemOS: health.Public(system),
		Build: &health.Build{GoVersion: health.Public(version), Package: health.Module(pkg), GOOS: health.Public(system), GOARCH: "amd64"}}
}

func goAnswers(system string, p place, folder, goPath health.Path) health.GoEnv {
	out := health.GoEnv{Folder: folder, Go: goPath}
	for _, pair := range [][2]string{{"GOROOT", p.goroot}, {"GOVERSION", "go1.26.8"}, {"GOOS", system}, {"GOARCH", "amd64"}, {"GOHOSTOS", system},
		{"GOHOSTARCH", "amd64"}, {"GOPATH", p.gopath}, {"GOMODCACHE", health.Join(system, p.gopath, "pkg", "mod")}, {"GOFLAGS", ""},
		{"GO111MODULE", ""}, {"GOTOOLCHAIN", "auto"}, {"GOWORK", ""}, {"GOMOD", health.Join(system, p.folder, "go.mod")}, {"CGO_ENABLED", "1"},
		{"GOPROXY", "https://proxy.example,direct"}} {
		v, _ := health.MakeVariable(system, pair[0], pair[1], health.Source{Kind: health.FromDefault, Name: health.Public(pair[0])})
		out.Values = append(out.Values, v)
	}
	return out
}

// goodRung is a rung 1 whose questions were all answered at the right place.
func goodRung(system string, p place) health.Rung {
	main := health.Path(health.Join(system, p.folder, "main.go"))
	r := health.Rung{Rung: 1, State: health.RungHolds, Load: health.Load{State: health.LoadLoaded, Views: 1, Packages: 2}}
	for _, t := range []struct {
		target health.TargetKind
		symbol health.Module
		file   string
		tree   health.Tree
	}{
		{health.TargetSamePackage, "helper", health.Join(system, p.folder, "helper.go"), health.TreeWorkspace},
		{health.TargetStandard, "fmt.Println", health.Join(system, p.goroot, "src", "fmt", "print.go"), health.TreeStandard},
		{health.TargetDependency, "rsc.io/quote.Hello", health.Join(system, p.gopath, "pkg", "mod", "rsc.io", "quote@v1.5.2", "quote.go"), health.TreeModuleCache},
	} {
		ask := health.Answer{Question: health.AskHover, Target: t.target, Symbol: t.symbol, File: main, Line: 9, Column: 2, Verdict: health.VerdictAnswered}
		define := ask
		define.Question = health.AskDefinition
		define.Where = &health.Place{File: health.Path(t.file), Line: 3, Column: 6, Exists: true, Tree: t.tree, Matches: true}
		if t.tree == health.TreeStandard {
			define.Where.GoVersion = "go1.26.8"
		}
		r.Answers = append(r.Answers, ask, define)
	}
	return r
}

// testCase changes a healthy machine of a system and says what must be found: ids of findings, in order. Inconclusive
// is the state that is wanted if there are none.
type testCase struct {
	name   string
	system string // default linux
	change func(*health.Snapshot)
	want   []health.FindingID
	state  health.CheckState // default: finding if want is not empty, else ok
}

// runCases judges each case with one check alone, compares the findings' ids and the state, and compares the rendered
// findings with testdata/<check>/<case>.golden (go test -update rewrites it).
func runCases(t *testing.T, c *Check, cases []testCase) {
	t.Helper()
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			if tc.system == "" {
				tc.system = "linux"
			}
			s := healthy(tc.system)
			if tc.change != nil {
				tc.change(s)
			}
			found, results := Examine(s, []*Check{c}, func() float64 { return 0 })
			var got []health.FindingID
			for _, f := range found {
				got = append(got, f.ID())
			}
			if len(got) != len(tc.want) {
				t.Fatalf("found %q, want %q", got, tc.want)
			}
			for i := range got {
				if got[i] != tc.want[i] {
					t.Errorf("finding %d is %q, want %q", i, got[i], tc.want[i])
				}
			}
			want := tc.state
			if want == "" && len(tc.want) > 0 {
				want = health.StateFinding
			} else if want == "" {
				want = health.StateOK
			}
			if results[0].State != want {
				t.Errorf("state is %s (%s), want %s", results[0].State, results[0].Reason.ID, want)
			}
			if len(found) > 0 {
				golden(t, filepath.Join("testdata", string(c.ID), tc.name+".golden"), rendered(t, c, found))
			}
		})
	}
}

// rendered shows findings as people read them, and fails on an argument that a text wants and the check did not give.
func rendered(t *testing.T, c *Check, found []health.Finding) string {
	t.Helper()
	catalogue := Catalogue([]*Check{c})
	type shown struct {
		ID, Title, Detail health.Text
		Finding           health.Finding
	}
	var out []shown
	for _, f := range found {
		assertFilled(t, catalogue, f)
		out = append(out, shown{health.Text(f.ID()), catalogue.Title(f.Message), catalogue.Detail(f.Message), f})
	}
	b, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b) + "\n"
}

func assertFilled(t *testing.T, catalogue health.Catalogue, f health.Finding) {
	t.Helper()
	messages := []health.Message{f.Message}
	for _, e := range f.Evidence {
		messages = append(messages, e.What)
		for _, v := range []health.Value{e.Observed, e.Expected} {
			if v.Class == health.ClassMessage {
				messages = append(messages, health.Message{ID: health.MessageID(v.Text)})
			}
		}
	}
	for _, fix := range f.Fixes {
		messages = append(messages, fix.Title)
		// A command of the editor may be all there is to it: an extension that was installed runs at once.
		if last := len(fix.Steps) - 1; last < 0 || fix.Steps[last].Effect == health.EffectNone && fix.Steps[last].Kind != health.StepEditor {
			t.Errorf("%s: the fix %s does not say what makes it take effect", f.ID(), fix.ID)
		}
		for _, step := range fix.Steps {
			messages = append(messages, step.Title)
		}
	}
	for _, m := range messages {
		template, ok := catalogue[m.ID]
		if !ok {
			t.Errorf("%s: no text for message %q", f.ID(), m.ID)
		}
		for _, name := range template.Placeholders() {
			if _, ok := m.Args[name]; !ok {
				t.Errorf("%s: message %q wants argument %q", f.ID(), m.ID, name)
			}
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
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
		t.Errorf("%s differs (go test -update rewrites it):\n%s", file, got)
	}
}
