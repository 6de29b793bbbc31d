package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUsage(t *testing.T) {
	m := newMachine(t)
	folder, garbage := m.app, m.write("garbage.json", "{")
	other := m.write("other.json", `{"schema":1,"tool":{"name":"other"}}`)
	newer := m.write("newer.json", `{"schema":99,"tool":{"name":"govitals"}}`)
	for _, tc := range []struct {
		args string
		want string // in stderr
	}{
		{"", "a command is missing"},
		{"chekc", `there is no command "chekc"`},
		{folder, "is a folder; to diagnose it: govitals check " + folder},
		{"--bogus", "unknown flag: --bogus"},
		{"check --bogus", "unknown flag: --bogus"},
		{"check -x", "unknown shorthand flag"},
		{"check a b", "give one DIR, not 2"},
		{"check --format pdf", `no format "pdf" (there are: text, json, markdown, html, sarif, github, junit)`},
		{"check --tier thorough", `no tier "thorough"`},
		{"check --fail-on sometimes", `unknown threshold "sometimes"`},
		{"check --privacy none", "--privacy is full or share"},
		{"check --only goroot-invalit", "did you mean goroot-invalid"},
		{"check --skip nonsense-here", `there is no check "nonsense-here"`},
		{"check --timeout soon", "invalid argument"},
		{"check --timeout -5s", "--timeout must be longer"},
		{"check --login-shell maybe", "--login-shell is auto or off"},
		{"check --policy x.yaml", "--policy: "},
		{"check --lang tlh", `no language "tlh"`},
		{"check --user-settings /nonexistent", "--user-settings"},
		{"check -o /nonexistent/report", "-o:"},
		{"check -o " + folder, "is a folder"},
		{"check --baseline " + garbage, "cut off"},
		{"check --baseline " + other, "is no report"},
		{"check --replay " + newer, "newer govitals"},
		{"check --replay /nonexistent", "--replay"},
		{"check --replay " + newer + " " + folder, "it takes no DIR"},
		{"check --replay " + folder, "is a folder"},
		{"diff " + other, "give two reports, not 1"},
		{"diff " + other + " " + garbage, "is no report of"},
		{"diff - -", "only one of the two"},
		{"diff a b --format sarif", `no format "sarif"`},
		{"triage", "give a folder or files"},
		{"triage /nonexistent/x*", "no such file: /nonexistent/x*"},
		{"triage " + folder + " --format xml", `no format "xml"`},
		{"triage " + folder + " --top -1", "--top is 0 or more"},
		{"check " + filepath.Join(folder, "main.go"), "is not a folder: give a folder or a .code-workspace file"},
		{"probe --untrusted", "an untrusted folder is not probed"},
		{"probe --tier fast", "unknown flag: --tier"},
		{"probe --format markdown", "no format"},
		{"explain goroot", "did you mean goroot-"},
		{"explain --format yaml", "no format"},
		{"serve now", "takes no argument"},
		{"version 2", "takes no argument"},
		{"isolate --untrusted", "an untrusted folder is not experimented with"},
		{"isolate --max-trials -1", "--max-trials is 0 or more"},
		{"isolate --max-trials many", "invalid argument"},
		{"isolate --tier deep", "unknown flag: --tier"},
		{"isolate --format markdown", "no format"},
		{"isolate a b", "give one DIR, not 2"},
		{"doctor", `there is no command "doctor" (there are: check, probe, isolate, fix, undo, diff, triage, tree, history, explain, serve, version)`},
	} {
		t.Run(tc.args, func(t *testing.T) {
			r := m.run(strings.Fields(tc.args)...)
			if r.code != 2 || !strings.Contains(r.stderr, tc.want) || !strings.Contains(r.stderr, "--help'") {
				t.Errorf("exit code %d, stderr %q; want 2 and %q", r.code, r.stderr, tc.want)
			}
			if r.stdout != "" {
				t.Errorf("stdout %q", r.stdout)
			}
		})
	}
}

