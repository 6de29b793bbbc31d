package doctor

import (
	"slices"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// workingSnapshot is what is seen in folders where everything works.
func workingSnapshot(folders int) *health.Snapshot {
	s := &health.Snapshot{System: health.System{OS: "linux"}, Gopls: health.Gopls{Version: "v0.23.0"}}
	for _, path := range []health.Path{"/a", "/b", "/c"}[:folders] {
		s.Folders = append(s.Folders, health.Folder{Path: path, State: health.FolderOK, GoFiles: 1})
		s.GoEnvs = append(s.GoEnvs, health.GoEnv{Folder: path, Go: "/go/bin/go", Values: []health.Variable{{Name: "GOVERSION", Value: health.V(health.Public("go1.26.8"))}}})
		place := &health.Place{File: "/x.go", Exists: true, Matches: true}
		s.Ladders = append(s.Ladders, health.Ladder{Folder: path, Rungs: []health.Rung{{Rung: 1, Load: health.Load{State: health.LoadLoaded, Packages: 2},
			Answers: []health.Answer{
				{Question: health.AskHover, Target: health.TargetStandard}, {Question: health.AskDefinition, Target: health.TargetStandard, Where: place},
				{Question: health.AskHover, Target: health.TargetSamePackage}, {Question: health.AskDefinition, Target: health.TargetSamePackage, Where: place},
			}}}})
	}
	s.Probes = []health.ProbeResult{{ID: health.ProbeFolders, State: health.ProbeOK}}
	return s
}

func TestExitCode(t *testing.T) {
	finding := func(s health.Severity) health.Finding { return health.Finding{Check: "c", Severity: s} }
	known := health.Finding{Check: "k", Severity: health.Error, Known: true}
	consequence := health.Finding{Check: "d", Severity: health.Error, Because: "c"}
	open := func(s health.Severity) []health.CheckResult {
		return []health.CheckResult{{ID: "o", State: health.StateInconclusive, Severity: s}}
	}
	missing := &health.Snapshot{Folders: []health.Folder{{State: health.FolderMissing}}}
	half := &health.Snapshot{Folders: []health.Folder{{State: health.FolderMissing}, {State: health.FolderOK, GoFiles: 1}}}
	noGo := &health.Snapshot{Folders: []health.Folder{{State: health.FolderOK}}}
	for _, tc := range []struct {
		name     string
		failOn   string
		findings []health.Finding
		checks   []health.CheckResult
		snapshot *health.Snapshot
		want     int
	}{
		{"nothing found", "", nil, nil, nil, ExitGood},
		{"an error", "", []health.Finding{finding(health.Error)}, nil, nil, ExitFindings},
		{"a warning is below the default", "", []health.Finding{finding(health.Warning)}, nil, nil, ExitGood},
		{"a warning, fail on warning", "warning", []health.Finding{finding(health.Warning)}, nil, nil, ExitFindings},
		{"a note, fail on info", "info", []health.Finding{finding(health.Info)}, nil, nil, ExitFindings},
		{"a note, fail on warning", "warning", []health.Finding{finding(health.Info)}, nil, nil, ExitGood},
		{"a consequence counts", "", []health.Finding{finding(health.Warning), consequence}, nil, nil, ExitFindings},
		{"known from the baseline", "", []health.Finding{known}, nil, nil, ExitGood},
		{"known and new", "", []health.Finding{known, finding(health.Error)}, nil, nil, ExitFindings},
		{"an error check could not judge", "", nil, open(health.Error), nil, ExitNoDiagnosis},
		{"a warning check could not judge", "", nil, open(health.Warning), nil, ExitGood},
		{"could not judge, but an error tells why", "", []health.Finding{finding(health.Error)}, open(health.Error), nil, ExitFindings},
		{"could not judge, but a warning tells why", "", []health.Finding{finding(health.Warning)}, open(health.Error), nil, ExitGood},
		{"could not judge, and a note tells nothing", "", []health.Finding{finding(health.Info)}, open(health.Error), nil, ExitNoDiagnosis},
		{"never: an error", "never", []health.Finding{finding(health.Error)}, nil, nil, ExitGood},
		{"never: could not judge", "never", nil, open(health.Error), nil, ExitGood},
		{"never: nothing was examined", "never", nil, nil, missing, ExitNoDiagnosis},
		{"the folder is gone", "", []health.Finding{finding(health.Error)}, nil, missing, ExitNoDiagnosis},
		{"one of two folders is gone", "", nil, nil, half, ExitGood},
		{"no Go, so nothing can be broken", "", nil, open(health.Error), noGo, ExitGood},
		{"no Go, but the machine is broken", "", []health.Finding{finding(health.Error)}, nil, noGo, ExitFindings},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if tc.snapshot == nil {
				tc.snapshot = workingSnapshot(1)
			}
			threshold, never, err := FailOn(tc.failOn)
			if err != nil {
				t.Fatal(err)
			}
			r := health.Report{Findings: tc.findings, Checks: tc.checks, Snapshot: tc.snapshot}
			if got := ExitCode(r, threshold, never); got != tc.want {
				t.Errorf("exit code %d, want %d", got, tc.want)
			}
		})
	}
	if _, _, err := FailOn("sometimes"); err == nil {
		t.Error("an unknown threshold is taken")
	}
}

