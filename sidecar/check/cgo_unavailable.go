package check

import (
	"strings"

	"github.com/govitals/govitals/sidecar/health"
)

const cgoUnavailable texts = "cgo-unavailable"

// CgoUnavailable reports files with import "C" that cannot be built because of the C compiler or because cgo is off.
var CgoUnavailable = &Check{
	ID:       health.CheckID(cgoUnavailable),
	Severity: health.Error,
	Doc: `files with import "C", and no C compiler for them

Where go finds no C compiler it switches cgo off by itself and leaves out every file with import "C", without a word about C: gopls says "No packages found for open file", go vet and go list succeed, and a build ends in "undefined". With CGO_ENABLED=1 and no compiler, gopls at least shows what the compiler said.

A Go file of the folder imports "C", and CGO_ENABLED is 0 (by whom, go tells), or the compiler that CC names is not on the PATH of the editor's tools, or the go command's own words say so. Files whose constraint names cgo are meant to be left out there and are not counted; where every question was answered and nobody complained, this is information only. A healthy cgo package, whose definitions lead into the build cache, is never mentioned.

The fix says how to install the compiler, or removes CGO_ENABLED=0 or a foreign GOOS or GOARCH where it was set. It does not explain missing headers or libraries: the compiler's own words tell of those.`,
	Needs: []health.ProbeID{health.ProbeFolders, health.ProbeSources, health.ProbeCompilers, health.ProbeToolEnv, health.ProbeGOENV, health.ProbeGoEnv},
	After: []health.CheckID{"cross-target", "go-mod-invalid", "go-work-invalid", "libc-mismatch"},
	// Another target switches cgo off; a compiler that is missing, or a CGO_ENABLED that somebody set, is no matter of that.
	ExplainedBy: func(_ *health.Snapshot, cause, own health.Finding) bool {
		if cause.Check == health.CheckID(libcMismatch) {
			return sameFolder(cause, own) && cause.Message.Args["tool"].Text == "cc" && own.Message.ID == cgoUnavailable.say("complains", nil).ID
		}
		return sameFolder(cause, own) && (cause.Check != "cross-target" || own.Message.ID == cgoUnavailable.say("target", nil).ID)
	},
	Messages: map[string]health.Template{
		"off":        {Title: "cgo is switched off, and {file} needs it", Detail: leftOutC},
		"target":     {Title: "cgo is off because Go builds for another system, and {file} needs it", Detail: leftOutC},
		"missing":    {Title: "The C compiler {compiler} is not found, and {file} needs it", Detail: leftOutC},
		"complains":  {Title: "cgo fails in {file}", Detail: "gopls cannot resolve what comes from C there, and builds fail."},
		"uses":       {Title: "file with import \"C\""},
		"compiler":   {Title: "C compiler {compiler}"},
		"on-path":    {Title: "a program on the PATH of the editor's tools"},
		"on":         {Title: "1"},
		"install":    {Title: "Install a C compiler"},
		"by-linux":   {Title: "install {compiler} with the system's package manager (Debian, Ubuntu: build-essential; Fedora: gcc; Alpine: build-base), or name another one: go env -w CC=clang"},
		"by-darwin":  {Title: "install the Command Line Tools: xcode-select --install"},
		"by-windows": {Title: "install a C compiler for Windows (MSYS2's mingw-w64, or LLVM), put its bin directory on PATH and start the editor anew"},
		"look":       {Title: "Let the compiler speak"},
		"build":      {Title: "run go build ./... in {folder} in a terminal and mend what the compiler says"},
	},
	Applies: func(s *health.Snapshot) bool {
		for _, f := range goFolders(s) {
			if len(sourcesOf(s, f.Path).Cgo) > 0 {
				return true
			}
		}
		return false
	},
	Run: func(s *health.Snapshot) []health.Finding {
		return eachFolder(s, func(f health.Folder) []verdict { return withoutCgo(s, f) })
	},
}

const leftOutC = `go leaves out files with import "C" without a word, so gopls answers nothing in them and what they declare is undefined elsewhere.`