func TestHelpIsTheManual(t *testing.T) {
	m := newMachine(t)
	for _, tc := range []struct{ args, want string }{
		{"--help", "check explain probe isolate serve version --no-color"},
		{"check --help", "DIR .code-workspace --tier --format --only --skip --fail-on --baseline --replay --privacy --timeout --untrusted NO_COLOR 130 -o,"},
		{"help probe", "hover definition minimal 130"},
		{"help isolate", "DIR --max-trials --timeout 5m0s --format --untrusted 130 twice"},
	} {
		r := m.run(strings.Fields(tc.args)...)
		if r.code != 0 || r.stderr != "" {
			t.Errorf("%s: exit code %d, stderr %q", tc.args, r.code, r.stderr)
		}
		for _, word := range strings.Fields(tc.want) {
			if !strings.Contains(strings.ToLower(r.stdout), strings.ToLower(word)) {
				t.Errorf("%s: lacks %s", tc.args, word)
			}
		}
	}
}

func TestVersionAndExplain(t *testing.T) {
	m := newMachine(t)
	if r := m.run("version"); r.code != 0 || !strings.HasPrefix(r.stdout, "govitals 9.8.7 (go") {
		t.Errorf("version: %+v", r)
	}
	var version struct {
		Tool struct{ Version string }
	}
	if r := m.run("version", "--format", "json"); json.Unmarshal([]byte(r.stdout), &version) != nil || version.Tool.Version != "9.8.7" {
		t.Errorf("version as JSON: %+v", r)
	}
	if r := m.run("explain"); r.code != 0 || !strings.Contains(r.stdout, "goroot-invalid") || !strings.Contains(r.stdout, "gopls-missing") {
		t.Errorf("explain: %+v", r)
	}
	var all struct {
		Checks []struct{ ID, Title, Doc, DocURL string }
	}
	r := m.run("explain", "goroot-invalid", "--format", "json")
	if err := json.Unmarshal([]byte(r.stdout), &all); err != nil || len(all.Checks) != 1 || all.Checks[0].Doc == "" {
		t.Errorf("explain as JSON: %v, %+v", err, r)
	}
	if r := m.run("explain", "goroot-invalid"); r.code != 0 || !strings.Contains(r.stdout, all.Checks[0].Title) || !strings.Contains(r.stdout, all.Checks[0].DocURL) {
		t.Errorf("explain goroot-invalid: %+v", r)
	}
}

func TestExitCodes(t *testing.T) {
	for _, tc := range []struct {
		name   string
		args   string
		change func(*machine)
		want   int
		stdout string
		stderr string
	}{
		{"no go anywhere", "check app --tier fast", nil, 1, "go-missing", ""},
		{"never", "check app --tier fast --fail-on never", nil, 0, "go-missing", ""},
		{"the folder is gone", "check gone", nil, 3, "", "no diagnosis possible: "},
		{"never, and the folder is gone", "check gone --fail-on never", nil, 3, "", "does not exist"},
		{"an empty folder: nothing of Go there", "check empty --only go-mod-invalid", func(m *machine) { m.write("empty/readme.txt", "") }, 0, "", ""},
		{"a workspace file", "check a.code-workspace --tier fast", func(m *machine) {
			m.write("a.code-workspace", `{"folders":[{"path":"app"},{"path":"gone"}]}`)
		}, 1, "is not there", ""},
		{"a workspace file without a folder", "check a.code-workspace", func(m *machine) { m.write("a.code-workspace", `{}`) }, 3, "", "holds no folder"},
		{"the current folder", "check --tier fast", func(m *machine) { m.dir = m.app }, 1, "go-missing", ""},
		{"go hangs", "check app --tier fast", func(m *machine) { m.broken("go", "sleep 300") }, 1, "go-hangs", ""},
		{"go hangs, and time is up", "check app --timeout 1s --tier fast", func(m *machine) { m.broken("go", "sleep 300") }, 3, "could not judge", "could not judge"},
		{"probe without gopls", "probe app", nil, 3, "", ""},
		{"isolate without gopls", "isolate app", nil, 3, "could not be tried", ""},
		{"isolate where there is no Go", "isolate empty", func(m *machine) { m.write("empty/readme.txt", "") }, 3, "nothing here that could be tried", "nothing to try"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := newMachine(t)
			if tc.change != nil {
				tc.change(m)
			}
			r := m.run(strings.Fields(tc.args)...)
			if r.code != tc.want || !strings.Contains(r.stdout, tc.stdout) || !strings.Contains(r.stderr, tc.stderr) {
				t.Errorf("exit code %d, want %d\nstdout: %s\nstderr: %s", r.code, tc.want, r.stdout, r.stderr)
			}
			if tc.want == 3 && tc.stdout == "" && r.stdout != "" && tc.stderr != "" {
				t.Errorf("stdout %q", r.stdout)
			}
		})
	}
}

