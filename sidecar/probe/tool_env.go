package probe

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/govitals/govitals/sidecar/health"
)

// toolEnvProbe fills ToolEnvs and Private.ToolEnv: what golang.go hands to gopls and other tools in each folder.
var toolEnvProbe = &Probe{
	ID:       health.ProbeToolEnv,
	Needs:    []health.ProbeID{health.ProbeEnvironment, health.ProbeMachine, health.ProbeEditor, health.ProbeSettings, health.ProbeGOENV},
	Tier:     health.TierFast,
	Deadline: 5 * time.Second,
	Run: func(_ context.Context, ex *Examination) (Facts, error) {
		var seen []health.ToolEnv
		raw := map[health.Path][]string{}
		for _, folder := range foldersOf(ex) {
			t := buildToolEnv(ex, folder)
			t.activate(ex)
			public := health.ToolEnv{Folder: folder, ServerVariables: serverVariables(ex, folder)}
			public.Variables, _ = variablesOf(t.system, t.env, t.source)
			seen, raw[folder] = append(seen, public), t.env
		}
		return func(s *health.Snapshot, p *Private) { s.ToolEnvs, p.ToolEnv = seen, raw }, nil
	},
}

// toolEnv is an environment under construction, with who set each variable; those without an entry are the process's.
type toolEnv struct {
	system   string
	folder   health.Path
	settings effective
	process  []string // of the editor
	env      []string
	pid      int
	sources  map[string]health.Source // of what was laid over
	changed  map[string]health.Source // of what golang.go wrote into the process
}

// buildToolEnv makes golang.go's toolExecutionEnvironment (reference go-editor-facts §1.4): the process environment, over
// it go.toolsEnvVars, http.proxy and the GOPATH in force; -json goes out of GOFLAGS. On the command line go.goroot comes
// first, as golang.go writes it into the editor's process when it starts. What belongs to the editor's own program
// (VSCODE_…, ELECTRON_…) is left out: it makes an editor of a tool that is one.
func buildToolEnv(ex *Examination, folder health.Path) *toolEnv {
	t := &toolEnv{system: ex.System.OS(), folder: folder, settings: effectiveFor(ex, folder), process: ex.Private.Environ,
		sources: map[string]health.Source{}, changed: map[string]health.Source{}}
	if ex.Request.Editor != nil {
		t.pid = ex.Request.Editor.HostPID
	}
	t.goroot(ex)
	t.copied(ex)
	t.overlay(ex)
	return t
}

// overlay makes the environment anew from that of the process.
func (t *toolEnv) overlay(ex *Examination) {
	t.env = slices.DeleteFunc(slices.Clone(t.process), func(entry string) bool {
		return strings.HasPrefix(entry, "VSCODE_") || strings.HasPrefix(entry, "ELECTRON_")
	})
	within := t.substitution(ex)
	for _, s := range t.settings.sortedMembers("go.toolsEnvVars") {
		t.set(string(s.Member), within.environmentText(s.Raw), s.Source())
	}
	if proxy, source := effectiveFor(ex, "").text("http.proxy"); proxy != "" {
		for _, name := range []string{"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"} {
			t.set(name, proxy, source)
		}
	}
	t.gopath(ex, within)
	if flags, ok := getenv(t.system, t.env, "GOFLAGS"); ok && strings.Contains(flags, "-json") {
		t.env = setenv(t.system, t.env, "GOFLAGS", jsonFlag.ReplaceAllString(flags, ""))
	}
}

var jsonFlag = regexp.MustCompile(`(^|\s+)-?-json\S*`)

func (t *toolEnv) set(name, value string, source health.Source) {
	t.env = setenv(t.system, t.env, name, value)
	t.sources[listedName(t.system, name)] = source
}

// source says who set a variable.
func (t *toolEnv) source(name string) health.Source {
	if s, ok := t.sources[name]; ok {
		return s
	}
	return t.processSource(name)
}

// processSource says who set a variable of the process.
func (t *toolEnv) processSource(name string) health.Source {
	if s, ok := t.changed[name]; ok {
		return s
	}
	return health.Source{Kind: health.FromEnvironment, Name: health.Public(name), PID: t.pid}
}

func (t *toolEnv) substitution(ex *Examination) substitution {
	return substitution{system: t.system, env: t.process, home: string(ex.Snapshot.System.Home), folder: string(t.folder)}
}