func TestWorks(t *testing.T) {
	empty := func(q health.Question) func(*health.Snapshot) {
		return func(s *health.Snapshot) {
			for i, a := range s.Ladders[0].Rungs[0].Answers {
				if a.Question == q {
					s.Ladders[0].Rungs[0].Answers[i].Empty = true
				}
			}
		}
	}
	for _, tc := range []struct {
		name   string
		change func(*health.Snapshot)
		want   []string
	}{
		{"all", func(*health.Snapshot) {}, []string{"go 1.26.8 answers (/go/bin/go)", "gopls 0.23.0 starts and loads the workspace (packages: 2)",
			"hover and Go to Definition answer for symbols of these kinds: same package, standard library"}},
		{"definition does nothing", empty(health.AskDefinition), []string{"go 1.26.8 answers (/go/bin/go)", "gopls 0.23.0 starts and loads the workspace (packages: 2)",
			"hover answers for symbols of these kinds: same package, standard library"}},
		{"the running server is stale", func(s *health.Snapshot) {
			own := s.Ladders[0].Rungs[0]
			own.Rung, own.Answers = 0, slices.Clone(own.Answers)
			own.Answers[1].Empty, own.Answers[1].Where = true, nil // of the standard library
			s.Ladders[0].Rungs = append(s.Ladders[0].Rungs, own)
		}, []string{"go 1.26.8 answers (/go/bin/go)", "the running gopls has loaded the workspace (packages: 2)",
			"hover and Go to Definition answer for symbols of these kinds: same package", "hover answers for symbols of these kinds: standard library"}},
		{"go does not answer", func(s *health.Snapshot) { s.GoEnvs[0].Failure = health.GoHangs; s.Ladders = nil }, nil},
		{"no Go", func(s *health.Snapshot) { s.Folders[0].GoFiles = 0 }, []string{"/a holds no Go; only the machine was examined"}},
		{"folder gone", func(s *health.Snapshot) { s.Folders[0].State = health.FolderMissing }, nil},
		{"modules are there", func(s *health.Snapshot) {
			s.Probes = append(s.Probes, health.ProbeResult{ID: health.ProbeModuleCache, State: health.ProbeOK})
			s.Folders[0].Modules = []health.GoMod{{File: "/a/go.mod", Requires: []health.Require{{Path: "x"}}}}
			s.Ladders = nil
		}, []string{"go 1.26.8 answers (/go/bin/go)", "all required modules (1) are on this machine"}},
		{"a module is missing", func(s *health.Snapshot) {
			s.Probes = append(s.Probes, health.ProbeResult{ID: health.ProbeModuleCache, State: health.ProbeOK})
			s.Folders[0].Modules = []health.GoMod{{File: "/a/go.mod", Requires: []health.Require{{Path: "x"}}}}
			s.Missing = []health.MissingModule{{GoMod: "/a/go.mod", Path: "x"}}
			s.Ladders = nil
		}, []string{"go 1.26.8 answers (/go/bin/go)"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := workingSnapshot(1)
			tc.change(s)
			var got []string
			for _, m := range works(s) {
				got = append(got, string(Catalogue(nil).Title(m)))
			}
			if len(got) != len(tc.want) {
				t.Fatalf("got %q, want %q", got, tc.want)
			}
			for i := range got {
				if got[i] != tc.want[i] {
					t.Errorf("got %q, want %q", got[i], tc.want[i])
				}
			}
		})
	}
}