func TestStdoutHoldsTheResultAlone(t *testing.T) {
	m := newMachine(t)
	m.broken("go", "echo noise; echo noise >&2; exit 1")
	m.set("FORCE_COLOR", "1")
	for format, first := range map[string]string{"text": "✗ Go does not work here", "json": "{", "markdown": "## ", "html": "<!DOCTYPE html>", "junit": "<?xml", "github": "::error"} {
		r := m.run("check", "app", "--tier", "fast", "--format", format)
		if r.code != 1 || !strings.HasPrefix(r.stdout, first) || r.stderr != "" {
			t.Errorf("%s: exit code %d, stdout %.60q, stderr %q", format, r.code, r.stdout, r.stderr)
		}
		if strings.Contains(r.stdout, "\x1b") {
			t.Errorf("%s: colours in a pipe", format)
		}
		if strings.Contains(r.stdout, m.home) {
			t.Errorf("%s: the home directory in a pipe", format)
		}
	}
	if r := m.run("check", "app", "--tier", "fast", "--privacy", "full"); !strings.Contains(r.stdout, m.home) {
		t.Errorf("--privacy full hides the home: %s", r.stdout)
	}
}

func TestOutputFile(t *testing.T) {
	m := newMachine(t)
	old := m.write("report.json", "old")
	if err := os.Chmod(old, 0o600); err != nil {
		t.Fatal(err)
	}
	if r := m.run("check", "app", "--tier", "fast", "--format", "json", "-o", "report.json"); r.code != 1 || r.stdout != "" {
		t.Fatalf("%+v", r)
	}
	content, err := os.ReadFile(old)
	if err != nil || !json.Valid(content) {
		t.Errorf("%v, %.80s", err, content)
	}
	if info, err := os.Stat(old); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := os.Symlink("report.json", filepath.Join(m.home, "link")); err == nil {
		m.run("check", "app", "--tier", "fast", "-o", "link")
		if info, err := os.Lstat(filepath.Join(m.home, "link")); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Error("the link was replaced by a file")
		}
		if content, _ := os.ReadFile(old); !strings.HasPrefix(string(content), "✗") {
			t.Errorf("the link's target holds %.40q", content)
		}
	}
	if r := m.run("check", "app", "--tier", "fast", "-o", "-"); !strings.HasPrefix(r.stdout, "✗") {
		t.Errorf("-o -: %+v", r)
	}
	entries, err := os.ReadDir(m.home)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".tmp") {
			t.Errorf("%s was left behind", e.Name())
		}
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		if r := m.run("check", "app", "--tier", "fast", "-o", "/dev/full"); r.code != 3 || !strings.Contains(r.stderr, "could not be written") {
			t.Errorf("a full disk: %+v", r)
		}
	}
}

func TestBaselineAndReplay(t *testing.T) {
	m := newMachine(t)
	if r := m.run("check", "app", "--tier", "fast", "--format", "json", "-o", "old.json"); r.code != 1 {
		t.Fatalf("%+v", r)
	}
	r := m.run("check", "app", "--tier", "fast", "--baseline", "old.json")
	if r.code == 1 || !strings.Contains(r.stdout, "known error") {
		t.Errorf("with a baseline: %+v", r)
	}
	m.write("app/go.mod", "nonsense\n")
	if r := m.run("check", "app", "--tier", "fast", "--baseline", "old.json"); r.code != 1 || !strings.Contains(r.stdout, "[go-mod-invalid") {
		t.Errorf("a new error beside a known one: %+v", r)
	}
	if r := m.run("check", "--replay", "old.json"); r.code != 1 || !strings.Contains(r.stdout, "go-missing") {
		t.Errorf("replay: %+v", r)
	}
}

func TestAFolderWithoutGo(t *testing.T) {
	m := newMachine(t)
	m.realGo()
	m.write("empty/readme.txt", "")
	if r := m.run("check", "empty"); r.code != 0 || !strings.Contains(r.stdout, "holds no Go; only the machine was examined") || r.stderr != "" {
		t.Errorf("%+v", r)
	}
}