// goroot does what golang.go does when it starts: a go.goroot that names a directory becomes GOROOT of the editor's
// process. In the editor it already is, and is recognised there so that the blame falls on the setting.
func (t *toolEnv) goroot(ex *Examination) {
	raw, source := t.settings.text("go.goroot")
	if raw == "" {
		return
	}
	dir := t.substitution(ex).apply(raw)
	if info, err := ex.System.Stat(dir); err != nil || !info.IsDir() {
		return // golang.go warns and ignores it
	}
	now, _ := getenv(t.system, t.process, "GOROOT")
	if extensionActive(ex) && now != dir {
		return // changed since, or set by a later hand: the process's own value stands
	}
	t.process = setenv(t.system, t.process, "GOROOT", dir)
	t.changed["GOROOT"] = source
}

// copied finds the variables that golang.go copied from go's own answers into the editor's process: there now, but not
// when the editor started us. The process did not set them.
func (t *toolEnv) copied(ex *Examination) {
	before := ex.Snapshot.Process.AtActivation
	if len(before) == 0 {
		return
	}
	for _, name := range []health.Public{"GOPATH", "GOPROXY", "GOBIN", "GOMODCACHE"} {
		now, there := health.Find(ex.Snapshot.Process.Variables, name)
		if _, was := health.Find(before, name); was || !there || now.Value.Empty() {
			continue
		}
		t.changed[string(name)] = health.Source{Kind: health.FromDefault, Name: name}
		if v, ok := health.Find(ex.Snapshot.GOENV.Variables, name); ok && v.Value.Text == now.Value.Text {
			t.changed[string(name)] = v.Source
		}
	}
}

// gopath sets what golang.go's getCurrentGoPath finds: inferred from a directory named src, else the setting go.gopath,
// else the process's own GOPATH, which therefore wins over one in go.toolsEnvVars.
func (t *toolEnv) gopath(ex *Examination, within substitution) {
	process, _ := getenv(t.system, t.process, "GOPATH")
	if t.settings.flag("go.inferGopath", false) {
		if dir := inferGopath(ex.System, string(t.folder)); dir != "" {
			if process != "" && process != dir {
				dir += health.ListSeparator(t.system) + process
			}
			t.set("GOPATH", dir, t.settings.whole["go.inferGopath"].Source())
			return
		}
	}
	if raw, source := t.settings.text("go.gopath"); raw != "" {
		if dir := within.apply(raw); dir != "" {
			t.set("GOPATH", dir, source)
			return
		}
	}
	if process != "" {
		t.set("GOPATH", process, t.processSource("GOPATH"))
	}
}

// inferGopath is the directory above the last path element named src, or the folder itself if it holds a src; never one
// with a go.mod.
func inferGopath(system System, folder string) string {
	if folder == "" {
		return ""
	}
	name := system.OS()
	dir := ""
	for p := health.Clean(name, folder); ; {
		up := health.Dir(name, p)
		if up == p {
			break
		}
		if strings.EqualFold(health.Base(name, p), "src") {
			dir = up
			break
		}
		p = up
	}
	if dir == "" {
		if info, err := system.Stat(health.Join(name, folder, "src")); err != nil || !info.IsDir() {
			return ""
		}
		dir = folder
	}
	if _, err := system.Stat(health.Join(name, dir, "go.mod")); err == nil {
		return ""
	}
	return dir
}

// serverVariables are the variables that the gopls setting env (in any spelling: only the last part of the name counts)
// sets for the go commands of gopls alone.
func serverVariables(ex *Examination, folder health.Path) []health.Variable {
	var out []health.Variable
	system := ex.System.OS()
	for _, s := range effectiveFor(ex, folder).sortedMembers("gopls") {
		name := string(s.Member)
		values, ok := s.Raw.(map[string]any)
		if !ok || name[strings.LastIndexByte(name, '.')+1:] != "env" {
			continue
		}
		var env []string
		for _, variable := range sortedKeys(values) {
			if text, ok := values[variable].(string); ok {
				env = append(env, variable+"="+text)
			}
		}
		found, _ := variablesOf(system, env, func(string) health.Source { return s.Source() })
		out = append(out, found...)
	}
	return out
}
