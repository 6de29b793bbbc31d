package fix

import (
	"context"
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/child"
	"github.com/govitals/govitals/sidecar/health"
)

func oneStep(s health.Step) health.Fix {
	return health.Fix{ID: "one", Title: health.Message{ID: "one"}, Steps: []health.Step{s}}
}

func runOf(cwd health.Path, argv ...health.Public) health.Step {
	s := health.Step{Kind: health.StepRun, Cwd: cwd}
	for _, a := range argv {
		s.Argv = append(s.Argv, health.V(a))
	}
	return s
}

func setGoroot(file health.Path) health.Step {
	return health.Step{Kind: health.StepSet, Target: health.Target{Scope: health.ScopeWorkspace, File: file, Key: "go.goroot"}, After: `"/go"`}
}

func TestResolve(t *testing.T) {
	line := func(file health.Path, before, after string) health.Step {
		return health.Step{Kind: health.StepEdit, Target: health.Target{File: file}, Before: health.DataOf(before), After: health.DataOf(after)}
	}
	for _, tc := range []struct {
		name string
		tree map[string]string
		step health.Step
		// want is part of the diff; saves the files saved for a command.
		want    string
		file    string
		saves   string
		lasting bool
		code    Code
		text    string
	}{
		{name: "setting", step: setGoroot("/home/settings.json"), want: "+  \"go.goroot\": \"/go\",\n", file: "/home/settings.json"},
		{name: "file that is not there", step: setGoroot("/work/.vscode/settings.json"), want: "@@ -0,0 +1,3 @@\n+{\n", file: "/work/.vscode/settings.json"},
		{name: "link among the user's own files", tree: map[string]string{"/home/link.json": "-> settings.json"}, step: setGoroot("/home/link.json"), want: "+  \"go.goroot\"", file: "/home/settings.json"},
		{name: "link inside the workspace", tree: map[string]string{"/work/s.json": "{}", "/work/link.json": "-> s.json"}, step: setGoroot("/work/link.json"), want: "+    \"go.goroot\"", file: "/work/s.json"},
		{name: "planted file link", tree: map[string]string{"/work/planted.json": "-> ../home/settings.json"}, step: setGoroot("/work/planted.json"), code: Outside, text: "leads out of the workspace, to /home/settings.json"},
		{name: "planted directory link", tree: map[string]string{"/work/.vscode": "-> /home"}, step: setGoroot("/work/.vscode/settings.json"), code: Outside, text: "leads out"},
		{name: "planted link to a new file", tree: map[string]string{"/work/.vscode": "-> /home"}, step: setGoroot("/work/.vscode/other.json"), code: Outside, text: "leads out"},
		{name: "dangling link", tree: map[string]string{"/home/link.json": "-> nowhere"}, step: setGoroot("/home/link.json"), code: Unsuitable, text: "leads nowhere"},
		{name: "directory", step: setGoroot("/home"), code: Unsuitable, text: "no regular file"},
		{name: "below a file", step: setGoroot("/home/settings.json/x"), code: Unsuitable, text: "no directory"},
		{name: "relative", step: setGoroot("settings.json"), code: Unsupported, text: "absolute"},
		{name: "broken settings", tree: map[string]string{"/home/b.json": "{"}, step: setGoroot("/home/b.json"), code: Unsuitable, text: "not JSON"},
		{name: "hidden value to write", step: health.Step{Kind: health.StepSet, Target: health.Target{File: "/home/settings.json", Key: "x"}, After: `"(hidden)"`}, code: Unsupported, text: "secret"},
		{name: "no file known", step: setGoroot(""), code: NeedsEditor, text: "in the editor"},
		{name: "line", step: line("/work/go.mod", "go 1.26.x", "go 1.26"), want: "-go 1.26.x // pinned\n+go 1.26 // pinned\n", file: "/work/go.mod"},
		{name: "line that is gone", step: line("/work/go.mod", "go 1.25", "go 1.26"), code: Changed, text: "does not stand there"},
		{name: "line of a file that is gone", step: line("/work/go.none", "go 1.25", "go 1.26"), code: Changed, text: "does not stand there"},
		{name: "create", step: health.Step{Kind: health.StepCreate, Target: health.Target{File: "/work/x"}, After: `""`}, file: "/work/x"},
		{name: "create what is there", step: health.Step{Kind: health.StepCreate, Target: health.Target{File: "/work/m.go"}, After: `""`}, code: Changed, text: "is there already"},
		{name: "mod vendor", step: runOf("/work", "go", "mod", "vendor"), saves: "/work/go.mod /work/go.sum /work/vendor"},
		{name: "mod tidy", step: runOf("/work/sub/deep", "go", "mod", "tidy"), tree: map[string]string{"/work/sub/deep/x.go": ""}, saves: "/work/go.mod /work/go.sum"},
		{name: "work vendor", step: runOf("/work/sub", "go", "work", "vendor"), tree: map[string]string{"/work/sub/x.go": "", "/work/go.work": "go 1.26\n\nuse (\n\t.\n\t./b\n)\n", "/work/b/go.mod": "module b\n"},
			saves: "/work/go.mod /work/go.sum /work/go.work /work/go.work.sum /work/b/go.mod /work/b/go.sum /work/vendor"},
		{name: "work init", step: runOf("/home", "go", "work", "init"), saves: "/home/go.work /home/go.work.sum"},
		{name: "chmod", step: runOf("", "chmod", "+x", "/work/m.go"), saves: "/work/m.go"},
		{name: "unknown program", step: runOf("/work", "rustup", "default", "stable"), lasting: true},
		{name: "go.mod planted", tree: map[string]string{"/work/p/go.mod": "-> ../../home/settings.json"}, step: runOf("/work/p", "go", "mod", "tidy"), code: Outside, text: "leads out"},
		{name: "no such directory", step: runOf("/nowhere", "go", "mod", "tidy"), code: Changed, text: "no directory to run go in"},
		{name: "hidden argument", step: health.Step{Kind: health.StepRun, Argv: []health.Value{health.V(health.Public("go")), health.V(health.Text("(hidden)"))}}, code: Unsupported, text: "secret"},
		{name: "no program", step: health.Step{Kind: health.StepRun, Cwd: "/work"}, code: Unsupported, text: "no program"},
		{name: "manual", step: health.Step{Kind: health.StepManual}},
		{name: "unheard of", step: health.Step{Kind: "dance"}, code: Unsupported, text: "dance"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tree := map[string]string{}
			for _, m := range []map[string]string{module, tc.tree} {
				for path, text := range m {
					tree[path] = text
				}
			}
			p, err := Resolve(t.Context(), newMem(tree), oneStep(tc.step), memFacts())
			if tc.code != "" {
				if CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.text) {
					t.Fatalf("error %v (%s), want %s with %q", err, CodeOf(err), tc.code, tc.text)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			s := p.Steps[0]
			if !strings.Contains(s.Diff, tc.want) || s.File != tc.file || strings.Join(s.Saves, " ") != tc.saves || s.Lasting != tc.lasting {
				t.Errorf("file %q, saves %q, lasting %v, diff\n%s", s.File, s.Saves, s.Lasting, s.Diff)
			}
		})
	}
}

