package probe

import (
	"strings"
	"testing"

	"github.com/govitals/govitals/sidecar/health"
)

// lookupCase is a machine and what golang.go's search finds on it.
type lookupCase struct {
	name     string
	system   string // default linux
	env      []string
	settings string   // user settings
	folder   string   // settings of the folder
	exec     []string // executable files
	setup    func(*fakeSystem)
	request  func(*Request)

	path string
	why  health.Public
	from string // name of the source, after its kind: "setting go.goroot"
}

func (c lookupCase) machine(t *testing.T) (*fakeSystem, Request) {
	t.Helper()
	if c.system == "" {
		c.system = "linux"
	}
	f := newFake(t, c.system, "")
	home, folder, settings := "/home/ada", "/home/ada/src/app", "/home/ada/.config/Code/User/settings.json"
	switch c.system {
	case "windows":
		home, folder, settings = `C:\Users\ada`, `C:\Users\ada\src\app`, `C:\Users\ada\AppData\Roaming\Code\User\settings.json`
		f.env = []string{`USERPROFILE=` + home, `AppData=C:\Users\ada\AppData\Roaming`}
	case "darwin":
		home, folder, settings = "/Users/ada", "/Users/ada/src/app", "/Users/ada/Library/Application Support/Code/User/settings.json"
		f.env = []string{"HOME=" + home}
	default:
		f.env = []string{"HOME=" + home}
	}
	f.env = append(f.env, c.env...)
	f.dir(folder)
	f.exec(c.exec...)
	if c.settings != "" {
		f.write(settings, c.settings)
	}
	if c.folder != "" {
		f.write(health.Join(c.system, folder, ".vscode", "settings.json"), c.folder)
	}
	if c.setup != nil {
		c.setup(f)
	}
	r := Request{Folders: []string{folder}}
	if c.request != nil {
		c.request(&r)
	}
	return f, r
}

func (c lookupCase) check(t *testing.T, s *health.Snapshot, tool health.Public, purpose health.Purpose) {
	t.Helper()
	l, ok := s.Lookup(s.ToolEnvs[0].Folder, tool, purpose)
	if !ok {
		t.Fatal("no search was made")
	}
	from := strings.TrimSpace(string(l.Source.Kind) + " " + string(l.Source.Name))
	if string(l.Path) != c.path || l.Why != c.why || c.from != "" && from != c.from {
		t.Errorf("found %q (%s) from %q, want %q (%s) from %q; looked at %v", l.Path, l.Why, from, c.path, c.why, c.from, l.Candidates)
	}
}

