package check

import (
	"slices"
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

// hardware is the GOARCH of the processor, and what told; ok is false where only our own is known, which may be an emulated one.
func hardware(s *health.Snapshot) (arch, by health.Public, ok bool) {
	if s.Processes.Native != "" {
		return s.Processes.Native, s.Processes.NativeBy, true
	}
	// Neither macOS nor Windows runs programs for Arm on other processors.
	if s.System.Arch == "arm64" && (s.System.OS == "darwin" || s.System.OS == "windows") {
		return "arm64", "GOARCH", true
	}
	return "", "", false
}

// isNative reports code that a processor runs by itself: its own, and the 32-bit one of its family.
func isNative(code, processor health.Public) bool {
	switch code {
	case processor:
		return true
	case "arm64e":
		return processor == "arm64"
	case "386":
		return processor == "amd64"
	case "arm":
		return processor == "arm64"
	}
	return false
}

// tool is a program of Go that is in use, with the folders it is used in.
type tool struct {
	name   health.Public // go, gopls, dlv, cc
	path   health.Path   // as the search found it
	file   health.Path   // the program it leads to, through links, scripts and shims
	folder health.Path   // the only folder that uses it; empty: all
	// first is one of its folders, for questions that a folder answers.
	first health.Folder
}

// toolsInUse are the programs that golang.go, gopls and go start in the folders, once each.
func toolsInUse(s *health.Snapshot, names ...health.Public) []tool {
	var out []tool
	users := map[int]int{}
	folders := goFolders(s)
	for _, f := range folders {
		for _, name := range names {
			for _, path := range pathsOf(s, f, name) {
				i := slices.IndexFunc(out, func(t tool) bool { return t.name == name && t.path == path })
				if i < 0 {
					i = len(out)
					out = append(out, tool{name: name, path: path, file: programOf(s, path), folder: f.Path, first: f})
				}
				users[i]++
			}
		}
	}
	for i := range out {
		if users[i] == len(folders) {
			out[i].folder = ""
		}
	}
	return out
}

func pathsOf(s *health.Snapshot, f health.Folder, name health.Public) []health.Path {
	var out []health.Path
	add := func(p health.Path) {
		if p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	switch name {
	case "cc":
		for _, c := range s.Compilers {
			if c.Folder == f.Path {
				add(c.Path)
			}
		}
	case "gopls":
		if serverIsOff(s, f.Path) {
			return nil
		}
		fallthrough
	default:
		if l, ok := s.Lookup(f.Path, name, health.ForEditor); ok {
			add(l.Path)
		}
	}
	return out
}

// programOf follows a path to the program that runs: itself, unless it is a wrapper that was followed to its end.
func programOf(s *health.Snapshot, path health.Path) health.Path {
	if i, ok := s.Image(path); ok && len(i.Chain) > 0 {
		if last := i.Chain[len(i.Chain)-1]; last.How == health.HopProgram {
			return last.Path
		}
	}
	return path
}

// imageOf is what was read of a tool: of the program, or of the path that led to it.
func imageOf(s *health.Snapshot, t tool) (health.Image, bool) {
	if i, ok := s.Image(t.file); ok {
		return i, true
	}
	return s.Image(t.path)
}

// codeOf are the architectures that a tool holds code for, and who says so. Of a go behind a shim go itself tells.
func codeOf(s *health.Snapshot, t tool) ([]health.Public, health.Source) {
	if i, ok := imageOf(s, t); ok && len(i.Slices) > 0 {
		var out []health.Public
		for _, slice := range i.Slices {
			out = append(out, slice.Architecture)
		}
		return out, health.Source{Kind: health.FromBinary, Name: t.name, File: i.Path}
	}
	for _, path := range []health.Path{t.file, t.path} {
		if b, ok := s.Binary(path); ok && len(b.Architectures) > 0 {
			return b.Architectures, health.Source{Kind: health.FromBinary, Name: t.name, File: b.Path}
		}
	}
	if g := s.GoEnv(t.first.Path); t.name == "go" && g.Go == t.path && g.Get("GOHOSTARCH") != "" {
		return []health.Public{health.Public(g.Get("GOHOSTARCH"))}, health.Source{Kind: health.FromCommand, Name: "go env"}
	}
	return nil, health.Source{}
}

// trial is what is known of a program's ability to run here.
type trial int

const (
	notTried trial = iota
	didRun
	wasRefused
)

// triedOf says whether a tool ran here: go when it was asked, gopls when a server was started, any that is seen running.
func triedOf(s *health.Snapshot, t tool) trial {
	b, _ := s.Binary(t.path)
	for _, p := range s.Processes.List {
		if p.Executable != "" && slices.Contains([]health.Path{t.file, t.path, b.Real}, p.Executable) && !p.Zombie && !p.Deleted {
			return didRun
		}
	}
	switch t.name {
	case "go":
		switch g := s.GoEnv(t.first.Path); {
		case g.Go != t.path, g.Failure == health.GoNotAsked, g.Failure == health.GoHangs:
			return notTried
		case g.Failure == health.GoNoStart:
			return wasRefused
		case g.Failure == health.GoExit && len(g.Values) == 0 && g.Error == "": // killed without a word
			return wasRefused
		}
		return didRun
	case "gopls":
		r, ok := rung(s, t.first.Path, 1)
		switch {
		case !ok:
			return notTried
		case r.FailedStage == health.StageSpawn, r.Signal == "SIGKILL" && r.LastWords == "", r.FailedStage == health.StageInitialize && notForHere(r.LastWords):
			return wasRefused
		}
		return didRun
	case "dlv":
		if trial, ok := s.DebugTrial(t.first.Path); ok && trial.Dlv == t.path && trial.Fault == "" {
			return didRun
		}
	}
	return notTried
}

// notForHere reports the words with which systems and their loaders refuse a program.
func notForHere(words health.Text) bool {
	lower := strings.ToLower(string(words))
	for _, w := range []string{"exec format error", "bad cpu type", "cannot execute binary file", "not a valid win32 application", "required file not found", "not found"} {
		if strings.Contains(lower, w) {
			return true
		}
	}
	return false
}

// stopsTool reports that a finding about an executable explains that it does not run: it is about this tool, and an error.
func stopsTool(cause health.Finding, name health.Public) bool {
	return cause.Severity == health.Error && cause.Message.Args["tool"].Text == string(name)
}

// subjectOf tells findings about tools apart: by the name, and by the path where two of a name are in use.
func subjectOf(t tool, all []tool) health.Value {
	same := 0
	for _, o := range all {
		if o.name == t.name {
			same++
		}
	}
	if same > 1 {
		return health.V(t.path)
	}
	return health.V(t.name)
}

// installAnew is how a tool is installed anew; ok is false for those that are not ours to install.
func installAnew(s *health.Snapshot, t tool) (health.Step, bool) {
	switch t.name {
	case "gopls":
		return installGopls(s, t.first.Path), true
	case "dlv":
		return installDlv(s, t.first.Path), true
	}
	return health.Step{}, false
}

// cgoInUse reports Go files that need a C compiler in a folder.
func cgoInUse(s *health.Snapshot, folder health.Path) bool {
	_, needed := needsCgo(sourcesOf(s, folder))
	return needed
}