// The environment of a command is the editor's with the step's changes, which are shown.
func TestResolveInstall(t *testing.T) {
	step := health.Step{Kind: health.StepInstall, Target: health.Target{Key: "gopls"}, Argv: []health.Value{health.V(health.Public("go")), health.V(health.Public("install")), health.V(health.Module("golang.org/x/tools/gopls@latest"))},
		Env: []health.Variable{{Name: "GOTOOLCHAIN", Value: health.V(health.Public("auto"))}, {Name: "GOFLAGS"}}}
	for _, tc := range []struct{ name, answer, want string }{
		{"GOBIN", "/gobin\n/p\nlinux\namd64\nlinux\namd64\n", "/gobin/gopls"},
		{"GOPATH", "\n/p:/q\nlinux\namd64\nlinux\namd64\n", "/p/bin/gopls"},
		{"cross", "\n/p\nwindows\namd64\nlinux\namd64\n", "/p/bin/windows_amd64/gopls.exe"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			facts := memFacts()
			facts.Env = []string{"A=b", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local"}
			var asked child.Command
			facts.Ask = func(_ context.Context, c child.Command) (child.Result, error) {
				asked = c
				return child.Result{Stdout: []byte(tc.answer)}, nil
			}
			p, err := Resolve(t.Context(), newMem(module), oneStep(step), facts)
			if err != nil {
				t.Fatal(err)
			}
			c := p.Steps[0].Command
			if got := strings.Join(c.environ, " "); got != "A=b GOTOOLCHAIN=auto" || strings.Join(asked.Env, " ") != got {
				t.Errorf("environment %q, asked with %q", got, asked.Env)
			}
			if strings.Join(p.Steps[0].Saves, " ") != tc.want || len(c.Env) != 2 || !c.Env[1].Remove || c.Dir != "/home" {
				t.Errorf("saves %q, command %+v", p.Steps[0].Saves, c)
			}
		})
	}
}