// goLookups are reference go-editor-facts §1.1, step by step, for go.
var goLookups = []lookupCase{
	{name: "1 alternate tool wins over everything", env: []string{"GOBIN=/gobin", "PATH=/usr/bin"},
		settings: `{"go.alternateTools": {"go": "/opt/go/bin/go"}}`, exec: []string{"/opt/go/bin/go", "/gobin/go", "/usr/bin/go"},
		path: "/opt/go/bin/go", why: "alternateTool", from: "setting go.alternateTools.go"},
	{name: "1 alternate tool that is missing is ignored silently", env: []string{"PATH=/usr/bin"},
		settings: `{"go.alternateTools": {"go": "/opt/go/bin/go"}}`, exec: []string{"/usr/bin/go"},
		path: "/usr/bin/go", why: "path", from: "environment PATH"},
	{name: "1 alternate tool without permission to execute is ignored", env: []string{"PATH=/usr/bin"},
		settings: `{"go.alternateTools": {"go": "/opt/go"}}`, exec: []string{"/usr/bin/go"}, setup: func(f *fakeSystem) { f.write("/opt/go", "") },
		path: "/usr/bin/go", why: "path"},
	{name: "1 alternate tool that is a directory is ignored", env: []string{"PATH=/usr/bin"},
		settings: `{"go.alternateTools": {"go": "/opt/go"}}`, exec: []string{"/usr/bin/go"}, setup: func(f *fakeSystem) { f.dir("/opt/go") },
		path: "/usr/bin/go", why: "path"},
	{name: "1 relative alternate tool is another name to look for", env: []string{"GOBIN=/gobin", "PATH=/usr/bin"},
		settings: `{"go.alternateTools": {"go": "go1.24"}}`, exec: []string{"/gobin/go", "/usr/bin/go1.24", "/usr/bin/go"},
		path: "/usr/bin/go1.24", why: "alternateTool", from: "setting go.alternateTools.go"},
	{name: "1 relative alternate tool in GOBIN", env: []string{"GOBIN=/gobin", "PATH=/usr/bin"},
		settings: `{"go.alternateTools": {"go": "go1.24"}}`, exec: []string{"/gobin/go1.24", "/usr/bin/go"},
		path: "/gobin/go1.24", why: "alternateTool"},
	{name: "1 relative alternate tool found nowhere ends at the default places", env: []string{"PATH=/usr/bin"},
		settings: `{"go.alternateTools": {"go": "go1.24"}}`, exec: []string{"/usr/bin/go", "/usr/local/bin/go"},
		path: "/usr/local/bin/go", why: "default", from: "default"},
	{name: "1 ${env:X} in the alternate tool", env: []string{"MY_GO=/opt/mine", "PATH=/usr/bin"},
		settings: `{"go.alternateTools": {"go": "${env:MY_GO}/bin/go"}}`, exec: []string{"/opt/mine/bin/go", "/usr/bin/go"},
		path: "/opt/mine/bin/go", why: "alternateTool"},
	{name: "1 ${env:X} that is unset becomes empty", env: []string{"PATH=/usr/bin"},
		settings: `{"go.alternateTools": {"go": "${env:MY_GO}/bin/go"}}`, exec: []string{"/bin/go", "/usr/bin/go"},
		path: "/bin/go", why: "alternateTool"},
	{name: "1 ~ and ${workspaceFolder}", env: []string{"PATH=/usr/bin"},
		settings: `{"go.alternateTools": {"go": "~/mygo/go"}}`, folder: `{"go.alternateTools": {"go": "${workspaceFolder}/.tools/go"}}`,
		exec: []string{"/home/ada/mygo/go", "/home/ada/src/app/.tools/go"}, path: "/home/ada/src/app/.tools/go", why: "alternateTool"},
	{name: "1 the folder's alternate tool is not applied when untrusted", env: []string{"PATH=/usr/bin"},
		settings: `{"go.alternateTools": {"go": "~/mygo/go"}}`, folder: `{"go.alternateTools": {"go": "${workspaceFolder}/.tools/go"}}`,
		exec:    []string{"/home/ada/mygo/go", "/home/ada/src/app/.tools/go"},
		request: func(r *Request) { r.Untrusted = true }, path: "/home/ada/mygo/go", why: "alternateTool"},
	{name: "3 GOBIN, also for go", env: []string{"GOBIN=/gobin", "GOROOT=/goroot", "PATH=/usr/bin"},
		exec: []string{"/gobin/go", "/goroot/bin/go", "/usr/bin/go"}, path: "/gobin/go", why: "gobin", from: "environment GOBIN"},
	{name: "3 GOBIN of the GOENV file is not in the process yet", env: []string{"PATH=/usr/bin"},
		setup: func(f *fakeSystem) { f.write("/home/ada/.config/go/env", "GOBIN=/gobin\n") },
		exec:  []string{"/gobin/go", "/usr/bin/go"}, path: "/usr/bin/go", why: "path"},
	{name: "4 GOPATH is skipped for go", env: []string{"GOPATH=/gopath", "PATH=/usr/bin"},
		settings: `{"go.toolsGopath": "/tools"}`, exec: []string{"/gopath/bin/go", "/tools/bin/go", "/usr/bin/go"}, path: "/usr/bin/go", why: "path"},
	{name: "5 go.goroot wins over GOROOT", env: []string{"GOROOT=/goroot", "PATH=/usr/bin"},
		settings: `{"go.goroot": "/mine"}`, exec: []string{"/mine/bin/go", "/goroot/bin/go", "/usr/bin/go"},
		path: "/mine/bin/go", why: "goroot", from: "setting go.goroot"},
	{name: "5 GOROOT of the environment wins over PATH", env: []string{"GOROOT=/goroot", "PATH=/usr/bin"},
		exec: []string{"/goroot/bin/go", "/usr/bin/go"}, path: "/goroot/bin/go", why: "goroot", from: "environment GOROOT"},
	{name: "5 GOROOT without a go falls through", env: []string{"GOROOT=/gone", "PATH=/usr/bin"},
		exec: []string{"/usr/bin/go"}, path: "/usr/bin/go", why: "path"},
	{name: "6 first on PATH", env: []string{"PATH=/a:/b:/c"}, exec: []string{"/b/go", "/c/go"}, path: "/b/go", why: "path"},
	{name: "6 PATH entry that is a directory named go is passed over", env: []string{"PATH=/a:/b"},
		setup: func(f *fakeSystem) { f.dir("/a/go") }, exec: []string{"/b/go"}, path: "/b/go", why: "path"},
	{name: "6 PATH of go.toolsEnvVars is never looked at", env: []string{"PATH=/usr/bin"},
		settings: `{"go.toolsEnvVars": {"PATH": "/other"}}`, exec: []string{"/other/go", "/usr/bin/go"}, path: "/usr/bin/go", why: "path"},
	{name: "6 relative entries of PATH are nobody's", env: []string{"PATH=:.:bin:/usr/bin"}, exec: []string{"/usr/bin/go"}, path: "/usr/bin/go", why: "path"},
	{name: "6 the snap's launcher stands for the go inside", env: []string{"PATH=/snap/bin"},
		exec: []string{"/snap/bin/go", "/snap/go/current/bin/go"}, path: "/snap/go/current/bin/go", why: "path"},
	{name: "6 the snap's launcher in GOBIN is taken as it is", env: []string{"GOBIN=/snap/bin", "PATH=/usr/bin"},
		exec: []string{"/snap/bin/go", "/snap/go/current/bin/go"}, path: "/snap/bin/go", why: "gobin"},
	{name: "7 default place", env: []string{"PATH=/usr/bin"}, exec: []string{"/usr/local/bin/go", "/usr/local/go/bin/go"},
		path: "/usr/local/go/bin/go", why: "default", from: "default"},
	{name: "7 Homebrew on Apple silicon is no default place", system: "darwin", env: []string{"PATH=/usr/bin:/bin"},
		exec: []string{"/opt/homebrew/bin/go"}, path: "", why: "", from: "lookup"},
	{name: "8 nothing", env: []string{"PATH=/usr/bin"}, path: "", why: "", from: "lookup"},
	{name: "windows appends .exe and reads Path", system: "windows", env: []string{`Path=C:\a;C:\b`},
		exec: []string{`C:\a\go.bat`, `C:\b\go.exe`}, path: `C:\b\go.exe`, why: "path", from: "environment PATH"},
	{name: "windows never finds a .cmd shim by search", system: "windows", env: []string{`Path=C:\shims`},
		exec: []string{`C:\shims\go.cmd`}, path: "", why: ""},
	{name: "windows takes a .cmd that a setting names", system: "windows", env: []string{`Path=C:\shims`},
		settings: `{"go.alternateTools": {"go": "C:\\shims\\go.cmd"}}`,
		exec:     []string{`C:\shims\go.cmd`}, path: `C:\shims\go.cmd`, why: "alternateTool"},
	{name: "windows default place", system: "windows", env: []string{`Path=C:\Windows`},
		exec: []string{`C:\Program Files\Go\bin\go.exe`}, path: `C:\Program Files\Go\bin\go.exe`, why: "default"},
	{name: "windows does not strip the quotes of an entry", system: "windows", env: []string{`Path="C:\a";C:\b`},
		exec: []string{`C:\a\go.exe`, `C:\b\go.exe`}, path: `C:\b\go.exe`, why: "path"},
}

