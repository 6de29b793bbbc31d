package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/doctor"
)

const disabled = "language-server-disabled"

// settings as people write them: comments, odd spaces, a trailing comma.
const settings = "// mine\n{\n\t\"editor.fontSize\" : 12,\n\t\"go.useLanguageServer\": false, // why?\n\t/* the end */\n}\n"

// disabledMachine is one whose workspace settings switch gopls off.
func disabledMachine(t *testing.T) (m *machine, file string) {
	t.Helper()
	m = newMachine(t)
	file = m.write("app/.vscode/settings.json", settings)
	if err := os.Chmod(file, 0o640); err != nil {
		t.Fatal(err)
	}
	return m, file
}

func content(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// result is what fix --format json prints.
type result struct {
	Plan    doctor.FixPlan
	Applied bool
	Outcome *doctor.FixOutcome
	Proof   *doctor.FixProof
}

func decode[T any](t *testing.T, r ran) (out T) {
	t.Helper()
	if err := json.Unmarshal([]byte(r.stdout), &out); err != nil {
		t.Fatalf("%v: %q; stderr %s", err, r.stdout, r.stderr)
	}
	return out
}

func (r ran) want(t *testing.T, code int, words ...string) {
	t.Helper()
	if r.code != code {
		t.Errorf("exit code %d, want %d; %s%s", r.code, code, r.stdout, r.stderr)
	}
	for _, w := range words {
		if !strings.Contains(r.stdout+r.stderr, w) {
			t.Errorf("%q is nowhere in %s%s", w, r.stdout, r.stderr)
		}
	}
}

func TestFixShowsAppliesProvesAndIsTakenBack(t *testing.T) {
	m, file := disabledMachine(t)
	for _, args := range [][]string{{"fix", disabled, "app"}, {"fix", disabled, "app", "--dry-run"}} {
		m.run(args...).want(t, 0, "-\t\"go.useLanguageServer\": false, // why?", "restart the language server", file)
	}
	if content(t, file) != settings {
		t.Error("showing a plan changed the file")
	}
	shown := decode[result](t, m.run("fix", disabled, "app", "--format", "json"))
	if shown.Applied || shown.Outcome != nil || shown.Plan.Steps[0].Before != settings || len(shown.Plan.Mends) != 1 {
		t.Errorf("the plan is %+v", shown)
	}
	r := m.run("fix", disabled, "app", "--yes", "--format", "json")
	r.want(t, 0)
	done := decode[result](t, r)
	if !done.Applied || done.Proof == nil || done.Proof.Verdict != doctor.Fixed || strings.Contains(content(t, file), "useLanguageServer") || !strings.Contains(content(t, file), "/* the end */") {
		t.Errorf("%+v; the file is %q", done, content(t, file))
	}
	m.run("undo", "--list").want(t, 0, disabled, "fixed", "stands")
	m.run("fix", disabled, "app").want(t, 2, "finds nothing wrong now")
	m.run("undo").want(t, 0, "fix 1, step 1 taken back")
	info, err := os.Stat(file)
	if err != nil || content(t, file) != settings || runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("after undo: %v, %q", info.Mode(), content(t, file))
	}
	m.run("undo").want(t, 2, "no fix to take back")
	m.run("undo", "1").want(t, 2, "nothing stands")
	m.run("undo", "7").want(t, 2, "no fix 7")
}

func TestFixOfSettingsThatAreOdd(t *testing.T) {
	crlf := "\ufeff" + strings.ReplaceAll(settings, "\n", "\r\n")
	for _, tc := range []struct {
		name, text string
		prepare    func(t *testing.T, m *machine, file string)
		code       int
		words      string
	}{
		{"byte order mark and CRLF", crlf, nil, 0, "fixed"},
		{"read-only", settings, func(t *testing.T, _ *machine, file string) {
			if err := os.Chmod(file, 0o444); err != nil {
				t.Fatal(err)
			}
		}, 3, "is read-only"},
		{"not JSON", strings.Replace(settings, "{", "{{", 1), nil, 2, "no such finding"},
		{"a link within the workspace", settings, func(t *testing.T, m *machine, file string) { relink(t, file, filepath.Join(m.app, "real.json")) }, 0, "is a link to"},
		{"a link out of the workspace", settings, func(t *testing.T, m *machine, file string) { relink(t, file, filepath.Join(m.home, "profile")) }, 1, "leads out of the workspace"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m, file := disabledMachine(t)
			m.write("app/.vscode/settings.json", tc.text)
			if tc.prepare != nil {
				tc.prepare(t, m, file)
			}
			m.run("fix", disabled, "app", "--yes").want(t, tc.code, tc.words)
			if fixed := content(t, file) != tc.text; fixed != (tc.code == 0) {
				t.Errorf("changed: %v", fixed)
			}
			if tc.code == 0 {
				m.run("undo").want(t, 0)
			}
			if got := content(t, file); got != tc.text {
				t.Errorf("the file is %q", got)
			}
		})
	}
}

func relink(t *testing.T, file, to string) {
	t.Helper()
	if err := os.Rename(file, to); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(to, file); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
}