// go env -w is asked for where go answers and means the same file; else the line is changed by us.
func TestResolveGoEnv(t *testing.T) {
	step := func(before, after health.Data) health.Step {
		return health.Step{Kind: health.StepGoEnv, Target: health.Target{File: "/home/go/env", Key: "GOFLAGS"}, Before: before, After: after}
	}
	const text = "# mine\nGOFLAGS=-x\nGOPROXY=off\nGOFLAGS=-mod=bad"
	for _, tc := range []struct {
		name   string
		step   health.Step
		answer string // of go; empty: it fails
		argv   string // empty: the line is changed
		want   string
		code   Code
	}{
		{name: "unset by go", step: step(`"-mod=bad"`, ""), answer: "/home/go/env\n", argv: "/bin/go env -u GOFLAGS"},
		{name: "set by go", step: step(`"-mod=bad"`, `"-v"`), answer: "/home/go/env\n", argv: "/bin/go env -w GOFLAGS=-v"},
		{name: "go does not run", step: step(`"-mod=bad"`, ""), want: "# mine\nGOPROXY=off\n"},
		{name: "go would write another file", step: step(`"-mod=bad"`, `"-v"`), answer: "/other\n", want: "# mine\nGOFLAGS=-x\nGOPROXY=off\nGOFLAGS=-v\n"},
		{name: "changed", step: step(`"-mod=vendor"`, ""), code: Changed},
	} {
		t.Run(tc.name, func(t *testing.T) {
			facts := memFacts()
			facts.Ask = func(context.Context, child.Command) (child.Result, error) {
				if tc.answer == "" {
					return child.Result{ExitCode: 1}, nil
				}
				return child.Result{Stdout: []byte(tc.answer)}, nil
			}
			p, err := Resolve(t.Context(), newMem(map[string]string{"/home/go/env": text}), oneStep(tc.step), facts)
			if CodeOf(err) != tc.code {
				t.Fatal(err)
			}
			if tc.code != "" {
				return
			}
			s := p.Steps[0]
			switch {
			case tc.argv == "" && (s.Command != nil || string(s.after) != tc.want):
				t.Errorf("command %v, text %q", s.Command, s.after)
			case tc.argv != "" && (s.Command == nil || strings.Join(s.Command.Argv, " ") != tc.argv || s.Diff == "" || s.Saves[0] != "/home/go/env"):
				t.Errorf("step %+v", s)
			}
		})
	}
}