func TestGoLookup(t *testing.T) {
	for _, c := range goLookups {
		t.Run(c.name, func(t *testing.T) {
			f, r := c.machine(t)
			c.check(t, examine(t, f, r, untilLookup...), "go", health.ForEditor)
		})
	}
}

// TestGoOfServerAndTerminal: gopls takes the first go on the PATH it is given, whatever golang.go reports.
func TestGoOfServerAndTerminal(t *testing.T) {
	for _, c := range []struct {
		lookupCase
		purpose health.Purpose
	}{
		{lookupCase{name: "server: GOROOT goes first on PATH when go was not found there", env: []string{"GOROOT=/goroot", "PATH=/usr/bin"},
			exec: []string{"/goroot/bin/go", "/usr/bin/go"}, path: "/goroot/bin/go", why: "path"}, health.ForServer},
		{lookupCase{name: "terminal: keeps its own", env: []string{"GOROOT=/goroot", "PATH=/usr/bin"},
			exec: []string{"/goroot/bin/go", "/usr/bin/go"}, path: "/usr/bin/go", why: "path"}, health.ForTerminal},
		{lookupCase{name: "server: without activateEnvironment the PATH stays", env: []string{"GOROOT=/goroot", "PATH=/usr/bin"},
			settings: `{"go.terminal.activateEnvironment": false}`,
			exec:     []string{"/goroot/bin/go", "/usr/bin/go"}, path: "/usr/bin/go", why: "path"}, health.ForServer},
		{lookupCase{name: "server: the alternate go's own release goes first", env: []string{"PATH=/usr/bin"},
			settings: `{"go.alternateTools": {"go": "/opt/link"}}`, setup: func(f *fakeSystem) { f.link("/opt/link", "/opt/go/bin/go"); f.dir("/opt/go/pkg/tool") },
			exec: []string{"/opt/go/bin/go", "/usr/bin/go"}, path: "/opt/go/bin/go", why: "path"}, health.ForServer},
		{lookupCase{name: "server: a wrapper named go stands for its release", env: []string{"PATH=/usr/bin"},
			settings: `{"go.alternateTools": {"go": "/wrap/go"}}`,
			exec:     []string{"/wrap/go", "/usr/bin/go"}, path: "/wrap/go", why: "path"}, health.ForServer},
		{lookupCase{name: "server: PATH of go.toolsEnvVars rules", env: []string{"PATH=/usr/bin"},
			settings: `{"go.toolsEnvVars": {"PATH": "/other:${env:PATH}"}}`,
			exec:     []string{"/other/go", "/usr/bin/go"}, path: "/other/go", why: "path", from: "setting go.toolsEnvVars.PATH"}, health.ForServer},
		{lookupCase{name: "server: default place goes on PATH", env: []string{"PATH=/usr/bin"}, setup: func(f *fakeSystem) { f.dir("/usr/local/go/pkg/tool") },
			exec: []string{"/usr/local/go/bin/go"}, path: "/usr/local/go/bin/go", why: "path"}, health.ForServer},
		{lookupCase{name: "server: no go at all", env: []string{"PATH=/usr/bin"}, from: "lookup"}, health.ForServer},
		{lookupCase{name: "server on windows: a .bat counts, unlike for golang.go", system: "windows", env: []string{`Path=C:\a;C:\b`},
			exec: []string{`C:\a\go.bat`, `C:\b\go.exe`}, path: `C:\a\go.bat`, why: "path"}, health.ForServer},
		{lookupCase{name: "server: GOROOT of the GOENV file is the release in force", env: []string{"GOBIN=/gobin", "PATH=/usr/bin"},
			setup: func(f *fakeSystem) { f.write("/home/ada/.config/go/env", "GOROOT=/kept\n") },
			exec:  []string{"/gobin/go", "/kept/bin/go", "/usr/bin/go"}, path: "/kept/bin/go", why: "path"}, health.ForServer},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, r := c.machine(t)
			c.check(t, examine(t, f, r, untilLookup...), "go", c.purpose)
		})
	}
}

