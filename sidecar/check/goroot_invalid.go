package check

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const gorootInvalid texts = "goroot-invalid"

// GorootInvalid reports an effective GOROOT that is no complete Go release.
var GorootInvalid = &Check{
	ID:       health.CheckID(gorootInvalid),
	Severity: health.Error,
	Doc: `GOROOT is not a Go release

GOROOT says where the standard library and the compiler lie. If it leads nowhere, every go command stops and the Go extension does not start. If it leads to an existing directory that is no release, go version and go env look well, while builds fail and gopls answers every request with an error.

We take the GOROOT in force in each folder, as go does (the environment that the Go extension hands to its tools, the setting env of gopls, the file that go env -w writes, go's own place), and look for src/runtime, src/unsafe, src/builtin, pkg/include and the compiler under pkg/tool. An empty or unset GOROOT is never a fault: go finds its own release.

The fix removes the value where it was set; go needs none. An entry of the go env file is special: go env -u itself fails while GOROOT is bad, so Go Vitals mends the file. A release with parts missing has to be installed anew.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv, health.ProbeGoTrees},
	Messages: map[string]health.Template{
		"missing":    {Title: "GOROOT is {root}, which does not exist", Detail: "Every go command stops with \"cannot find GOROOT directory\": the Go extension cannot start, and gopls makes no view."},
		"relative":   {Title: "GOROOT is {root}, which is not an absolute path", Detail: "Every go command stops with \"cannot find GOROOT directory\": the Go extension cannot start, and gopls makes no view."},
		"bin":        {Title: "GOROOT is {root}, the bin directory of a Go release", Detail: "GOROOT names the directory above bin. go finds neither its standard library nor its compiler there; go version still looks well."},
		"gopath":     {Title: "GOROOT is {root}, which is your GOPATH", Detail: "The two are different things. go finds neither its standard library nor its compiler there; go version still looks well."},
		"project":    {Title: "GOROOT is {root}, a project and not a Go release", Detail: "go finds neither its standard library nor its compiler there; go version still looks well."},
		"empty":      {Title: "GOROOT is {root}, which holds no Go release", Detail: "go finds neither its standard library nor its compiler there; go version still looks well."},
		"no-sources": {Title: "The Go release at {root} has no sources", Detail: "gopls type-checks the standard library from its sources: without src it answers every request with an error. Some distributions pack the sources apart."},
		"no-tools":   {Title: "The Go release at {root} has no compiler", Detail: "Builds, and every package load of gopls, stop with: no such tool \"compile\"."},
		"partial":    {Title: "The Go release at {root} is not complete", Detail: "Parts are missing that builds or gopls need, as after an installation that was interrupted."},
		"unreadable": {Title: "GOROOT is {root}, which cannot be read", Detail: "This user may not look into it, so go finds neither its standard library nor its compiler there."},
		"trimmed":    {Title: "{go} cannot find its own release", Detail: "The file was copied or linked out of its release, and nothing tells it where the release is: every go command stops."},
		"parts":      {Title: "parts of a release that {root} lacks"},
		"none":       {Title: "none"},
		"not-looked": {Title: "nobody looked at {root}"},
		"reinstall":  {Title: "Install the Go release anew"},
		"anew":       {Title: "remove {root} and unpack or install the release again (never over an old one), with its sources: some distributions have them in a package of their own, such as golang-src; then reload the window"},
		"whole":      {Title: "put the bin directory of a whole Go release on PATH instead of {go}, then reload the window"},
	},
	Applies: hasGoFolders,
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return gorootVerdicts(s, f) })
	},
}

func gorootVerdicts(s *health.Snapshot, f health.Folder) []verdict {
	g := s.GoEnv(f.Path)
	v, ok := s.Origin(f.Path, "GOROOT")
	if !ok || v.Value.Empty() {
		if strings.Contains(string(g.Error), "cannot find GOROOT directory") {
			return trimmedGo(g)
		}
		return open(f, goSilent(g))
	}
	out := judgeRoot(s, f, v, g)
	if own, alone, ok := toGopls(s, f.Path, "GOROOT"); ok && alone && !own.Value.Empty() {
		out = append(out, judgeRoot(s, f, own, g)...)
	}
	return out
}

func judgeRoot(s *health.Snapshot, f health.Folder, v health.Variable, g health.GoEnv) []verdict {
	root := health.Path(v.Value.Text)
	tree, known := s.GoTree(root)
	absolute := health.IsAbs(string(s.System.OS), string(root))
	if !known && absolute {
		return open(f, gorootInvalid.say("not-looked", health.Args{"root": health.V(root)}))
	}
	if tree.Whole() {
		return nil
	}
	name := rootFault(s, tree, root, absolute, g)
	args := health.Args{"root": health.V(root)}
	seen := health.Finding{Severity: health.Error, Message: gorootInvalid.say(name, args), Evidence: []health.Evidence{variableSeen(v, saying("go-release"))}}
	if tree.Exists && !tree.Unreadable {
		seen.Evidence = append(seen.Evidence, health.Evidence{What: gorootInvalid.say("parts", args), Observed: health.List(missingParts(tree)...),
			Expected: gorootInvalid.value("none"), Source: health.Source{Kind: health.FromSystem, File: root}})
	}
	if g.Failure != "" && g.Error != "" {
		seen.Evidence = append(seen.Evidence, answerSeen("go env", g.Error, health.Value{}))
	}
	if chosen(v) {
		seen.Fixes = clearFixes(s, f.Path, v)
	} else {
		seen.Fixes = []health.Fix{reinstall(gorootInvalid.say("anew", args))}
	}
	return found(name+" "+string(root)+" "+sourceKey(v.Source), seen)
}

// rootFault names the mistake, the telling ones first: a project that holds a GOPATH is called a project by nobody.
func rootFault(s *health.Snapshot, t health.GoTree, root health.Path, absolute bool, g health.GoEnv) string {
	system := string(s.System.OS)
	switch {
	case !absolute:
		return "relative"
	case !t.Exists:
		return "missing"
	case t.Unreadable:
		return "unreadable"
	case t.IsBin:
		return "bin"
	case isGopath(s, root, g):
		return "gopath"
	case t.Compile && !t.Runtime:
		return "no-sources"
	case t.Runtime && t.Unsafe && !t.Compile:
		return "no-tools"
	case t.Runtime || t.Include || t.Compile:
		return "partial"
	case t.HasGoMod:
		return "project"
	}
	for _, f := range s.Folders {
		if f.HasGo() && health.Same(system, string(root), string(f.Path)) {
			return "project"
		}
	}
	return "empty"
}

// isGopath asks for the default too: go takes a GOPATH that equals GOROOT for unset, and then answers with nothing.
func isGopath(s *health.Snapshot, root health.Path, g health.GoEnv) bool {
	system, gopath := string(s.System.OS), g.Get("GOPATH")
	if gopath == "" {
		gopath = health.Join(system, string(s.System.Home), "go")
		if v, ok := s.Origin(g.Folder, "GOPATH"); ok && !v.Value.Empty() {
			gopath = v.Value.Text
		}
	}
	return health.Same(system, string(root), gopath)
}

// clearsGopath explains what is missing because go takes a GOPATH that equals GOROOT for unset: the module cache is then
// nowhere. Any other bad GOROOT leaves the caches where they are.
func clearsGopath(_ *health.Snapshot, cause, own health.Finding) bool {
	return sameFolder(cause, own) && cause.Message.ID == gorootInvalid.say("gopath", nil).ID
}

func missingParts(t health.GoTree) []health.Public {
	var out []health.Public
	for _, part := range []struct {
		there bool
		name  health.Public
	}{{t.Runtime, "src/runtime"}, {t.Unsafe, "src/unsafe"}, {t.Builtin, "src/builtin"}, {t.Include, "pkg/include"}, {t.Compile, "pkg/tool/*/compile"}} {
		if !part.there {
			out = append(out, part.name)
		}
	}
	return out
}

// trimmedGo is a go built with -trimpath, as releases are, that stands outside its release with no GOROOT to lead it.
func trimmedGo(g health.GoEnv) []verdict {
	args := health.Args{"go": health.V(g.Go)}
	return found("trimmed "+string(g.Go), health.Finding{Severity: health.Error, Message: gorootInvalid.say("trimmed", args),
		Evidence: []health.Evidence{answerSeen("go env", g.Error, saying("go-release"))},
		Fixes:    []health.Fix{reinstall(gorootInvalid.say("whole", args))}})
}

func reinstall(step health.Message) health.Fix {
	return health.Fix{ID: "reinstall", Title: gorootInvalid.say("reinstall", nil), Risk: health.RiskManual,
		Steps: []health.Step{manual(step, health.EffectReloadWindow)}}
}
