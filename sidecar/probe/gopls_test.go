package probe

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

// goplsWorld examines the gopls of a world with a user's settings.
func goplsWorld(t *testing.T, settings string) (*world, *health.Snapshot) {
	t.Helper()
	w := newWorld(t, "-- app/go.mod --\nmodule app\n-- user.json --\n"+settings+"\n")
	if realGopls() == "" {
		t.Skip("skipped: gopls is not installed (go install golang.org/x/tools/gopls@latest)")
	}
	w.r.UserSettings = w.path("user.json")
	return w, w.examine()
}

func TestGoplsFlags(t *testing.T) {
	cases := map[string]struct {
		flags string
		exit  int
		words string // of FlagsError
	}{
		"good":                        {`["-rpc.trace", "-remote=auto", "-listen=127.0.0.1:0", "-vv"]`, 0, ""},
		"unknown":                     {`["-mod=readonly"]`, 2, "flag provided but not defined: -mod"},
		"removed":                     {`["-port=1"]`, 2, "flag provided but not defined: -port"},
		"a server by name":            {`["serve", "-rpc.trace"]`, 0, ""},
		"a server by name, bad":       {`["serve", "-nonsense"]`, 2, "flag provided but not defined: -nonsense"},
		"ill-typed":                   {`["-listen.timeout=5x"]`, 2, "invalid value"},
		"a profile is not written":    {`["-profile.cpu=PROFILE", "-profile.mem", "PROFILE"]`, 0, ""},
		"a log file is not created":   {`["-logfile=LOG"]`, 0, ""},
		"the value of a flag missing": {`["-logfile"]`, 2, "flag needs an argument: -logfile"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			flags := strings.NewReplacer("PROFILE", dir+"/profile", "LOG", dir+"/log").Replace(c.flags)
			_, s := goplsWorld(t, `{"go.languageServerFlags": `+flags+`}`)
			g := s.Gopls
			if !g.FlagsTried || g.FlagsExit != c.exit || !strings.Contains(string(g.FlagsError), c.words) || c.words == "" && g.FlagsError != "" {
				t.Errorf("tried %t, exit %d, %q", g.FlagsTried, g.FlagsExit, g.FlagsError)
			}
			if left, _ := os.ReadDir(dir); len(left) > 0 {
				t.Errorf("gopls wrote %v", left)
			}
			if g.Version == "" || g.BuiltBy == "" {
				t.Errorf("version %q built by %q", g.Version, g.BuiltBy)
			}
		})
	}
}

func TestGoplsNotRunWithoutNeed(t *testing.T) {
	w, s := goplsWorld(t, `{"go.buildTags": "x"}`)
	if s.Gopls.FlagsTried || len(s.Gopls.Schema) > 0 || s.Gopls.SchemaError != "" || s.Gopls.Version == "" {
		t.Errorf("%+v", s.Gopls)
	}
	if _, err := os.Stat(w.path("state/" + schemaFile)); err == nil {
		t.Error("the schema was asked for and kept for nothing")
	}
}

func TestGoplsSchema(t *testing.T) {
	w, s := goplsWorld(t, `{"gopls": {"ui.semanticTokens": true}}`)
	find := func(s *health.Snapshot, name health.Public) health.GoplsSetting {
		i := slices.IndexFunc(s.Gopls.Schema, func(g health.GoplsSetting) bool { return g.Name == name })
		if i < 0 {
			t.Fatalf("no %s in %+v", name, s.Gopls)
		}
		return s.Gopls.Schema[i]
	}
	if g := find(s, "hoverKind"); g.Type != "enum" || g.Hierarchy != "ui.documentation" || !slices.Contains(g.Enum, "SynopsisDocumentation") {
		t.Errorf("%+v", g)
	}
	if g := find(s, "analyses"); g.Type != "map[string]bool" || len(g.Enum) > 0 {
		t.Errorf("%+v", g)
	}
	size := len(health.DataOf(s.Gopls.Schema))
	if size > 20_000 {
		t.Errorf("the schema takes %d bytes of the snapshot", size)
	}
	kept, err := os.ReadFile(w.path("state/" + schemaFile))
	if err != nil {
		t.Fatal(err)
	}
	// What is kept is used while the binary is the same, and only then.
	cases := map[string]struct {
		change string
		used   bool
	}{"same": {"", true}, "other size": {`"size":`, false}}
	for name, c := range cases {
		marked := strings.Replace(string(kept), `"name":"hoverKind"`, `"name":"fromState"`, 1)
		if c.change != "" {
			marked = strings.Replace(marked, c.change, c.change+"1", 1)
		}
		if err := os.WriteFile(w.path("state/"+schemaFile), []byte(marked), 0o600); err != nil {
			t.Fatal(err)
		}
		again := w.examine()
		used := slices.ContainsFunc(again.Gopls.Schema, func(g health.GoplsSetting) bool { return g.Name == "fromState" })
		if used != c.used {
			t.Errorf("%s: kept schema used: %t", name, used)
		}
	}
}

