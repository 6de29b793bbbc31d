//go:build unix

package lab

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/govitals/govitals/sidecar/health"
	"github.com/govitals/govitals/sidecar/report"
	"github.com/govitals/govitals/test/drive"
)

func TestBroken(t *testing.T)  { shelf(t, "broken") }
func TestHealthy(t *testing.T) { shelf(t, "healthy") }

func shelf(t *testing.T, name string) {
	each(t, name, func(*environment) bool { return true }, (*machine).diagnose)
}

// each makes the machine of every environment of a shelf that is wanted, and tries something on it.
func each(t *testing.T, name string, wanted func(*environment) bool, try func(*machine)) {
	files, err := filepath.Glob(filepath.Join(name, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no environments in %s: %v", name, err)
	}
	for _, file := range files {
		e, err := parse(file)
		if err != nil {
			t.Fatal(err)
		}
		if !wanted(e) {
			continue
		}
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			if e.systems != nil && !slices.Contains(e.systems, runtime.GOOS) {
				t.Skipf("only on %v", e.systems)
			}
			if (e.user != 0 || e.hide != nil) && os.Getuid() != 0 {
				t.Skip("needs root to become another user or to hide a directory")
			}
			k := kitFor(t)
			k.provide(t, e.needs)
			try(newMachine(t, k, e))
		})
	}
}

// diagnose runs govitals check and compares.
func (m *machine) diagnose() {
	m.t.Helper()
	row := m.tabulate()
	out, stderr, exit := m.unharmed(append([]string{"check", m.expand(m.env.dir), "--format", "json", "--privacy", "full", "--login-shell=off"}, m.env.args...))
	var d report.Document
	if err := json.Unmarshal(out, &d); err != nil {
		if m.env.exit == "2" || m.env.exit == "3" {
			m.wantExit(exit, "")
			m.wantTexts(string(out) + stderr)
			return
		}
		m.t.Fatalf("no report: %v\n%s\n%s", err, out, stderr)
	}
	m.withoutStrangers(&d)
	row.saw(d)
	m.compareFindings(d)
	m.accounted(d)
	m.wantExit(exit, string(d.Badge))
	m.wantTexts(string(out) + stderr)
	m.replays(out)
	if m.t.Failed() {
		m.t.Logf("stderr: %s", stderr)
		m.explain(d)
	}
}

// unharmed runs govitals and proves that it changed nothing, asked nobody and left nothing running.
func (m *machine) unharmed(args []string) (out []byte, stderr string, exit int) {
	m.t.Helper()
	before := m.fingerprint()
	m.proxy.heard()
	start := time.Now()
	out, stderr, exit = m.run(args)
	m.t.Logf("%s: exit %d in %s", m.env.title, exit, time.Since(start).Round(time.Millisecond))
	if requests := m.proxy.heard(); len(requests) > 0 && !m.mayAsk(args, requests) {
		m.t.Errorf("diagnosing asked the network: %q", requests)
	}
	m.compareFiles(before, m.fingerprint())
	m.compareProcesses()
	return out, stderr, exit
}

// mayAsk reports that tier deep asked what it says it asks: whether the proxy is there.
func (m *machine) mayAsk(args, requests []string) bool {
	return slices.Contains(args, "deep") && !slices.ContainsFunc(requests, func(r string) bool { return !strings.Contains(r, "golang.org/x/mod/@v/list") })
}

func (m *machine) run(args []string) (out []byte, stderr string, exit int) {
	m.t.Helper()
	for i := range args {
		args[i] = m.expand(args[i])
	}
	path := m.kit.govitals
	if m.env.hide != nil {
		empty := m.path("empty")
		m.must(os.MkdirAll(empty, 0o755))
		script := ""
		for _, dir := range m.env.hide {
			script += "/usr/bin/mount --bind " + empty + " " + m.expand(dir) + " && "
		}
		args = append([]string{"-m", "/bin/sh", "-c", script + `exec "$@"`, "sh", path}, args...)
		path = "/usr/bin/unshare"
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, path, args...)
	c.Dir, c.Env = m.root, m.vars
	if m.env.user != 0 {
		id := uint32(m.env.user)
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: id, Gid: id}}
	}
	var stdout, words bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &words
	err := c.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		m.t.Fatalf("%v\n%s", err, words.String())
	}
	return stdout.Bytes(), words.String(), c.ProcessState.ExitCode()
}