func withoutCgo(s *health.Snapshot, f health.Folder) []verdict {
	file, ok := needsCgo(sourcesOf(s, f.Path))
	if !ok {
		return nil
	}
	g := s.GoEnv(f.Path)
	if g.Failure != "" {
		return open(f, goSilent(g))
	}
	said, spoken := saidOf(s, f.Path, health.CheckID(cgoUnavailable))
	compiler, known := compilerOf(s, f.Path)
	v, _, set := toGopls(s, f.Path, "CGO_ENABLED")
	off := set && v.Value.Text == "0"
	if off && v.Source.Kind != health.FromSetting && !chosen(v) {
		set = false // nobody said so: go's own answer
	}
	c := cgoUnavailable
	args := health.Args{"file": health.V(file.File), "compiler": health.V(compiler.Command), "folder": health.V(f.Path)}
	finding := health.Finding{Severity: health.Warning, Evidence: []health.Evidence{{What: c.say("uses", nil), Observed: health.V(file.File),
		Source: health.Source{Kind: health.FromFile, File: file.File}}}}
	name := ""
	switch {
	case off && set && chosen(v):
		name, finding.Fixes = "off", clearFixes(s, f.Path, v)
	case off && foreignTarget(s, f.Path) != "":
		name = "target"
		target, _, _ := toGopls(s, f.Path, foreignTarget(s, f.Path))
		finding.Evidence = append(finding.Evidence, variableSeen(target, health.V(health.Public(g.Get("GOHOSTOS")+"/"+g.Get("GOHOSTARCH")))))
		finding.Fixes = clearFixes(s, f.Path, target)
	case known && compiler.Path == "":
		name, finding.Fixes = "missing", []health.Fix{installCompiler(s, args)}
		finding.Evidence = append(finding.Evidence, health.Evidence{What: c.say("compiler", args), Observed: saying("absent"), Expected: c.value("on-path"), Source: compiler.Source})
	case spoken:
		name = "complains"
		finding.Fixes = []health.Fix{oneFix("let-it-speak", health.RiskManual, c.say("look", nil), manual(c.say("build", args), health.EffectRestartServer))}
	default:
		return nil
	}
	if off {
		finding.Evidence = append(finding.Evidence, variableSeen(v, c.value("on")))
	}
	if spoken {
		finding.Evidence = append(finding.Evidence, wordsSeen(said))
	}
	switch {
	case pulseIsBad(s, f.Path):
		finding.Severity = health.Error
	case !spoken && pulseOf(s, f.Path) == health.PulseGood:
		finding.Severity = health.Info
	}
	finding.Message = c.say(name, args)
	return found(name+" "+string(file.File), finding)
}

// needsCgo is a file that cannot do without cgo: none of its constraints says that it may be left out.
func needsCgo(t health.SourceTree) (health.CgoFile, bool) {
	for _, c := range t.Cgo {
		if !strings.Contains(string(c.Constraint), "cgo") && !strings.Contains(string(c.Constraint), "ignore") {
			return c, true
		}
	}
	return health.CgoFile{}, false
}

func compilerOf(s *health.Snapshot, folder health.Path) (health.Compiler, bool) {
	for _, c := range s.Compilers {
		if c.Folder == folder {
			return c, true
		}
	}
	return health.Compiler{}, false
}

// foreignTarget is the variable that makes go build for another machine, which switches cgo off.
func foreignTarget(s *health.Snapshot, folder health.Path) health.Public {
	g := s.GoEnv(folder)
	for _, pair := range [][2]health.Public{{"GOOS", "GOHOSTOS"}, {"GOARCH", "GOHOSTARCH"}} {
		if v, _, ok := toGopls(s, folder, pair[0]); ok && chosen(v) && v.Value.Text != g.Get(pair[1]) {
			return pair[0]
		}
	}
	return ""
}

func installCompiler(s *health.Snapshot, args health.Args) health.Fix {
	how := "by-linux"
	switch s.System.OS {
	case "darwin":
		how = "by-darwin"
	case "windows":
		how = "by-windows"
	}
	return oneFix("install-compiler", health.RiskManual, cgoUnavailable.say("install", nil), manual(cgoUnavailable.say(how, args), health.EffectReloadWindow))
}