func TestGoplsWithoutState(t *testing.T) {
	w := newWorld(t, "-- app/go.mod --\nmodule app\n-- user.json --\n{\"gopls\": {\"staticcheck\": true}}\n-- state --\na file\n")
	if realGopls() == "" {
		t.Skip("skipped: gopls is not installed (go install golang.org/x/tools/gopls@latest)")
	}
	w.r.UserSettings = w.path("user.json")
	if s := w.examine(); len(s.Gopls.Schema) == 0 || s.Gopls.SchemaError != "" {
		t.Errorf("%+v", s.Gopls)
	}
}

func TestGoplsSchemaFails(t *testing.T) {
	f := newFake(t, "linux", "")
	cases := map[string]struct {
		result child.Result
		err    error
	}{
		"exit":     {child.Result{ExitCode: 2, Stderr: []byte("unknown command")}, nil},
		"no JSON":  {child.Result{Stdout: []byte("hello")}, nil},
		"empty":    {child.Result{Stdout: []byte(`{"Options":{"User":[]}}`)}, nil},
		"no start": {child.Result{}, errors.New("x")},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f.answer = func(child.Command) (child.Result, error) { return c.result, c.err }
			r := goplsRunner{ctx: t.Context(), ex: &Examination{System: f}, path: "/gopls"}
			if schema, words := r.schema(health.Binary{}); len(schema) > 0 || words == "" {
				t.Errorf("%v, %q", schema, words)
			}
		})
	}
}

func TestLookAtLog(t *testing.T) {
	f := newFake(t, "linux", "-- /logs/old.log --\n")
	cases := map[string]struct {
		flags []string
		file  health.Path
		fails bool
	}{
		"can be created": {[]string{"-logfile=/logs/new.log"}, "/logs/new.log", false},
		"is there":       {[]string{"--logfile", "/logs/old.log"}, "/logs/old.log", false},
		"no directory":   {[]string{"-logfile=/nowhere/x.log"}, "/nowhere/x.log", true},
		"is a directory": {[]string{"-logfile=/logs"}, "/logs", true},
		"auto":           {[]string{"-logfile=auto"}, "", false},
		"relative":       {[]string{"-logfile=x.log"}, "", false},
		"none":           {[]string{"-rpc.trace"}, "", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var g health.Gopls
			lookAtLog(f, c.flags, &g)
			if g.LogFile != c.file || (g.LogFileError != "") != c.fails {
				t.Errorf("%q: %q", g.LogFile, g.LogFileError)
			}
		})
	}
}

func FuzzParseSchema(f *testing.F) {
	f.Add([]byte(`{"Options":{"User":[{"Name":"a","Type":"enum","EnumValues":[{"Value":"\"x\""}]}]}}`))
	f.Add([]byte(`{"Options":{"User":[{"Name":"a","Type":"map[enum]bool","EnumKeys":{"Keys":null}}]}}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if schema, err := parseSchema(b); (err == nil) != (len(schema) > 0) {
			t.Errorf("%v with %v", schema, err)
		}
	})
}