func (m *machine) compareFiles(before, after map[string]string) {
	m.t.Helper()
	names := map[string]bool{}
	for name := range before {
		names[name] = true
	}
	for name := range after {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if before[name] != after[name] {
			m.t.Errorf("diagnosing changed %s: %q became %q", name, before[name], after[name])
		}
	}
}

// compareProcesses looks for anything of this environment that still runs.
func (m *machine) compareProcesses() {
	m.t.Helper()
	for _, process := range drive.Processes(m.root) {
		m.t.Errorf("still running: %s", process)
	}
}

// withoutStrangers leaves out what is told of the processes of somebody else: the processes of the machine are those of the person
// who runs the tests as well. Without it each environment fails where one gopls outlived an editor.
func (m *machine) withoutStrangers(d *report.Document) {
	m.t.Helper()
	before := len(d.Findings)
	d.Findings = slices.DeleteFunc(d.Findings, func(f report.Finding) bool { return f.Check == "gopls-orphan" && !drive.Owns(m.root, f.Subject) })
	rest := func(f report.Finding) bool { return f.Because == "" }
	if len(d.Findings) < before && d.Badge == health.BadgeAdvice && !slices.ContainsFunc(d.Findings, rest) {
		m.t.Log("the badge would be healthy but for a gopls of somebody else")
		d.Badge = health.BadgeHealthy
	}
}

func (m *machine) compareFindings(d report.Document) {
	m.t.Helper()
	var roots, folded []string
	for _, f := range d.Findings {
		switch {
		case f.Because != "":
			folded = append(folded, f.Check)
		case slices.Contains(m.env.allow, f.Check) && f.Severity == "info":
		default:
			roots = append(roots, f.Check)
		}
	}
	sort.Strings(roots)
	roots = slices.Compact(roots)
	want := slices.Sorted(slices.Values(m.env.want))
	if !slices.Equal(roots, want) {
		m.t.Errorf("roots are %v, want %v", roots, want)
	}
	for _, id := range m.env.folded {
		if !slices.Contains(folded, id) {
			m.t.Errorf("%s is not among the consequences %v", id, folded)
		}
	}
	if m.env.badge != "" && string(d.Badge) != m.env.badge {
		m.t.Errorf("badge is %s, want %s", d.Badge, m.env.badge)
	}
	for _, id := range m.env.inconclusive {
		if i := slices.IndexFunc(d.Checks, func(c report.Check) bool { return c.ID == id }); i < 0 || d.Checks[i].State != "inconclusive" {
			m.t.Errorf("%s is not inconclusive", id)
		}
	}
}

func (m *machine) wantExit(exit int, badge string) {
	m.t.Helper()
	want := 0
	if badge == "error" {
		want = 1
	}
	if m.env.exit != "" {
		want, _ = strconv.Atoi(m.env.exit)
	}
	if exit != want {
		m.t.Errorf("exit status %d, want %d", exit, want)
	}
}

func (m *machine) wantTexts(all string) {
	m.t.Helper()
	for _, text := range m.env.stdout {
		if !strings.Contains(all, m.expand(text)) {
			m.t.Errorf("nowhere in the report: %q", text)
		}
	}
}

// explain logs what a failed environment was told.
func (m *machine) explain(d report.Document) {
	m.t.Logf("badge %s", d.Badge)
	for _, f := range d.Findings {
		m.t.Logf("%s %s because=%q: %s\n  %s", f.Severity, f.ID, f.Because, f.Title, f.Detail)
		for _, e := range f.Evidence {
			m.t.Logf("    %s: %s (want %s) by %s %s %s:%d", e.What, e.Observed, e.Expected, e.Source.Kind, e.Source.Name, e.Source.File, e.Source.Line)
		}
	}
	for _, c := range d.Checks {
		if c.State == "inconclusive" {
			m.t.Logf("inconclusive %s: %s", c.ID, c.Reason)
		}
	}
	for _, p := range d.Probes {
		if !p.OK {
			m.t.Logf("probe %s %s: %s", p.ID, p.State, p.Error)
		}
	}
	for _, l := range d.Ladders {
		for _, r := range l.Rungs {
			m.t.Logf("rung %d %s %s %s %v %s", r.Rung, r.State, r.FailedStage, r.Reason, r.Messages, r.LastWords)
			for _, a := range r.Answers {
				m.t.Logf("    %s %s %s: %s %s %s", a.Question, a.Target, a.Symbol, a.Verdict, a.Where, a.Error)
			}
		}
	}
	for _, g := range d.Snapshot.Lists {
		m.t.Logf("go list %d %s %s %v", g.Exit, g.Failed, g.Stderr, g.Errors)
	}
}