func TestElsewhere(t *testing.T) {
	c := lookupCase{env: []string{"PATH=/opt/mine:/usr/bin"}, // the go in /usr/bin is shadowed, but within reach
		exec: []string{"/opt/mine/go", "/usr/bin/go", "/home/ada/sdk/go1.25.0/bin/go", "/home/ada/sdk/go1.26.0/bin/go", "/home/ada/.asdf/shims/go", "/usr/lib/go-1.22/bin/go", "/usr/lib/gorgon/bin/go"}}
	f, r := c.machine(t)
	s := examine(t, f, r, untilLookup...)
	l, _ := s.Lookup(health.Path(r.Folders[0]), "go", health.ForEditor)
	want := "/usr/lib/go-1.22/bin/go /home/ada/.asdf/shims/go /home/ada/sdk/go1.26.0/bin/go /home/ada/sdk/go1.25.0/bin/go"
	var got []string
	for _, p := range l.Elsewhere {
		got = append(got, string(p))
	}
	if strings.Join(got, " ") != want {
		t.Errorf("elsewhere %q, want %q", got, want)
	}
}

func TestCandidates(t *testing.T) {
	c := lookupCase{env: []string{"PATH=/a:/a:/b:/c:/d"}, exec: []string{"/d/go"}, setup: func(f *fakeSystem) {
		f.dir("/a/go")
		f.write("/b/go", "")
		f.dir("/c")
		f.deny("/c")
	}}
	f, r := c.machine(t)
	s := examine(t, f, r, untilLookup...)
	l, _ := s.Lookup(health.Path(r.Folders[0]), "go", health.ForEditor)
	want := []health.Candidate{{Why: "path", Path: "/a/go", State: health.CandidateDirectory}, {Why: "path", Path: "/b/go", State: health.CandidateNotExecutable},
		{Why: "path", Path: "/c/go", State: health.CandidateUnreadable}, {Why: "path", Path: "/d/go", State: health.CandidateUsable}}
	if len(l.Candidates) != len(want) {
		t.Fatalf("looked at %v, want %v", l.Candidates, want)
	}
	for i := range want {
		if l.Candidates[i] != want[i] {
			t.Errorf("candidate %d is %v, want %v", i, l.Candidates[i], want[i])
		}
	}
}
