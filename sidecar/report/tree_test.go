package report

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// editorTree is the tree of an editor with all that a face has to show.
func editorTree() health.ProcessTree {
	remote := health.V(health.Host("140.82.121.4:443"))
	build := &health.Build{Version: "v0.23.0", GoVersion: "go1.26.8"}
	node, gopls := health.Path("/n/node"), health.Path("/home/ada/go/bin/gopls")
	return health.ProcessTree{
		State: health.ProcessesOK, Root: 10, Host: 12, Self: 14, Native: "arm64", NativeBy: "kernel", Total: 400, Cut: 3,
		List: []health.Process{
			{PID: 10, Parent: 1, Role: health.RoleEditorServer, Executable: node, Architecture: "arm64", State: health.ProcessNative, ResidentBytes: 120 << 20, Window: health.WindowShared},
			{PID: 11, Parent: 10, Role: health.RolePtyHost, Executable: node, Architecture: "arm64", State: health.ProcessNative, Window: health.WindowShared},
			{PID: 12, Parent: 10, Role: health.RoleExtensionHost, Executable: node, Architecture: "arm64", State: health.ProcessNative, ResidentBytes: 1 << 30, CPUPercent: 97.5, Window: health.WindowOurs, Environment: &health.ProcessEnvironment{Hidden: 40, Variables: treeVariables(
				"GOPROXY", health.V(health.URL("https://proxy.example")), "GOROOT", health.V(health.Path("/opt/go")), "HOME", health.V(health.Path("/home/ada")),
				"PATH", health.List(health.Path("/usr/bin"), "/opt/old"))}},
			{PID: 13, Parent: 12, Role: health.RoleGopls, Executable: gopls, Architecture: "amd64", State: health.ProcessTranslated, ResidentBytes: 549 << 20, Window: health.WindowOurs, Build: build, Deleted: true,
				Environment: &health.ProcessEnvironment{Above: 12, Unset: []health.Public{"GOROOT"}, Variables: treeVariables("GO111MODULE", health.V(health.Public("")),
					"GOFLAGS", health.V(health.Text("-mod=mod")), "PATH", health.List(health.Path("/usr/bin"), "/home/ada/go/bin"))}},
			{PID: 14, Parent: 12, Role: health.RoleSidecar, Name: "govitals", State: health.ProcessNative, Window: health.WindowOurs},
			{PID: 15, Parent: 14, Role: health.RoleGopls, Executable: gopls, State: health.ProcessNative, Window: health.WindowOurs, Private: true},
			{PID: 16, Parent: 13, Role: health.RoleGo, Executable: "/usr/local/go/bin/go", State: health.ProcessEmulated, Architecture: "amd64", Emulator: "/usr/bin/qemu-x86_64-static",
				Window: health.WindowOurs, Build: build, Arguments: []health.Text{"list", "-e"}, Waits: health.WaitNetwork, WaitsOn: &remote,
				Environment: &health.ProcessEnvironment{Error: "permission denied"}},
			{PID: 17, Parent: 11, Role: health.RoleShell, Name: "zsh", State: health.ProcessUnknown, OtherUser: true},
			{PID: 18, Parent: 17, Role: health.RoleOther, Name: "vim \x1b[31m", State: health.ProcessNative},
			{PID: 19, Parent: 16, Role: health.RoleGoTool, Name: "compile", Zombie: true, State: health.ProcessUnknown},
			{PID: 20, Parent: 10, Role: health.RoleExtensionHost, Executable: node, State: health.ProcessNative, Window: health.WindowOther},
			{PID: 30, Parent: 1, Role: health.RoleGopls, Executable: "/opt/odd", State: health.ProcessNative, Orphan: true},
			{PID: 31, Parent: 1, Role: health.RoleGoplsDaemon, Executable: gopls, State: health.ProcessNative, Window: health.WindowShared},
			{PID: 40, Parent: 41, Role: health.RoleOther, Name: "loop", State: health.ProcessNative},
			{PID: 41, Parent: 40, Role: health.RoleOther, State: health.ProcessNative},
		},
	}
}

// treeVariables makes variables of names and values.
func treeVariables(pairs ...any) (out []health.Variable) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, health.Variable{Name: health.Public(pairs[i].(string)), Value: pairs[i+1].(health.Value)})
	}
	return out
}

func treeReport() health.Report {
	s := &health.Snapshot{Processes: editorTree(), Probes: []health.ProbeResult{{ID: health.ProbeProcesses, State: health.ProbeOK}}}
	s.System.OS, s.System.Home, s.System.User = "linux", "/home/ada", "ada"
	return health.Report{Tool: health.Tool{Name: "govitals"}, Snapshot: s}
}

