package cli_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pack compresses a file beside itself.
func (m *machine) pack(name string) {
	m.t.Helper()
	content, err := os.ReadFile(filepath.Join(m.home, name))
	if err != nil {
		m.t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(m.home, name+".gz"))
	if err != nil {
		m.t.Fatal(err)
	}
	w := gzip.NewWriter(f)
	if _, err := w.Write(content); err != nil {
		m.t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		m.t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		m.t.Fatal(err)
	}
}

// fed runs the program with a file as its standard input.
func (m *machine) fed(file string, args ...string) ran {
	m.t.Helper()
	in, err := os.Open(filepath.Join(m.home, file))
	if err != nil {
		m.t.Fatal(err)
	}
	defer in.Close()
	cmd := m.command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, &stdout, &stderr
	_ = cmd.Run() // how it ended is in the state
	return ran{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// reports writes three: two of a folder with a broken go.mod, full and shared, and one of a machine whose GOPROXY is broken as well.
// What else is wrong depends on where the tests run.
func (m *machine) reports() {
	m.t.Helper()
	m.write("app/go.mod", "nonsense\n")
	for _, c := range []struct{ file, privacy string }{{"full.json", "full"}, {"share.json", "share"}} {
		if r := m.run("check", "app", "--tier", "fast", "--format", "json", "--privacy", c.privacy, "-o", c.file); r.code != 1 {
			m.t.Fatalf("%+v", r)
		}
	}
	m.set("GOPROXY", "ftp://nowhere.example")
	if r := m.run("check", "app", "--tier", "fast", "--format", "json", "--privacy", "full", "-o", "other.json"); r.code != 1 {
		m.t.Fatalf("%+v", r)
	}
}

func TestReplayAsItWas(t *testing.T) {
	m := newMachine(t)
	m.reports()
	m.pack("share.json")
	for _, file := range []string{"full.json", "share.json", "share.json.gz", "-"} {
		if r := m.fed("share.json", "check", "--replay", file); r.code != 1 || !strings.Contains(r.stdout, "[go-mod-invalid") || strings.Contains(r.stdout, "[proxy-config") {
			t.Errorf("%s: %+v", file, r)
		}
	}
}

func TestDiff(t *testing.T) {
	m := newMachine(t)
	m.reports()
	for _, tc := range []struct {
		name, args string
		code       int
		want, not  []string
	}{
		{"the same", "diff full.json full.json", 0, []string{"Nothing differs between A and B."}, []string{"Findings", "Note"}},
		{"one of the two was shared", "diff full.json share.json", 0, []string{"Nothing differs", "compared by their kind"}, []string{"Findings"}},
		{"another day", "diff full.json other.json --privacy full", 1, []string{"A  full.json", "badge error", "+ ", "[proxy-config:GOPROXY]: only in B", "GOPROXY is ftp://nowhere.example in B and not set in A"}, []string{"[go-mod-invalid"}},
		{"the other way round", "diff other.json full.json", 1, []string{"- ", "only in A", "[proxy-config:GOPROXY]: only in A"}, nil},
		{"for others", "diff full.json other.json", 1, []string{"<host-"}, []string{m.home, "nowhere"}},
		{"Markdown", "diff full.json other.json --format markdown", 1, []string{"## Go works in neither", "### Findings"}, []string{m.home}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := m.run(strings.Fields(tc.args)...)
			if r.code != tc.code || r.stderr != "" {
				t.Errorf("exit code %d, stderr %q", r.code, r.stderr)
			}
			for _, want := range tc.want {
				if !strings.Contains(r.stdout, want) {
					t.Errorf("nowhere %q in\n%s", want, r.stdout)
				}
			}
			for _, not := range tc.not {
				if strings.Contains(r.stdout, not) {
					t.Errorf("%q in\n%s", not, r.stdout)
				}
			}
		})
	}
}

// The editor keeps documents without the snapshot: their findings can be compared as they were.
func TestDiffWithoutASnapshot(t *testing.T) {
	m := newMachine(t)
	m.reports()
	content, err := os.ReadFile(filepath.Join(m.home, "other.json"))
	if err != nil {
		t.Fatal(err)
	}
	var d map[string]any
	if err := json.Unmarshal(content, &d); err != nil {
		t.Fatal(err)
	}
	delete(d, "snapshot")
	if content, err = json.Marshal(d); err != nil {
		t.Fatal(err)
	}
	m.write("bare.json", string(content))
	r := m.run("diff", "full.json", "bare.json", "--privacy", "full")
	if r.code != 1 || !strings.Contains(r.stdout, "[proxy-config:GOPROXY]: only in B") || !strings.Contains(r.stdout, "bare.json holds no snapshot") || strings.Contains(r.stdout, "Environment") {
		t.Errorf("%+v", r)
	}
}

func TestTriage(t *testing.T) {
	m := newMachine(t)
	m.reports()
	m.pack("share.json")
	m.write("desk/broken.json", "{")
	m.write("desk/readme.md", "")
	for _, name := range []string{"full.json", "share.json.gz", "other.json"} {
		if err := os.Rename(filepath.Join(m.home, name), filepath.Join(m.home, "desk", name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, tc := range []struct {
		name, args string
		code       int
		stdout     []string
		stderr     string
	}{
		{"tables", "triage desk", 0, []string{"3 reports", "1 report could not be read:\n  desk/broken.json: it ends in the middle", "go-mod-invalid", "3  100.0 %", "1 other file"}, ""},
		{"counts", "triage desk --format json", 0, []string{`"reports": 3`, `"check": "proxy-config"`, `"count": 1`}, ""},
		{"rows", "triage desk --format jsonl", 0, []string{`{"file":"desk/full.json","line":1,`, `{"check":"go-mod-invalid","severity":"error"`}, "desk/broken.json: it ends"},
		{"lines", "triage desk --format csv", 0, []string{"file,line,started,", "\ndesk/other.json,1,", ",go-mod-invalid,error,", ",proxy-config,"}, "could not be read"},
		{"nothing that can be read", "triage desk/broken.json", 3, []string{"0 reports"}, "there is no report that could be read"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := m.run(strings.Fields(tc.args)...)
			if r.code != tc.code || !strings.Contains(r.stderr, tc.stderr) || tc.stderr == "" && r.stderr != "" {
				t.Errorf("exit code %d, stderr %q", r.code, r.stderr)
			}
			for _, want := range tc.stdout {
				if !strings.Contains(r.stdout, want) {
					t.Errorf("nowhere %q in\n%s", want, r.stdout)
				}
			}
			if strings.Contains(r.stdout, m.home) {
				t.Errorf("a private path in\n%s", r.stdout)
			}
		})
	}
	if r := m.run("triage", "desk", "--format", "csv", "-o", "faults.csv"); r.code != 0 || r.stdout != "" {
		t.Errorf("%+v", r)
	}
	if content, err := os.ReadFile(filepath.Join(m.home, "faults.csv")); err != nil || strings.Count(string(content), ",go-mod-invalid,") != 3 {
		t.Errorf("%v: %s", err, content)
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		if r := m.run("triage", "desk", "--format", "csv", "-o", "/dev/full"); r.code != 3 || !strings.Contains(r.stderr, "could not be written") {
			t.Errorf("a full disk: %+v", r)
		}
	}
}

func TestDocumentsFitTheirSchemas(t *testing.T) {
	m := newMachine(t)
	m.reports()
	for _, tc := range []struct {
		schema, command string
		code            int
	}{
		{"diff", "diff full.json other.json --format json", 1},
		{"diff", "diff full.json full.json --format json", 0},
		{"triage", "triage full.json other.json --format json", 0},
		{"triage-row", "triage full.json other.json --format jsonl", 0},
	} {
		r := m.run(strings.Fields(tc.command)...)
		if r.code != tc.code {
			t.Errorf("%s: %+v", tc.command, r)
		}
		s, n := readSchema(t, tc.schema), 0
		for in := json.NewDecoder(strings.NewReader(r.stdout)); in.More(); n++ {
			var value any
			if err := in.Decode(&value); err != nil {
				t.Fatalf("%s: %v", tc.command, err)
			}
			for _, problem := range s.check(s.root, value, "") {
				t.Errorf("%s: %s", tc.command, problem)
			}
		}
		if n == 0 || tc.schema == "triage-row" && n != 2 {
			t.Errorf("%s: %d documents", tc.command, n)
		}
	}
}