func TestEditModule(t *testing.T) {
	const mod = "module m // me\n\ngo 1.25\n\nrequire (\n\texample.com/a v1.0.0 // why\n\texample.com/b v1.0.0\n)\n\nreplace example.com/a => ../a\n"
	const work = "go 1.25\n\nuse (\n\t./a // first\n\t./gone\n)\n"
	for _, tc := range []struct {
		name, file, verb, before, after string
		old, gone, added                string
		code                            Code
	}{
		{"go line", "go.mod", "go", "1.25", "1.26", mod, "go 1.25\n", "go 1.26\n", ""},
		{"require", "go.mod", "require", "example.com/a v1.0.0", "example.com/a v1.1.0", mod, "example.com/a v1.0.0", "example.com/a v1.1.0 // why", ""},
		{"replace dropped", "go.mod", "replace", "example.com/a => ../a", "", mod, "replace", "module m // me", ""},
		{"replace added", "go.mod", "replace", "", "example.com/b => ../b", mod, "", "example.com/b => ../b", ""},
		{"toolchain added", "go.mod", "toolchain", "", "go1.26.0", mod, "", "toolchain go1.26.0", ""},
		{"use dropped", "go.work", "use", "./gone", "", work, "./gone", "./a // first", ""},
		{"use added, carriage returns", "go.work", "use", "", "./b", strings.ReplaceAll(work, "\n", "\r\n"), "", "\t./b\r\n", ""},
		{"gone already", "go.work", "use", "./other", "", work, "", "", Changed},
		{"there already", "go.work", "use", "", "./a", work, "", "", Changed},
		{"not parsed", "go.mod", "go", "1.25", "1.26", "modul m", "", "", Unsuitable},
		{"no such directive", "go.mod", "retract", "", "v1.0.0", mod, "", "", Unsupported},
	} {
		t.Run(tc.name, func(t *testing.T) {
			out, err := editModule([]byte(tc.old), health.Step{Target: health.Target{File: health.Path("/w/" + tc.file), Key: health.Public(tc.verb)}, Before: health.DataOf(tc.before), After: health.DataOf(tc.after)})
			if CodeOf(err) != tc.code {
				t.Fatal(err)
			}
			if tc.code == "" && (tc.gone != "" && strings.Contains(string(out), tc.gone) || !strings.Contains(string(out), tc.added)) {
				t.Errorf("got\n%s", out)
			}
		})
	}
}

func TestEditLines(t *testing.T) {
	at := func(line string) health.Message {
		return health.Message{Args: health.Args{"line": health.V(health.Public(line))}}
	}
	for _, tc := range []struct {
		name, old, before, after, want string
		title                          health.Message
		code                           Code
	}{
		{"indented with a comment", "a\r\n\tgo  1.x // c\r\nb", "go 1.x", "go 1.26", "a\r\n\tgo 1.26 // c\r\nb", health.Message{}, ""},
		{"removed", "a\nb\nc\n", "b", "", "a\nc\n", health.Message{}, ""},
		{"removed, its comment stays", "a\nb // why\nc\n", "b", "", "a\n// why\nc\n", health.Message{}, ""},
		{"by line", "b\nb\n", "b", "c", "b\nc\n", at("2"), ""},
		{"twice", "b\nb\n", "b", "c", "", at("7"), Changed},
		{"several lines", "a\nb\nc", "a\nb", "x\ny\nz", "x\ny\nz\nc", health.Message{}, ""},
		{"no text", "a", "", "b", "", health.Message{}, Unsupported},
	} {
		t.Run(tc.name, func(t *testing.T) {
			out, err := editLines([]byte(tc.old), health.Step{Title: tc.title, Target: health.Target{File: "/w/go.mod"}, Before: health.DataOf(tc.before), After: health.DataOf(tc.after)})
			if CodeOf(err) != tc.code || string(out) != tc.want {
				t.Errorf("got %q, %v", out, err)
			}
		})
	}
}

func TestUnified(t *testing.T) {
	for _, tc := range []struct{ name, old, new, want string }{
		{"none", "a\n", "a\n", ""},
		{"new file", "", "a\n", "--- f\n+++ f\n@@ -0,0 +1,1 @@\n+a\n"},
		{"no end of line", "a\nb", "a\nc", "--- f\n+++ f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"},
		{"two hunks", "x\n1\n2\n3\n4\n5\n6\n7\n8\ny\n", "X\n1\n2\n3\n4\n5\n6\n7\n8\nY\n",
			"--- f\n+++ f\n@@ -1,4 +1,4 @@\n-x\n+X\n 1\n 2\n 3\n@@ -7,4 +7,4 @@\n 6\n 7\n 8\n-y\n+Y\n"},
		{"one hunk", "1\n2\n3\n4\n", "1\nx\n3\n4\n", "--- f\n+++ f\n@@ -1,4 +1,4 @@\n 1\n-2\n+x\n 3\n 4\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := unified("f", []byte(tc.old), []byte(tc.new)); got != tc.want {
				t.Errorf("got\n%s\nwant\n%s", got, tc.want)
			}
		})
	}
}