func TestTreeGolden(t *testing.T) {
	full := BuildTree(treeReport(), Words{}, PrivacyFull)
	document := Build(treeReport(), Words{}, PrivacyFull)
	terminal := newTerminal(TextOptions{}, nil)
	terminal.processTree(document)
	for name, got := range map[string]string{
		"tree.txt": TreeText(full, TextOptions{}), "tree-narrow.txt": TreeText(full, TextOptions{Width: 40}), "tree-colours.txt": TreeText(full, TextOptions{Colour: true}),
		"tree-share.txt": TreeText(BuildTree(treeReport(), Words{}, PrivacyShare), TextOptions{}),
		"tree-none.txt":  TreeText(TreeDocument{}, TextOptions{}), "tree-failed.txt": TreeText(TreeDocument{Reason: "there is no such process"}, TextOptions{}),
		"tree-report.txt": terminal.out.String(), "tree-report.md": mdProcesses(document),
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", name)
			if *update {
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

func TestTreeHasNothingToShowWithoutGo(t *testing.T) {
	r := treeReport()
	r.Snapshot.Processes.Host = 0
	r.Snapshot.Processes.List = r.Snapshot.Processes.List[:3]
	if d := Build(r, Words{}, PrivacyFull); len(d.tree) != 0 || mdProcesses(d) != "" {
		t.Errorf("%+v", d.tree)
	}
}

func TestTreeOfAProbeThatWasLate(t *testing.T) {
	r := treeReport()
	r.Snapshot.Probes[0] = health.ProbeResult{ID: health.ProbeProcesses, State: health.ProbeLate, Error: "passed its deadline"}
	if d := BuildTree(r, Words{}, PrivacyFull); d.State != health.ProcessesFailed || d.Reason != "passed its deadline" {
		t.Errorf("%s: %s", d.State, d.Reason)
	}
}

func TestNoCanaryLeavesInATree(t *testing.T) {
	for system, home := range map[string]string{"linux": "/home/zoraida/", "windows": `C:\Users\zoraida\`} {
		r := planted(system, home)
		for _, privacy := range []Privacy{PrivacyShare, PrivacyFull} {
			d := BuildTree(r, Words{}, privacy)
			d.State = health.ProcessesOK
			text := strings.ToLower(TreeText(d, TextOptions{}) + must(JSON(d)))
			for _, c := range canaries {
				if i := strings.Index(text, c); i >= 0 && privacy == PrivacyShare {
					t.Errorf("%s: %q got out: …%s…", system, c, text[max(0, i-120):min(len(text), i+80)])
				}
			}
			if privacy == PrivacyFull && !strings.Contains(text, "zoraida") {
				t.Error("the full face shows no canary, so this test proves nothing")
			}
		}
	}
}

func TestHumanBytes(t *testing.T) {
	for n, want := range map[int64]string{0: "0 B", 999: "999 B", 1000: "1.0 kB", 549 << 20: "549 MB", 1 << 30: "1.0 GB", 1 << 62: "4194304 TB"} {
		if got := humanBytes(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}

func TestTreeMarkdown(t *testing.T) {
	d := BuildTree(treeReport(), Words{}, PrivacyFull)
	text := TreeMarkdown(d)
	for name, want := range map[string]string{
		"our window, inside the editor's server": "\n  - extension host (node) 12, this window, ",
		"gopls below it, and what is bad of it":  "\n    - gopls 13, v0.23.0, **amd64 translated**, **its file was replaced**, 549 MB  \n",
		"a renamed one":                          "\n- gopls (odd) 30, ",
		"what a go command waits for":            "**waits for the network 140.82.121.4:443**",
		"the hardware":                           " The hardware is arm64.",
		"what is left out":                       " 3 processes more are left out.",
		"every process in the table":             "\n| 16 | go list | amd64, emulated | ",
		"one that cannot be told":                "\n| 17 | shell (zsh) | cannot tell | ",
		"the variables of the host":              "  \n    GOPROXY=https:/<!-- -->/proxy.example; GOROOT=/opt/go\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%s: no %q in\n%s", name, want, text)
		}
	}
	if rows := strings.Count(text, "\n| ") - 1; rows != len(d.Processes) { // less the head
		t.Errorf("%d rows for %d processes", rows, len(d.Processes))
	}
	if strings.ContainsRune(text, '\x1b') {
		t.Error("a name of a process writes to the terminal")
	}
	d.Processes[0].Directory, d.Processes[0].Executable = "/a|b\n| x", "<img src=x>"
	hostile := TreeMarkdown(d)
	if strings.Count(hostile, "\n") != strings.Count(text, "\n") || strings.Contains(hostile, "<img") || strings.Contains(hostile, "/a|b") {
		t.Error("a path is markup")
	}
	if got := TreeMarkdown(TreeDocument{Reason: "there is no such process"}); got != "**there is no such process**\n\n" {
		t.Errorf("%q", got)
	}
	if got := TreeMarkdown(TreeDocument{}); got != "There is no process to show.\n" {
		t.Errorf("%q", got)
	}
}
