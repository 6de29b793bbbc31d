package health

import "testing"

func TestOrigin(t *testing.T) {
	variable := func(name, value string, kind SourceKind) Variable {
		v, _ := MakeVariable("linux", name, value, Source{Kind: kind})
		return v
	}
	base := func() *Snapshot {
		return &Snapshot{
			ToolEnvs: []ToolEnv{{Folder: "/a", Variables: []Variable{variable("GOFLAGS", "-v", FromSetting), variable("GOROOT", "", FromSetting)}}},
			GOENV:    GOENVFile{State: FileOK, Variables: []Variable{variable("GOFLAGS", "-x", FromGOENV), variable("GOROOT", "/goenv", FromGOENV), variable("GOARCH", "", FromGOENV)}},
			GoEnvs: []GoEnv{{Folder: "/a", Values: []Variable{variable("GOFLAGS", "-v", FromCommand), variable("GOROOT", "/goenv", FromCommand),
				variable("GOARCH", "amd64", FromDefault)}}},
		}
	}
	for _, tc := range []struct {
		name, folder, variable string
		change                 func(*Snapshot)
		want                   SourceKind // empty: nobody
	}{
		{name: "the environment of the tools wins", folder: "/a", variable: "GOFLAGS", want: FromSetting},
		{name: "an empty variable is unset", folder: "/a", variable: "GOROOT", want: FromGOENV},
		{name: "an empty line of the file is unset", folder: "/a", variable: "GOARCH", want: FromDefault},
		{name: "a file that is switched off says nothing", folder: "/a", variable: "GOROOT", change: func(s *Snapshot) { s.GOENV.State = FileOff }, want: FromCommand},
		{name: "another folder", folder: "/b", variable: "GOFLAGS", want: FromGOENV},
		{name: "nobody knows", folder: "/b", variable: "GOARCH"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := base()
			if tc.change != nil {
				tc.change(s)
			}
			v, ok := s.Origin(Path(tc.folder), Public(tc.variable))
			if ok != (tc.want != "") || v.Source.Kind != tc.want {
				t.Errorf("%s is from %q (%v), want %q", tc.variable, v.Source.Kind, ok, tc.want)
			}
		})
	}
	if g := base().GoEnv("/nowhere"); g.Failure != GoNotAsked || g.Get("GOROOT") != "" {
		t.Errorf("a folder that was never asked has failure %q", g.Failure)
	}
	if p := base().Probe("x"); p.State != ProbeSkipped || p.Error == "" {
		t.Errorf("an unknown probe is %q", p.State)
	}
}

func TestGoTreeWhole(t *testing.T) {
	whole := GoTree{Exists: true, Runtime: true, Unsafe: true, Builtin: true, Include: true, Compile: true}
	if !whole.Whole() {
		t.Error("a complete release is not whole; neither VERSION nor bin/go is asked for, because checkouts have none")
	}
	for name, change := range map[string]func(*GoTree){
		"exists": func(t *GoTree) { t.Exists = false }, "runtime": func(t *GoTree) { t.Runtime = false }, "unsafe": func(t *GoTree) { t.Unsafe = false },
		"builtin": func(t *GoTree) { t.Builtin = false }, "include": func(t *GoTree) { t.Include = false }, "compile": func(t *GoTree) { t.Compile = false },
	} {
		tree := whole
		if change(&tree); tree.Whole() {
			t.Errorf("a release without %s is whole", name)
		}
	}
}

func TestHasGo(t *testing.T) {
	for _, tc := range []struct {
		name   string
		folder Folder
		want   bool
	}{
		{"empty", Folder{}, false},
		{"files", Folder{GoFiles: 1}, true},
		{"a module without files", Folder{Modules: []GoMod{{}}}, true},
		{"go.work", Folder{Work: &Workspace{}}, true},
		{"go.work that is switched off", Folder{Work: &Workspace{Off: true}}, false},
		{"only a go.mod above", Folder{Above: &GoMod{}}, false},
	} {
		if got := tc.folder.HasGo(); got != tc.want {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}