func TestUndoRefusesWhatSomebodyChanged(t *testing.T) {
	m, file := disabledMachine(t)
	m.run("fix", disabled, "app", "--yes").want(t, 0)
	mine := content(t, file) + "// later\n"
	m.write("app/.vscode/settings.json", mine)
	r := m.run("undo", "--format", "json")
	r.want(t, 1, "has been changed since the fix")
	refused := decode[struct{ Outcomes []doctor.FixOutcome }](t, r)
	if len(refused.Outcomes) != 1 || refused.Outcomes[0].Error == nil || refused.Outcomes[0].Error.Code != "changed" || content(t, refused.Outcomes[0].Error.Kept) != settings {
		t.Errorf("refused: %+v", refused)
	}
	if content(t, file) != mine {
		t.Error("what was typed since is lost")
	}
}

func TestJournalThatCannotBeUsed(t *testing.T) {
	journal := func(m *machine) string { return filepath.Join(m.home, "state", "govitals", "fixes", "journal") }
	for _, tc := range []struct {
		name  string
		spoil func(m *machine) // after one fix that was taken back
		words string
		aside bool
	}{
		{"damaged", func(m *machine) {
			text := content(m.t, journal(m))
			m.write("state/govitals/fixes/journal", text[:len(text)/2]+"xx"+text[len(text)/2:])
		}, "is damaged", true},
		{"from a newer version", func(m *machine) {
			m.write("state/govitals/fixes/journal", strings.Replace(content(m.t, journal(m)), " journal 1 ", " journal 2 ", 1))
		}, "newer", false},
		{"its directory is a file", func(m *machine) {
			if err := os.RemoveAll(filepath.Dir(journal(m))); err != nil {
				m.t.Fatal(err)
			}
			m.write("state/govitals/fixes", "")
		}, "journal's directory", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m, file := disabledMachine(t)
			m.run("fix", disabled, "app", "--yes").want(t, 0)
			m.run("undo").want(t, 0)
			tc.spoil(m)
			m.run("fix", disabled, "app", "--yes").want(t, 3, tc.words)
			if content(t, file) != settings {
				t.Error("the file was changed without a journal")
			}
			m.run("undo").want(t, 3, tc.words)
			if !tc.aside {
				return
			}
			m.run("undo").want(t, 3, "--set-aside")
			m.run("undo", "--set-aside").want(t, 0, "set-aside")
			m.run("fix", disabled, "app", "--yes").want(t, 0)
			m.run("undo").want(t, 0)
		})
	}
}

func TestFixUsage(t *testing.T) {
	m, file := disabledMachine(t)
	for _, tc := range []struct {
		name  string
		args  []string
		code  int
		words string
	}{
		{"no finding", []string{"fix"}, 2, "wants a finding"},
		{"too much", []string{"fix", disabled, "app", "more"}, 2, "at most 2"},
		{"all and a finding", []string{"fix", "--all-safe", disabled, "app"}, 2, "at most 1"},
		{"all and one fix", []string{"fix", "--all-safe", "--fix", "x"}, 2, "--all-safe"},
		{"no such check", []string{"fix", "language-server-disable", "app"}, 2, "did you mean language-server-disabled"},
		{"no such subject", []string{"fix", disabled + ":x", "app"}, 2, "nothing of that subject"},
		{"no such fix", []string{"fix", disabled, "app", "--fix", "reinstall"}, 2, "there are: use-language-server"},
		{"yes and no", []string{"fix", disabled, "app", "--yes", "--dry-run"}, 2, "--dry-run"},
		{"into a file unseen", []string{"fix", disabled, "app", "-o", "plan.txt"}, 2, "-o wants --yes"},
		{"untrusted", []string{"fix", disabled, "app", "--untrusted"}, 2, "untrusted"},
		{"no such tier", []string{"fix", disabled, "app", "--tier", "fast"}, 2, "tier"},
		{"for others", []string{"fix", disabled, "app", "--privacy", "share"}, 2, "no --privacy share"},
		{"no such folder", []string{"fix", disabled, "nowhere"}, 3, "does not exist"},
		{"undo of several things", []string{"undo", "--list", "--all"}, 2, "do not go together"},
		{"undo of all and one", []string{"undo", "--all", "1"}, 2, "neither ID nor --step"},
		{"undo of two", []string{"undo", "1", "2"}, 2, "one ID"},
		{"nothing was applied", []string{"undo"}, 2, "no fix to take back"},
		{"an empty journal", []string{"undo", "--list"}, 0, "No fix was applied yet"},
	} {
		t.Run(tc.name, func(t *testing.T) { m.run(tc.args...).want(t, tc.code, tc.words) })
	}
	if content(t, file) != settings {
		t.Error("a wrong usage changed the file")
	}
}

// All that is safe is one plan, one entry of the journal, and one undo.
func TestFixAllSafe(t *testing.T) {
	m, file := disabledMachine(t)
	text := strings.Replace(settings, "\t/* the end */", "\t\"go.goroot\": \"/nowhere\",\n\t/* the end */", 1)
	m.write("app/.vscode/settings.json", text)
	r := m.run("fix", "--all-safe", "app", "--yes", "--format", "json")
	done := decode[result](t, r)
	if !done.Applied || len(done.Plan.Mends) < 2 || done.Outcome.Entry != "1" || strings.Contains(content(t, file), "nowhere") || strings.Contains(content(t, file), "useLanguageServer") {
		t.Errorf("exit %d: %s\n%s", r.code, r.stdout, content(t, file))
	}
	m.run("undo").want(t, 0)
	if content(t, file) != text {
		t.Errorf("after undo: %q", content(t, file))
	}
	m.run("fix", "--all-safe", "nothing").want(t, 3)
}
